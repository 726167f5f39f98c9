"""Ironic failed to deploy, clean or inspect a machine.

What it looks for: `moved to provision state "deploy failed"` (clean failed, inspect failed),
`Asynchronous exception for node`, `Failed to inspect node`, `Failed to tear down from cleaning`.

Why it fails a launch: the machine does not get to `active` or `available`.

What to do: read last_error of the node.
"""

from __future__ import annotations

from logdiag.rules.refused import refused
from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = refused(
    told(
        id="ironic-node-failed",
        kinds={"ironic.node_failed", "ironic.no_conductor"},
        mended_by={"ironic.node_active"},
        subject="node",
        noun="machine",
        fields=("reason", "rest"),
        title="ironic on {where} failed with {many}: {reason}",
        means=(
            "The reason is as ironic told it: a step "
            "before or beside it in the same log, or the machine's console, shows what "
            "failed."
        ),
        severity="warning",
        stage="prepared",
        category="hypervisor",
        says="ironic failed to deploy, clean or inspect a machine",
        telling=Telling(
            confidence="possible",
            rivals=(
                (
                    "the reason stands in the ramdisk's own log",
                    "/var/log/ironic/deploy",
                ),
            ),
            asks=(
                Ask(
                    ("openstack baremetal node show {node} --fields last_error provision_state"),
                    (
                        (
                            "an error",
                            "it is the last reason",
                        ),
                    ),
                ),
            ),
        ),
        symptom_of=(
            "ironic-bmc-unreachable",
            "ironic-image-refused",
            "ironic-node-silent",
            "http-server-unreachable",
        ),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR ironic.drivers.modules.agent_base [-] "
                "Asynchronous exception for node 8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456: Failed to "
                "process the next deploy step: no suitable device was found\n"
            ),
        ),
        quiet=(
            (
                "2026-11-02 06:11:02.120 4711 INFO ironic.conductor.utils [-] Successfully set "
                "node 8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456 power state to power on by power on.\n"
            ),
        ),
        fix="mend what last_error names, then deploy again",
    )
)
