"""No host reached the filters of the scheduler: the request itself left none.

What it looks for: `Starting with 0 host(s)`, or filter results that begin with `start: 0`.

Why it fails a launch: without a candidate there is nothing to filter; the instance ends with No valid
host was found.

What to do: ask placement for candidates with the flavor's numbers; look at traits, aggregates and the
hosts that are up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from logdiag.context import Context
from logdiag.rules.folds import Steps
from logdiag.rules.rule import Ask, Judged, Rule, Telling
from logdiag.rules.told import TOLD, told

_ZERO = re.compile(r"\(start: 0,")
_FIRST_ALONE = re.compile(r"^\[\('[A-Za-z]+', None\)\]")


class _Empty:
    """What the fold kept, without the results of filters that had hosts to begin with.

    At DEBUG results hold no numbers: where the first filter left none, the line before tells whether there were any.
    """

    def __init__(self, state: Any) -> None:
        self._rows: list[tuple[tuple[str, ...], Steps]] = list(state.items())

    def items(self) -> Iterator[tuple[tuple[str, ...], Steps]]:
        """Key and value."""
        empty = {key[0] for key, value in self._rows if not key[2] and value.of(TOLD)}
        for key, value in self._rows:
            if not key[2] or _ZERO.search(key[2]) or (key[0] in empty and _FIRST_ALONE.match(key[2])):
                yield key, value


def _judge(told_rule: Rule, state: Any, context: Context) -> Iterator[Judged]:
    yield from told_rule.judge(_Empty(state), context)


def _from_none(told_rule: Rule) -> Rule:
    """The rule, looking only at filters that began with no host."""
    return replace(told_rule, judge=partial(_judge, told_rule))


rule = _from_none(
    told(
        id="nova-no-hosts-at-start",
        kinds={"nova.no_hosts_to_filter", "nova.filtered_out"},
        mended_by={"nova.built", "nova.spawned"},
        subject="instance",
        fields=("results",),
        title=(
            "0 hosts were there when the filters of the scheduler began, the request itself left "
            "none: {instance}"
        ),
        means=(
            "The scheduler began with zero hosts, so that no filter is to blame, whichever its last "
            "line names (the availability zone among them). The candidates were gone before: "
            "placement had none for what the flavor, image, traits, aggregates or forced host ask "
            "for, or no compute node is known, or the request itself shut all out (a flavor with "
            "disk 0 booted from an image has done so)."
        ),
        severity="error",
        stage="scheduled",
        category="compute.capacity",
        says="no host reached the filters of the scheduler: the request itself left none",
        state="failed",
        telling=Telling(
            rivals=(
                (
                    "no compute node is up, or none is known to the cell",
                    "openstack compute service list; nova-manage cell_v2 discover_hosts",
                ),
                (
                    "the flavor asks for what no host has: a disk of 0, traits, huge sizes",
                    "openstack flavor show",
                ),
                (
                    "the request forces a host or zone that is not there",
                    "openstack server show: its availability zone and hints",
                ),
            ),
            asks=(
                Ask(
                    "openstack compute service list",
                    (
                        ("nova-compute of a node is down or disabled", "start or enable it"),
                        ("all are up", "compare free resources with the flavor"),
                    ),
                ),
                Ask(
                    "openstack allocation candidate list --resource VCPU=1 --resource MEMORY_MB=512",
                    (
                        ("an empty list", "placement knows no host with room"),
                        ("hosts", "the flavor, its traits or the aggregate shut them out"),
                    ),
                ),
                Ask(
                    "openstack flavor list --long",
                    (("disk 0, or properties (traits, aggregate)", "try another flavor"),),
                ),
            ),
            fix=(
                ("try a flavor with a disk and without properties: if that starts, the flavor is at fault"),
                "bring compute services up, and map new nodes to their cell",
            ),
        ),
        symptom_of=(
            "nova-host-not-mapped",
            "nova-placement-unreachable",
            "nova-wanted-host-missing",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 DEBUG nova.filters "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Starting with 0 "
                "host(s) get_filtered_objects /usr/lib/python3/dist-packages/nova/filters.py:70\n"
            ),
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.filters "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Filtering removed "
                "all hosts for the request with instance ID '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'. "
                "Filter results: ['ComputeFilter: (start: 0, end: 0)']\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 DEBUG nova.filters "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Starting with 3 "
                "host(s) get_filtered_objects /usr/lib/python3/dist-packages/nova/filters.py:70\n"
            ),
        ),
        fix="try a flavor with a disk and without properties: if that starts, the flavor is at fault",
    )
)
