"""dnsmasq offers an address to the same guest again and again.

What it looks for: three `DHCPOFFER(br0) IP MAC` to one MAC within a minute, and no
request of it after that.

Why it fails a launch: the requests of the guest arrive, so that the way there is open; the offers do not reach
it, or it takes another server's.

What to do: watch on the guest's tap whether the offer arrives; look at firewall rules, checksums, bridge
netfilter and anti-spoofing rules.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_OFFER = "Nov 22 06:27:{:02} nc01 dnsmasq-dhcp[23731]: DHCPOFFER(br0) 172.31.0.19 d0:0d:a2:00:00:01 \n"

rule = told(
    id="dhcp-offer-repeated",
    kinds={"dnsmasq.offer"},
    subject="mac",
    noun="guest",
    fields=("ip",),
    times=3,
    within=60,
    mended_by={
        "dnsmasq.request",
        "dnsmasq.ack",
        "dnsmasq.nak",
        "dnsmasq.declined",
        "dhcpd.ack",
    },
    title="{many} on {where} was offered {ip} again and again and did not ask for it: {name}",
    means=(
        "The server heard the guest and offered an address, and the guest began anew: the offer does not get"
        " back to it. It is dropped on its way: by a firewall (iptables or nftables on the bridge,"
        " security groups, nwfilter), by a VLAN that is open in one direction, or by the guest for a UDP"
        " checksum that was left to hardware. Or the guest takes the offers of another DHCP server."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.client",
    says="dnsmasq offers the same guest an address again and again",
    symptom_of=("dhcp-offer-not-taken", "dhcp-answers-not-sent"),
    telling=Telling(
        confidence="possible",
        rivals=(
            ("the guest took another server's offer", "it has an address that this server does not know"),
            ("the log ends before its request", "the next minute of the log"),
        ),
        asks=(
            Ask(
                "tcpdump -ni any -vv port 67 or port 68",
                (
                    ("offers on the bridge, none on the tap", "something between them drops it"),
                    ("offers on the tap with bad udp cksum", "fill the checksum"),
                ),
            ),
        ),
    ),
    fires=("".join(_OFFER.format(second) for second in (3, 6, 14)),),
    quiet=("".join(_OFFER.format(second) for second in (3, 6)),),
    fix="open the way from the server back to the guest",
)
