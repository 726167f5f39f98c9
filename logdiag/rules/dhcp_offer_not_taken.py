"""Guests do not take the offers of dnsmasq or Kea.

What it looks for: `DHCPOFFER(br0) IP MAC` or `DHCP4_LEASE_ADVERT`, and no request of that guest within a
minute, though the log goes on.

Why it fails a launch: the request of the guest arrived, so that the way there is open; the offer does not
reach it, or it takes another server's.

What to do: watch on the guest's tap whether the offer arrives; look at checksums, bridge netfilter and
anti-spoofing rules.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "
_MLATER2 = "Nov 22 06:30:03 nc01 dnsmasq[23731]: "

rule = told(
    id="dhcp-offer-not-taken",
    kinds={"dnsmasq.offer", "kea.offered"},
    subject="mac",
    noun="guest",
    within=60,
    answers={
        "dnsmasq.request",
        "dnsmasq.ack",
        "dnsmasq.nak",
        "dnsmasq.declined",
        "kea.leased",
        "kea.declined",
        "dhcpd.ack",
    },
    title="{many} on {where} was offered an address and did not take it: {name}",
    means=(
        "The server heard the guest and offered an address, and no request followed. Mostly the "
        "offer does not get back to the guest: a firewall on the bridge (bridge-nf-call-iptables,"
        " security groups, nwfilter), a UDP checksum that was left to hardware and that old "
        "clients refuse (iptables -t mangle ... CHECKSUM --checksum-fill mends it), a VLAN that "
        "is open in one direction. Or the guest took the offer of a second DHCP server."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.client",
    says="guests do not take the offers of dnsmasq or Kea",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("the guest took another server's offer", "it has an address that this server does not know"),
            ("the guest was shut down or reset meanwhile", "libvirt's log"),
        ),
        beyond="not known: lost on its way back, or refused by the guest; the command splits it",
        asks=(
            Ask(
                "tcpdump -ni any -vv port 67 or port 68",
                (
                    (
                        "offers on the bridge, none on the tap",
                        "something between them drops it: netfilter, nwfilter, security groups",
                    ),
                    ("offers on the tap with bad udp cksum", "fill the checksum"),
                    ("offers on the tap, and all is well with them", "look inside the guest"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_MASQ}DHCPOFFER(br0) 172.31.0.19 d0:0d:a2:00:00:01 \n"
            f"{_MLATER2}started, version 2.90 DNS disabled\n"
        ),
    ),
    quiet=(
        (
            f"{_MASQ}DHCPOFFER(br0) 172.31.0.19 d0:0d:a2:00:00:01 \n"
            f"{_MASQ}DHCPREQUEST(br0) 172.31.0.19 d0:0d:a2:00:00:01 \n"
            f"{_MLATER2}started, version 2.90 DNS disabled\n"
        ),
        (f"{_MASQ}DHCPOFFER(br0) 172.31.0.19 d0:0d:a2:00:00:01 \n"),
    ),
    fix="open the way from the server back to the guest",
)
