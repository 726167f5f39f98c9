"""A guest's disk image is damaged.

What it looks for: qemu's `qcow2: Image is corrupt; cannot be opened read/write` and `qcow2: Marking image as corrupt`.

Why it fails a launch: qemu does not open a damaged image for writing: the guest does not start.

What to do: qemu-img check -r all on a copy, with the guest off; else a backup.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="guest-disk-corrupt",
    kinds={"qemu.image_corrupt"},
    subject="host",
    fields=("option", "reason"),
    title="A guest's disk image on {where} is damaged (corrupt)",
    means=(
        "The tables inside the qcow2 image do not fit together: qemu marked the image as corrupt when it found that,"
        " and does not open it for writing again. Two programs that wrote to it at once (qemu-img resize or snapshot"
        " on a running guest), a full disk, or a crash of the host bring that about. The disk as qemu was given it:"
        " {option}."
    ),
    severity="error",
    stage="prepared",
    category="storage.image",
    says="a guest's disk image is damaged",
    symptom_of=("disk-failing", "guest-disk-error", "no-space-left"),
    telling=Telling(
        confidence="confirmed",
        beyond="not known: what damaged it",
        asks=(
            Ask(
                "qemu-img check DISK",
                (
                    ("errors were found", "copy it, then qemu-img check -r all with the guest off"),
                    ("No errors", "it was repaired since"),
                ),
            ),
        ),
    ),
    fires=(
        "2026-11-22T06:16:00.428482Z qemu-system-x86_64: -drive file=/srv/images/disk.0,format=qcow2,if=none: qcow2:"
        " Image is corrupt; cannot be opened read/write\n",
    ),
    quiet=(
        "2026-11-22T06:16:00.428482Z qemu-system-x86_64: -device virtio-blk-pci,scsi=off: warning: 'scsi' is"
        " deprecated\n",
    ),
    fix="repair a copy of the image (qemu-img check -r all) with the guest off, or restore a backup",
)
