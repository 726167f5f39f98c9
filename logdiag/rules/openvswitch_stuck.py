"""A program of Open vSwitch or OVN was busy for half a minute and more, and did nothing else.

What it looks for: `Unreasonably long N ms poll interval` of which most was spent in the program itself, and OVN's
`node: ... took N ms`, from 30 seconds on.

Why it fails a launch: while it computes, no port is plugged and no flow is written: new instances wait for their
network, and nova may give them up.

What to do: see what it computes, and how many flows and ports there are; update OVN.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.numbers import number_of
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVN = "2026-11-22T05:54:48.123Z|00057|timeval|WARN|"
_LONG = 30_000
"""Milliseconds from which on a launch feels it."""


def _is_long(fields: Mapping[str, str]) -> bool:
    """Whether it took long, and the program itself did: one that slept with its host spent nothing."""
    took = number_of(fields["milliseconds"])
    if took < _LONG:
        return False
    if not fields["user"]:
        return True
    return (number_of(fields["user"]) + number_of(fields["system"])) * 2 > took


rule = told(
    id="openvswitch-stuck",
    kinds={"openvswitch.slow_poll", "openvswitch.step_slow"},
    subject="host",
    fields=("milliseconds", "user", "system", "node", "step"),
    where=_is_long,
    title="Open vSwitch or OVN on {where} was busy for {milliseconds} ms at a stretch: no port was plugged meanwhile",
    means=(
        "A program of Open vSwitch or OVN (ovn-controller, mostly) does one thing after another; this one took"
        " {milliseconds} ms of computing. Ports that were claimed meanwhile got their flows only afterwards: their"
        " instances had no network for so long, and nova gives up where that is longer than vif_plugging_timeout."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="a program of Open vSwitch or OVN was busy for half a minute and more, and did nothing else",
    telling=Telling(
        confidence="likely",
        beyond="not known: what there was so much of to compute; a step that is named (node: ...) tells the part",
        rivals=(
            ("the host itself was short of CPU", "other programs of the host were late at that moment"),
        ),
        asks=(
            Ask(
                "ovn-appctl -t ovn-controller inc-engine/show-stats",
                (
                    (
                        "one node with many recomputes",
                        "that part is computed anew each time: a fault of the version",
                    ),
                    ("few", "it happened once: at a start or an upgrade that is usual"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_OVN}Unreasonably long 88089ms poll interval (87880ms user, 136ms system)\n",
        "2026-11-22T05:54:48.123Z|00057|inc_proc_eng|INFO|node: physical_flow_output, handler for input"
        " if_status_mgr took 87855ms\n",
    ),
    quiet=(
        f"{_OVN}Unreasonably long 1203ms poll interval (1189ms user, 12ms system)\n",
        f"{_OVN}Unreasonably long 86400000ms poll interval (2ms user, 1ms system)\n",
    ),
    fix="update OVN, or make it compute less (fewer networks joined by one router, ovn-monitor-all off or on)",
)
