"""Placement groups of Ceph are laggy.

What it looks for: `pgmap ... active+clean+laggy`, five times in ten minutes or more.

Why it fails a launch: what is read from these placement groups waits until their OSDs answer one another again.

What to do: see which OSDs serve them, their load and the network between them.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "mgr.ctl1 (mgr.238804) 276439 : cluster [DBG] pgmap v279285: 385 pgs: "
_LAGGY = (
    f"{_HEAD}4 active+clean+laggy, 381 active+clean; 30 TiB data, 86 TiB used, 123 TiB / 210 TiB avail\n"
)

rule = told(
    id="ceph-groups-laggy",
    kinds={"ceph.groups_laggy"},
    subject="host",
    noun="host",
    times=5,
    within=600,
    title="Placement groups of Ceph are laggy, for minutes",
    means=(
        "The OSDs of a placement group allow one another, for some seconds at a time, to answer reads. Where that "
        "is not renewed in time the group is laggy and reads of it wait: an OSD is too busy, or the network between "
        "OSDs loses or delays packets. Guests whose disks lie there stall, and clones run late."
    ),
    severity="warning",
    stage="prepared",
    category="storage.disk",
    says="placement groups of Ceph are laggy",
    telling=Telling(
        confidence="possible",
        rivals=(("an OSD was restarted and catches up", "the count falls to nothing in minutes"),),
        asks=(
            Ask(
                "ceph pg ls laggy",
                (
                    ("the same OSD in all of them", "its disk, its host"),
                    ("OSDs of all hosts", "the network between them"),
                ),
            ),
            Ask("ceph osd perf", (("a few with high latency", "these are too busy, or their disks fail"),)),
        ),
        hits_all=True,
    ),
    symptom_of=("uplink-down",),
    fires=("".join(f"2026-02-08T10:25:{second}.968157+0000 {_LAGGY}" for second in range(10, 20, 2)),),
    quiet=(
        f"2026-02-08T10:25:15.968157+0000 {_LAGGY}",
        f"2026-02-08T10:25:15.968157+0000 {_HEAD}385 active+clean; 30 TiB data, 86 TiB used\n",
    ),
    fix="take load from the OSDs that are late, replace their disks, or mend the network between them",
)
