"""A guest for another processor architecture asks for the host's own processor.

What it looks for: `CPU mode 'host-passthrough' for aarch64 kvm domain on x86_64 host is not supported by hypervisor`:
the two architectures differ.

Why it fails a launch: KVM runs guests of the host's architecture alone; others are emulated, and cannot have the host's
processor.

What to do: use an image and a definition for the host's architecture, or emulation (type qemu).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: unsupported configuration: CPU mode 'host-passthrough' for "

rule = told(
    id="guest-architecture",
    kinds={"libvirt.cpu_mode"},
    subject="host",
    noun="host",
    fields=("arch", "host_arch", "mode"),
    where=lambda fields: fields["host_arch"] not in ("", fields["arch"]),
    title="A guest for {arch} can not have the processor of {where}, which is {host_arch}",
    means=(
        "The guest's definition names the architecture {arch} and asks for the host's own processor ({mode}). KVM runs"
        " only guests of the host's architecture. KVM itself may be well."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="a guest for another processor architecture asks for the host's own processor",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: whether the image or the definition is for the wrong architecture",
        asks=(
            Ask(
                "virsh dumpxml GUEST | grep -A1 '<os'",
                (("arch=", "it must be the host's, or the domain of type qemu"),),
            ),
        ),
    ),
    fires=(f"{_HEAD}aarch64 kvm domain on x86_64 host is not supported by hypervisor\n",),
    quiet=("Nov 22 06:16:00 nc01 libvirtd[1402]: libvirt version: 9.0.0\n",),
    fix="give the guest the host's architecture (and an image for it), or have it emulated (type qemu)",
)
