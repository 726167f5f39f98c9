"""A guest's disk or its backing file is not there.

What it looks for: libvirt's `Cannot access storage file '...': No such file or directory`, qemu's `Could
not open '...'`.

Why it fails a launch: the guest's definition names a file that is not on this host: never staged, removed
by a cache's clean-up, on storage that is not mounted, or a link that leads nowhere.

What to do: see the path and what it links to; mount the storage; fetch the image again. A missing backing
file (the cache's base image) makes every guest cloned from it unusable.
"""

from __future__ import annotations

from logdiag.rules.guest_disk_unopened import UNOPENED
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "
_DIED = (
    f"{_HEAD}internal error: process exited while connecting to monitor: "
    "2026-11-22T06:16:00.787608Z qemu-system-x86_64: "
)
_REFUSED = ("Permission denied", "Operation not permitted")

rule = told(
    id="guest-disk-missing",
    kinds={"libvirt.storage_file", "qemu.image_open", "qemu.backing_open", "libvirt.volume_unknown"},
    subject="path",
    noun="disk",
    fields=("reason",),
    where=lambda fields: not any(word in fields["reason"] for word in (*_REFUSED, *UNOPENED)),
    title="A guest's disk is missing on {where}: {name}",
    means=(
        "The guest's definition names {path}, which could not be opened ({reason}): it was never"
        " staged, was removed from the"
        " image cache, lies on storage that is not mounted here, or is a link that leads nowhere. The"
        " guest does not start."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a guest's disk or its backing file is not there",
    symptom_of=("storage-unreachable", "nfs-silent", "storage-pool", "filesystem-read-only"),
    telling=Telling(
        confidence="confirmed",
        beyond="not known: why the file is not there",
        asks=(
            Ask(
                "ls -lL {path}",
                (
                    ("No such file", "it is gone, or a link that leads nowhere"),
                    ("Stale file handle", "the storage was mounted anew: unmount and mount"),
                ),
            ),
            Ask("findmnt -T {path}", (("the root file system", "the storage for guests is not mounted"),)),
        ),
    ),
    fires=(
        (
            f"{_HEAD}Cannot access storage file"
            f" '/var/lib/eucalyptus/instances/work/x/i-nodisk/link-to-disk': No such file or directory\n"
        ),
        (
            f"{_DIED}-drive file=/srv/images/disk.qcow2: Could not open '/srv/images/disk.qcow2': No such"
            f" file or directory\n"
        ),
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="mount the storage or stage the image again",
)
