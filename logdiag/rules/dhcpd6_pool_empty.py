"""dhcpd has no IPv6 address left.

What it looks for: `Unable to pick client address: no addresses available` and `no IPv6 pools on this
shared network`.

Why it fails a launch: guests that need an address by DHCPv6 get none.

What to do: widen range6.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_D6 = "Nov 22 06:11:44 nc01 dhcpd6[24290]: "

rule = told(
    id="dhcpd6-pool-empty",
    kinds={"dhcpd.v6_pool_empty"},
    subject="host",
    noun="host",
    fields=("reason",),
    title="dhcpd on {where} has no IPv6 address left to give",
    means=(
        "The range6 of the network that the guest asks from is used up, or there is none. IPv4 is"
        " not touched."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.pool",
    says="dhcpd has no IPv6 address left",
    telling=Telling(
        confidence="likely",
        rivals=(("another server serves that network", "its log has a reply"),),
    ),
    fires=(
        (
            f"{_D6}Unable to pick client address: no addresses available  - shared network "
            f"2001:db8:44::/64: 16 total, 16 active,  0 abandoned\n"
        ),
    ),
    quiet=((f"{_D6}Sending Reply to fe80::9c98:a8ff:fe01:22d2 port 546\n"),),
    fix="widen range6",
)
