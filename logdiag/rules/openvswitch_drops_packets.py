"""Open vSwitch loses packets on their way to it.

What it looks for: `lost packet on port channel N of handler M`, many within a day.

Why it fails a launch: the first packets of new connections are lost: DHCP and ARP of new instances among
them.

What to do: see the load of the host, and the flows per second.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00057|bridge|WARN|"

rule = told(
    id="openvswitch-drops-packets",
    kinds={"openvswitch.packets_lost"},
    subject="host",
    noun="host",
    times=5,
    within=86400,
    title="Open vSwitch on {where} loses first packets of connections",
    means=(
        "The kernel hands packets without a flow to ovs-vswitchd, and its queue is full: too many"
        " new connections a second, or too little CPU. Requests of new guests (ARP, DHCP) are "
        "such packets, and are lost with them; guests ask again."
    ),
    severity="warning",
    stage="addressed",
    category="network.link",
    says="Open vSwitch loses packets on their way to it",
    telling=Telling(
        confidence="possible",
        rivals=(("it is a short burst, and nobody noticed", "guests have their leases"),),
        asks=(
            Ask(
                "ovs-appctl dpctl/show -s",
                (
                    ("lost: grows", "more handler threads, less load"),
                    ("steady", "over"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_OVS}system@ovs-system: lost packet on port channel 0 of handler 0\n"
            f"{_OVS}system@ovs-system: lost packet on port channel 0 of handler 0\n"
            f"{_OVS}system@ovs-system: lost packet on port channel 0 of handler 0\n"
            f"{_OVS}system@ovs-system: lost packet on port channel 0 of handler 0\n"
            f"{_OVS}system@ovs-system: lost packet on port channel 0 of handler 0\n"
        ),
    ),
    quiet=((f"{_OVS}system@ovs-system: lost packet on port channel 0 of handler 0\n"),),
    fix="less load, or more handler threads",
)
