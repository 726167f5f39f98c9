"""A bond lost its last link.

What it looks for: `bond0: now running without any active interface!`, and no `active interface up!`
after it.

Why it fails a launch: whatever goes by that bond is cut off: guests' networks, storage, the message
bus.

What to do: look at the cables, the switch ports and LACP on the other side.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

rule = told(
    id="bond-dead",
    kinds={"kernel.bond_dead"},
    subject="iface",
    noun="bond",
    mended_by={"kernel.bond_back"},
    title="{name} on {where} has no link left: every interface of the bond is down",
    means=(
        "All interfaces of {iface} lost their link. Guests whose network, and services whose "
        "storage or message bus, goes by it are cut off; DHCP from outside does not reach guests."
        " When all links fail within seconds the fault is what they share: the switch, a card, or"
        " its settings (LACP)."
    ),
    severity="error",
    stage="plugged",
    category="network.link",
    says="a bond of the host lost its last link",
    telling=Telling(
        needs_launch=True,
        beyond="not known: whether the switch, the cables or the card is at fault",
        asks=(
            Ask(
                "cat /proc/net/bonding/{iface}",
                (
                    ("MII Status: down for each", "cables, switch or card"),
                    ("up", "it came back"),
                ),
            ),
        ),
        hits_all=True,
    ),
    fires=("Nov 22 06:16:00 nc01 kernel: bond0: now running without any active interface!\n",),
    quiet=("Nov 22 06:16:00 nc01 kernel: bond0: active interface up!\n",),
    fix="mend what the links share: switch, card, cables",
)
