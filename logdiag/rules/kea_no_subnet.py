"""Kea finds no subnet for a guest.

What it looks for: `DHCP4_SUBNET_SELECTION_FAILED`, `DHCP4_PACKET_DROP_0002` and `DHCP4_PACKET_NAK_0001`
(at debug level), of a guest that got no lease since.

Why it fails a launch: no subnet4 fits the interface or relay that the request came by, so Kea drops it.

What to do: a subnet4 with that interface, or the address of the interface.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_KEA = "Nov 22 06:11:20 nc01 kea-dhcp4: "
_KLATER = "Nov 22 06:12:20 nc01 kea-dhcp4: "

rule = told(
    id="kea-no-subnet",
    kinds={"kea.no_subnet"},
    mended_by={"dhcpd.ack", "dnsmasq.ack", "kea.leased"},
    subject="mac",
    noun="guest",
    title="Kea on {where} has no subnet for {many}: {name}",
    means=(
        "The request came in by an interface or relay whose address is in no subnet4 of Kea's "
        "configuration, so it was dropped without an answer. All guests on that interface are hit"
        " alike."
    ),
    severity="error",
    stage="addressed",
    category="dhcp.config",
    says="Kea has no subnet for the interface that a guest asks on",
    telling=Telling(
        confidence="likely",
        rivals=(("another DHCP server serves that network", "its log has a lease for the guest"),),
        asks=(
            Ask(
                "ip -br addr",
                (
                    ("the interface without address", "give it one"),
                    ("an address outside of every subnet4", "add the subnet"),
                ),
            ),
        ),
    ),
    fires=(
        (
            f"{_KEA}DEBUG [kea-dhcp4.packets.140] DHCP4_SUBNET_SELECTION_FAILED [hwtype=1 "
            f"d0:0d:a3:00:00:01], cid=[01:d0:0d:a3:00:00:01], tid=0x9d9e6472: failed to select "
            f"subnet for the client\n"
        ),
    ),
    quiet=(
        (
            f"{_KLATER}INFO  [kea-dhcp4.leases.140] DHCP4_LEASE_ALLOC [hwtype=1 "
            f"d0:0d:a3:00:00:01], cid=[01:d0:0d:a3:00:00:01], tid=0xdc659902: lease 172.31.0.10 "
            f"has been allocated for 86400 seconds\n"
        ),
    ),
    fix="a subnet4 for the interface",
)
