"""Guests refuse the address that DHCP gave them, since another machine answers on it.

What it looks for: `DHCPDECLINE` of a guest that no DHCP server has given another address since, in the
words of dhcpd, dnsmasq and Kea.

Why it fails a launch: a guest asks by ARP whether its new address is free. If somebody answers it
declines, and asks for another one; where its address is fixed it gets the same one again, for ever.

What to do: find the machine that has the address, which is seen by its MAC in the ARP table, and take the
address away from one of them.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "
_LATER = "Nov 22 06:12:44 nc01 dhcpd[24290]: "
_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "
_KEA = "Nov 22 06:11:20 nc01 kea-dhcp4: "

rule = told(
    id="dhcp-declined",
    kinds={"dhcpd.decline", "dnsmasq.declined", "kea.declined"},
    mended_by={"dhcpd.ack", "dnsmasq.ack", "kea.leased"},
    subject="mac",
    noun="guest",
    fields=("ip",),
    title="{many} on {where} refused the address {ip}, which another machine answers on: {name}",
    means=(
        "A guest declines an address when somebody else answers its ARP question for it. {ip} is "
        "configured by hand somewhere, belongs to a guest that was not cleaned up, or is given "
        "out by a second DHCP server as well. The server puts the address aside; a guest with a "
        "fixed address gets nothing else."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.client",
    says="a guest refuses its address, since another machine answers on it",
    telling=Telling(
        confidence="likely",
        rivals=(
            (
                "a switch, router or bridge answers ARP for addresses that are not its own (proxy ARP)",
                "the answer has the MAC of a router or host bridge",
            ),
        ),
        beyond="not known: whose address it is stands in no line here",
        asks=(
            Ask(
                "arping -c 3 -D {ip}",
                (
                    ("a reply with a MAC", "that machine has it: find it in the bridge's table"),
                    ("no reply", "it is gone: the server may give it again"),
                ),
            ),
        ),
        fix=(
            "find by the MAC of the reply who uses {ip}, and free it",
            "then let the guest ask again (reboot it)",
        ),
    ),
    fires=(
        (f"{_DHCPD}DHCPDECLINE of 172.31.0.15 from d0:0d:33:70:32:04 via br0: abandoned\n"),
        (f"{_MASQ}DHCPDECLINE(br0) 172.31.0.19 d0:0d:a2:00:00:01 \n"),
        (
            f"{_KEA}INFO  [kea-dhcp4.leases.140] DHCP4_DECLINE_LEASE Received DHCPDECLINE for addr"
            f" 172.31.0.10 from client [hwtype=1 d0:0d:a3:00:00:01], cid=[01:d0:0d:a3:00:00:01], "
            f"tid=0x3f9ccd03. The lease will be unavailable for 86400 seconds.\n"
        ),
    ),
    quiet=((f"{_LATER}DHCPACK on 172.31.0.16 to d0:0d:33:70:32:04 via br0\n"),),
    fix="find the other machine that has the address, and free it",
)
