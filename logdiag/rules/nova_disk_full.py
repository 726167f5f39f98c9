"""The disk of the compute node was full when an instance was to be made.

What it looks for: `No space left on device` in what ended a build.

Why it fails a launch: the image is fetched, converted and copied before the machine is made.

What to do: look at the file systems of the node; remove stale base images and the remains of deleted
instances.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-disk-full",
    kinds={*BUILD, "nova.no_space"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("disk-full"),
    title="{many} on {where} failed: no space left on a disk: {reason}",
    means=(
        "The file system that holds nova's instances or its image cache "
        "(/var/lib/nova/instances and _base, or the place where images are converted) is full. "
        "Images are stored sparse and may be over-committed, so the scheduler's own count of "
        "free disk can still look well."
    ),
    severity="error",
    stage="prepared",
    category="storage.disk",
    says="the disk of the compute node was full when an instance was to be made",
    state="failed",
    telling=Telling(
        rivals=(
            ("inodes are used up, not bytes", "df -i shows 100 %"),
            ("a quota or a small tmp directory", "the path in the reason lies elsewhere"),
        ),
        asks=(
            Ask(
                "df -h /var/lib/nova/instances",
                (
                    ("100 %", "free space or add some"),
                    ("space is left", "look at df -i, at /tmp and at the path in the reason"),
                ),
            ),
        ),
        fix=(
            "free space on the node: stale images in _base, remains of deleted instances, old logs",
            "set reserved_host_disk_mb so that the scheduler leaves some",
        ),
    ),
    symptom_of=(
        "thin-pool-full",
        "filesystem-read-only",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: OSError: [Errno 28] No "
            "space left on device\n"
        ),
        (
            "2026-11-02 06:11:03.120 4711 ERROR nova.compute.manager [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] OSError: [Errno 28] No space left on device\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk (OSError: [Errno 28] "
            "No space left on device)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="free space on the node: stale images in _base, remains of deleted instances, old logs",
)
