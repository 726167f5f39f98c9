"""A flavor is larger than any one node.

What it looks for: `Allocation for VCPU on resource provider ... violates min_unit, max_unit, or
step_size`.

Why it fails a launch: such an instance fits nowhere.

What to do: take a smaller flavor or a larger node.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

rule = told(
    id="placement-beyond-unit",
    kinds={"placement.beyond_unit"},
    subject="provider",
    noun="node",
    fields=("resource", "needed", "most"),
    title="The flavor wants {needed} {resource}, more than one node may give ({most})",
    means=(
        "No node can give one instance that much, however empty it is: max_unit is what the "
        "node physically has."
    ),
    severity="error",
    stage="scheduled",
    category="compute.capacity",
    says="a flavor is larger than any one node",
    telling=Telling(
        confidence="confirmed",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING placement.objects.allocation "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Allocation for VCPU "
            "on resource provider 7c6f2f9f-8b8e-4a0e-9a0b-8e3b0d8c6f11 violates min_unit, max_unit, "
            "or step_size. Requested: 96, min_unit: 1, max_unit: 64, step_size: 1\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO placement.requestlog "
            '[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] 192.0.2.11 "PUT '
            '/placement/allocations/0f1e2d3c" status: 204 len: 0 microversion: 1.36\n'
        ),
    ),
    fix="take a smaller flavor",
)
