"""A bridge hears its own address from outside: a loop, or a MAC that is there twice.

What it looks for: `received packet on eno1 with own address as source address`, `IPv6 duplicate address ...
detected!`

Why it fails a launch: with a loop or a MAC used twice switches learn wrong ports: guests lose packets by
turns, DHCP answers go astray.

What to do: find the second way (STP off, a bond without LACP, two ports in one bridge) or the second guest
with that MAC.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="own-address-seen",
    kinds={"kernel.own_address", "kernel.duplicate_ip6"},
    subject="iface",
    noun="interface",
    title="{where} hears its own address on {name}: a loop, or a MAC that is there twice",
    means=(
        "A packet with this host's (or guest's) own address came in by {iface}: there is a loop in"
        " the network, a bond whose"
        " switch does not know it, or another machine with the same MAC, as clones have."
    ),
    severity="warning",
    stage="configured",
    category="network.link",
    says="a loop in the network, or a MAC that is there twice",
    telling=Telling(
        needs_launch=True,
        asks=(Ask("bridge fdb show", (("the MAC on two ports", "that is where it is seen twice"),)),),
    ),
    fires=(
        (
            f"{_HEAD}br0: received packet on eno1 with own address as source address"
            f" (addr:fe:0d:7c:4f:3d:f4, vlan:0)\n"
        ),
    ),
    quiet=(f"{_HEAD}device vnet68 entered promiscuous mode\n",),
    fix="break the loop, or give one of the two another MAC",
)
