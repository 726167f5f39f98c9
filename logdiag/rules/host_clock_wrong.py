"""A host's clock was found to be far off.

What it looks for: chronyd's `System clock wrong by N seconds` of thirty seconds or more, and no step
after it; ntpd's `time correction of N seconds exceeds sanity limit`, after which it exits.

Why it fails a launch: services that judge each other by time (agents, tokens, leases, certificates)
hold a host for dead or refuse it.

What to do: set the clock at once (chronyc makestep), keep the time daemon running.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

FAR_OFF = 30
"""Seconds from which on services begin to hold each other for dead."""


def _is_far_off(told: Mapping[str, str]) -> bool:
    """Whether the clock was so far off that others notice."""
    digits = told["seconds"].lstrip("-").partition(".")[0]
    return int(digits[:9] or "0") >= FAR_OFF


rule = told(
    id="host-clock-wrong",
    kinds={"chronyd.clock_wrong", "ntpd.clock_refused"},
    subject="host",
    noun="host",
    fields=("seconds",),
    where=_is_far_off,
    mended_by={"chronyd.clock_stepped"},
    title="The clock of {where} is off by {seconds} s",
    means=(
        "The time daemon compared this host's clock with its servers: it is off by {seconds} s. "
        "chronyd slews it slowly unless makestep allows a step; ntpd gives up over 1000 s. Until "
        "it is right, nova-compute and agents of neutron may be held for dead by others, and "
        "tokens and certificates for too old or not yet good."
    ),
    severity="warning",
    stage="scheduled",
    category="clock",
    says="a host's clock was found to be far off",
    telling=Telling(
        confidence="possible",
        needs_launch=True,
        rivals=(
            (
                "its time servers are wrong, and the host was right",
                "chronyc sources -v: they differ among themselves",
            ),
        ),
        asks=(
            Ask(
                "chronyc tracking",
                (
                    ("System time within a second", "it is right now"),
                    ("more", "chronyc makestep"),
                ),
            ),
        ),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 chronyd[612]: System clock wrong by 312.204411 seconds\n",
        (
            "Nov 22 06:16:00 nc01 ntpd[612]: time correction of 3600 seconds exceeds sanity limit"
            " (1000); set clock manually to the correct UTC time.\n"
        ),
    ),
    quiet=("Nov 22 06:16:00 nc01 chronyd[612]: System clock wrong by 1.204411 seconds\n",),
    fix="chronyc makestep, or stop ntpd, ntpd -gq, start it; see the clock of the hardware",
)
