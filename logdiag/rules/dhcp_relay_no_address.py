"""A DHCP relay discards the requests that come in by an interface without an address.

What it looks for: dhcrelay's `Discarding packet received on IFACE interface that has no IPv4 address assigned.`

Why it fails a launch: the relay writes the address of that interface into the request, so that the server
knows the network. Without one nothing is passed on, and every guest behind it goes without an address.

What to do: give the interface the address of its network, before the relay is started again.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_RELAY = "Nov 22 06:27:03 gw01 dhcrelay[771]: "

rule = told(
    id="dhcp-relay-no-address",
    kinds={"dhcrelay.no_address"},
    mended_by={"dhcrelay.forwarded"},
    subject="iface",
    noun="interface",
    title="The DHCP relay on {where} discards what comes in by an interface without an address: {name}",
    means=(
        "A relay tells the server by the address of the interface of which network a request is. This one has none,"
        " so no request of the guests behind it reaches a server. Where the relay was told of an interface that"
        " has no guests, that is all it means."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.config",
    says="a DHCP relay discards requests that come in by an interface without an address",
    telling=Telling(
        confidence="possible",
        rivals=(("no guests are behind that interface", "the guests that fail are on another network"),),
        asks=(
            Ask(
                "ip -br -4 addr",
                (
                    ("the interface without address", "give it the address of its network"),
                    ("it has one by now", "the relay read it at its start: start it again"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_RELAY}Discarding packet received on br-prov interface that has no IPv4 address assigned.\n",
        f"{_RELAY}Discarding packet received on vlan42 interface that has no IPv4 address assigned.\n",
    ),
    quiet=(f"{_RELAY}Forwarded BOOTREQUEST for 52:54:00:12:9a:02 to 10.0.0.2\n",),
    fix="an address for the interface, then start the relay again",
)
