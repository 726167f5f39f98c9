"""A DHCP server cannot send its answers.

What it looks for: dhcpd's `send_packet: REASON` and `Failed to send N byte long packet`, dnsmasq's `Error
sending DHCP packet` and `ARP-cache injection failed`, Kea's `DHCP4_PACKET_SEND_FAIL`.

Why it fails a launch: the lease is made and logged, but the answer never leaves the host.

What to do: look at the interface, its route and the firewall: what REASON names.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "
_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dhcp-answers-not-sent",
    kinds={"dhcpd.send_failed", "dnsmasq.not_sent", "dnsmasq.arp_not_set", "kea.not_sent"},
    subject="host",
    noun="host",
    fields=(
        "reason",
        "iface",
    ),
    title="The DHCP server on {where} cannot send its answers: {reason}",
    means=(
        "The server says it answered (DHCPOFFER, DHCPACK), but the kernel did not take the "
        "packet: 'Network is unreachable' or 'Network is down': the bridge lost its route or is "
        "down; 'Operation not permitted' and 'Permission denied': a firewall rule on output, too few rights, or a "
        "broadcast sent by an ordinary socket (Kea: dhcp-socket-type raw); 'No "
        "buffer space available': the device's queue is full."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.server",
    says="a DHCP server cannot send its answers",
    telling=Telling(
        confidence="likely",
        rivals=(("some answers are lost in a burst only", "guests get their lease on the next try"),),
        asks=(
            Ask(
                "ip -br addr; ip route",
                (
                    ("bridge DOWN or without address", "bring it up and give it its address"),
                    ("all there", "look at iptables -L OUTPUT -nv"),
                ),
            ),
        ),
    ),
    fires=(
        (f"{_DHCPD}send_packet: Network is unreachable\n"),
        (f"{_MASQ}Error sending DHCP packet to 10.1.2.3: Operation not permitted\n"),
    ),
    quiet=((f"{_DHCPD}DHCPOFFER on 172.31.0.15 to d0:0d:33:70:32:04 via br0\n"),),
    fix="bring the interface up, or correct the firewall",
)
