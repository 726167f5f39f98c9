"""A port is on the bridge, but cannot send.

What it looks for: `VIF port: PORT has no ofport configured`.

Why it fails a launch: the tap is in the switch's database, but not in the switch: the interface does not
exist or could not be opened.

What to do: see whether the tap exists; restart the instance.
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
    id="neutron-port-unusable",
    kinds={"neutron.no_ofport"},
    subject="port",
    noun="port",
    title="{many} on {where} cannot send: {name}",
    means=(
        "Open vSwitch has no port number for it (ofport -1): the tap was not there when the "
        "switch wanted to open it, or is held by another. The instance runs without a network."
    ),
    severity="warning",
    stage="plugged",
    category="network.plug",
    says="a port is on the bridge, but cannot send",
    telling=Telling(
        confidence="possible",
        rivals=(("the instance was just being deleted", "its deletion stands nearby"),),
        asks=(
            Ask(
                "ovs-vsctl list interface",
                (
                    (
                        "error: could not open network device",
                        "the tap is gone: stop and start the instance",
                    ),
                    ("ofport set", "over by now"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_AGENT}VIF port: 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d has no ofport configured or "
            f"is invalid, and might not be able to transmit. (ofport=-1)\n"
        ),
    ),
    quiet=(
        (
            f"{_ALATER}Port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d was not found on the integration "
            f"bridge and will therefore not be processed\n"
        ),
    ),
    fix="stop and start the instance, so that its tap is made anew",
)
