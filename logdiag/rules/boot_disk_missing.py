"""A machine does not find the disk to boot from.

What it looks for: dracut's `Warning: Could not boot.` and `/dev/... does not exist`, `dracut-initqueue
timeout`, initramfs-tools' `ALERT! ... does not exist. Dropping to a shell!`, `Gave up waiting for root`, the
firmware's `Boot failed: not a bootable disk`.

Why it fails a launch: the hypervisor's part was well; the guest waits in a shell that nobody sees.

What to do: the disk's bus (virtio) and the drivers in the image's initramfs, root= and the UUID, BIOS against
UEFI.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="boot-disk-missing",
    kinds={"initramfs.root_not_found", "initramfs.nothing_to_boot"},
    subject="host",
    noun="machine",
    fields=("device",),
    title="A machine ({where}) did not find the disk to boot from: {device}",
    means=(
        "Firmware or initramfs looked for the root disk and it is not there. The "
        "initramfs of the image has no"
        " driver for the bus of the disk (virtio_blk, virtio_scsi: images that came from another "
        "hypervisor), root= or the"
        " UUID names another disk, the disk was not attached, or the image is for another "
        "firmware (BIOS, UEFI). The"
        " hypervisor's part of the launch was well."
    ),
    severity="error",
    stage="usable",
    category="storage.image",
    says="a machine does not find the disk to boot from",
    telling=Telling(
        confidence="likely",
        beyond="not known: which of these",
        asks=(
            Ask(
                "virsh dumpxml GUEST",
                (
                    ("bus='virtio'", "the image's initramfs needs virtio drivers: try bus='sata' once"),
                    ("no such disk", "it was not attached"),
                ),
            ),
        ),
        fix=(
            "give the disk a bus that the image knows (sata, ide), or rebuild its initramfs with the "
            "virtio drivers (dracut -f --add-drivers)",
            "correct root= or the UUID in the image",
        ),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 dracut-initqueue[268]: Warning: Could not boot.\n",
        "ALERT!  /dev/disk/by-uuid/0f1e does not exist.  Dropping to a shell!\n",
    ),
    quiet=("[    2.343071] scsi host6: Virtio SCSI HBA\n",),
    fix="give the disk a bus that the image has drivers for, or mend root= in the image",
)
