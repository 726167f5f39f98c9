"""A device of the host could not be given to a guest.

What it looks for: libvirt's `PCI device ... is in use by driver QEMU, domain ...`, `not assignable`, `host
doesn't support VFIO PCI passthrough`, qemu's `vfio 0000:81:00.0: ...`, `group 42 is not viable`.

Why it fails a launch: passthrough needs the IOMMU, the driver vfio-pci on every device of the group, the
device to be free, and the right to lock the guest's whole memory.

What to do: see the driver in use (lspci -nnk), the group's other members, intel_iommu=on in the kernel's
command line, and which guest has the device.
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
    id="passthrough-device",
    kinds={"qemu.vfio", "libvirt.device_in_use", "libvirt.device_unassignable", "libvirt.locked_memory"},
    subject="device",
    noun="device",
    fields=("reason",),
    title="A device of {where} could not be given to a guest: {name}",
    means=(
        "PCI passthrough failed. Reason given: {reason}. The device is with another guest, or a"
        " device of its IOMMU group still has"
        " another driver than vfio-pci, the IOMMU is off (intel_iommu=on in the kernel's command"
        " line, VT-d in the BIOS), or"
        " the guest's memory may not be locked. The guest does not start."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="a device of the host could not be given to a guest",
    telling=Telling(
        beyond="not known: which of these; the commands split it",
        asks=(
            Ask(
                "lspci -nnk -s {device}", (("another driver in use than vfio-pci", "bind it to vfio-pci"),)
            ),
            Ask("virsh list --all", (("another guest with the device", "stop it, or detach the device"),)),
            Ask("grep -c iommu /proc/cmdline", (("0", "the IOMMU is off"),)),
        ),
    ),
    fires=(
        (
            f"{_HEAD}Requested operation is not valid: PCI device 0000:81:00.0 is in use by driver QEMU,"
            f" domain instance-00000012\n"
        ),
        (
            f"{_DIED}-device vfio-pci,host=0000:81:00.0,id=hostdev0: vfio 0000:81:00.0: failed to open"
            f" /dev/vfio/42: Device or resource busy\n"
        ),
        f"{_HEAD}unsupported configuration: host doesn't support passthrough of host PCI devices\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="free the device, bind its whole group to vfio-pci, switch the IOMMU on",
)
