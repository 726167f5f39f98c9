"""A device could not be mounted, since something has it already.

What it looks for: mount's `DEVICE already mounted or mount point busy`, whoever repeats it.

Why it fails a launch: the disk or volume that a guest or the platform needs is not mounted.

What to do: lsblk shows what lies on the device; keep multipathd and LVM of the host off disks of guests.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="device-busy",
    kinds={"mount.device_busy"},
    subject="task",
    noun="device",
    title="A device on {where} was not mounted, as something has it already: {task}",
    means=(
        "The kernel refused a second owner ({task}). multipathd takes disks that it was not told to leave alone as"
        " paths of a map, LVM activates groups that it finds on guests' disks, an earlier mount may be left, or another"
        " program has the device open."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a device was not mounted, since something has it already",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: who has it",
        rivals=(("it was mounted there before, and all is well", "findmnt lists it at that place"),),
        asks=(
            Ask(
                "lsblk -o NAME,TYPE,MOUNTPOINTS",
                (
                    ("mpath below the device", "multipathd has it: blacklist it in multipath.conf"),
                    ("lvm below the device", "LVM has it: a filter in lvm.conf"),
                    ("a mount point", "it is mounted already"),
                ),
            ),
        ),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 kubelet[1733]: Output: mount: /var/lib/vms/store: /dev/sdc already mounted or mount point"
        " busy.\n",
    ),
    quiet=(
        "Nov 22 06:16:00 nc01 kubelet[1733]: Mounting arguments: -t ext4 -o defaults /dev/sdc /var/lib/vms/store\n",
    ),
    fix="keep multipathd off the device (blacklist in multipath.conf), or unmount what was left, then try again",
)
