"""qemu's user may not open a guest's disk.

What it looks for: `Cannot access storage file '...' (as uid:64055, gid:108): Permission denied`, `Could not
open '...': Permission denied`, `unable to set user and group ...`.

Why it fails a launch: qemu runs as its own user, and under AppArmor or SELinux; a disk, or a folder above
it, that is closed to it ends the start.

What to do: namei -l PATH shows the folder that is closed (a home folder mostly); on NFS see root_squash;
see the audit log for AppArmor or SELinux.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "
_DIED = (
    f"{_HEAD}internal error: process exited while connecting to monitor: "
    "2026-11-22T06:16:00.787608Z qemu-system-x86_64: "
)
_REFUSED = ("Permission denied", "Operation not permitted", "Operation not supported")

rule = told(
    id="guest-disk-permission",
    kinds={"libvirt.storage_file", "qemu.image_open", "qemu.backing_open", "libvirt.ownership"},
    subject="path",
    noun="disk",
    fields=("reason", "uid", "gid"),
    where=lambda fields: any(word in fields["reason"] for word in _REFUSED),
    title="qemu may not open a guest's disk on {where}: {name}",
    means=(
        "qemu runs as its own user and may not open {path} ({reason}): the file or a folder above it"
        " is closed to that user (a"
        " home folder mostly), the storage refuses a change of owner (NFS with root_squash), or"
        " AppArmor or SELinux"
        " forbids it. The guest does not start."
    ),
    severity="error",
    stage="prepared",
    category="security",
    says="qemu's user may not open a guest's disk",
    symptom_of=("apparmor-denied", "selinux-denied"),
    telling=Telling(
        confidence="confirmed",
        beyond="not known: whether owner and mode refuse it, or AppArmor or SELinux",
        asks=(
            Ask(
                "namei -l {path}",
                (
                    ("a folder without x for others", "that folder is closed to qemu's user"),
                    ("all open", "AppArmor, SELinux or NFS refuses it"),
                ),
            ),
            Ask(
                "journalctl -k -g 'DENIED|denied' --no-pager",
                (("lines of qemu", "AppArmor or SELinux forbids it"),),
            ),
        ),
    ),
    fires=(
        (
            f"{_HEAD}Cannot access storage file '/home/user/disk.qcow2' (as uid:64055, gid:108):"
            f" Permission denied\n"
        ),
        (
            f"{_DIED}-blockdev node-name=libvirt-1-storage: Could not open '/srv/images/disk.qcow2':"
            f" Permission denied\n"
        ),
        f"{_HEAD}unable to set user and group to '64055:108' on '/mnt/nfs/disk': Operation not permitted\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix=(
        "open the folders above the disk to qemu's user, mend NFS's squashing, or the AppArmor or SELinux"
        " label"
    ),
)
