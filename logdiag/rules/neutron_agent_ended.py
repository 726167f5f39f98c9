"""neutron's agent of the switch ended at its start.

What it looks for: `Failed to create OVS patch port. ... Agent terminated!`, `Parsing bridge_mappings
failed`, `Parsing physical_interface_mappings failed`, `Tunneling can't be enabled with invalid
local_ip`.

Why it fails a launch: without its agent a node wires no port: nova waits for it in vain, or the port is
not bound.

What to do: correct what the line names, then start the agent.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told
from logdiag.services import by_service

rule = by_service(
    told(
        id="neutron-agent-ended",
        kinds={"neutron.agent_ended"},
        subject="program",
        noun="agent",
        fields=("reason", "ip"),
        title="{name} on {where} ended: {reason}",
        means=(
            "The agent does not accept what it found and terminates; the node's ports are "
            "not wired and the agent is shown as dead. Tunnels or patch ports not supported: "
            "the openvswitch of this host, mostly its kernel module, is too old or of "
            "another version than its tools: upgrade it or load the module that came with "
            "it. A mapping: bridge_mappings or physical_interface_mappings is written wrong. "
            "local_ip: the address for tunnels is on no interface of this host."
        ),
        severity="error",
        stage="plugged",
        category="network.plug",
        says="neutron's agent of the switch ended at its start",
        telling=Telling(
            confidence="likely",
            asks=(
                Ask(
                    "ovs-vsctl show",
                    (
                        (
                            "an answer",
                            "compare ovs_version with the kernel module: modinfo openvswitch",
                        ),
                        (
                            "no answer",
                            "start Open vSwitch first",
                        ),
                    ),
                ),
            ),
        ),
        symptom_of=("openvswitch-database-down", "switch-not-running"),
        fires=(
            (
                "2026-11-02 06:11:02.120 4711 ERROR "
                "neutron.plugins.ml2.drivers.openvswitch.agent.ovs_neutron_agent [-] Tunneling "
                "can't be enabled with invalid local_ip '10.0.0.7'. IP couldn't be found on this "
                "host's interfaces.\n"
            ),
        ),
        quiet=(
            ("2026-11-02 06:11:02.120 4711 INFO nova.service [-] Starting compute node (version 26.2.2)\n"),
        ),
        fix=(
            "correct the agent's configuration, or upgrade Open vSwitch and its kernel "
            "module, then start the agent"
        ),
    )
)
