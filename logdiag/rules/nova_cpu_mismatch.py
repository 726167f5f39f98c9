"""The node's processor lacks what the instance asks for.

What it looks for: errors about the CPU model, mode or features in what ended a build.

Why it fails a launch: libvirt refuses to define a machine that the processor cannot run.

What to do: compare the model asked for with what the node has.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-cpu-mismatch",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("cpu"),
    title="{many} on {where} failed: the node's processor cannot give what was asked: {reason}",
    means=(
        "The processor model or features that nova.conf (cpu_mode, cpu_models), the flavor or "
        "the image ask for are not in this node, or too few free processors are left to pin."
    ),
    severity="error",
    stage="defined",
    category="compute.cpu",
    says="the node's processor lacks what the instance asks for",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "virsh domcapabilities",
                (
                    ("the model is usable=no", "choose another in cpu_models"),
                    ("usable=yes", "a feature or the pinning is at fault"),
                ),
            ),
        ),
    ),
    symptom_of=("cpu-features",),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance failed to spawn: libvirt.libvirtError: "
            "unsupported configuration: guest CPU doesn't match specification: missing features: "
            "avx512f\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk "
            "(libvirt.libvirtError: the CPU is incompatible with host CPU)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="set cpu_mode/cpu_models to what all nodes have, or bind the flavor to nodes that have it",
)
