"""dhcpd has two interfaces in one network.

What it looks for: `Multiple interfaces match the same subnet: eth0 br0`.

Why it fails a launch: the card and the bridge on it both have an address of the network: answers may
leave by the wrong one, past the guests.

What to do: take the address off the card.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "

rule = told(
    id="dhcpd-two-interfaces",
    kinds={"dhcpd.several_interfaces"},
    subject="iface",
    noun="interface",
    fields=("other_iface",),
    title="dhcpd on {where} serves one network by two interfaces: {name} and {other_iface}",
    means=(
        "Both have an address in the same subnet, mostly a bridge and the card that is in it. "
        "Requests are heard on one and may be answered by the other."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.config",
    says="dhcpd has two interfaces in one network",
    telling=Telling(
        confidence="possible",
        asks=(Ask("ip -br addr", (("the same network twice", "take the address off the card"),)),),
    ),
    fires=((f"{_DHCPD}Multiple interfaces match the same subnet: eth0 br0\n"),),
    quiet=((f"{_DHCPD}Listening on LPF/br0/9a:57:47:9f:ff:36/172.31.0.0/16\n"),),
    fix="only the bridge has the address",
)
