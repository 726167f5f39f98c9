"""A file system that launches need was not mounted.

What it looks for: systemd's `Failed to mount var-lib-libvirt-images.mount - ...` (or the path alone),
of folders with images, guests' disks or databases, and no `Mounted` after it.

Why it fails a launch: images and guests' disks are not there, or services that need the mount are not
started.

What to do: mount it by hand and read the error; mend the server, the network or the line in fstab.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_PLACES = (
    "libvirt",
    "nova",
    "instances",
    "images",
    "glance",
    "cinder",
    "eucalyptus",
    "qemu",
    "openstack",
    "cloudstack",
    "one-",
    "pve",
    "rhev",
    "lxd",
    "incus",
)


def _is_ours(told: Mapping[str, str]) -> bool:
    """Whether launches need what is mounted there."""
    return any(place in told["unit"] for place in _PLACES)


rule = told(
    id="mount-failed",
    kinds={"systemd.mount_failed"},
    subject="unit",
    noun="mount",
    where=_is_ours,
    mended_by={"systemd.mounted"},
    title="A file system on {where} was not mounted: {name}",
    means=(
        "systemd could not mount {unit}. Services that require it are not started (`Dependency "
        "failed`), others write into the empty folder beneath and fill the root disk. The line of"
        " mount before tells why: a server that does not answer, a device that is not there, a "
        "broken file system."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a file system that launches need was not mounted",
    symptom_of=(
        "nfs-silent",
        "iscsi-lost",
        "disk-failing",
    ),
    telling=Telling(
        beyond="not known: why; the line of mount before tells it",
        asks=(
            Ask(
                "systemctl --failed --type=mount --no-pager",
                (
                    ("that mount", "mount it by hand and read the error"),
                    ("none", "it is mounted now"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 systemd[1]: Failed to mount var-lib-libvirt-images.mount - "
            "/var/lib/libvirt/images.\n"
        ),
        "Nov 22 06:16:00 nc01 systemd[1]: Failed to mount /var/lib/nova/instances.\n",
    ),
    quiet=("Nov 22 06:16:00 nc01 systemd[1]: Failed to mount /mnt/backup.\n",),
    fix="mend the server, the network or the device, then mount it and start what needs it",
)
