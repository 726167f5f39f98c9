"""The node's huge pages or NUMA cells did not fit the instance.

What it looks for: `Requested instance NUMA topology cannot fit the given host NUMA topology`, hugetlbfs
and page-size errors in what ended a build.

Why it fails a launch: such guests must fit into one cell; the sum over cells does not help.

What to do: look at free huge pages and pinned processors per cell.
"""

from __future__ import annotations

from logdiag.reasons import BUILD, because
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-huge-pages",
    kinds=BUILD,
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("reason",),
    where=because("huge-pages"),
    title="{many} on {where} failed: huge pages or NUMA layout do not fit: {reason}",
    means=(
        "The flavor or image asks for huge pages, pinned processors or a NUMA layout, and no "
        "node of the host has enough free pages and processors together on one NUMA cell."
    ),
    severity="error",
    stage="scheduled",
    category="compute.capacity",
    says="the node's huge pages or NUMA cells did not fit the instance",
    state="failed",
    telling=Telling(
        asks=(
            Ask(
                "cat /sys/devices/system/node/node0/hugepages/hugepages-2048kB/free_hugepages",
                (("0", "no page is free on that cell"),),
            ),
            Ask("virsh capabilities", (("the cells", "compare processors and pages with the flavor"),)),
        ),
    ),
    symptom_of=("huge-pages",),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Failed to build and run instance: "
            "nova.exception.ComputeResourcesUnavailable: Insufficient compute resources: Requested "
            "instance NUMA topology cannot fit the given host NUMA topology.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 WARNING nova.virt.disk.api "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Ignoring error "
            "injecting data into image "
            "/var/lib/nova/instances/5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d/disk (Insufficient "
            "compute resources: Requested instance NUMA topology cannot fit the given host NUMA "
            "topology.)\n"
            "2026-11-02 06:11:30.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix=("add huge pages (vm.nr_hugepages or the kernel command line), or use a flavor that fits one cell"),
)
