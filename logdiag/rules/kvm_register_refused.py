"""KVM refused to set a register of a guest's processor.

What it looks for: qemu's `error: failed to set MSR 0x10a to 0x69`.

Why it fails a launch: qemu ends at its start: the model of the guest's processor has a register that KVM
here does not let it set. Mostly the host is itself a guest, whose hypervisor hides the register, or kernel
and microcode do not fit.

What to do: another processor model without that feature (not host-passthrough), nested virtualisation set
up as the outer hypervisor wants it, a newer kernel.
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
    id="kvm-register-refused",
    kinds={"qemu.msr_refused"},
    subject="host",
    noun="host",
    fields=("number",),
    title="KVM on {where} refused to set the register {number} of a guest's processor",
    means=(
        "qemu ended, for the guest's processor model has a register (MSR {number}) that KVM on this"
        " host may not set: the host is"
        " itself a guest and its hypervisor hides it, or kernel and microcode do not fit the model"
        " host-passthrough."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="KVM refused to set a register of a guest's processor",
    telling=Telling(
        asks=(
            Ask(
                "systemd-detect-virt",
                (
                    ("none", "kernel or microcode: update them"),
                    ("another hypervisor", "it hides the register: choose a plainer processor model"),
                ),
            ),
            Ask("virsh domcapabilities", (("a usable custom model", "take that one for the guest"),)),
        ),
    ),
    fires=(f"{_DIED}error: failed to set MSR 0x10a to 0x69\n",),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="choose a plainer processor model, or update kernel and microcode",
)
