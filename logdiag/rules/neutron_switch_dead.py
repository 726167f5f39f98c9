"""Open vSwitch does not answer neutron's agent.

What it looks for: `OVS is dead. OVSNeutronAgent will keep running`, `OVS is down, not reporting state`,
`Switch connection timeout`, `Failed to communicate with the switch`, and no success since.

Why it fails a launch: no flow can be set: new ports are not wired, and the guests that run may be cut
off.

What to do: restart openvswitch (ovs-vswitchd), then the agent.
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
    id="neutron-switch-dead",
    kinds={"neutron.switch_dead"},
    mended_by={"neutron.switch_restarted", "neutron.ports_done"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="Open vSwitch on {where} does not answer neutron's agent",
    means=(
        "ovs-vswitchd is down or hangs. The agent runs on and waits: no port of a new instance is"
        " wired on this host, nova waits 300 s for it and gives up."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="Open vSwitch does not answer neutron's agent",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the agent's own controller thread hangs (ryu, os-ken), and the switch is well",
                "ovs-ofctl dump-flows br-int answers at once",
            ),
        ),
        asks=(
            Ask(
                "ovs-vsctl --timeout=5 show",
                (
                    ("it hangs, or cannot connect", "restart openvswitch-switch"),
                    ("an answer", "restart the agent"),
                ),
            ),
        ),
    ),
    symptom_of=("openvswitch-crashed",),
    fires=(
        (f"{_AGENT}OVS is dead. OVSNeutronAgent will keep running and checking OVS status periodically.\n"),
        (f"{_AGENT}Switch connection timeout\n"),
    ),
    quiet=((f"{_ALATER}OVS is restarted. OVSNeutronAgent will reset bridges and recover ports.\n"),),
    fix="restart Open vSwitch, then the agent",
)
