"""A file that an instance needs is not on its node.

What it looks for: `Cannot access backing file`, `Cannot access storage file`, `No such file or
directory` in what ended a build.

Why it fails a launch: qemu ends when a file it was told to open is missing.

What to do: look at the path in the reason: is the storage mounted, is the package there?
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-file-missing",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("missing-file"),
    title="{many} on {where} failed: a file it needs is not there: {reason}",
    means=(
        "A disk, a base image, a firmware file or a socket named in the machine is missing: a "
        "base image removed from the cache, storage that is not mounted, a package not "
        "installed."
    ),
    severity="error",
    stage="defined",
    category="storage.disk",
    says="a file that an instance needs is not on its node",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "findmnt -T /var/lib/nova/instances",
                (
                    ("not the shared storage", "mount it"),
                    ("mounted", "look at the path in the reason"),
                ),
            ),
        ),
    ),
    symptom_of=("guest-disk-missing",),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
            "Cannot access backing file '/var/lib/nova/instances/_base/a489c868' of storage file "
            "'/var/lib/nova/instances/x/disk': No such file or directory\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(libvirt.libvirtError: Cannot access storage file: No such file or directory)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="mount or restore what the path names, then launch again",
)
