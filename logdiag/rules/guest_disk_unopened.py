"""A guest's disk is there and could not be opened.

What it looks for: qemu's and libvirt's `Could not open 'PATH': REASON` and `Cannot access storage file
'PATH': REASON` with reasons such as `Read-only file system`, `Wrong medium type`, `Input/output error`,
`Device or resource busy`.

Why it fails a launch: the guest does not start without its disk.

What to do: the reason tells: the storage below it is read-only, in use elsewhere, or fails.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 libvirtd[1402]: "
_DIED = (
    f"{_HEAD}internal error: process exited while connecting to monitor: 2026-11-22T06:16:00.787608Z"
    " qemu-system-x86_64: "
)
UNOPENED = (
    "Read-only file system",
    "Wrong medium type",
    "No medium found",
    "Input/output error",
    "Device or resource busy",
    "No such device or address",
    "Cannot allocate memory",
    "Transport endpoint is not connected",
    "Invalid argument",
    "Too many",
)


def is_unopened(told: Mapping[str, str]) -> bool:
    """Whether the disk is there, and something else keeps it shut."""
    return any(word in told["reason"] for word in UNOPENED)


rule = refused(
    told(
        id="guest-disk-unopened",
        kinds={"libvirt.storage_file", "qemu.image_open", "qemu.backing_open"},
        subject="path",
        noun="disk",
        fields=("reason",),
        where=is_unopened,
        title="A guest's disk on {where} could not be opened: {name}: {reason}",
        means="{path} is there, and the system refused to open it: {reason}. The guest does not start.",
        severity="error",
        stage="prepared",
        category="storage.disk",
        says="a guest's disk is there and could not be opened",
        symptom_of=(
            "storage-unreachable",
            "nfs-silent",
            "filesystem-read-only",
            "disk-failing",
            "drbd-refused",
            "storage-paths-lost",
        ),
        telling=Telling(
            confidence="likely",
            beyond="not known: more than the reason tells",
            asks=(
                Ask(
                    "blkid {path}",
                    (
                        ("an error", "the storage below it still refuses"),
                        ("an answer", "it can be read by now"),
                    ),
                ),
            ),
        ),
        fires=(
            f"{_DIED}-blockdev driver=host_device: Could not open '/dev/drbd1000': Wrong medium type\n",
            f"{_HEAD}Cannot access storage file '/srv/images/disk.qcow2': Input/output error\n",
        ),
        quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
        fix="mend the storage below it, then start the guest again",
    )
)
