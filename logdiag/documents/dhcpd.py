"""A dhcpd.conf as values: host entries, subnets, ranges, and what dhcpd's log calls them.

`line` and `column` count from 1. Text in here is raw, as the file has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network
from typing import NamedTuple


class HostEntry(NamedTuple):
    """A `host` block. `mac` is lower case with colons, None where the block names no Ethernet hardware.

    `line` and `column` are those of the word host, `mac_line` is that of the hardware statement.
    """

    name: str
    mac: str | None
    addresses: tuple[str, ...]
    line: int
    column: int
    mac_line: int | None = None


class Range(NamedTuple):
    """Addresses that dhcpd may lease, both ends included. One address alone is its own `high`."""

    low: str
    high: str
    line: int
    column: int = 1


class Pool(NamedTuple):
    """A `pool` block. `deny_unknown_clients`: only clients with a host entry may draw from it."""

    line: int
    ranges: tuple[Range, ...]
    deny_unknown_clients: bool
    shared_network: str | None
    subnet: str | None


@dataclass(frozen=True)
class Subnet:
    """A `subnet` block with every range in it, those of its pools included."""

    network: str
    netmask: str
    line: int
    ranges: tuple[Range, ...]
    shared_network: str | None

    @property
    def has_range(self) -> bool:
        """Whether a client without a host entry can get an address here."""
        return bool(self.ranges)

    @cached_property
    def span(self) -> IPv4Network | None:
        """The subnet as a network, None where its address or mask is none."""
        try:
            return IPv4Network(f"{self.network}/{self.netmask}", strict=False)
        except ValueError:
            return None

    def holds(self, address: str) -> bool:
        """Whether an IPv4 address lies in this subnet; False for what is no address."""
        try:
            return self.span is not None and IPv4Address(address) in self.span
        except ValueError:
            return False

    @property
    def name(self) -> str:
        """What dhcpd 4.x prints for a subnet outside a shared-network: `172.31.0.0/16`."""
        return str(self.span) if self.span else f"{self.network}/{self.netmask}"


class SharedNetwork(NamedTuple):
    """A `shared-network` block. `has_range`: it, its subnets or its pools hold a range."""

    name: str
    line: int
    subnets: tuple[Subnet, ...]
    has_range: bool


@dataclass(frozen=True)
class DhcpdConf:
    """A dhcpd.conf, read as far as it could be read.

    `complete` is False where an error stopped the reading; everything before it is here, host blocks
    only when whole. `cut_off` says that the file ends too early, as one does while it is written.
    Lease times are seconds, those outside all blocks; None where the file leaves them to dhcpd.
    `deny_unknown_clients` is what stands outside pools. `includes` are files named, not read.
    """

    hosts: tuple[HostEntry, ...] = ()
    subnets: tuple[Subnet, ...] = ()
    shared_networks: tuple[SharedNetwork, ...] = ()
    pools: tuple[Pool, ...] = ()
    ranges: tuple[Range, ...] = ()
    default_lease_time: int | None = None
    default_lease_time_line: int | None = None
    max_lease_time: int | None = None
    max_lease_time_line: int | None = None
    authoritative: bool = False
    deny_unknown_clients: bool = False
    includes: tuple[str, ...] = ()
    from_eucalyptus: bool = False
    complete: bool = True
    cut_off: bool = False

    @cached_property
    def hosts_by_mac(self) -> Mapping[str, HostEntry]:
        """MAC -> its first entry."""
        return {host.mac: host for host in reversed(self.hosts) if host.mac}

    def host_of(self, mac: str) -> HostEntry | None:
        """The entry of a MAC, whatever its case and separators."""
        return self.hosts_by_mac.get(lower_mac(mac))

    @property
    def duplicate_macs(self) -> tuple[str, ...]:
        """MACs that stand in more than one entry, in the order of their first."""
        return repeated(host.mac for host in self.hosts if host.mac)

    @property
    def duplicate_names(self) -> tuple[str, ...]:
        """Host names declared twice: dhcpd refuses the whole file for one of them."""
        return repeated(host.name for host in self.hosts)

    def network_named(self, name: str) -> SharedNetwork | Subnet | None:
        """The network that dhcpd's log calls `name`: a shared-network's name, or `172.31.0.0/16`.

        dhcpd 3 left trailing zeros out (`172.31/16`): understood as well.
        """
        for shared in self.shared_networks:
            if shared.name == name:
                return shared
        span = network_of(name)
        return next((each for each in self.subnets if span and each.span == span), None)

    def network_of_address(self, address: str) -> Subnet | None:
        """The subnet that an IPv4 address lies in."""
        return next((each for each in self.subnets if each.holds(address)), None)


def lower_mac(mac: str) -> str:
    """A MAC as dhcpd's log prints it: lower case, colons, two digits a byte."""
    return ":".join(byte.zfill(2) for byte in mac.lower().replace("-", ":").split(":"))


def repeated(names: Iterable[str]) -> tuple[str, ...]:
    """Names that occur more than once, each once, in the order of their first."""
    return tuple(name for name, count in Counter(names).items() if count > 1)


def network_of(name: str) -> IPv4Network | None:
    """`172.31.0.0/16` or `172.31/16` as a network."""
    address, slash, bits = name.partition("/")
    octets = [*address.split("."), "0", "0", "0"][:4]
    try:
        return IPv4Network(f"{'.'.join(octets)}/{bits}") if slash else None
    except ValueError:
        return None
