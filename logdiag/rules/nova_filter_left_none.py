"""A filter of the scheduler removed the last hosts.

What it looks for: `Filter X returned 0 hosts`.

Why it fails a launch: an instance without a host goes to ERROR: No valid host was found.

What to do: look at what that filter wants, and at the hosts it took away; earlier filters may have left
it few.
"""

from __future__ import annotations

from logdiag.reasons import REASONED
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="nova-filter-left-none",
    kinds={"nova.filter_left_none"},
    subject="filter",
    noun="filter",
    title="{name} of the scheduler removed the last hosts",
    means=(
        "Hosts were there, and this filter took away those that were left. ComputeFilter: the "
        "nodes are down or disabled. RamFilter, CoreFilter, DiskFilter, NUMATopologyFilter, "
        "PciPassthroughFilter: no room. ImagePropertiesFilter, AvailabilityZoneFilter, "
        "AggregateInstanceExtraSpecsFilter, ServerGroup filters: the request fits none of what "
        "is left. RetryFilter: every host was tried and failed, so that the reason is in their "
        "nova-compute.log."
    ),
    severity="error",
    stage="scheduled",
    category="compute.capacity",
    says="a filter of the scheduler removed the last hosts",
    telling=Telling(
        rivals=(
            (
                "earlier filters left only hosts that this one rightly removes",
                "the numbers behind each filter in: Filtering removed all hosts",
            ),
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
                "openstack hypervisor list --long",
                (
                    ("no node with enough free memory or cores", "the cloud is full for this flavor"),
                    ("room", "compare zone, aggregate and image properties with the request"),
                ),
            ),
        ),
    ),
    symptom_of=(
        *REASONED,
        "nova-no-hosts-at-start",
        "nova-compute-silent",
        "nova-build-failed",
        "nova-host-not-mapped",
        "nova-wanted-host-missing",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.filters "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Filter RamFilter "
            "returned 0 hosts\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 DEBUG nova.filters "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Filter RamFilter "
            "returned 2 host(s) get_filtered_objects "
            "/usr/lib/python3/dist-packages/nova/filters.py:104\n"
        ),
        (
            "2026-11-02 06:11:02.120 4711 DEBUG nova.scheduler.filters.ram_filter "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] (nc03, nc03) ram: "
            "1024MB disk: 96256MB io_ops: 0 instances: 2 does not have 2048 MB usable ram, it only "
            "has 1024.0 MB usable ram.\n"
        ),
    ),
    fix=(
        "make the hosts fit what the filter wants (start services, free room, set aggregate "
        "metadata), or ask for something else"
    ),
)
