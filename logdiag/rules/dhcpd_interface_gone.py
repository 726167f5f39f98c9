"""An interface that dhcpd serves went down under it.

What it looks for: `receive_packet failed on br0: Network is down`, and no start of dhcpd since.

Why it fails a launch: dhcpd holds a socket on the interface of before. When the bridge is made anew it
goes on listening on nothing.

What to do: restart dhcpd once the bridge is there again.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "
_LATER = "Nov 22 06:12:44 nc01 dhcpd[24290]: "

rule = told(
    id="dhcpd-interface-gone",
    kinds={"dhcpd.receive_failed"},
    mended_by={"dhcpd.start", "dhcpd.listening"},
    subject="iface",
    noun="interface",
    fields=("reason",),
    title="dhcpd on {where} lost its interface {name}: {reason}",
    means=(
        "{iface} was taken down or removed while dhcpd served it (a network restart, a bridge "
        "made anew). dhcpd holds on to the old socket and hears no guest until it is restarted, "
        "though it runs."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="an interface that dhcpd serves went down under it",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "the interface came back by itself, with the same index",
                "DHCPDISCOVER via {iface} after that",
            ),
        ),
        asks=(
            Ask(
                "ip -br link show {iface}",
                (
                    ("UP", "restart dhcpd"),
                    ("DOWN or none", "bring it up, then restart dhcpd"),
                ),
            ),
        ),
    ),
    fires=((f"{_DHCPD}receive_packet failed on br0: Network is down\n"),),
    quiet=((f"{_LATER}Internet Systems Consortium DHCP Server 4.4.3-P1\n"),),
    fix="restart dhcpd when the bridge is up again",
)
