"""Another machine uses the address of an interface.

What it looks for: systemd-networkd's `Dropping address ..., as an address conflict was detected.`, NetworkManager's
`IP address ... cannot be configured because it is already in use in the network`, dhcpcd's
`DAD detected`, a DHCPDECLINE of the machine's own client.

Why it fails a launch: the interface gives the address back, and the machine is left without one, or two
share it and answers go astray.

What to do: find the other user of the address: arping; then free it in one place.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="address-conflict",
    kinds={"networkd.conflict", "networkmanager.conflict", "dhclient.conflict"},
    subject="iface",
    noun="interface",
    fields=("ip",),
    title="Another machine uses the address of {name} on {where}",
    means=(
        "The network service asked (ARP) before it used the address ({ip}), and another machine "
        "answered that it has it. It did not take the address. A static address inside of a DHCP range, or a "
        "guest that was copied with its address, brings this about."
    ),
    severity="error",
    stage="addressed",
    category="network.link",
    says="another machine uses the address of an interface",
    telling=Telling(
        confidence="likely",
        beyond="not known: who the other one is",
        asks=(
            Ask(
                "arping -D -c 2 -I {iface} {ip}",
                (
                    (
                        "a reply",
                        "its MAC is the other user",
                    ),
                    (
                        "nothing",
                        "it is free by now",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 systemd-networkd[685]: eth0: Dropping address 172.31.0.10, as "
            "an address conflict was detected.\n"
        ),
    ),
    quiet=("Nov 22 06:16:00 nc01 systemd-networkd[685]: eth0: Gained carrier\n",),
    fix="free the address in one of both places",
)
