"""Another process held the disk of an instance.

What it looks for: `Failed to get "write" lock` and `Is another process using the image` in what ended a
build.

Why it fails a launch: qemu ends at once, so that two machines never write to one disk.

What to do: find the holder on the node and on the others that share the storage, before anything is
forced.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-disk-locked",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("lock"),
    title="{many} on {where} failed: another process holds its disk: {reason}",
    means=(
        "qemu takes a lock on every disk it opens. Another process has this one open: the same "
        "machine still runs here or, with shared storage, on another node (a half-done "
        "migration or evacuation), or a qemu-img or backup has it."
    ),
    severity="error",
    stage="defined",
    category="storage.disk",
    says="another process held the disk of an instance",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "virsh list --all",
                (
                    ("the instance is there", "it runs already: destroy the stray one"),
                    ("it is not", "look on the other nodes, and for qemu-img"),
                ),
            ),
        ),
    ),
    symptom_of=("image-locked",),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
            'internal error: process exited while connecting to monitor: Failed to get "write" lock\n'
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            '(libvirt.libvirtError: Failed to get "write" lock)\n'
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="end the process that holds the disk, then launch again",
)
