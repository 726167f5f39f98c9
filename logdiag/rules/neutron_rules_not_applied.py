"""An agent could not set firewall rules.

What it looks for: `IPTablesManager.apply failed to apply the following set of iptables rules`.

Why it fails a launch: security groups of new ports stay closed, or the port is not reported as wired.

What to do: read what iptables-restore said; see who holds its lock.
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
    id="neutron-rules-not-applied",
    kinds={"neutron.rules_not_applied"},
    subject="host",
    noun="host",
    title="neutron's agent on {where} could not set firewall rules",
    means=(
        "iptables-restore refused the rules: another program holds its lock (xtables lock), a "
        "module is missing, or a rule is refused by this version. New ports stay without their "
        "security group: mostly closed, DHCP too."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="an agent could not set firewall rules",
    telling=Telling(
        confidence="likely",
        rivals=(("the next try worked", "no such line later"),),
        asks=(
            Ask(
                "iptables-save -c",
                (
                    ("an error", "the backend (nft, legacy) or a module is wrong"),
                    ("rules", "see the agent's log for Stderr"),
                ),
            ),
        ),
    ),
    fires=((f"{_AGENT}IPTablesManager.apply failed to apply the following set of iptables rules:\n"),),
    quiet=(
        (
            f"{_ALATER}Port 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d was not found on the integration "
            f"bridge and will therefore not be processed\n"
        ),
    ),
    fix="see what iptables said, restart the agent",
)
