"""Nova-compute is half shut down: it takes builds and can no longer wait for neutron's events.

What it looks for: `In shutdown, no new events can be scheduled` in what ended a build.

Why it fails a launch: the service was told to reload or stop (SIGHUP after an upgrade), closed what waits for
events, and went on: every build with a network ends at once with `Failed to allocate the network(s)`.

What to do: restart nova-compute on that node.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-compute-stopping",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("stopping"),
    title="{many} on {where} failed: nova-compute is half shut down and waits for no events",
    means=(
        "nova-compute was told to stop or to reload (a SIGHUP, as upgrades and log rotation send it) and closed what"
        " waits for neutron's events, yet it still takes builds: each ends at once with"
        " `Failed to allocate the network(s)`. Neutron and the network are not at fault."
    ),
    severity="error",
    stage="plugged",
    category="compute.service",
    says="nova-compute is half shut down and fails every build",
    state="failed",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("it was just being stopped on purpose", "it ends a moment later, and builds go elsewhere"),
        ),
        asks=(
            Ask(
                "openstack compute service list --service nova-compute",
                (
                    ("up", "restart nova-compute on that node"),
                    ("down", "it was being stopped: start it again"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Failed to allocate network(s): "
            "nova.exception.NovaException: In shutdown, no new events can be scheduled\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix="restart nova-compute on that node (systemctl restart, no reload)",
)
