"""The kernel says that the processor's virtualisation is disabled.

What it looks for: `kvm: disabled by bios`, `VMX (outside TXT) disabled by BIOS`, `kvm: no hardware
support`.

Why it fails a launch: without KVM a hypervisor starts no guest that asks for it, or runs it by emulation,
ten times slower.

What to do: switch VT-x or AMD-V on in the BIOS and power the machine off and on; on a virtual machine
switch nested virtualisation on outside.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="kvm-disabled",
    kinds={"kernel.kvm_bios", "kernel.kvm_hardware"},
    subject="host",
    noun="host",
    title="The processor's virtualisation is disabled on {where}: no KVM",
    means=(
        "The kernel could not switch on VT-x or AMD-V: it is disabled in the BIOS or firmware, or the"
        " host is itself a guest"
        " without nested virtualisation. Guests that ask for KVM do"
        " not start; those that do"
        " not are emulated, about ten times slower."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="the processor's virtualisation is disabled: no KVM",
    telling=Telling(
        confidence="confirmed",
        needs_launch=True,
        asks=(
            Ask(
                "grep -c -E 'vmx|svm' /proc/cpuinfo",
                (
                    (
                        "0",
                        "the processor does not show it: BIOS, or nested virtualisation on the outer host",
                    ),
                    ("1 or more", "it is there and locked: BIOS, then power off and on"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:10:00 nc01 kernel: [   12.114204] kvm: disabled by bios\nNov 22 06:16:00 nc01"
            " libvirtd[1402]: libvirt version: 9.0.0\n"
        ),
        (
            "Nov 22 06:10:00 nc01 kernel: x86/cpu: VMX (outside TXT) disabled by BIOS\nNov 22 06:16:00"
            " nc01 libvirtd[1402]: libvirt version: 9.0.0\n"
        ),
    ),
    quiet=("Nov 22 06:10:00 nc01 kernel: kvm: Nested Virtualization enabled\n",),
    fix="switch VT-x or AMD-V on in the BIOS, or nested virtualisation on the outer host",
)
