"""A volume group or thin pool has no room for another volume.

What it looks for: `Volume group "VG" has insufficient free space`, `Cannot create new thin volume, free space
in thin pool POOL reached threshold`, `Insufficient free space: N extents needed`.

Why it fails a launch: the disk of the instance or container is a logical volume: it cannot be made, so
nothing starts.

What to do: vgs, lvs -a: remove volumes nobody needs, or add a disk to the group.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="volume-group-full",
    kinds={"lvm.extents_missing", "lvm.group_full", "lvm.pool_full"},
    subject="pool",
    noun="group",
    title="LVM on {where} has no room for another volume: {name}",
    means=(
        "LVM refused to make or extend a logical volume: fewer extents are free than it "
        "needs, or the thin pool is over the threshold of its configuration. Disks of guests "
        "that lie there are not made until room is freed."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a volume group or thin pool has no room for another volume",
    symptom_of=("thin-pool-full",),
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: what fills it",
        asks=(
            Ask(
                "vgs",
                (
                    (
                        "VFree 0",
                        "remove volumes or add a disk",
                    ),
                ),
            ),
            Ask(
                "lvs -a -o lv_name,data_percent,metadata_percent",
                (
                    (
                        "100",
                        "the thin pool is full",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            'Nov 22 06:16:00 nc01 cinder-volume[811]: Volume group "vg0" has insufficient free '
            "space (0 extents): 5 required.\n"
        ),
        (
            "Nov 22 06:16:00 nc01 libvirtd[902]: libvirt version: 9.0.0\nNov 22 06:16:00 nc01 "
            "lvm[1116]: Insufficient free space: 41183 extents needed, but only 24498 available\n"
        ),
    ),
    quiet=("Nov 22 06:16:00 nc01 lvm[1116]: Monitoring thin pool vg0-instances-tpool.\n",),
    fix="free room in the group or extend it",
)
