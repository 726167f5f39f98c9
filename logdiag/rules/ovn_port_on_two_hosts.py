"""Two hosts have an interface for one port of OVN, and take it from each other without end.

What it looks for: `Changing chassis for lport PORT from A to B`, three times and more within a minute, but for gateway
ports (`cr-`), which move when a gateway fails.

Why it fails a launch: whoever has the port for the moment has its traffic: the instance is reached now and then, or not
at all, and ovn-controller is busy on both hosts.

What to do: find the host on which the instance does not run, and delete the left-over interface there.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVN = "2026-11-22T05:54:48.123Z|00057|binding|INFO|"
_MOVED = f"{_OVN}Changing chassis for lport 1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d from hv1 to hv2.\n"

rule = told(
    id="ovn-port-on-two-hosts",
    kinds={"openvswitch.port_moved"},
    subject="port",
    fields=("old", "new"),
    where=lambda fields: not fields["port"].startswith(("cr-", "chassisredirect")),
    times=3,
    within=60,
    title="{many} of OVN is claimed by two hosts in turn: {name}: {old} and {new}",
    means=(
        "On both hosts an interface of Open vSwitch has this port's id (iface-id), so that both claim it, again and"
        " again. One of them was left behind by an instance that was moved, evacuated or made anew, or two hosts have"
        " one system-id. A migration moves a port once or twice, not without end."
    ),
    severity="error",
    stage="plugged",
    category="network.plug",
    says="two hosts have an interface for one port of OVN, and take it from each other without end",
    telling=Telling(
        confidence="likely",
        asks=(
            Ask(
                "ovs-vsctl --columns=name,external_ids find Interface external_ids:iface-id={port}",
                (
                    (
                        "an interface, on the host without the instance",
                        "it is left over: ovs-vsctl del-port",
                    ),
                    (
                        "on both hosts, and the instance runs on both",
                        "stop it on one: two machines of one instance",
                    ),
                ),
            ),
        ),
    ),
    fires=(_MOVED * 3,),
    quiet=(_MOVED, (_MOVED * 3).replace("1d3b2c4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d", "cr-lrp-1d3b2c4a")),
    fix="delete the interface on the host where the instance does not run (ovs-vsctl del-port br-int NAME)",
)
