"""What a host's own tools print of it, as frozen values: links, machines' interfaces, networks, leases, units.

`line` counts from 1. Text in here is raw, as the tool printed it; what it did not tell is "".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Link(NamedTuple):
    """An interface of a host. `state` is the kernel's word (UP, DOWN, UNKNOWN ...), "" where only membership is told.

    `flags` are those between the angle brackets. `master` is the bridge, bond or switch it is a port of; "" for none.
    """

    name: str
    state: str
    flags: frozenset[str]
    master: str
    mac: str
    addresses: tuple[str, ...]
    line: int

    @property
    def is_down(self) -> bool:
        """Whether it carries nothing: set down, or without carrier."""
        return self.state in ("DOWN", "LOWERLAYERDOWN", "disabled", "NO-CARRIER")

    @property
    def is_set_down(self) -> bool:
        """Whether nobody set it up; False where the flags are not told."""
        return self.is_down and bool(self.flags) and "UP" not in self.flags


class Links(NamedTuple):
    """What `ip link`, `ip addr`, `bridge link` or `brctl show` printed.

    `tells_masters`: a link without one is in no bridge. `of_bridges`: only ports of bridges are listed.
    """

    rows: tuple[Link, ...]
    tells_masters: bool
    of_bridges: bool = False


class Plug(NamedTuple):
    """A row of `virsh domiflist`. `interface` is "" while the machine is off; `domain` is told by the command only."""

    domain: str
    interface: str
    type: str
    source: str
    mac: str
    line: int


class Plugs(NamedTuple):
    """What `virsh domiflist` printed."""

    rows: tuple[Plug, ...]


class Network(NamedTuple):
    """A row of `virsh net-list`."""

    name: str
    is_active: bool
    autostarts: bool
    line: int


class Networks(NamedTuple):
    """What `virsh net-list` printed."""

    rows: tuple[Network, ...]


class Lease(NamedTuple):
    """An address and whom it is lent to. `state` is dhcpd's word: active, free, abandoned, backup ...

    `starts` and `ends` are ISO 8601, UTC where the file says so, "" where it does not tell.
    """

    ip: str
    mac: str
    name: str
    state: str
    starts: str
    ends: str
    line: int


class Leases(NamedTuple):
    """What a file of leases holds, one row an address: the last word on it counts. `as_of` is its newest moment."""

    rows: tuple[Lease, ...]
    as_of: str

    def in_state(self, state: str) -> tuple[Lease, ...]:
        """The leases of one state, in the order of the file."""
        return tuple(row for row in self.rows if row.state == state)


class Unit(NamedTuple):
    """A unit as systemctl tells it. `active` is active, failed, inactive, activating ...; `since` as printed."""

    name: str
    active: str
    sub: str
    result: str
    since: str
    line: int


class Units(NamedTuple):
    """What `systemctl status` or `systemctl --failed` printed."""

    rows: tuple[Unit, ...]


class Action(NamedTuple):
    """A row of `openstack server event list`: what was asked of a server, when (UTC, as printed), in which request."""

    server: str
    request: str
    action: str
    start: str
    line: int


class Actions(NamedTuple):
    """What `openstack server event list` printed."""

    rows: tuple[Action, ...]


def bridges_of(links: Links) -> Iterator[str]:
    """The bridges and switches that ports of a list belong to, each once."""
    yield from dict.fromkeys(row.master for row in links.rows if row.master)
