"""Two hosts of OVN have one tunnel address.

What it looks for: `attempting to add tunnel port with same config as port`, and the southbound database's `identical
values (geneve and "IP") for index` on its table of tunnel ends.

Why it fails a launch: the port of the tunnel to that address flaps or is not made, or the host cannot enter itself:
guests there are reached by nobody.

What to do: a host that was installed again, or renamed, has left its old entry: list the chassis with that address,
delete the one that is gone.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OVS = "2026-11-22T05:54:48.123Z|00683|tunnel|WARN|"

rule = told(
    id="ovn-tunnel-address-twice",
    kinds={"openvswitch.tunnel_twice", "openvswitch.encap_twice"},
    subject="remote",
    noun="address",
    fields=("iface", "other"),
    title="Two entries of OVN have the tunnel address {name}",
    means=(
        "Open vSwitch on {where} is told of two hosts (chassis) with one tunnel address: {iface} and {other}. Mostly a"
        " host was set up again or got another name (system-id), and its old, stale entry is still in the southbound"
        " database; else two hosts were given one ovn-encap-ip. The tunnel to it is taken away and made again, or the"
        " host is not entered: its guests lose the others, and new ones have no network."
    ),
    severity="error",
    stage="plugged",
    category="network.link",
    says="two hosts of OVN have one tunnel address",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("two living hosts have the same ovn-encap-ip", "ovn-sbctl show names two hosts that both run"),
        ),
        asks=(
            Ask(
                "ovn-sbctl --columns=chassis_name,type,ip list Encap",
                (
                    (
                        "two names with one address",
                        "delete the chassis that is gone (ovn-sbctl chassis-del)",
                    ),
                    ("one", "it was mended since: restart ovn-controller if the port is still missing"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=(
        f"{_OVS}ovn-5c1d2e-0: attempting to add tunnel port with same config as port 'ovn-7a9b0c-0' (::->192.0.2.14,"
        " key=flow, legacy_l2, dp port=4)\n",
    ),
    quiet=(f"{_OVS}bridge br-int: added interface ovn-5c1d2e-0 on port 5\n",),
    fix="delete the stale chassis from the southbound database (ovn-sbctl chassis-del), or correct ovn-encap-ip",
)
