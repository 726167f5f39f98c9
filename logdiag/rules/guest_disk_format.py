"""A guest's disk is not of the format that its definition says.

What it looks for: qemu's `Image is not in qcow2 format`.

Why it fails a launch: the file is no image of that kind: fetched only in part, overwritten, or raw and
called qcow2.

What to do: qemu-img info PATH tells what it is; fetch the image again, or correct the format in the
definition or in the image service.
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
    id="guest-disk-format",
    kinds={"qemu.image_format"},
    subject="host",
    noun="host",
    title="A guest's disk on {where} is not in the format its definition says",
    means=(
        "qemu opened the disk and found no qcow2 image: the file was fetched only in part or"
        " overwritten, or is raw and was"
        " registered as qcow2. The guest does not start."
    ),
    severity="error",
    stage="prepared",
    category="storage.image",
    says="a guest's disk is not of the format that its definition says",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: whether the image was damaged on its way or registered wrongly",
        asks=(
            Ask(
                "qemu-img info DISK",
                (
                    ("file format: raw", "the definition, or the image service, has the wrong format"),
                    ("file size far below the image's", "it was fetched only in part: fetch it again"),
                ),
            ),
        ),
    ),
    fires=(f"{_DIED}-blockdev node-name=libvirt-1-format: Image is not in qcow2 format\n",),
    quiet=(f"{_HEAD}End of file while reading data: Input/output error\n",),
    fix="fetch the image again, or correct its format",
)
