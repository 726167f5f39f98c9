"""The Linux bridge agent could not put a port into its bridge.

What it looks for: `Unable to add tapX to brqY! Exception: ...`, `Failed creating vxlan interface`,
`Unable to create VLAN interface ... because it is in use by another interface`.

Why it fails a launch: the tap stays outside of its network: nova waits for it in vain, or the instance
has no network.

What to do: read the exception; look for an interface of that VLAN or VNI that somebody else made.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_AGENT = (
    "2026-11-22 05:54:48.123 4711 ERROR "
    "neutron.plugins.ml2.drivers.openvswitch.agent.ovs_neutron_agent [-] "
)
_ALATER = (
    "2026-11-22 05:55:48.123 4711 INFO neutron.plugins.ml2.drivers.openvswitch.agent.ovs_neutron_agent [-] "
)

rule = told(
    id="neutron-bridge-refused",
    kinds={"neutron.bridge_refused"},
    subject="host",
    noun="host",
    fields=(
        "reason",
        "iface",
        "segment",
    ),
    title="neutron's Linux bridge agent on {where} could not wire a port: {iface}",
    means=(
        "The bridge (brq), its VLAN or its VXLAN interface could not be made: another interface "
        "has the same VLAN or VNI (left over, or made by hand), the physical interface is "
        "missing or is a bridge itself (physical_interface_mappings must name a plain interface, "
        "as no bridge goes into a bridge), or the tap was gone already. Ports of that network "
        "are not wired on this host."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="the Linux bridge agent could not put a port into its bridge",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("the instance was just being deleted, and its tap was gone", "its deletion stands nearby"),
        ),
        asks=(
            Ask(
                "ip -d -br link show type vxlan",
                (
                    (
                        "the VNI on an interface that is not vxlan-VNI",
                        "somebody else's, or left over: remove it",
                    ),
                    ("none", "see the exception"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_AGENT}Unable to add tap1d3b2c4a-5e to brq6f0a1b2c-3d! Exception: Exit code: 1; "
            f"Stderr: No such device\n"
        ),
        (f"{_AGENT}Failed creating vxlan interface for 1001\n"),
    ),
    quiet=(
        (
            f"{_ALATER}Port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d was not found on the integration "
            f"bridge and will therefore not be processed\n"
        ),
    ),
    fix="remove the interface in the way, restart the agent",
)
