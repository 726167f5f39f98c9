"""A nova-compute finds no record of its own node in nova's database.

What it looks for: `No compute node record found for host NAME`, `No compute node record for host NAME`.

Why it fails a launch: a node without a record is not known to the scheduler. At the very first start the record is made
a moment later, and this is no trouble; where the host was renamed, or its record was deleted, the node stays unknown.

What to do: see whether the node is listed, and under which name.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_NOVA = "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager [-] "

rule = told(
    id="nova-node-unknown",
    kinds={"nova.no_compute_node"},
    subject="node",
    noun="node",
    title="nova has no record of the node {name}",
    means=(
        "nova-compute started and found no record of its node. At the first start on a host that is so, and the record"
        " is made a moment later. Else the host's name is another than before, or its record was deleted: the"
        " scheduler does not know the node, and its guests belong to a name that is gone."
    ),
    severity="warning",
    stage="scheduled",
    category="control.scheduler",
    says="a nova-compute finds no record of its own node",
    symptom_of=(
        "oslo-service-crashed",
        "keystone-credentials",
        "nova-placement-unreachable",
        "database-unreachable",
    ),
    telling=Telling(
        confidence="possible",
        needs_launch=True,
        rivals=(("it is the first start on this host", "openstack hypervisor list shows the node by now"),),
        asks=(
            Ask(
                "openstack hypervisor list",
                (
                    ("the node is listed", "it was the first start: all is well"),
                    ("under another name", "the host was renamed: give it its name back"),
                ),
            ),
        ),
    ),
    fires=(f"{_NOVA}No compute node record for host nc03\n",),
    quiet=(
        "2026-11-02 06:11:02.120 4711 INFO nova.compute.resource_tracker [-] Compute node record created for"
        " nc03:nc03 with uuid: 8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456\n",
    ),
    fix="give the host its old name (host= in nova.conf), or have it discovered (nova-manage cell_v2 discover_hosts)",
)
