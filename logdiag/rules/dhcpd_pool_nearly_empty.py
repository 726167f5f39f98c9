"""A pool of dhcpd is all but used up.

What it looks for: `Reclaiming abandoned lease`, which dhcpd does only when nothing else is left, and
`Pool threshold exceeded`.

Why it fails a launch: the next guests get no address.

What to do: widen the range, shorten lease times, or free addresses that are abandoned.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "

rule = told(
    id="dhcpd-pool-nearly-empty",
    kinds={"dhcpd.reclaiming", "dhcpd.pool_threshold"},
    subject="host",
    noun="host",
    fields=(
        "network",
        "used",
        "total",
    ),
    title="The DHCP pool on {where} is all but used up",
    means=(
        "dhcpd gives out abandoned addresses (those that somebody else answered on) only when no "
        "free one is left, and warns at a threshold that is set. Guests of before still run; new "
        "ones will be refused with 'no free leases'."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.pool",
    says="a pool of dhcpd is all but used up",
    telling=Telling(
        confidence="possible",
        asks=(
            Ask(
                "grep -c 'binding state active' /var/lib/dhcp/dhcpd.leases",
                (
                    ("as many as the range has", "the range is too small"),
                    ("far fewer", "many are abandoned: somebody uses them"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "dhcpd-no-free-leases",
        "dhcp-declined",
    ),
    fires=((f"{_DHCPD}Reclaiming abandoned lease 172.31.0.10.\n"),),
    quiet=((f"{_DHCPD}Wrote 3 leases to leases file.\n"),),
    fix="widen the range, or shorten the lease time",
)
