"""A compute node could not report its resources.

What it looks for: `Error updating resources for node ...`, `Failed to create resource provider record in
placement API`.

Why it fails a launch: the scheduler does not choose a node whose resources it does not know.

What to do: read the traceback behind it; look for a stale provider of that name.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="nova-resources-not-reported",
        kinds={"nova.resources_not_updated", "nova.provider_not_created"},
        mended_by={"nova.spawned"},
        subject="node",
        noun="node",
        fields=("reason",),
        times=1,
        title="{name} could not report what it has: {reason}",
        means=(
            "nova-compute counts and reports its processors, memory, disk and devices every minute. "
            "While that fails, placement and the scheduler work with old numbers or none, and the "
            "node gets no instances, or too many."
        ),
        severity="warning",
        stage="scheduled",
        category="compute.capacity",
        says="a compute node could not report its resources",
        telling=Telling(
            confidence="likely",
            asks=(
                Ask(
                    "openstack resource provider list",
                    (
                        (
                            "the name with another uuid",
                            "delete the stale provider when it has no allocations",
                        ),
                        ("right", "the traceback tells"),
                    ),
                ),
            ),
        ),
        symptom_of=(
            "nova-placement-unreachable",
            "nova-libvirt-down",
            "database-unreachable",
            "oslo-no-reply",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR nova.compute.manager "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Error updating "
                "resources for node nc03.example.net.: libvirt.libvirtError: Node device not found: no "
                "node device with matching name 'net_tap11112222_33_fe_16_3e_00_00_01'\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO nova.compute.resource_tracker "
                "[req-6f2d0b3a-1f4e-4a52-9d0a-6a7c1f0e2b11 8e1f6c0d 77d0c1b2 - - -] Final resource "
                "view: name=nc03 phys_ram=257520MB used_ram=8704MB phys_disk=1787GB used_disk=140GB "
                "total_vcpus=48 used_vcpus=14 pci_stats=[]\n"
            ),
        ),
        fix="mend what the reason names, then restart nova-compute on the node",
    )
)
