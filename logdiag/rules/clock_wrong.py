"""The clock of the machine was wrong by many seconds.

What it looks for: chrony's `System clock wrong by N seconds` and `System clock was stepped by N seconds`, of
five seconds or more.

Why it fails a launch: tokens and certificates are refused, services hold each other for dead, and times in
logs do not fit.

What to do: chronyc tracking on all machines; restart the services that compare times once it is right.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_FAR = 5.0
"""Seconds; below that nothing that compares times takes offence."""


def _is_far(told: Mapping[str, str]) -> bool:
    """Whether the clock was off by so much that others refuse its times."""
    return abs(float(told["seconds"])) >= _FAR


rule = told(
    id="clock-wrong",
    kinds={"chronyd.clock_stepped", "chronyd.clock_wrong"},
    subject="host",
    fields=("seconds",),
    where=_is_far,
    title="The clock of {where} was wrong by {seconds} s",
    means=(
        "chrony found the clock off by {seconds} seconds. Until then, and for what was made "
        "before, certificates and tokens may be refused as expired or not yet valid, and "
        "services that compare report times (nova, neutron, etcd) take this host for dead. "
        "At boot or after a pause of a guest it is common, and over once it was set."
    ),
    severity="warning",
    stage="usable",
    category="clock",
    says="the clock of the machine was wrong by many seconds",
    telling=Telling(
        confidence="possible",
        needs_launch=True,
        beyond="not known: whether anything was refused for it",
        rivals=(
            (
                "it was set at boot, before any service ran",
                "the line stands right after the start of chronyd",
            ),
        ),
        asks=(
            Ask(
                "chronyc tracking",
                (
                    (
                        "System time within a second",
                        "it is right by now",
                    ),
                    (
                        "Not synchronised",
                        "no time server answers",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 chronyd[733]: System clock wrong by -3605.221133 seconds\nNov "
            "22 06:16:00 nc01 libvirtd[902]: libvirt version: 9.0.0\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 chronyd[733]: System clock wrong by 1.204411 seconds\nNov 22 "
            "06:16:00 nc01 libvirtd[902]: libvirt version: 9.0.0\n"
        ),
    ),
    fix="let chrony set the clock, then restart services that compare times",
)
