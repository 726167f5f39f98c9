"""A storage pool of libvirt is not there.

What it looks for: `Failed to autostart storage pool`, `storage pool 'images' is not active`, `Storage pool
not found`.

Why it fails a launch: disks of new guests are made in the pool; without it, or without room in it, nothing
is made.

What to do: virsh pool-list --all; virsh pool-start NAME prints the reason; mount what lies below; free
space.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = refused(
    told(
        id="storage-pool",
        kinds={"libvirt.pool_failed", "libvirt.pool_inactive"},
        subject="pool",
        noun="pool",
        fields=("reason",),
        title="libvirt's storage pool {name} on {where} can not be used",
        means=(
            "Disks of guests are made in the pool {pool}, which is not active or not defined. Reason"
            " given: {reason}."
        ),
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="a storage pool of libvirt is not there",
        symptom_of=(
            "nfs-silent",
            "filesystem-read-only",
            "lvm-pool-damaged",
            "iscsi-login-failed",
            "zfs-pool-missing",
        ),
        telling=Telling(
            confidence="confirmed",
            beyond="not known: why it did not start; virsh pool-start prints that",
            asks=(
                Ask(
                    "virsh pool-list --all --details",
                    (
                        ("inactive", "virsh pool-start {pool}; its error is the cause"),
                        ("available 0", "full"),
                    ),
                ),
            ),
        ),
        fires=(
            (
                f"{_HEAD}internal error: Failed to autostart storage pool 'images': cannot open directory"
                f" '/srv/images': No such file or directory\n"
            ),
        ),
        quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
        fix="start the pool, mount what lies below it, or free space",
    )
)
