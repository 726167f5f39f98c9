"""A network card of a host lost its link and did not get it back.

What it looks for: `NIC Link is Down`, `Link is down` of a card's driver with no `Link is Up` for the same
card after it.

Why it fails a launch: guests on a bridge whose card has no link reach nobody outside: no DHCP server, no
metadata, no router of another host.

What to do: cable, transceiver and the switch's port; ip -br link.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="uplink-down",
    kinds={"kernel.link_down"},
    subject="iface",
    noun="card",
    fields=("driver",),
    mended_by={"kernel.link_up"},
    title="The network card {name} of {where} has no link",
    means=(
        "The driver of {iface} told that the link went down, and it did not come back as far as "
        "the log goes. If guests' bridges or the hosts' tunnels go out by it, they reach no DHCP "
        "server, metadata or router on other hosts."
    ),
    severity="error",
    stage="addressed",
    category="network.link",
    says="a network card of a host lost its link and did not get it back",
    telling=Telling(
        confidence="possible",
        needs_launch=True,
        beyond="not known: whether anything that guests need goes out by this card",
        rivals=(
            (
                "the card is not used, or its bond goes on with another",
                "ip -d link: a bond with another port that is up",
            ),
        ),
        asks=(
            Ask(
                "ip -br link show {iface}",
                (("NO-CARRIER", "it still has none: cable, transceiver, switch"), ("UP", "it came back")),
            ),
        ),
    ),
    fires=(
        "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] ixgbe 0000:01:00.0 eno1: NIC Link is "
        "Down\nNov 22 06:16:09 nc01 libvirtd[902]: libvirt version: 9.0.0\n",
    ),
    quiet=(
        "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] ixgbe 0000:01:00.0 eno1: NIC Link is Up 10 "
        "Gbps, Flow Control: RX/TX\n",
    ),
    fix="cable, transceiver and the switch's port of that card",
)
