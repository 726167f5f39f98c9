"""Access to a file or device of an instance was denied.

What it looks for: `Permission denied`, `Operation not permitted` and security-label errors in what ended
a build.

Why it fails a launch: qemu ends when it may not open its disk, its log or its socket.

What to do: look at owner and mode of the path in the reason, and for denials in the kernel log.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-access-denied",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("denied"),
    title="{many} on {where} failed: access was denied: {reason}",
    means=(
        "qemu runs as a user of its own and under AppArmor or SELinux. A file of the instance "
        "has another owner or label, a directory above it cannot be entered, an NFS server "
        "squashes root, or a policy forbids it."
    ),
    severity="error",
    stage="defined",
    category="security",
    says="access to a file or device of an instance was denied",
    state="failed",
    telling=Telling(
        rivals=(
            ("plain ownership", "ls -l of the path shows another user than qemu runs as"),
            ("AppArmor or SELinux", "dmesg or ausearch shows a denial at that second"),
        ),
        asks=(
            Ask(
                "ls -ld /var/lib/nova/instances",
                (
                    ("owner is not nova", "chown it"),
                    ("owner is nova", "look at the path in the reason and at denials"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "guest-disk-permission",
        "apparmor-denied",
        "selinux-denied",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
            "internal error: process exited while connecting to monitor: Could not open "
            "'/var/lib/nova/instances/x/disk': Permission denied\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(libvirt.libvirtError: Permission denied)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="give the path to the user that qemu runs as, or extend the policy",
)
