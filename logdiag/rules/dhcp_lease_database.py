"""Kea's lease database does not answer.

What it looks for: `ALLOC_ENGINE_V4_ALLOC_ERROR` with the database's words.

Why it fails a launch: without it no lease can be made.

What to do: see the database.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_KEA = "Nov 22 06:11:20 nc01 kea-dhcp4: "

rule = told(
    id="dhcp-lease-database",
    kinds={"kea.alloc_error"},
    mended_by={"dhcpd.ack", "dnsmasq.ack", "kea.leased"},
    subject="mac",
    noun="guest",
    fields=("reason",),
    title="Kea on {where} could not make a lease for {many}: {reason}",
    means="The pool may be full of free addresses: Kea could not ask or write its lease database.",
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="Kea's lease database does not answer",
    telling=Telling(
        confidence="likely",
        rivals=(("one lease is damaged", "others are given"),),
    ),
    fires=(
        (
            f"{_KEA}ERROR [kea-dhcp4.alloc-engine.140] ALLOC_ENGINE_V4_ALLOC_ERROR [hwtype=1 "
            f"d0:0d:7c:4f:3d:f4], cid=[no info], tid=0x1a2b3c4d: error during attempt to allocate "
            f"an IPv4 address: database down\n"
        ),
    ),
    quiet=((f"{_KEA}INFO  [kea-dhcp4.dhcp4.140] DHCP4_STARTED Kea DHCPv4 server version 2.2.0 started\n"),),
    fix="bring the lease database back",
)
