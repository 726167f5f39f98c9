"""The switch does not answer a bond by LACP.

What it looks for: `Warning: No 802.3ad response from the link partner for any adapters in the bond`.

Why it fails a launch: a bond without a partner carries at most one port, or nothing: bridges on it are cut
off, and guests with them.

What to do: configure LACP on the switch's ports, or take another mode for the bond.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="bond-without-partner",
    kinds={"kernel.bond_alone"},
    subject="iface",
    noun="bond",
    mended_by={"kernel.bond_up"},
    title="The switch does not answer the bond {name} of {where} by LACP",
    means=(
        "The bond is in mode 802.3ad and no port got an LACP answer: the ports of the switch "
        "are not in a channel group, or the cables lead elsewhere. At boot it may be said "
        "once before the switch is ready, and mean nothing."
    ),
    severity="warning",
    stage="plugged",
    category="network.link",
    says="the switch does not answer a bond by LACP",
    telling=Telling(
        confidence="possible",
        needs_launch=True,
        rivals=(
            (
                "it was said before the link was up",
                "the partner MAC in /proc/net/bonding is not zero",
            ),
        ),
        asks=(
            Ask(
                "cat /proc/net/bonding/{iface}",
                (
                    (
                        "Partner Mac Address: 00:00:00:00:00:00",
                        "the switch does not speak LACP",
                    ),
                    (
                        "a MAC",
                        "it came later",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 kernel: [   16.301122] bond0: Warning: No 802.3ad response "
            "from the link partner for any adapters in the bond\nNov 22 06:16:00 nc01 "
            "libvirtd[902]: libvirt version: 9.0.0\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 kernel: [   16.301122] bond0: (slave eno1): Enslaving as a "
            "backup interface with an up link\n"
        ),
    ),
    fix="put the switch's ports into an LACP group",
)
