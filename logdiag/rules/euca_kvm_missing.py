"""A node of Eucalyptus cannot run KVM guests.

What it looks for: `libvirt: internal error no supported architecture for os type 'hvm'` in nc.log.

Why it fails a launch: libvirt knows no hypervisor for full virtualization on this machine: no instance
starts there.

What to do: enable VT-x or AMD-V in the BIOS, load kvm_intel or kvm_amd, install qemu-kvm; restart
libvirtd.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-kvm-missing",
    kinds={"nc.libvirt_error"},
    subject="host",
    noun="host",
    fields=("reason",),
    where=lambda fields: "os type" in fields["reason"],
    title="The node cannot run KVM guests: libvirt has no hypervisor for them",
    means=(
        "libvirt looked at its start for what this machine can run, and found nothing for 'hvm'. "
        "The processor has no hardware virtualization or the BIOS switches it off, the kvm "
        "modules are not loaded, or qemu-kvm is not installed. Every launch on this node fails "
        "within seconds: the instance goes from pending to terminated."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="a node of Eucalyptus cannot run KVM guests",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: processor, BIOS, module or package; the commands split it",
        asks=(
            Ask(
                "grep -c -E 'vmx|svm' /proc/cpuinfo",
                (
                    ("0", "off in the BIOS, or the processor has none"),
                    ("more", "go on"),
                ),
            ),
            Ask(
                "lsmod",
                (
                    ("no kvm_intel or kvm_amd", "modprobe it; dmesg says why if it fails"),
                    ("loaded", "install qemu-kvm, restart libvirtd"),
                ),
            ),
        ),
    ),
    fires=((f"{_EUCA}libvirt: internal error no supported architecture for os type 'hvm' (code=1)\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="enable hardware virtualization, load the kvm modules, restart libvirtd",
)
