"""neutron could bind a port to no host.

What it looks for: `Failed to bind port PORT on host HOST for vnic_type ... using segments`, of a port
that was not wired since.

Why it fails a launch: no mechanism driver took the port, so its vif_type is binding_failed, and nova
gives the instance up (`Binding failed for port`).

What to do: see whether the layer-2 agent of that host is alive, and whether it knows the physical network
of the segment.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "

rule = told(
    id="neutron-bind-failed",
    kinds={"neutron.bind_failed"},
    mended_by={"neutron.provisioned"},
    subject="port",
    noun="port",
    fields=(
        "node",
        "vnic",
        "segments",
    ),
    title="neutron could bind {many} to no driver on host {node}: {name}",
    means=(
        "neutron-server asked every mechanism driver for port {port} on {node}, and none took it."
        " Mostly the layer-2 agent of that host is dead or not heard (then a line says 'dead "
        "agent' or 'not active'), the host's bridge_mappings lack the segment's physical network,"
        " the network type is not enabled there, or the host name of agent and nova-compute "
        "differ. nova gets vif_type binding_failed and gives the instance up."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="neutron could bind a port to no host",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("the layer-2 agent of {node} is dead or not heard", "openstack network agent list"),
            (
                "the physical network is not in the agent's bridge_mappings",
                "the agent's configurations lack it",
            ),
            (
                "agent and nova-compute call the host by different names",
                "network agent list and compute service list differ",
            ),
        ),
        beyond="not known: agent, physical network or host name; the commands split it",
        asks=(
            Ask(
                "openstack network agent list --host {node}",
                (
                    (
                        "the layer-2 agent XXX or False",
                        (
                            "it is dead, or its reports do not arrive: restart it and look at RabbitMQ "
                            "and clocks"
                        ),
                    ),
                    ("alive", "look at its bridge_mappings and at the network's physical network"),
                ),
            ),
            Ask(
                "openstack port show {port} -c binding_host_id -c binding_vif_type -c status",
                (
                    ("binding_failed", "it stays so: delete the port or rebind it after the mend"),
                    ("bound", "a later try worked"),
                ),
            ),
        ),
        fix=(
            "restart the layer-2 agent on {node}; correct its bridge_mappings",
            (
                "then delete the failed instance and launch again: a port that failed stays "
                "binding_failed until it is updated"
            ),
        ),
    ),
    symptom_of=(
        "neutron-physical-network",
        "neutron-no-chassis",
        "neutron-agent-dead",
        "oslo-no-reply",
        "oslo-broker-unreachable",
    ),
    fires=(
        (
            f"{_SERVER}Failed to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d on host cmp07 for "
            f"vnic_type normal using segments [{{'id': 'ef33', 'network_type': 'vlan', "
            f"'physical_network': 'physnet1', 'segmentation_id': 103, 'network_id': "
            f"'6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c'}}]\n"
        ),
    ),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="restart the layer-2 agent of the host, or correct its bridge_mappings",
)
