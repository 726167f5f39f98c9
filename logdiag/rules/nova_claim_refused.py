"""A node refused an instance that did not fit any more.

What it looks for: `Insufficient compute resources: Free memory ... < requested ...` and builds
re-scheduled for it.

Why it fails a launch: the build goes to the next node; if none of those tried has room the instance
fails.

What to do: compare free and used of the nodes with the flavor.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-claim-refused",
    kinds={*BUILD, "nova.claim_failed"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("claim"),
    title="{many} did not fit on {where}: {reason}",
    means=(
        "The node itself counted what it has and refused what the scheduler had sent: several "
        "schedulers or requests chose it at once, the scheduler saw old numbers, or the "
        "allocation ratios of scheduler and node differ."
    ),
    severity="error",
    stage="scheduled",
    category="compute.capacity",
    says="a node refused an instance that did not fit any more",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "openstack hypervisor stats show",
                (
                    ("free is less than the flavor", "the cloud is full"),
                    ("much is free", "one node is full, or its numbers are old: allocation ratios"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Build of instance "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 was re-scheduled: Insufficient compute resources: "
            "Free memory 512.00 MB < requested 2048 MB.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk (Insufficient "
            "compute resources: Free memory 512.00 MB < requested 2048 MB.)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="make room (or add nodes), or take a smaller flavor",
)
