"""A service does not find a file or a command.

What it looks for: `FileNotFoundError: [Errno 2] No such file or directory: 'PATH'` at the end of a
traceback.

Why it fails a launch: what needs that file fails: a configuration, a key, a program that the service
runs.

What to do: restore the file, or install the package it comes from.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="python-file-missing",
        kinds={"python.file_missing"},
        subject="program",
        noun="service",
        fields=("path",),
        title="{name} on {where} does not find {path}",
        means=(
            "The path does not exist where the service runs, which may be a container: a "
            "file that was never made or mounted, or (a name without slashes) a command that "
            "is not installed."
        ),
        severity="warning",
        stage="requested",
        category="control.api",
        says="a service does not find a file or a command",
        telling=Telling(
            confidence="possible",
            needs_launch=True,
            rivals=(
                (
                    "the service makes the file later, or goes on without it",
                    "nothing fails after it",
                ),
            ),
            asks=(
                Ask(
                    "ls -l {path}",
                    (
                        (
                            "no such file",
                            "restore it, or install its package",
                        ),
                        (
                            "it is there",
                            "look in the container of the service",
                        ),
                    ),
                ),
            ),
        ),
        symptom_of=("neutron-client-missing", "nova-file-missing", "guest-disk-missing"),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager FileNotFoundError: "
                "[Errno 2] No such file or directory: '/etc/ceph/ceph.conf'\n"
            ),
        ),
        quiet=(
            ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
        ),
        fix="restore the file, or install the package it comes from",
    )
)
