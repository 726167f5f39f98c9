"""The table of connections is full: new connections are dropped.

What it looks for: `nf_conntrack: table full, dropping packet`.

Why it fails a launch: the packets of new connections are dropped at random: DHCP, metadata and SSH of
guests, and the cloud's own services, time out while old connections go on.

What to do: sysctl net.netfilter.nf_conntrack_count beside _max; raise nf_conntrack_max (and hashsize); find
who opens so many (conntrack -L), a guest under attack or scanning.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_HEAD = "Nov 22 06:16:00 nc01 kernel: [ 8123.114204] "

rule = told(
    id="conntrack-full",
    kinds={"kernel.conntrack_full"},
    subject="host",
    noun="host",
    fields=("namespace",),
    title="The connection table of {where} is full: packets of new connections are dropped",
    means=(
        "The kernel follows every connection that passes through this host, its guests' too, and the"
        " table has no room: packets"
        " of new connections are dropped at random. Guests' DHCP, metadata and SSH, and the cloud's"
        " own services, time out,"
        " while connections that stand go on."
    ),
    severity="error",
    stage="configured",
    category="limits",
    says="the connection table is full: packets of new connections are dropped",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: who opens so many connections",
        asks=(
            Ask(
                "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max",
                (("count near max", "it is full now"), ("count far below", "it was a burst")),
            ),
            Ask(
                "ss -s",
                (("few connections of the host itself", "the guests make them: conntrack -L by source"),),
            ),
        ),
        fix=(
            "raise net.netfilter.nf_conntrack_max (and the hash size with it)",
            "find the guest that opens so many connections",
        ),
    ),
    fires=(
        (
            f"{_HEAD}nf_conntrack: nf_conntrack: table full, dropping packet\nNov 22 06:15:00 nc01"
            f" libvirtd[1402]: libvirt version: 9.0.0\n"
        ),
        f"{_HEAD}nf_conntrack: table full, dropping packet.\n",
    ),
    quiet=(f"{_HEAD}nf_conntrack version 0.5.0 (65536 buckets, 262144 max)\n",),
    fix="raise net.netfilter.nf_conntrack_max, and find who opens so many connections",
)
