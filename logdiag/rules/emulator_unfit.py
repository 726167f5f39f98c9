"""qemu on this host does not know the machine, the device or the file that a guest is defined with.

What it looks for: `Cannot check QEMU binary`, `does not support machine type`, `unsupported machine type`,
`is not a valid device model name`,
`Unable to find 'efi' firmware`, `could not load PC BIOS`, `failed to find romfile`, libvirt's `XML
error`.

Why it fails a launch: the guest was defined for another version or build of qemu, or a package of it is not
installed.

What to do: install the emulator, its ROMs, firmware or device modules; bring the hosts to one version;
correct the machine type in the definition or the image's properties.
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
    id="emulator-unfit",
    kinds={
        "libvirt.emulator_missing",
        "libvirt.machine_type",
        "libvirt.no_firmware",
        "libvirt.bad_definition",
        "qemu.machine_type",
        "qemu.device_unknown",
        "qemu.firmware",
    },
    subject="host",
    noun="host",
    title="qemu on {where} can not make the machine that a guest is defined with",
    means=(
        "The guest's definition names an emulator, a machine type, a device or a firmware file that"
        " is not there or does not"
        " fit, as the line says: the hosts have different versions of qemu, a package with ROMs, firmware or"
        " device modules is not installed, or the definition is wrong."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="qemu does not know the machine, device or file that a guest is defined with",
    telling=Telling(
        asks=(
            Ask(
                "qemu-system-x86_64 -machine help",
                (("the machine type is not listed", "this qemu is older (or newer) than the definition"),),
            ),
            Ask("virsh domcapabilities", (("an error", "the emulator is not installed"),)),
        ),
    ),
    fires=(
        f"{_HEAD}Cannot check QEMU binary /usr/bin/qemu-missing: No such file or directory\n",
        (
            f"{_HEAD}unsupported configuration: Emulator '/usr/bin/qemu-system-x86_64' does not support"
            f" machine type 'pc-q35-9.0'\n"
        ),
        f"{_DIED}-device qxl-vga,id=video0: 'qxl-vga' is not a valid device model name\n",
        f"{_HEAD}XML error: No PCI buses available\n",
    ),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="install what is missing, or correct the machine type or device in the definition",
)
