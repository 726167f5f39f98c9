"""A firewall of the host drops guests' requests for an address.

What it looks for: lines of a logging firewall rule with a word of refusal before them, from a bridge or tap,
UDP from port 68 to 67.

Why it fails a launch: the request ends at the host: no DHCP server hears the guest, though bridge, tap and
server are well.

What to do: let UDP 67 and 68 pass on the bridge; with Docker beside libvirt, bridged packets pass through
iptables.
"""

from __future__ import annotations

from collections.abc import Mapping

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_REFUSED = ("drop", "reject", "den", "block", "refus")
_BRIDGES = ("br", "virbr", "vmbr", "lxdbr", "incusbr", "vnet", "tap", "qbr")


def _is_refused_guest(told: Mapping[str, str]) -> bool:
    """Whether the rule's name speaks of refusal, and the packet came from a guest's bridge or tap."""
    prefix = told["prefix"].lower()
    return any(word in prefix for word in _REFUSED) and (
        bool(told["iface"]) or told["bridge"].startswith(_BRIDGES)
    )


rule = told(
    id="firewall-drops-dhcp",
    kinds={"kernel.dhcp_logged"},
    subject="iface",
    noun="port",
    fields=("prefix", "bridge", "frame"),
    where=_is_refused_guest,
    title="A firewall rule on {where} refuses guests' requests for an address: {name}",
    means=(
        "The host itself logs that it drops what guests send to port 67 on {bridge}: "
        "DHCPDISCOVER of {frame}. Once br_netfilter is loaded (Docker loads it, and sets "
        "FORWARD to DROP) bridged packets pass through iptables as well. Nobody answers such "
        "a guest."
    ),
    severity="error",
    stage="addressed",
    category="network.link",
    says="a firewall of the host drops guests' requests for an address",
    telling=Telling(
        confidence="likely",
        beyond="not known: which rule; its log prefix tells",
        rivals=(
            (
                "another server than this host answers them by another way",
                "an ACK for the same MAC in its log",
            ),
        ),
        asks=(
            Ask(
                "sysctl net.bridge.bridge-nf-call-iptables",
                (
                    (
                        "1",
                        "bridged packets pass through iptables",
                    ),
                    (
                        "0",
                        "the rule is one of ebtables or nft bridge",
                    ),
                ),
            ),
            Ask(
                "iptables -S FORWARD",
                (
                    (
                        "-P FORWARD DROP",
                        "let the bridge pass: -I FORWARD -i BRIDGE -o BRIDGE -j ACCEPT",
                    ),
                ),
            ),
        ),
    ),
    fires=(
        (
            "Nov 22 06:16:00 nc01 kernel: [  169.120011] FORWARD-DROP: IN=br0 OUT=br0 "
            "PHYSIN=vnet68 PHYSOUT=eno1 MAC=ff:ff:ff:ff:ff:ff:d0:0d:7c:4f:3d:f4:08:00 "
            "SRC=0.0.0.0 DST=255.255.255.255 LEN=328 TOS=0x10 PREC=0x00 TTL=128 ID=0 PROTO=UDP "
            "SPT=68 DPT=67 LEN=308\n"
        ),
    ),
    quiet=(
        (
            "Nov 22 06:16:00 nc01 kernel: [  169.120011] [UFW BLOCK] IN=eth0 OUT= "
            "MAC=ff:ff:ff:ff:ff:ff:d0:0d:7c:4f:3d:f4:08:00 SRC=0.0.0.0 DST=255.255.255.255 "
            "LEN=328 TOS=0x10 PREC=0x00 TTL=128 ID=0 PROTO=UDP SPT=68 DPT=67 LEN=308\n"
        ),
    ),
    fix="let UDP 67 and 68 pass on the bridge",
)
