"""A bond has no working link left.

What it looks for: the kernel's `BOND: now running without any active interface!`, and no `active interface
up!` after it.

Why it fails a launch: what goes out by the bond (guests' bridges, tunnels, storage) reaches nobody.

What to do: cables, transceivers and ports of the switch of all its members; its modes and delays.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="bond-lost",
    kinds={"kernel.bond_lost"},
    mended_by={"kernel.bond_up"},
    subject="iface",
    noun="bond",
    title="The bond {name} of {where} has no working link left",
    means=(
        "All members of {iface} are down for the bonding driver: no carrier on any cable, a switch that is off or"
        " blocks the ports, or a setting that takes them down again (updelay and miimon, an ARP target that does not"
        " answer). Guests' bridges, tunnels and storage that go out by it are cut off."
    ),
    severity="error",
    stage="addressed",
    category="network.link",
    says="a bond has no working link left",
    telling=Telling(
        confidence="likely",
        needs_launch=True,
        beyond="not known: why its members are down",
        asks=(
            Ask(
                "cat /proc/net/bonding/{iface}",
                (
                    ("MII Status: down at each member", "cable, transceiver or switch"),
                    ("MII Status: up", "it came back"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_HEAD}bond0: now running without any active interface!\nNov 22 06:16:00 nc01 libvirtd[902]: libvirt version:"
        " 9.0.0\n",
    ),
    quiet=(f"{_HEAD}bond0: (slave eno1): Enslaving as a backup interface with an up link\n",),
    fix="bring one of its links up: cable, transceiver, the switch's ports, the bond's settings",
)
