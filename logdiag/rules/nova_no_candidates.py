"""Placement had no candidate host for a launch.

What it looks for: `Got no allocation candidates from the Placement API`.

Why it fails a launch: the scheduler never sees a host: No valid host was found.

What to do: ask placement for candidates and compare with what is used.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="nova-no-candidates",
        kinds={"nova.no_allocation_candidates"},
        subject="program",
        noun="service",
        title="Placement had no candidate for a launch",
        means=(
            "Placement, which counts processors, memory and disk of every node, knew none that "
            "could take the request: the cloud is full for this flavor, the nodes lack a trait or "
            "aggregate that it wants, allocations of deleted instances still count, or the nodes "
            "have not reported (services down, or placement just restarted)."
        ),
        severity="error",
        stage="scheduled",
        category="compute.capacity",
        says="placement had no candidate host for a launch",
        telling=Telling(
            rivals=(
                ("the nodes are full", "openstack resource provider usage show"),
                ("they are down and report nothing", "openstack compute service list"),
                ("the flavor wants a trait or aggregate that none has", "openstack flavor show"),
            ),
            asks=(
                Ask(
                    "openstack compute service list",
                    (
                        ("nova-compute of a node is down or disabled", "start or enable it"),
                        ("all are up", "compare free resources with the flavor"),
                    ),
                ),
                Ask(
                    "openstack allocation candidate list --resource VCPU=1 --resource MEMORY_MB=512",
                    (
                        ("an empty list", "no room anywhere, or no node reports"),
                        ("hosts", "only the wanted size, trait or aggregate is missing"),
                    ),
                ),
            ),
            fix=(
                (
                    "free room or add nodes; heal allocations that belong to no instance: nova-manage "
                    "placement audit"
                ),
            ),
        ),
        symptom_of=(
            "nova-placement-unreachable",
            "nova-candidates-refused",
            "nova-host-not-mapped",
            "nova-compute-silent",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.scheduler.manager "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Got no allocation "
                "candidates from the Placement API. This could be due to insufficient resources or a "
                "temporary occurrence as compute nodes start up.\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 DEBUG nova.scheduler.manager "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Starting to "
                "schedule for instances: [] select_destinations "
                "/usr/lib/python3/dist-packages/nova/scheduler/manager.py:138\n"
            ),
        ),
        fix=(
            "free room or add nodes; heal allocations that belong to no instance: nova-manage "
            "placement audit"
        ),
    )
)
