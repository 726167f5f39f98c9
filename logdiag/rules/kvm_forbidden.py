"""qemu may not open /dev/kvm.

What it looks for: `Could not access KVM kernel module: Permission denied`, `failed to initialize kvm:
Permission denied`.

Why it fails a launch: a guest that asks for KVM does not start without it: all guests of the host fail.

What to do: owner, group and mode of /dev/kvm (root:kvm, 660, by a udev rule) and qemu's user (user and
group in qemu.conf); in a container the device's cgroup rule.
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
    id="kvm-forbidden",
    kinds={"qemu.kvm_access", "qemu.accelerator_failed"},
    subject="host",
    noun="host",
    fields=("reason",),
    where=lambda fields: "denied" in fields["reason"],
    title="qemu may not open /dev/kvm on {where}: {reason}",
    means=(
        "KVM is there, and qemu's user has no right to it: it is not of the group that owns /dev/kvm"
        " (kvm), the device lost its"
        " group or mode (the udev rule did not run), or a container or AppArmor forbids it. No guest"
        " that asks for KVM starts."
    ),
    severity="error",
    stage="defined",
    category="security",
    says="qemu may not open /dev/kvm",
    symptom_of=("apparmor-denied", "selinux-denied"),
    telling=Telling(
        confidence="confirmed",
        beyond="not known: whether group, mode or a policy forbids it",
        asks=(
            Ask(
                "ls -lZ /dev/kvm",
                (
                    ("root root", "its group was not set: udevadm trigger, or the package with the rule"),
                    ("root kvm", "qemu's user is not of that group"),
                ),
            ),
            Ask(
                "grep -E '^(user|group)' /etc/libvirt/qemu.conf",
                (("another user", "that user must be of the group kvm"),),
            ),
        ),
        fix=(
            "give /dev/kvm the group kvm and mode 660 (udev), make qemu's user a member, restart libvirtd",
        ),
    ),
    fires=(
        (
            f"{_HEAD}internal error: process exited while connecting to monitor: Could not access KVM"
            f" kernel module: Permission denied\n"
        ),
        f"{_DIED}failed to initialize kvm: Permission denied\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="give /dev/kvm the group kvm, and qemu's user that group",
)
