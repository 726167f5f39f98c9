"""An address of the host is used by another machine.

What it looks for: systemd-networkd's `Dropping address ..., as an address conflict was detected` and
NetworkManager's `cannot be configured because it is already in use in the network by host ...`.

Why it fails a launch: the host, or the bridge that serves its guests, stays without that address: its
DHCP server, its gateway or its storage is not reached.

What to do: find the other machine by its MAC; give one of the two another address.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="host-address-taken",
    kinds={"networkd.address_taken", "networkmanager.address_taken"},
    subject="ip",
    noun="address",
    nouns="addresses",
    fields=(
        "iface",
        "mac",
    ),
    title="The address {name} of {where} is used by another machine",
    means=(
        "Before it took {ip} for {iface} the host asked who has it, and another machine answered:"
        " two machines are set to one address, or an old guest or a DHCP range holds it. The host"
        " goes without it, and whatever it serves there is not reached."
    ),
    severity="error",
    stage="plugged",
    category="network.link",
    says="an address of the host is used by another machine",
    telling=Telling(
        needs_launch=True,
        beyond="not known: which machine has it",
        asks=(
            Ask(
                "arping -D -c 2 -I {iface} {ip}",
                (
                    ("a reply", "its MAC is that of the other machine"),
                    ("none", "it is free now"),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 systemd-networkd[688]: br-ex: Dropping address 172.31.4.9, as "
            "an address conflict was detected.\n"
        ),
        (
            "Nov 22 06:16:00 nc01 NetworkManager[902]: <warn>  [1793512488.2211] device (br-ex): "
            "IP address 172.31.4.9 cannot be configured because it is already in use in the "
            "network by host D0:0D:7C:4F:3D:F4\n"
        ),
    ),
    quiet=("Nov 22 06:16:00 nc01 systemd-networkd[688]: br-ex: Gained carrier\n",),
    fix="find the other machine by its MAC and give one of the two another address",
)
