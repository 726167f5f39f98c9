"""The clocks of Ceph's monitors differ.

What it looks for: Ceph's `Health check failed: clock skew detected ... (MON_CLOCK_SKEW)`, and `message from
MON was stamped N s in the future, clocks not synchronized`.

Why it fails a launch: a little is only a warning; by seconds and more, keys are refused as not yet or no more
valid, the monitors lose their quorum, and nothing new is served.

What to do: chronyc sources on every monitor; one time server for all.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="ceph-clocks-differ",
    kinds={"ceph.health", "ceph.clocks_differ"},
    mended_by={"ceph.health_cleared", "ceph.healthy"},
    subject="code",
    noun="check",
    fields=("reason", "peer", "seconds"),
    where=lambda fields: fields["code"] == "MON_CLOCK_SKEW" or bool(fields["seconds"]),
    title="The clocks of Ceph's monitors differ: {reason}",
    means=(
        "The monitors agree on the cluster's state by messages with a time, and allow 0.05 s between them. A clock that"
        " is off by more brings warnings; by seconds or minutes keys and leases are refused, elections never end, and"
        " OSDs and clients are not let in. Its time service is not running or has no server, or the machine was"
        " suspended."
    ),
    severity="warning",
    stage="prepared",
    category="clock",
    says="the clocks of Ceph's monitors differ",
    telling=Telling(
        confidence="possible",
        beyond="not known: whether it is enough to refuse anybody",
        rivals=(
            ("it was a moment after a start, before the clock was set", "ceph health says nothing of it"),
        ),
        asks=(
            Ask(
                "ceph time-sync-status",
                (
                    ("a skew above 0.05", "set that monitor's clock: chronyc makestep"),
                    ("all near 0", "it was set since"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN] Health check failed: clock skew"
        " detected on mon.ctl2 (MON_CLOCK_SKEW)\n",
    ),
    quiet=(
        "2026-02-09T18:35:14.293172+0000 mon.ctl1 (mon.0) 9766581 : cluster [WRN] Health check failed: Degraded data"
        " redundancy: 12/3071 objects degraded (PG_DEGRADED)\n",
    ),
    fix="let chrony or ntpd of all monitors follow one time server, and step the clock that is off",
)
