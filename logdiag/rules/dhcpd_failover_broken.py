"""A failover pair of dhcpd lost its partner.

What it looks for: `failover peer NAME: I move from normal to communications-interrupted` (or partner-
down), and no return to normal.

Why it fails a launch: each server gives out only its half of the free addresses while it cannot talk to
the other; when that is used up guests are refused with `peer holds all free leases`.

What to do: bring the partner back, or set partner-down on the survivor once it is surely dead.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "
_LATER = "Nov 22 06:12:44 nc01 dhcpd[24290]: "

rule = told(
    id="dhcpd-failover-broken",
    kinds={"dhcpd.failover_moved", "dhcpd.failover_timeout"},
    mended_by={"dhcpd.failover_normal"},
    subject="network",
    noun="failover pair",
    fields=("state",),
    where=lambda fields: fields["state"] in ("", "communications-interrupted", "partner-down"),
    title="dhcpd on {where} lost its failover partner: {name}",
    means=(
        "The partner does not answer. This server may give out only its own half of the free "
        "addresses until it is told that the other is dead (partner-down): it refuses new guests "
        "when they are used up, though the pool looks half empty."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.server",
    says="a failover pair of dhcpd lost its partner",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("the network between the two is broken, and both run", "both say communications-interrupted"),
        ),
    ),
    fires=((f"{_DHCPD}failover peer dhcp-failover: I move from normal to communications-interrupted\n"),),
    quiet=(
        (f"{_LATER}failover peer dhcp-failover: I move from communications-interrupted to normal\n"),
        (f"{_DHCPD}failover peer dhcp-failover: I move from recover-done to normal\n"),
    ),
    fix="bring the partner back, or set partner-down",
)
