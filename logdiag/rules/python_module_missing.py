"""A service lacks a Python module, or has one that does not fit.

What it looks for: `ModuleNotFoundError: No module named ...`, `ImportError: No module named ...`,
`ImportError: cannot import name ...` at the end of tracebacks.

Why it fails a launch: the part of the service that needs the module does not work: a driver, a client,
or the whole service.

What to do: install the package on that host (in that container), in the version that belongs to the
release.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="python-module-missing",
        kinds={"python.module_missing"},
        subject="program",
        noun="service",
        fields=("module",),
        title="{name} on {where} lacks a Python module: {module}",
        means=(
            "The program imports a module that is not installed where it runs, or one of "
            "another version that lacks the name asked for: a package missing in the "
            "container or virtual environment, a client library newer or older than the "
            "release. Whatever needs that module fails, with an internal error (HTTP 500) "
            "for whoever asked."
        ),
        severity="error",
        stage="requested",
        category="control.api",
        says="a service lacks a Python module, or has one that does not fit",
        telling=Telling(
            confidence="likely",
            needs_launch=True,
            rivals=(
                (
                    "the module is optional, and another one takes its place",
                    "the service goes on, and answers",
                ),
            ),
            asks=(
                Ask(
                    "pip list",
                    (
                        (
                            "the package is missing, or of another release",
                            "install the version that fits",
                        ),
                        (
                            "it is there",
                            "look whether the service runs in another environment or container",
                        ),
                    ),
                ),
            ),
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR cinder.api.middleware.fault ImportError: No "
                "module named rbd\n"
            ),
        ),
        quiet=(
            ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
        ),
        fix=("install the missing module where the service runs, in the version of the release"),
    )
)
