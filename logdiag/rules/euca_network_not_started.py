"""The node could not set up an instance's network.

What it looks for: `start network failed for instance, terminating it`, `failed to start network (port=..
vlan=.. return=..)`.

Why it fails a launch: the bridge of the instance's network could not be made: the instance ends.

What to do: look at VNET_BRIDGE, VNET_PRIVINTERFACE and VLANs on the node.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "

rule = told(
    id="euca-network-not-started",
    kinds={"nc.network_not_started"},
    subject="instance",
    noun="instance",
    fields=("vlan",),
    state="failed",
    title="The network of {many} could not be set up on the node: {name}",
    means=(
        "The node makes (or looks for) the bridge that the instance is plugged into, and failed: "
        "the interface named in eucalyptus.conf does not exist, the VLAN cannot be made, or the "
        "helper that does it as root failed."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="the node could not set up an instance's network",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "ip -br link show type bridge",
                (
                    ("VNET_BRIDGE is missing", "create it"),
                    ("it is there", "look at VNET_PRIVINTERFACE and at the VLAN"),
                ),
            ),
        ),
    ),
    fires=((f"{_EUCA}[i-7C4F3DF4] start network failed for instance, terminating it\n"),),
    quiet=((f"{_EUCA}[i-7C4F3DF4] booting\n"),),
    fix="create the bridge that eucalyptus.conf names",
)
