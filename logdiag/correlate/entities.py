"""Entities: which MAC is which instance, and how sure that is.

Eucalyptus makes the MAC from the instance id (instId2mac(), net/vnetwork.c:3719, eucalyptus v4.0.2): d0:0d and
the eight digits of the id. STATIC and VPC modes do not, and a real card may begin so: an id is believed only
if something else knows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from logdiag.documents.dhcpd import DhcpdConf, HostEntry
from logdiag.documents.values import InstanceTable

PREFIX = "d0:0d:"
EUCA_NETWORK = "euca"


@dataclass(frozen=True)
class Identities:
    """The joins of a case. `listed` maps the eight digits of an id, lower case, to the id as printed.

    `known` maps other names of instances, MACs (lower case) and libvirt's domains, to the ids that documents and
    logs give them.
    """

    listed: Mapping[str, str] = field(default_factory=dict)
    from_mac: bool = False
    known: Mapping[str, str] = field(default_factory=dict)

    def instance_of(self, mac: str) -> str | None:
        """The instance of a MAC or domain, None where nothing but the MAC's own digits speaks for one."""
        if mac in self.known:
            return self.known[mac]
        if mac[: len(PREFIX)] != PREFIX:
            return None
        digits = mac[len(PREFIX) :].replace(":", "")
        if len(digits) != 8:
            return None
        return self.listed.get(digits) or (f"i-{digits}" if self.from_mac else None)

    def name_of(self, mac: str) -> str:
        """The instance of a MAC, or the MAC."""
        return self.instance_of(mac) or mac


def mac_of(instance: str) -> str | None:
    """The MAC that Eucalyptus makes for an instance id, lower case; None where the id is too short."""
    digits = instance.removeprefix("i-")[:8].lower()
    if len(digits) != 8 or any(digit not in "0123456789abcdef" for digit in digits):
        return None
    return PREFIX + ":".join(digits[place : place + 2] for place in range(0, 8, 2))


def identities(
    conf: DhcpdConf | None,
    table: InstanceTable | None,
    networks: Iterable[str],
    known: Mapping[str, str] | None = None,
) -> Identities:
    """The joins that documents and the names of networks in the log allow."""
    listed = {row.id.removeprefix("i-")[:8].lower(): row.id for row in table.rows} if table else {}
    static = conf is not None and _is_static(conf.hosts)
    is_euca = EUCA_NETWORK in set(networks) or (conf is not None and conf.from_eucalyptus)
    return Identities(listed, is_euca and not static, known or {})


def _is_static(hosts: tuple[HostEntry, ...]) -> bool:
    """STATIC mode makes the MAC of the address: prefix and four octets in hex (ipdot2macdot, vnetwork.c:3955)."""
    made = [
        host for host in hosts if host.mac and any(_from_address(host.mac, ip) for ip in host.addresses)
    ]
    return bool(made) and len(made) * 2 >= len(hosts)


def _from_address(mac: str, ip: str) -> bool:
    octets = ip.split(".")
    if len(octets) != 4 or not all(octet.isdigit() and int(octet) < 256 for octet in octets):
        return False
    return mac.endswith(":".join(f"{int(octet):02x}" for octet in octets))
