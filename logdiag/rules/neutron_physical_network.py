"""A host does not carry the physical network that a port needs.

What it looks for: `Refusing to bind port ... not supporting physical network`, `Cannot provision VLAN
network ... no bridge for physical_network`, `No bridge or interface mappings for physical network`,
`Bridge br-ex for physical network physnet1 does not exist. Agent terminated!`.

Why it fails a launch: the agent has no bridge that leads to that network, so that ports of it cannot be
wired on that host.

What to do: add the mapping physnet:bridge on that host, make the bridge, restart the agent.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_SERVER = "2026-11-22 05:54:48.123 4711 ERROR neutron.plugins.ml2.managers [req-5f323bd4 - - - - -] "
_AGENT = (
    "2026-11-22 05:54:48.123 4711 ERROR "
    "neutron.plugins.ml2.drivers.openvswitch.agent.ovs_neutron_agent [-] "
)

rule = told(
    id="neutron-physical-network",
    kinds={"neutron.physnet_missing", "neutron.bridge_missing"},
    subject="physnet",
    noun="physical network",
    fields=(
        "bridge",
        "node",
        "port",
    ),
    title="The physical network {name} is not connected on a host: its ports are not wired there",
    means=(
        "bridge_mappings (physical_interface_mappings) of the agent has no bridge or interface "
        "for {physnet}, or names one that does not exist; the agent then ends, or refuses every "
        "port of that network. Provider networks (flat, VLAN) need it on each host where their "
        "instances run."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="a host does not carry the physical network that a port needs",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: whether the host was meant to carry it",
        asks=(
            Ask(
                "ovs-vsctl get Open_vSwitch . external_ids:ovn-bridge-mappings",
                (
                    ("lacks {physnet}", "add it"),
                    ("has it", "see that its bridge exists: ovs-vsctl list-br"),
                ),
            ),
            Ask(
                "grep -rn mappings /etc/neutron/plugins/ml2",
                (("lacks {physnet}", "add it, restart the agent"),),
            ),
        ),
    ),
    fires=(
        (
            f"{_AGENT}Cannot provision VLAN network for "
            f"net-id=6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c - no bridge for physical_network "
            f"physnet1\n"
        ),
        (f"{_AGENT}Bridge br-ex for physical network physnet1 does not exist. Agent terminated!\n"),
        (
            f"{_SERVER}Refusing to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d on host cmp07 "
            f"due to the OVN chassis bridge mapping physical networks ['physnet2'] not supporting "
            f"physical network: physnet1\n"
        ),
    ),
    quiet=((f"{_SERVER}Attempt 2 to bind port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d\n"),),
    fix="map the physical network to a bridge that exists on that host, restart the agent",
)
