"""A DHCP server finds addresses of its own in use by machines that it knows nothing of.

What it looks for: `Abandoning IP address IP: pinged before offer`, `ICMP Echo reply while lease IP
valid`, dnsmasq's `not using configured address IP because it is in use by the server or relay`.

Why it fails a launch: the server leaves such an address out, so that a pool shrinks, and a guest for
which just that address is meant gets none.

What to do: find who has the address, or take it out of the pool.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "
_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dhcp-address-in-use",
    kinds={"dhcpd.abandoning", "dhcpd.address_answers", "dnsmasq.address_in_use"},
    subject="ip",
    noun="address",
    nouns="addresses",
    fields=("reason",),
    where=lambda fields: not fields["reason"].startswith("declined"),
    title="{many} of the DHCP server on {where} answered before being given out: {name}",
    means=(
        "The server asked by ping before it offered {ip}, and a machine answered: somebody set "
        "that address by hand, or another DHCP server gives out the same range. It offers another"
        " address where it has one; a guest with this one as its fixed address gets none."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.pool",
    says="addresses of a DHCP server are in use by machines it knows nothing of",
    telling=Telling(
        confidence="possible",
        rivals=(
            (
                "the guest that had the lease is still there, and the server lost its lease file",
                "dhcpd.leases is younger than the guest",
            ),
        ),
        asks=(
            Ask(
                "arping -c 3 -D {ip}",
                (
                    ("a reply with a MAC", "that machine has it"),
                    ("no reply", "it is free again"),
                ),
            ),
        ),
    ),
    fires=(
        (f"{_DHCPD}Abandoning IP address 172.31.0.15: pinged before offer\n"),
        (f"{_MASQ}not using configured address 10.1.2.3 because it is in use by the server or relay\n"),
    ),
    quiet=((f"{_DHCPD}DHCPOFFER on 172.31.0.15 to d0:0d:33:70:32:04 via br0\n"),),
    fix="find who uses the address, or take it out of the pool",
)
