"""An instance stayed in BUILD until nova gave it up.

What it looks for: `Instance build timed out. Set to error state.`

Why it fails a launch: nova sets it to ERROR.

What to do: look at the last line that nova-compute.log has of the instance.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-build-timed-out",
    kinds={"nova.build_timed_out"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    title="{many} stayed in BUILD until nova gave up: {name}",
    means=(
        "The build took longer than instance_build_timeout: the image was fetched or converted "
        "slowly, the storage hung, or nova-compute was restarted in the midst of it."
    ),
    severity="error",
    stage="prepared",
    category="hypervisor",
    says="an instance stayed in BUILD until nova gave it up",
    state="failed",
    telling=Telling(
        asks=(Ask("openstack server event list {instance}", (("the last step", "that one hung"),)),),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Instance build timed out. Set to error state.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] During sync_power_state the instance has a "
            "pending task (spawning). Skip.\n"
        ),
    ),
    fix="mend what was slow, or raise instance_build_timeout",
)
