"""A file system was switched to read-only after an error.

What it looks for: `Remounting filesystem read-only`, XFS's `Shutting down filesystem`, `EXT4-fs error`.

Why it fails a launch: nothing more is written there: no image staged, no lease file, no log, until it is
repaired and mounted again.

What to do: find the first error before it (the disk mostly); unmount, fsck or xfs_repair, mount again.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="filesystem-read-only",
    kinds={"kernel.read_only", "kernel.filesystem_error"},
    subject="device",
    noun="file system",
    fields=("reason",),
    title="The file system on {name} of {where} failed and is no longer written",
    means=(
        "The kernel found an error in the file system on {device} and (ext4 by its mount option, XFS"
        " always) stopped writing to"
        " it. Images, guests' disks, leases and logs there stay as they are, and whatever must write fails."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a file system was switched to read-only after an error",
    symptom_of=("disk-failing", "thin-pool-full", "multipath-no-path"),
    telling=Telling(
        confidence="confirmed",
        needs_launch=True,
        beyond="not known: what damaged it",
        asks=(
            Ask(
                "findmnt -o TARGET,SOURCE,OPTIONS -t ext4,xfs",
                (("ro on the mount of guests or images", "launches fail until it is repaired"),),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}EXT4-fs (dm-0): Remounting filesystem read-only\n",
        f"{_HEAD}XFS (dm-0): Log I/O Error Detected. Shutting down filesystem\n",
    ),
    quiet=(f"{_HEAD}EXT4-fs (dm-0): mounted filesystem with ordered data mode\n",),
    fix="repair the file system (fsck, xfs_repair) and what damaged it, mount it again",
)
