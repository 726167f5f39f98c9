"""A machine under deployment was not heard of.

What it looks for: `Timeout reached while waiting for callback for node ...`, `Timeout reached while
cleaning the node`, `inspection failed: ... timeout`.

Why it fails a launch: the deploy ramdisk calls back when it has booted; without that nothing is written.

What to do: watch the machine's console: does it boot from the network?
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="ironic-node-silent",
    kinds={"ironic.node_silent"},
    mended_by={"ironic.node_active"},
    subject="node",
    noun="machine",
    fields=("reason",),
    title=("The deploy ramdisk of {many} was not heard of by ironic on {where}: {name}"),
    means=(
        "The machine was switched on, and its ramdisk did not call back in time "
        "(deploy_callback_timeout): it did not boot from the network (no DHCP answer, "
        "TFTP or HTTP file missing, wrong boot order or port), it crashed, or it cannot "
        "reach ironic's API."
    ),
    severity="error",
    stage="configured",
    category="dhcp.client",
    says="a machine under deployment was not heard of",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "no DHCP answer, or no boot file",
                "the console shows PXE waiting",
            ),
            (
                "the ramdisk booted and cannot reach ironic's API",
                "its console shows the agent trying",
            ),
        ),
        asks=(
            Ask(
                ("openstack baremetal node show {node} --fields last_error provision_state"),
                (
                    (
                        "deploy failed or clean failed",
                        "look at the console and at dnsmasq or dhcpd for its MAC",
                    ),
                ),
            ),
        ),
    ),
    symptom_of=("ironic-bmc-unreachable",),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR ironic.conductor.utils [-] Timeout reached "
            "while waiting for callback for node 8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO ironic.conductor.utils [-] Successfully set "
            "node 8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456 power state to power on by power on.\n"
        ),
    ),
    fix="mend its network boot, then deploy again",
)
