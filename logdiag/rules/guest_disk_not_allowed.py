"""libvirt could not allow a guest its disk by the control group of devices.

What it looks for: `unable to allow access for disk path ...: REASON`.

Why it fails a launch: the guest is given up before qemu starts.

What to do: the reason tells whether the file is missing, or lies on a file system that knows no device numbers (FUSE).
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = refused(
    told(
        id="guest-disk-not-allowed",
        kinds={"libvirt.disk_not_allowed"},
        subject="path",
        noun="disk",
        fields=("reason",),
        title="libvirt on {where} could not allow a guest its disk {name}: {reason}",
        means="Before qemu starts libvirt enters the disk in the guest's control group, and that failed: {reason}.",
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="libvirt could not allow a guest its disk",
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "stat {path}",
                    (
                        ("No such file", "the disk is missing"),
                        ("it is there", "see on which file system: findmnt -T {path}"),
                    ),
                ),
            ),
        ),
        fires=(
            f"{_HEAD}unable to allow access for disk path /var/lib/libvirt/images/web.img: Invalid argument\n",
        ),
        quiet=(f"{_HEAD}libvirt version: 9.0.0\n",),
        fix="put the disk where libvirt can reach it, on a file system that it knows",
    )
)
