"""The scheduler's filters left no host for an instance.

What it looks for: `Filtering removed all hosts for the request with instance ID ...`, with the numbers
behind each filter.

Why it fails a launch: an instance without a host goes to ERROR: No valid host was found.

What to do: look at what the last filter wants, and at the hosts it took away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from logdiag.reasons import REASONED
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_FROM_NONE = re.compile(r"\(start: 0,")


def _from_some(told: Mapping[str, str]) -> bool:
    """Whether hosts were there when the filters began."""
    return _FROM_NONE.search(told["results"]) is None


rule = told(
    id="nova-filtered-out",
    kinds={"nova.filtered_out"},
    mended_by={"nova.built", "nova.spawned"},
    subject="instance",
    fields=("results",),
    where=_from_some,
    title="The scheduler's filters left no host for {name}",
    means=(
        "The filters took all hosts away, one after the other: {results}. The one that stands "
        "last removed those that were left; those before it may have left it few."
    ),
    severity="error",
    stage="scheduled",
    category="compute.capacity",
    says="the scheduler's filters left no host for an instance",
    state="failed",
    telling=Telling(
        rivals=(
            (
                "no host was there at the start, and no filter is to blame",
                "Starting with 0 host(s) before it, at DEBUG",
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
        "nova-filter-left-none",
        "nova-no-hosts-at-start",
        "nova-compute-silent",
        "nova-build-failed",
        "nova-host-not-mapped",
        "nova-wanted-host-missing",
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 INFO nova.filters "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Filtering removed "
            "all hosts for the request with instance ID '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'. "
            "Filter results: ['AvailabilityZoneFilter: (start: 3, end: 3)', 'RamFilter: (start: 3, "
            "end: 0)']\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:50.120 4711 INFO nova.compute.manager "
            "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] [instance: "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0] Took 21.38 seconds to build instance.\n"
        ),
    ),
    fix=(
        "make the hosts fit what the filter wants (start services, free room, set aggregate "
        "metadata), or ask for something else"
    ),
)
