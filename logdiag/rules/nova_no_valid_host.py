"""The scheduler found no valid host, and nothing here says why.

What it looks for: `No valid host was found`, `Failed to compute_task_build_instances: ...`, `Setting
instance to ERROR state.`

Why it fails a launch: the instance goes to ERROR without having been made anywhere.

What to do: look which compute services are up, then at the filters.
"""

from __future__ import annotations

from logdiag.reasons import REASONED
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-no-valid-host",
    kinds={
        "nova.task_failed",
        "nova.no_valid_host",
        "nova.schedule_failed",
        "nova.reschedule_failed",
        "nova.set_to_error",
    },
    subject="instance",
    title="The scheduler found no valid host, and why is not in these lines",
    means=(
        "That no host was found is the last word of the scheduler and no reason. It may have "
        "had no candidates (placement, services down, no room), filters may have removed them, "
        "or builds failed on each host in turn. The lines before it in nova-scheduler.log "
        "(filters at INFO or DEBUG), in placement's log and in nova-compute.log tell which; "
        "they are not in what was given."
    ),
    severity="error",
    stage="scheduled",
    category="compute.capacity",
    says="the scheduler found no valid host, and nothing here says why",
    state="failed",
    telling=Telling(
        confidence="possible",
        rivals=(
            ("no nova-compute is up", "openstack compute service list"),
            ("no room", "openstack hypervisor stats show"),
            (
                "the request fits no host: zone, aggregate, traits, image properties",
                "nova-scheduler.log with debug=True",
            ),
        ),
        beyond="not known from these lines",
        asks=(
            Ask(
                "openstack compute service list",
                (
                    ("nova-compute of a node is down or disabled", "start or enable it"),
                    ("all are up", "compare free resources with the flavor"),
                ),
            ),
            Ask("openstack server show {instance}", (("a fault", "its details hold the last reason"),)),
        ),
    ),
    symptom_of=(
        *REASONED,
        "nova-compute-silent",
        "nova-no-hosts-at-start",
        "nova-filter-left-none",
        "nova-filtered-out",
        "nova-no-candidates",
        "nova-wanted-host-missing",
        "nova-host-not-mapped",
        "nova-cell-silent",
        "nova-hosts-exhausted",
        "nova-build-failed",
        "nova-placement-unreachable",
        "nova-build-timed-out",
        "placement-over-capacity",
        "placement-beyond-unit",
        "oslo-no-reply",
        "oslo-broker-unreachable",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.scheduler.utils "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Failed to "
            "compute_task_build_instances: No valid host was found. There are not enough hosts "
            "available.\n"
            "2026-11-02 06:11:02.120 4711 WARNING nova.scheduler.utils "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Setting instance to ERROR state.\n"
        ),
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.conductor.manager "
            "nova.exception_Remote.NoValidHost_Remote: No valid host was found. There are not "
            "enough hosts available.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 DEBUG nova.conductor.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Selected host: "
            "nc03; Selected node: nc03; Alternates: [] schedule_and_build_instances "
            "/usr/lib/python3/dist-packages/nova/conductor/manager.py:1800\n"
        ),
    ),
    fix="find the reason in nova-scheduler.log or nova-compute.log of the same second",
)
