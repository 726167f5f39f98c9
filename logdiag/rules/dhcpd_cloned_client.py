"""Guests share one DHCP client id.

What it looks for: `uid lease IP for client MAC is duplicate on NETWORK`.

Why it fails a launch: images that were cloned with their DUID or client id look like one client to dhcpd:
each takes the address of the other.

What to do: make the image forget its machine id and DUID.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "

rule = told(
    id="dhcpd-cloned-client",
    kinds={"dhcpd.duplicate_uid"},
    subject="client",
    noun="client",
    fields=(
        "ip",
        "network",
    ),
    title="{many} on {where} asks with the client id of another: {name}",
    means=(
        "dhcpd knows clients by their id before their MAC. A guest cloned from a running one "
        "(with /etc/machine-id or a DUID in it) asks with the same id, and gets the lease of the "
        "other: addresses change hands, and connections break."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.client",
    says="guests cloned from one image share a DHCP client id",
    telling=Telling(
        confidence="possible",
        rivals=(
            (
                "one guest boots by PXE and then by its system, with two ids",
                "it is one guest, and has its address",
            ),
        ),
    ),
    fires=((f"{_DHCPD}uid lease 172.31.0.10 for client d0:0d:e1:00:00:01 is duplicate on euca\n"),),
    quiet=((f"{_DHCPD}DHCPACK on 172.31.0.10 to d0:0d:e1:00:00:01 via br0\n"),),
    fix="remove machine id and DUID from the image",
)
