"""A launch asked for a host that is no candidate.

What it looks for: `No hosts matched due to not matching 'force_hosts' value of ...`.

Why it fails a launch: only that host may be used, so that none is left.

What to do: compare the name with the list of services, letter by letter.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-wanted-host-missing",
    kinds={"nova.wanted_host_missing"},
    subject="node",
    title="The launch asked for host {name}, which is not among the candidates",
    means=(
        "The request forces a host (--availability-zone ZONE:HOST, --host, or a migration "
        "target) that is unknown under that name, down, disabled, or has no room."
    ),
    severity="error",
    stage="scheduled",
    category="compute.capacity",
    says="a launch asked for a host that is no candidate",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "openstack compute service list",
                (
                    ("nova-compute of a node is down or disabled", "start or enable it"),
                    ("all are up", "compare free resources with the flavor"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.scheduler.host_manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] No hosts matched "
            "due to not matching 'force_hosts' value of 'nc09'\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.scheduler.host_manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Host filter forcing "
            "available hosts to nc03\n"
        ),
    ),
    fix="ask for a host that is up, under the name that nova knows, or for none",
)
