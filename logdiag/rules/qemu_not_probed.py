"""libvirt could not run qemu to see what it can do.

What it looks for: `Failed to start QEMU binary ... for probing`, `Failed to probe QEMU binary with QMP`.

Why it fails a launch: without qemu's answer libvirt knows no machine type and no KVM: every guest is refused, in words
that blame KVM or the machine type.

What to do: run the binary by hand as qemu's user; look for AppArmor, rights on the binary and missing libraries.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "

rule = refused(
    told(
        id="qemu-not-probed",
        kinds={"libvirt.probe_failed"},
        subject="host",
        noun="host",
        fields=("reason",),
        title="libvirt on {where} could not run qemu to see what it can do: {reason}",
        means=(
            "libvirt starts qemu once to ask which machine types and accelerators it has, and that failed. Until it"
            " works libvirt takes qemu for one that can do nothing, and refuses guests with words about KVM,"
            " capabilities or machine types."
        ),
        severity="error",
        stage="defined",
        category="hypervisor",
        says="libvirt could not run qemu to see what it can do",
        symptom_of=("apparmor-denied", "selinux-denied"),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "qemu-system-x86_64 --version",
                    (
                        (
                            "a version",
                            "it runs by hand: rights of qemu's user or AppArmor forbid it to libvirt",
                        ),
                        ("error while loading shared libraries", "the package is broken: install it anew"),
                    ),
                ),
                Ask(
                    "journalctl -k -g DENIED --no-pager -n 20",
                    (("lines of libvirtd or qemu", "AppArmor forbids it"),),
                ),
            ),
        ),
        fires=(
            f"{_HEAD}internal error: Failed to probe QEMU binary with QMP: libvirt:  error : cannot execute binary"
            " /usr/bin/qemu-system-x86_64: Permission denied\n",
        ),
        quiet=(f"{_HEAD}libvirt version: 9.0.0\n",),
        fix="let qemu's user run the binary (rights, AppArmor), then restart libvirtd",
    )
)
