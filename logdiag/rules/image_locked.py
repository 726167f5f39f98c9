"""A guest's disk is locked: another process has it open.

What it looks for: qemu's `Failed to get "write" lock` (it then asks `Is another process using the image?`),
virtlockd's `Lockspace resource ... is locked`.

Why it fails a launch: two writers would destroy the disk, so qemu refuses to start the second one.

What to do: find who holds it (on every host that shares the storage): a guest that still runs elsewhere
after a migration or an evacuation, qemu-img, a backup. Never switch the lock off while the other one runs.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "
_DIED = (
    f"{_HEAD}internal error: process exited while connecting to monitor: "
    "2026-11-22T06:16:00.787608Z qemu-system-x86_64: "
)

rule = told(
    id="image-locked",
    kinds={"qemu.disk_locked", "libvirt.disk_locked", "libvirt.lock_failed"},
    subject="host",
    noun="host",
    title="A guest's disk is locked on {where}: another process has it open",
    means=(
        "qemu takes a lock on every disk, and another process holds it: the same guest still running"
        " (here or on a host"
        " that shares the storage), a copy by qemu-img, a backup. The start was refused so that the"
        " disk is not destroyed."
    ),
    severity="error",
    stage="defined",
    category="storage.disk",
    says="a guest's disk is locked by another process",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: who holds the lock",
        asks=(
            Ask(
                "lslocks",
                (
                    ("qemu or qemu-img with the disk", "that process holds it"),
                    ("none", "another host does: NFS, Ceph or a cluster file system"),
                ),
            ),
            Ask("virsh list --all", (("the same guest under another name", "it was left over"),)),
        ),
        fix=(
            "end the other user of the disk: the left-over guest, the copy, the backup; then start again",
        ),
    ),
    fires=(
        f'{_DIED}-blockdev {{"node-name":"libvirt-1-format","driver":"qcow2"}}: Failed to get "write" lock\n',
        f"{_HEAD}resource busy: Lockspace resource '/var/lib/nova/instances/7c4f/disk' is locked\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="end the other process that has the disk open, then start the guest",
)
