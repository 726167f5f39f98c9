"""A disk of the host reports errors.

What it looks for: `critical medium error, dev sdk`, `I/O error, dev sda, sector ...`, `Buffer I/O error on
dev ...`, `rejecting I/O to offline device`.

Why it fails a launch: images and disks of guests on it are read wrongly or not at all: staging fails,
guests' own disks fail, the file system goes read-only.

What to do: smartctl -a DISK; for a network disk its path (multipath -ll, iscsiadm); move the guests;
replace the disk.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "
# A drive without a medium says the same.
_REMOVABLE = ("fd", "sr", "hdc", "loop", "nbd")

rule = told(
    id="disk-failing",
    kinds={"kernel.medium_error", "kernel.disk_error", "kernel.buffer_error", "kernel.disk_offline"},
    subject="device",
    noun="disk",
    where=lambda fields: not fields["device"].startswith(_REMOVABLE),
    title="The disk {name} of {where} reports errors",
    means=(
        "The kernel could not read or write {device}. A medium error is the disk's own word that it"
        " is broken; plain I/O errors"
        " come as well from a cable, a controller, or a path to network storage. What lies on it,"
        " images and guests' disks,"
        " can not be relied on."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="a disk of the host reports errors",
    symptom_of=("multipath-no-path", "iscsi-lost"),
    telling=Telling(
        needs_launch=True,
        beyond="not known: whether the disk itself or the way to it is broken",
        asks=(
            Ask(
                "smartctl -H -A /dev/{device}",
                (
                    ("FAILED, or pending sectors", "the disk is failing: replace it"),
                    ("PASSED", "cable, controller, or a path to network storage"),
                ),
            ),
            Ask(
                "lsblk -o NAME,TYPE,MOUNTPOINT /dev/{device}",
                (("the mount of guests' disks or images", "launches are hit"),),
            ),
        ),
    ),
    fires=(
        (
            f"{_HEAD}blk_update_request: critical medium error, dev sdk, sector 889797541 op 0x1:(WRITE)"
            f" flags 0x0 phys_seg 13 prio class 0\n"
        ),
        f"{_HEAD}I/O error, dev sda, sector 12345 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2\n",
    ),
    quiet=(
        f"{_HEAD}end_request: I/O error, dev fd0, sector 0\n",
        f"{_HEAD}Buffer I/O error on dev sr0, logical block 42, async page read\n",
    ),
    fix="move guests away, replace the disk or mend the path to it",
)
