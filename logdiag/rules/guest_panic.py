"""A guest's kernel gave up while it booted.

What it looks for: `Kernel panic - not syncing: VFS: Unable to mount root fs`, `VFS: Cannot open root
device` in a console.

Why it fails a launch: the machine was launched well, and its operating system does not come up: the image
and what it was booted with do not fit.

What to do: root= and the initrd or kernel of the image (eki, eri, aki, ari), the disk's bus (virtio without
driver in the initrd), a damaged image.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="guest-panic",
    kinds={"kernel.panic", "kernel.root_missing"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="A kernel panic on {where}: {reason}",
    means=(
        "The operating system stopped for good: {reason}. On the console of a new guest it means that"
        " image, kernel and disk do"
        " not fit: no initrd or the wrong one, a root= that names no disk, no driver for the disk's"
        " bus, a damaged image. The"
        " hypervisor's part of the launch was well. On a host it is the host that fell."
    ),
    severity="error",
    stage="usable",
    category="storage.image",
    says="a kernel panic: a guest that does not boot, or a host that fell",
    telling=Telling(
        confidence="likely",
        beyond="not known: which of these",
        asks=(
            Ask(
                "virsh dumpxml GUEST",
                (
                    ("kernel and initrd named", "see that they are of this image"),
                    ("bus='virtio'", "the image's initrd needs virtio_blk"),
                ),
            ),
        ),
        fix=("give the image its own kernel and initrd, the right root=, or a disk bus that it knows",),
    ),
    fires=(f"{_HEAD}Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)\n",),
    quiet=(f"{_HEAD}EXT4-fs (dm-0): mounted filesystem with ordered data mode\n",),
    fix="give the image its own kernel and initrd, and a root= that is there",
)
