"""A guest asks for an address that the DHCP server does not give it, and gets no other.

What it looks for: `DHCPNAK`, and dhcpd's `DHCPREQUEST for IP ...: wrong network`, `unknown lease`, `lease
IP unavailable`, of a guest that no server has given a lease since. A request that names another server is
not counted.

Why it fails a launch: the guest asks for an address of before (its image was made from a running machine,
or its host entry changed). After a NAK it starts over; without one, since the server is not
authoritative, it waits for its time-out.

What to do: remove old leases from the image; correct the host entry.
"""

from __future__ import annotations

from logdiag.rules.dnsmasq_nak_taken import TAKEN
from logdiag.rules.rule import Telling
from logdiag.rules.told import told

_DHCPD = "Nov 22 06:11:44 nc01 dhcpd[24290]: "
_LATER = "Nov 22 06:12:44 nc01 dhcpd[24290]: "
_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dhcp-request-refused",
    kinds={"dhcpd.nak", "dhcpd.request_refused", "dnsmasq.nak"},
    mended_by={"dhcpd.ack", "dnsmasq.ack", "kea.leased"},
    subject="mac",
    noun="guest",
    fields=(
        "ip",
        "reason",
        "server_ip",
    ),
    where=lambda fields: not fields["server_ip"] and fields["reason"] not in TAKEN,
    title="{many} on {where} asked for an address that is not theirs, and got no other: {name}",
    means=(
        "The guest remembers an address ({ip}) that this server does not give it: a lease in an "
        "image that was made from a running machine, an address of another network, or a host "
        "entry that changed. It ought to start over at once, and was not seen to get an address "
        "since."
    ),
    severity="warning",
    stage="addressed",
    category="dhcp.client",
    says="a guest asks for an address that is refused, and gets no other",
    telling=Telling(
        confidence="possible",
        rivals=(
            ("another server serves that guest", "its log has a lease for it"),
            ("it starts over after the end of this log", "a DHCPDISCOVER of the same MAC"),
        ),
    ),
    symptom_of=(
        "dhcpd-no-free-leases",
        "dhcpd-discover-refused",
    ),
    fires=(
        (f"{_DHCPD}DHCPNAK on 10.9.9.9 to d0:0d:e1:00:00:01 via br0\n"),
        (
            f"{_DHCPD}DHCPREQUEST for 172.31.0.10 from d0:0d:e1:00:00:01 via br0: unknown lease "
            f"172.31.0.10.\n"
        ),
        (f"{_MASQ}DHCPNAK(br0) 10.99.0.5 d0:0d:a2:00:00:01 wrong network\n"),
    ),
    quiet=(
        (f"{_LATER}DHCPACK on 172.31.0.60 to d0:0d:e1:00:00:01 via br0\n"),
        (
            f"{_DHCPD}DHCPREQUEST for 172.31.0.10 (172.31.0.2) from d0:0d:e1:00:00:01 via br0: "
            f"unknown lease 172.31.0.10.\n"
        ),
    ),
    fix="remove old leases from the guest's image, or correct its host entry",
)
