"""A guest's firmware refused to boot what is on its disk, as Secure Boot demands a signature that it has not.

What it looks for: OVMF's `failed to start Boot0001 ... Access Denied`, shim's `Security Policy Violation`, grub's `bad
shim signature`.

Why it fails a launch: the hypervisor's part was well; the firmware starts only what is signed with a key it knows.

What to do: switch Secure Boot off for the guest, or use an image whose loader is signed (and not revoked).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="guest-secure-boot",
    kinds={"initramfs.secure_boot"},
    subject="host",
    noun="machine",
    title="Secure Boot refused what a machine ({where}) was to boot: its loader is not signed by a known key",
    means=(
        "The firmware with Secure Boot starts only loaders that are signed with a key it has, and not revoked. The"
        " image has an unsigned one (many distributions' and appliances'), one signed by another key, or an old"
        " shim that was revoked. The hypervisor's part of the launch was well."
    ),
    severity="error",
    stage="usable",
    category="storage.image",
    says="Secure Boot refused what a guest was to boot",
    telling=Telling(
        confidence="likely",
        asks=(
            Ask(
                "virsh dumpxml GUEST | grep -i secure",
                (
                    (
                        "secure-boot enabled='yes', or OVMF_CODE.secboot",
                        "switch it off, or use a signed image",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        'BdsDxe: failed to start Boot0001 "UEFI QEMU DVD-ROM QM00003 " from'
        " PciRoot(0x0)/Pci(0x1F,0x2)/Sata(0x1,0xFFFF,0x0): Access Denied\n",
    ),
    quiet=(
        'BdsDxe: starting Boot0001 "UEFI QEMU DVD-ROM QM00003 " from PciRoot(0x0)/Pci(0x1F,0x2)/Sata(0x1,0xFFFF,0x0)\n',
    ),
    fix="switch Secure Boot off for the guest (firmware without secure-boot), or use an image with a signed loader",
)
