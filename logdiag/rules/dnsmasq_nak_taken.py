"""A guest asks dnsmasq for an address that another client holds, and gets no other.

What it looks for: dnsmasq's `DHCPNAK(IFACE) IP MAC address in use` and `... address reserved`, of a guest that got
no lease since.

Why it fails a launch: the address is leased to another client, or kept for one by a host entry. Two guests were
given one address, two have one client id (copies of one image), or the lease of an earlier guest was not released.

What to do: see in the lease file who holds the address; release the lease if that guest is gone.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

TAKEN = ("address in use", "address reserved")

_MASQ = "Nov 22 06:27:03 nc01 dnsmasq-dhcp[23731]: "

rule = told(
    id="dnsmasq-nak-taken",
    kinds={"dnsmasq.nak"},
    mended_by={"dnsmasq.ack"},
    subject="mac",
    noun="guest",
    fields=("ip", "reason", "iface"),
    where=lambda fields: fields["reason"] in TAKEN,
    title="{many} on {where} asked for an address that another client has, and got no other: {name}",
    means=(
        'dnsmasq refuses {ip} by {iface}: "{reason}". Its lease file or a host entry gives that address to another'
        " client. Either the lease of an earlier guest was not released, or two guests were given one address, or"
        " the guest is a copy of a running machine with the same client id."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.pool",
    says="a guest asks dnsmasq for an address that another client has",
    telling=Telling(
        confidence="likely",
        rivals=(
            ("it starts over after the end of this log", "a DHCPDISCOVER of the same MAC, then a DHCPACK"),
            ("another server serves that guest", "its log has a lease for it"),
        ),
        asks=(
            Ask(
                "grep -r {ip} /var/lib/misc/dnsmasq.leases /var/lib/libvirt/dnsmasq /var/lib/neutron/dhcp",
                (
                    ("a line with another MAC", "that client has it: is it still running?"),
                    ("no line", "a host entry keeps it: look for {ip} in the configuration"),
                ),
            ),
        ),
    ),
    fires=(
        f"{_MASQ}DHCPNAK(virbr0) 192.168.122.45 52:54:00:6b:3c:58 address in use\n",
        f"{_MASQ}DHCPNAK(br0) 172.31.0.19 d0:0d:a2:00:00:01 address reserved\n",
    ),
    quiet=(
        f"{_MASQ}DHCPDISCOVER(virbr0) 52:54:00:6b:3c:58 \n",
        f"{_MASQ}DHCPACK(virbr0) 192.168.122.46 52:54:00:6b:3c:58 \n",
    ),
    fix="release the lease of the guest that is gone, or give one of the two another address",
)
