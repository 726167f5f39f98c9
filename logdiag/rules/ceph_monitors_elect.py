"""Ceph's monitors elect a leader again and again.

What it looks for: `calling monitor election`, five times in an hour or more.

Why it fails a launch: while they elect nobody tells clients where data is: what opens an image or a volume then waits.

What to do: look at the clocks, the network and the disks of the hosts of the monitors.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_ELECTION = " mon.ctl1 (mon.0) 16486802 : cluster [INF] mon.ctl1 calling monitor election\n"

rule = told(
    id="ceph-monitors-elect",
    kinds={"ceph.election"},
    subject="host",
    noun="host",
    times=5,
    within=3600,
    title="Ceph's monitors elect a leader again and again",
    means=(
        "A monitor calls an election when the leader, or another of them, does not answer in time. Once is "
        "ordinary, after a restart; again and again says that packets are lost between them, that a disk is too "
        "slow for their store, or that clocks differ. As long as they elect, nobody opens an image or a volume."
    ),
    severity="warning",
    stage="prepared",
    category="storage.disk",
    says="Ceph's monitors elect a leader again and again",
    telling=Telling(
        confidence="possible",
        rivals=(("hosts of monitors were restarted one by one", "their boots, in those minutes"),),
        asks=(
            Ask(
                "ceph status",
                (
                    ("mon: 3 daemons, quorum of all", "it is over"),
                    ("out of quorum", "that host: its network, its disk, its clock"),
                ),
            ),
            Ask("ceph time-sync-status", (("skew of some", "set their clocks right"),)),
        ),
        hits_all=True,
    ),
    symptom_of=("ceph-clocks-differ", "uplink-down"),
    fires=(
        "".join(f"2026-02-08T10:{minute}:23.876485+0000{_ELECTION}" for minute in range(25, 30)),
        "".join(
            f"2026-02-08 10:{minute}:23.876485 mon.ctl1 mon.0 10.0.0.4:6789/0 16486802 : cluster [INF] mon.ctl1 "
            "calling monitor election\n"
            for minute in range(25, 30)
        ),
    ),
    quiet=(
        f"2026-02-08T10:25:23.876485+0000{_ELECTION}",
        "".join(f"2026-02-08T{hour}:25:23.876485+0000{_ELECTION}" for hour in range(10, 20)),
    ),
    fix="mend the network, the disks or the clocks of the hosts that the monitors run on",
)
