"""The address that is meant for a guest was declined before, and dnsmasq keeps it back.

What it looks for: `not using configured address IP because it was previously declined` and `disabling
DHCP static address IP for TIME`.

Why it fails a launch: a guest found its fixed address in use by another machine. dnsmasq keeps the
address back for ten minutes, and has no other for that guest.

What to do: find the machine that answers on the address.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dnsmasq-address-declined",
    kinds={"dnsmasq.address_declined"},
    subject="ip",
    noun="address",
    nouns="addresses",
    title="The fixed address {name} on {where} is kept back, since a guest found it in use",
    means=(
        "A guest declined {ip}: another machine answered on it. dnsmasq keeps it back for a "
        "while, and the guest that it is meant for gets nothing meanwhile, then meets the same "
        "again."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.client",
    says="dnsmasq keeps back a fixed address that a guest found in use",
    telling=Telling(
        confidence="likely",
        rivals=(("something answers ARP for all addresses (proxy ARP)", "every arping is answered"),),
        asks=(
            Ask(
                "arping -c 3 -D {ip}",
                (
                    ("a reply with a MAC", "that machine has it: free it"),
                    ("no reply", "it is free again: reboot the guest"),
                ),
            ),
        ),
    ),
    fires=(
        (f"{_MASQ}not using configured address 10.1.2.3 because it was previously declined\n"),
        (f"{_MASQ}disabling DHCP static address 10.1.2.3 for 10m\n"),
    ),
    quiet=((f"{_MASQ}DHCPDISCOVER(br0) d0:0d:a2:00:00:01 \n"),),
    fix="find the other machine that has the address, and free it",
)
