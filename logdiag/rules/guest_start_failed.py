"""A guest's own log says that its start failed, and no more.

What it looks for: `shutting down, reason=failed` in /var/log/libvirt/qemu/GUEST.log where no log at hand
says why.

Why it fails a launch: libvirt writes this line when a start was given up. The reason went to the client
that asked (virsh, the cloud); some reasons, as a network that is not active, are in no log of libvirt at
all.

What to do: ask the client's log (nova-compute, nc.log), or start the guest by hand: virsh start prints the
reason.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="guest-start-failed",
    kinds={"libvirt.start_failed"},
    subject="host",
    noun="host",
    title="A guest's start failed on {where}, and the log does not say why",
    means=(
        "libvirt gave a guest's start up and wrote only that it failed. The reason was told to the"
        " client that asked for it"
        " (virsh, nova-compute, Eucalyptus' nc.log); some, such as a network of libvirt that is not"
        " active, stand in no log of"
        " libvirt at all."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a guest's start failed, and the log does not say why",
    symptom_of=(
        "guest-memory",
        "huge-pages",
        "kvm-no-access",
        "kvm-forbidden",
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
        "selinux-denied",
        "process-limit",
        "bridge-missing",
        "bridge-port-refused",
        "tun-missing",
        "libvirt-network-inactive",
        "guest-died-at-start",
        "guest-cgroup",
        "security-driver",
        "hook-failed",
    ),
    telling=Telling(
        beyond="not known: the reason is not in these logs",
        asks=(
            Ask("virsh net-list --all", (("inactive", "a network is not started: virsh net-start NAME"),)),
            Ask(
                "virsh list --all",
                (
                    ("shut off", "virsh start GUEST prints the reason"),
                    ("running", "it was started later: the trouble is over"),
                ),
            ),
        ),
    ),
    fires=("2026-11-22 06:16:01.123+0000: shutting down, reason=failed\n",),
    quiet=(
        "2026-11-22 06:16:01.123+0000: shutting down, reason=destroyed\n",
        "2026-11-22 06:16:01.123+0000: shutting down, reason=shutdown\n",
    ),
    fix="see the client's log, or start the guest by hand: virsh start prints the reason",
)
