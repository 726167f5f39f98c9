"""A guest's qemu ended at its start, for a reason that is not in libvirt's line.

What it looks for: `process exited while connecting to monitor`, `qemu unexpectedly closed the monitor`,
with no reason that another rule knows.

Why it fails a launch: libvirt starts qemu and talks to it through its monitor; a qemu that ends first
leaves a guest that never ran.

What to do: read the end of /var/log/libvirt/qemu/GUEST.log: qemu's last words stand there. With none it was
killed: see the kernel's log.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "
_DIED = (
    f"{_HEAD}internal error: process exited while connecting to monitor: "
    "2026-11-22T06:16:00.787608Z qemu-system-x86_64: "
)

rule = refused(
    told(
        id="guest-died-at-start",
        kinds={"libvirt.died", "qemu.vcpu_failed"},
        subject="host",
        noun="host",
        fields=("reason",),
        title="A guest's qemu ended at its start on {where}: {reason}",
        means=(
            "libvirt started qemu for a guest, and qemu ended before it could be spoken to. What it said:"
            " {reason}. Its last words"
            " stand at the end of the guest's own log; where there are none it was killed (memory) or crashed."
        ),
        severity="error",
        stage="defined",
        category="hypervisor",
        says="a guest's qemu ended at its start",
        symptom_of=(
            "guest-memory",
            "huge-pages",
            "kvm-no-access",
            "kvm-forbidden",
            "kvm-taken",
            "image-locked",
            "guest-disk-missing",
            "guest-disk-permission",
            "guest-disk-format",
            "storage-unreachable",
            "display-port-taken",
            "passthrough-device",
            "cpu-features",
            "kvm-register-refused",
            "emulator-unfit",
            "vhost-net-missing",
            "guest-socket-missing",
            "tap-failed",
            "guest-out-of-memory",
            "guest-memory-limit",
            "apparmor-denied",
            "apparmor-capability",
            "selinux-denied",
            "process-limit",
            "guest-option-refused",
            "disk-lock-refused",
            "cpu-address-bits",
            "migration-failed",
            "tpm-not-set-up",
        ),
        telling=Telling(
            asks=(
                Ask(
                    "tail -n 20 /var/log/libvirt/qemu/GUEST.log",
                    (
                        ("a line of qemu before `shutting down, reason=failed`", "that is the reason"),
                        ("nothing of qemu", "it was killed or crashed: see the kernel's log"),
                    ),
                ),
                Ask(
                    "journalctl -k --no-pager -n 100",
                    (
                        ("Out of memory or oom-kill with qemu", "the kernel killed it"),
                        ("segfault", "qemu crashed"),
                    ),
                ),
            ),
        ),
        fires=(
            f"{_HEAD}internal error: qemu unexpectedly closed the monitor\n",
            f"{_DIED}a reason that is not known\n",
        ),
        quiet=(f"{_HEAD}internal error: End of file from qemu monitor\n",),
        fix="read the end of the guest's log /var/log/libvirt/qemu/GUEST.log",
    )
)
