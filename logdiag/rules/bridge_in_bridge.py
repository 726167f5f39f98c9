"""A bridge was to be put into another bridge.

What it looks for: `device NAME is a bridge device itself; can't enslave a bridge device to a bridge
device`.

Why it fails a launch: the kernel does not allow it: the ports of that network get no way out of the
host.

What to do: map the network to a plain interface (or to one end of a veth pair whose other end is in that
bridge).
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="bridge-in-bridge",
    kinds={"iproute.bridge_in_bridge"},
    subject="host",
    noun="host",
    fields=("task",),
    title=("A bridge was to be put into another bridge on {where}, which Linux does not allow: {task}"),
    means=(
        "The interface that a network is mapped to is a bridge itself. "
        "physical_interface_mappings of the Linux bridge agent (and the like of other "
        "tools) must name a plain interface, a bond or a VLAN of one. Where the host's "
        "own bridge is needed, a veth pair joins the two."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="a bridge was to be put into another bridge",
    telling=Telling(
        confidence="likely",
        asks=(
            Ask(
                "ip -d -br link show type bridge",
                (
                    (
                        "the interface of the mapping is listed",
                        "name a plain interface in the mapping instead",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "2026-11-02 06:11:02.120 4711 ERROR neutron.agent.linux.utils device br-eth1 is "
            "a bridge device itself; can't enslave a bridge device to a bridge device.\n"
        ),
    ),
    quiet=(
        (
            "2026-11-02 06:11:02.120 4711 INFO neutron.agent.securitygroups_rpc [-] "
            "Preparing filters for devices set(['tap1d3b2c4a-5e'])\n"
        ),
    ),
    fix="map the network to a plain interface and restart the agent",
)
