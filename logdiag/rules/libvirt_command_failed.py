"""A program that libvirt called for a guest, a pool or a network ended with an error.

What it looks for: libvirt's `internal error: Child process (COMMAND) unexpected exit status N: REASON` of commands that
make or start something: mount, iscsiadm, LVM's, zfs, qemu-img, rbd, swtpm, ovs-vsctl add-port, tc, modprobe.

Why it fails a launch: what was to be made, attached or started is not.

What to do: the reason is the program's own: run it by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MAKES = re.compile(
    r"(?:^|/)(?:mount|iscsiadm|vgchange|lvchange|lvcreate|vgcreate|pvcreate|zfs|zpool|qemu-img|rbd|mkfs[.a-z0-9]*|swtpm[_a-z]*"
    r"|virtiofsd|parted|modprobe|tc|mdevctl|ip|showmount|dmsetup|multipath|numad)(?: |$)|add-port"
)


def _makes(told: Mapping[str, str]) -> bool:
    """Whether the command was to make or start something."""
    return bool(_MAKES.search(told["command"]))


rule = refused(
    told(
        id="libvirt-command-failed",
        kinds={"libvirt.child_failed"},
        subject="command",
        noun="command",
        fields=("reason",),
        where=_makes,
        title="A command of libvirt on {where} failed: {reason}",
        means="libvirt ran {command} for a guest, a pool or a network, and it ended with an error: {reason}.",
        severity="error",
        stage="prepared",
        category="hypervisor",
        says="a program that libvirt called ended with an error",
        symptom_of=(
            "storage-pool",
            "iscsi-login-failed",
            "lvm-pool-damaged",
            "lvm-lock-refused",
            "storage-lease-lost",
            "zfs-pool-missing",
            "nfs-silent",
            "storage-paths-lost",
        ),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "virsh pool-list --all",
                    (
                        ("a pool is inactive", "virsh pool-start prints the error again"),
                        ("all are active", "it is over"),
                    ),
                ),
            ),
        ),
        fires=(
            "Nov 22 06:16:00 nc01 libvirtd[1402]: internal error: Child process (/usr/sbin/iscsiadm --mode node"
            " --targetname iqn.2026-11.example.net:vol7 --login) unexpected exit status 24: iscsiadm: Could not login"
            " to [iface: default, target: iqn.2026-11.example.net:vol7, portal: 192.0.2.21,3260].\n",
        ),
        quiet=(
            "Nov 22 06:16:00 nc01 libvirtd[1402]: internal error: Child process (/usr/sbin/dmidecode -q -t 0,1,2,3)"
            " unexpected exit status 1: /dev/mem: Permission denied\n",
        ),
        fix="run the command by hand, and mend what it says",
    )
)
