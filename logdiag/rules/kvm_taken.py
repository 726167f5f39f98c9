"""Another hypervisor holds the processor's virtualisation, so that KVM can not have it.

What it looks for: the kernel's `kvm: enabling virtualization on CPU0 failed`, qemu's `ioctl(KVM_CREATE_VM) failed:
16 Device or resource busy` and `failed to initialize kvm: Device or resource busy`.

Why it fails a launch: VT-x and AMD-V belong to one hypervisor at a time. While VirtualBox, VMware or Xen has them
switched on, no guest that asks for KVM starts, though virtualisation is enabled in the BIOS and /dev/kvm is there.

What to do: stop the other hypervisor's guests or unload its modules; BIOS and rights need no change.
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
    id="kvm-taken",
    kinds={"kernel.kvm_taken", "qemu.accelerator_failed", "qemu.kvm_create"},
    subject="host",
    noun="host",
    fields=("reason", "cpu"),
    # The kernel names the processor and no reason: there it is the only one that this line is written for.
    where=lambda fields: "busy" in fields["reason"] or bool(fields["cpu"]),
    title="Another hypervisor holds the processor's virtualisation on {where}: KVM can not have it",
    means=(
        "VT-x and AMD-V belong to one hypervisor at a time, and KVM found them switched on by"
        " another: mostly VirtualBox or VMware with a running guest, or modules of theirs that were"
        " left loaded. Guests that ask for KVM do not start until it lets go. BIOS and rights are"
        " well: they would be refused in other words."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="another hypervisor holds the processor's virtualisation",
    telling=Telling(
        needs_launch=True,
        beyond="not known: which hypervisor",
        asks=(
            Ask(
                "lsmod | grep -E 'vboxdrv|vmmon|kvm'",
                (
                    ("vboxdrv", "VirtualBox: VBoxManage list runningvms"),
                    ("vmmon", "VMware: vmrun list"),
                ),
            ),
            Ask(
                "journalctl -k --no-pager -g 'enabling virtualization|vboxdrv|vmmon'",
                (("again and again", "the other hypervisor still runs"),),
            ),
        ),
    ),
    fires=(
        "Nov 22 06:10:00 nc01 kernel: kvm: enabling virtualization on CPU0 failed\nNov 22 06:16:00 nc01"
        " libvirtd[1402]: libvirt version: 9.0.0\n",
        f"{_DIED}ioctl(KVM_CREATE_VM) failed: 16 Device or resource busy\n",
        f"{_DIED}failed to initialize kvm: Device or resource busy\n",
    ),
    quiet=(
        "Nov 22 06:10:00 nc01 kernel: kvm: Nested Virtualization enabled\n",
        f"{_DIED}failed to initialize kvm: Permission denied\n",
    ),
    fix="stop the other hypervisor's guests, or unload its modules (vboxdrv, vmmon), and start the guest again",
)
