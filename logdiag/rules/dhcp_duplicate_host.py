"""Two host entries of the DHCP server have one address.

What it looks for: dnsmasq's `duplicate IP address IP (NAME) in dhcp-config directive`, dhcpd's `Dynamic
and static leases present for IP`, Kea's `conflicting reservation`.

Why it fails a launch: only one of the guests can have the address; the other is refused or gets another
one than the cloud thinks.

What to do: correct one of the entries; take fixed addresses out of the range.
"""

from __future__ import annotations

from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "
_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dhcp-duplicate-host",
    kinds={"dnsmasq.duplicate_host", "dhcpd.dynamic_and_static", "kea.address_conflict"},
    subject="ip",
    noun="address",
    nouns="addresses",
    title="{many} of the DHCP server on {where} is meant for more than one guest: {name}",
    means=(
        "{ip} stands in two host entries, or in a host entry and in the range that is given out "
        "to anybody. Whoever asks first has it; the other guest gets none, or an address that the"
        " cloud does not know of."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.config",
    says="an address of the DHCP server is meant for two guests",
    telling=Telling(
        confidence="possible",
        rivals=(("the other entry is of a guest that is gone", "its MAC is not asked for"),),
    ),
    fires=(
        (f"{_MASQ}duplicate IP address 10.1.2.3 (vm-12) in dhcp-config directive\n"),
        (f"{_DHCPD}Dynamic and static leases present for 172.31.0.10.\n"),
    ),
    quiet=((f"{_MASQ}DHCPACK(br0) 172.31.0.19 d0:0d:a2:00:00:03 \n"),),
    fix="give each guest an address of its own, outside of the range",
)
