"""Placement refused an allocation beyond the capacity of a node.

What it looks for: `Over capacity for VCPU on resource provider ...`.

Why it fails a launch: the instance goes to the next candidate, or to ERROR if there is none.

What to do: compare what is used with what is there.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="placement-over-capacity",
    kinds={"placement.over_capacity"},
    mended_by={"nova.spawned"},
    subject="provider",
    noun="node",
    fields=("resource", "needed", "used", "capacity"),
    title="{name} has too little {resource} left: {needed} wanted, {used} of {capacity} used",
    means=(
        "Two requests chose the node at once, or the scheduler looked at old numbers; placement "
        "refused the second. One refusal is retried and harmless; many mean that the cloud is "
        "nearly full."
    ),
    severity="warning",
    stage="scheduled",
    category="compute.capacity",
    says="placement refused an allocation beyond the capacity of a node",
    telling=Telling(
        confidence="possible",
        asks=(
            Ask(
                "openstack resource provider usage show {provider}",
                (("used near the total", "the node is full"),),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING placement.objects.allocation "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Over capacity for "
            "VCPU on resource provider 7c6f2f9f-8b8e-4a0e-9a0b-8e3b0d8c6f11. Needed: 4, Used: 62, "
            "Capacity: 64.0\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO placement.requestlog "
            '[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] 192.0.2.11 "GET '
            '/placement/allocation_candidates?resources=VCPU%3A1" status: 200 len: 58 microversion: '
            "1.36\n"
        ),
    ),
    fix="free room, add nodes, or raise the allocation ratio if the node has it",
)
