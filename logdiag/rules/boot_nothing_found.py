"""A machine's firmware found nothing to boot from.

What it looks for: SeaBIOS' `No bootable device.`, OVMF's `No bootable option or device was found.`

Why it fails a launch: the hypervisor's part was well; the guest's firmware tried its disks and its network, and none
had anything to start.

What to do: whether a disk is attached and has a system for this kind of firmware; the boot order.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="boot-nothing-found",
    kinds={"initramfs.no_device"},
    subject="host",
    noun="machine",
    title="A machine ({where}) found nothing to boot from",
    means=(
        "The firmware went through the boot order and found no disk with a system, and no answer from the network. The"
        " disk is empty or was not attached, the image is for another firmware (BIOS, UEFI), or the boot order"
        " does not name it."
    ),
    severity="error",
    stage="usable",
    category="storage.image",
    says="a machine's firmware found nothing to boot from",
    symptom_of=("boot-disk-missing", "netboot-no-address", "netboot-no-file", "guest-secure-boot"),
    telling=Telling(
        confidence="likely",
        beyond="not known: which of these",
        asks=(
            Ask(
                "virsh dumpxml GUEST",
                (
                    (
                        "no <disk>, or its source is empty",
                        "the disk was not attached, or the image is empty",
                    ),
                    ("<loader ...OVMF>", "the image must be one for UEFI, and without it one for BIOS"),
                ),
            ),
        ),
    ),
    fires=("No bootable device.\n", "BdsDxe: No bootable option or device was found.\n"),
    quiet=("Booting from Hard Disk...\n",),
    fix="attach a disk with a system for this firmware, or correct the boot order",
)
