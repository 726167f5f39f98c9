"""The table of neighbours (ARP) is full.

What it looks for: `neighbour: arp_cache: neighbor table overflow!`, `Neighbour table overflow.`

Why it fails a launch: the host can not learn the addresses of further guests: new ones are unreachable, by
turns, while old ones work.

What to do: raise net.ipv4.neigh.default.gc_thresh1, 2 and 3 above the number of addresses on the host's
networks.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="neighbours-full",
    kinds={"kernel.neighbours_full"},
    subject="host",
    noun="host",
    fields=("table",),
    title="The neighbour (ARP) table of {where} is full: new guests are unreachable",
    means=(
        "The kernel keeps at most gc_thresh3 neighbours (1024 by default), and the networks of this"
        " host have more: addresses of"
        " new guests are not learned, so that guests are unreachable by turns. Lookups of names and"
        " DHCP relays fail with it."
    ),
    severity="error",
    stage="configured",
    category="limits",
    says="the neighbour (ARP) table is full: new guests are unreachable",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask("ip -s neigh show nud all", (("more than 1000 lines", "raise gc_thresh3 above that"),)),
            Ask("sysctl net.ipv4.neigh.default.gc_thresh3", (("1024", "the default"),)),
        ),
        fix=("raise net.ipv4.neigh.default.gc_thresh1, gc_thresh2 and gc_thresh3 (and those of ipv6)",),
    ),
    fires=(
        f"{_HEAD}neighbour: arp_cache: neighbor table overflow!\n",
        f"{_HEAD}Neighbour table overflow.\n",
    ),
    quiet=(f"{_HEAD}device vnet68 entered promiscuous mode\n",),
    fix="raise net.ipv4.neigh.default.gc_thresh1, 2 and 3",
)
