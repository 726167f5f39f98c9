"""Ironic cannot control the power of a machine.

What it looks for: `IPMI Error while attempting ...`, `IPMI call failed`, `Redfish connection failed`,
`could not get power state`, `Timed out after N secs waiting for power off`.

Why it fails a launch: a machine is deployed by switching it off and on from its BMC.

What to do: try the BMC by hand with the same address and user.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="ironic-bmc-unreachable",
    kinds={"ironic.power_timed_out", "ironic.power_unknown", "ironic.bmc_refused"},
    mended_by={"ironic.node_active"},
    subject="node",
    noun="machine",
    fields=("reason", "state", "seconds"),
    title="ironic on {where} cannot control the power of {name}",
    means=(
        "ironic switches machines by their BMC (IPMI, Redfish, iLO, iDRAC). Timed out "
        "waiting for a power state: the BMC took the order and was too slow, or the "
        "machine did not follow; [conductor]power_state_change_timeout may be raised. No "
        "answer, or refused: the BMC's address, user or password in driver_info is "
        "wrong, its network is cut, or the BMC (for virtual machines vbmc) is down or "
        "hangs."
    ),
    severity="error",
    stage="requested",
    category="hypervisor",
    says="ironic cannot control the power of a machine",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the BMC is slow",
                "the power state changes a little later",
            ),
            (
                "the BMC is not reached, or refuses the user",
                "ipmitool power status by hand",
            ),
        ),
        asks=(
            Ask(
                "openstack baremetal node show {node} --fields driver_info last_error",
                (
                    (
                        "address or user is wrong",
                        "correct driver_info",
                    ),
                    (
                        "right",
                        "ask the BMC by hand; reset it if it hangs",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR ironic.conductor.utils [-] Timed out after "
            "30 secs waiting for power off on node 8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO ironic.conductor.utils [-] Successfully set "
            "node 8d2f0f9e-0b1c-4a6a-9a51-e2250b07a456 power state to power on by power on.\n"
        ),
    ),
    fix=("correct driver_info or reset the BMC; raise power_state_change_timeout where it is only slow"),
)
