"""All ways to a multipath disk are lost.

What it looks for: multipathd's `MAP: remaining active paths: 0`, with none back after it.

Why it fails a launch: with queue_if_no_path guests on it hang, else they get I/O errors, stop or turn read-
only; nothing new is staged.

What to do: multipath -ll; mend cable, switch, target or zoning; the paths come back by themselves.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="storage-paths-lost",
    kinds={"multipathd.no_paths"},
    subject="device",
    noun="disk",
    mended_by={"multipathd.paths_left"},
    title="All paths to the disk {name} of {where} are lost",
    means=(
        "multipathd has no way left to {device}: the storage network (FC, iSCSI) or the "
        "array is at fault, not the disk. What is written there waits (queue_if_no_path) or "
        "fails with I/O errors; file systems on it, and guests, turn read-only or pause."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="all ways to a multipath disk are lost",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: whether the network or the array is at fault",
        asks=(
            Ask(
                "multipath -ll {device}",
                (
                    (
                        "failed faulty",
                        "the way is still broken",
                    ),
                    (
                        "active ready",
                        "it is over",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 multipathd[811]: mpatha: remaining active paths: 0\nNov 22 "
            "06:16:00 nc01 libvirtd[902]: libvirt version: 9.0.0\n"
        ),
    ),
    quiet=("Nov 22 06:16:00 nc01 multipathd[811]: mpatha: remaining active paths: 3\n",),
    fix="mend the storage network or the target",
)
