"""Cinder's scheduler knew of no back end at all when a volume was asked for.

What it looks for: `Filtering removed all hosts for the request with volume ID ...` whose first filter began with none
(`start: 0`).

Why it fails a launch: no volume is made, so that no instance boots from one.

What to do: start cinder-volume; see that it reaches RabbitMQ and that its back ends are enabled.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from logdiag.numbers import number_of
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_FIRST = re.compile(r"\(start: ([0-9]+),")


def _began_with_none(fields: Mapping[str, str]) -> bool:
    first = _FIRST.search(fields.get("results", ""))
    return first is not None and number_of(first[1]) == 0


rule = told(
    id="cinder-none-known",
    kinds={"cinder.filtered_out"},
    subject="volume",
    fields=("results",),
    where=_began_with_none,
    title="Cinder's scheduler on {where} knew of no back end: no cinder-volume reports to it",
    means=(
        "The first filter began with 0 back ends, so that nothing is full and no type is wrong: no cinder-volume has"
        " reported what it has. It was never set up or started, has no enabled back end, ended at its start, or does"
        " not reach RabbitMQ. An instance that boots from such a volume fails."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="cinder's scheduler knew of no back end at all",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the scheduler was just started",
                "cinder-volume reports within a minute, and the next try works",
            ),
        ),
        asks=(
            Ask(
                "openstack volume service list",
                (
                    ("no cinder-volume, or down", "set it up (enabled_backends), start it, read its log"),
                    ("up", "its driver is not initialized: read cinder-volume's log"),
                ),
            ),
        ),
    ),
    symptom_of=("cinder-driver-down", "oslo-broker-unreachable", "oslo-broker-login"),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 INFO cinder.scheduler.base_filter "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Filtering removed all hosts for "
            "the request with volume ID '5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d'. Filter results: "
            "AvailabilityZoneFilter: (start: 0, end: 0), CapacityFilter: (start: 0, end: 0)\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO cinder.scheduler.base_filter "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Filtering removed all hosts for "
            "the request with volume ID '5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d'. Filter results: "
            "AvailabilityZoneFilter: (start: 1, end: 1), CapacityFilter: (start: 1, end: 0)\n"
        ),
    ),
    fix="start cinder-volume, or set it up with a back end that is enabled",
)
