"""A DHCP range of dnsmasq does not fit its network.

What it looks for: `DHCP range IP -- IP is not consistent with netmask MASK`.

Why it fails a launch: dnsmasq gives nothing out of that range.

What to do: correct dhcp-range or the interface's netmask.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dnsmasq-range-wrong",
    kinds={"dnsmasq.range_wrong"},
    subject="ip",
    noun="range",
    fields=(
        "other_ip",
        "netmask",
    ),
    title="The DHCP range {ip} to {other_ip} on {where} does not fit its netmask {netmask}",
    means=(
        "The ends of the range lie in different networks by the netmask of the interface: the "
        "range was made for another netmask. Guests there get no address."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.config",
    says="a DHCP range of dnsmasq does not fit its network",
    telling=Telling(
        confidence="confirmed",
        asks=(
            Ask(
                "ip -br addr",
                (("another prefix length than the range was made for", "correct one of them"),),
            ),
        ),
    ),
    fires=((f"{_MASQ}DHCP range 10.1.2.3 -- 10.1.2.30 is not consistent with netmask 255.255.255.252\n"),),
    quiet=((f"{_MASQ}DHCP, IP range 172.31.0.10 -- 172.31.0.50, lease time 1h\n"),),
    fix="correct the range or the netmask",
)
