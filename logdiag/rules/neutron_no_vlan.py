"""An agent has no VLAN left for another network.

What it looks for: `No local VLAN available for net-id=NET`.

Why it fails a launch: a host can carry 4094 networks; one more cannot be wired.

What to do: see why so many networks are on the host.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_AGENT = (
    "2026-11-22 05:54:48.123 4711 ERROR "
    "neutron.plugins.ml2.drivers.openvswitch.agent.ovs_neutron_agent [-] "
)
_ALATER = (
    "2026-11-22 05:55:48.123 4711 INFO neutron.plugins.ml2.drivers.openvswitch.agent.ovs_neutron_agent [-] "
)

rule = told(
    id="neutron-no-vlan",
    kinds={"neutron.no_vlan"},
    subject="network",
    noun="network",
    title="The agent on {where} has no VLAN left for {many}: {name}",
    means="Each network on a host takes one of 4094 local VLANs of br-int. All are taken.",
    severity="error",
    stage="plugged",
    category="network.plug",
    says="an agent has no VLAN left for another network",
    telling=Telling(
        confidence="confirmed",
    ),
    fires=((f"{_AGENT}No local VLAN available for net-id=6f0a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c\n"),),
    quiet=(
        (
            f"{_ALATER}Port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d was not found on the integration "
            f"bridge and will therefore not be processed\n"
        ),
    ),
    fix="move instances to other hosts, restart the agent",
)
