"""A volume group that somebody needs is not there.

What it looks for: LVM's `Volume group "NAME" not found`, `Volume group NAME is exported`, whoever repeats it.

Why it fails a launch: disks of guests, pools of libvirt and volumes of cinder are made in it.

What to do: vgs and pvs tell what is there; make the group, correct its name, or bring its disk back.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="lvm-group-missing",
    kinds={"lvm.group_missing", "lvm.group_exported", "lvm.group_foreign"},
    subject="group",
    noun="volume group",
    title="The LVM volume group {name} is not there for {where}",
    means=(
        "LVM was asked for the volume group {group} and sees none, or one of another host: it was never made here, has"
        " another name than the configuration, its disk (an iSCSI session, a multipath or loop device) is not"
        " attached, LVM's filter or devices file hides the disk, or its system ID or lock names another owner."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a volume group that somebody needs is not there",
    symptom_of=("iscsi-login-failed", "storage-paths-lost", "disk-failing"),
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: whether it was ever there",
        rivals=(("it was asked once at boot, before its disk was there", "vgs lists it by now"),),
        asks=(
            Ask(
                "vgs",
                (
                    ("it is listed", "it came later: restart the service that asked"),
                    ("it is not", "pvs and lsblk tell whether its disk is there"),
                ),
            ),
        ),
    ),
    fires=(
        '2026-11-02 06:11:02.120 4711 ERROR cinder.volume.manager Stderr: \'  Volume group "cinder-volumes" not'
        " found\\n  Cannot process volume group cinder-volumes\\n'\n",
    ),
    quiet=(
        "2026-11-02 06:11:02.120 4711 INFO cinder.volume.manager [-] Driver initialization completed successfully.\n",
    ),
    fix="make the group (vgcreate), correct its name in the configuration, or bring its disk back",
)
