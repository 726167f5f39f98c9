"""A ZFS pool stands still after I/O errors.

What it looks for: the kernel's `Pool 'POOL' has encountered an uncorrectable I/O failure and has been suspended.`

Why it fails a launch: every access to the pool hangs until its disks are back: guests on it freeze, new ones wait.

What to do: bring the disks back, then zpool clear; else the host has to be started again.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="zfs-pool-suspended",
    kinds={"kernel.pool_suspended"},
    subject="pool",
    noun="pool",
    title="The ZFS pool {name} of {where} is suspended after I/O errors",
    means=(
        "So many disks of the pool {pool} are gone or fail that ZFS holds all I/O to it (failmode=wait): what reads or"
        " writes there hangs, guests with it."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a ZFS pool stands still after I/O errors",
    symptom_of=("disk-failing", "iscsi-lost"),
    telling=Telling(
        confidence="confirmed",
        needs_launch=True,
        beyond="not known: whether disks, cable or controller are at fault",
        asks=(
            Ask(
                "zpool status -x",
                (
                    ("SUSPENDED", "bring the disks back, then zpool clear"),
                    ("all pools are healthy", "it is over"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}WARNING: Pool 'tank' has encountered an uncorrectable I/O failure and has been suspended.\nNov 22"
        " 06:16:00 nc01 libvirtd[902]: libvirt version: 9.0.0\n",
    ),
    quiet=(f"{_HEAD}ZFS: Loaded module v2.1.11-1, ZFS pool version 5000, ZFS filesystem version 5\n",),
    fix="bring the pool's disks back, then zpool clear it",
)
