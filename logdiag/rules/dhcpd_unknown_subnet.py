"""dhcpd hears requests from networks that it does not know.

What it looks for: `Packet from unknown subnet: IP`.

Why it fails a launch: a relay passes on requests of a network for which there is no subnet statement: its
guests get no answer.

What to do: add the subnet.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "

rule = told(
    id="dhcpd-unknown-subnet",
    kinds={"dhcpd.unknown_subnet", "dhcpd.packet_refused"},
    subject="host",
    noun="host",
    fields=("ip",),
    title="dhcpd on {where} hears requests from a network that it does not know",
    means=(
        "The relay's address (or the interface) is in no declared subnet, so guests there are not"
        " answered by this server."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.config",
    says="dhcpd hears requests from a network it does not know",
    telling=Telling(
        confidence="possible",
        rivals=(("another server is meant for that network", "its guests have leases"),),
    ),
    fires=((f"{_DHCPD}Packet from unknown subnet: 10.9.0.1\n"),),
    quiet=((f"{_DHCPD}DHCPDISCOVER from d0:0d:e1:00:00:01 via br0\n"),),
    fix="add the subnet to dhcpd.conf",
)
