"""What an earlier try left behind is in the way of an instance.

What it looks for: `already exists` and `already defined` in what ended a build.

Why it fails a launch: libvirt refuses two machines with one name or uuid.

What to do: look at the machines of the node; remove the stray one when it is sure that nobody uses it.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-name-taken",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("exists"),
    title="{many} on {where} failed: something of that name is there already: {reason}",
    means=(
        "A machine, disk or device of the same name was left behind by an earlier try, a crash "
        "or an evacuation, and is in the way."
    ),
    severity="error",
    stage="defined",
    category="hypervisor",
    says="what an earlier try left behind is in the way of an instance",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "virsh list --all",
                (
                    ("a machine with that name", "see whether nova knows it, then undefine it"),
                    ("none", "a disk or a tap is in the way"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
            "operation failed: domain 'instance-0000002a' already exists with uuid "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(libvirt.libvirtError: operation failed: domain 'instance-0000002a' already exists)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="remove what was left behind, then launch again",
)
