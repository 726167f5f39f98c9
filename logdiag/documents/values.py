"""Documents: what a file that is not a log says, as frozen values. `line` and `column` count from 1.

One value a kind of document, and ReadDocument around it. Text in here is raw, as the file has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from logdiag.documents.dhcpd import DhcpdConf
from logdiag.documents.host_values import Actions, Leases, Links, Networks, Plugs, Units

Fact = int | str | bool | None


class InstanceRow(NamedTuple):
    """An INSTANCE row of euca-describe-instances.

    `state` is the word printed (pending, running, shutting-down, terminated, stopping, stopped).
    `launched` is aware, UTC. Addresses are None where empty or 0.0.0.0, which means "none yet".
    """

    id: str
    state: str
    type: str | None
    zone: str | None
    launched: datetime | None
    private_ip: str | None
    public_ip: str | None
    image: str | None
    reservation: str | None
    line: int


class InstanceTable(NamedTuple):
    """What euca-describe-instances printed."""

    rows: tuple[InstanceRow, ...]

    def in_state(self, state: str) -> tuple[InstanceRow, ...]:
        """Rows of one state, in the order of the table."""
        return tuple(row for row in self.rows if row.state == state)


class Zone(NamedTuple):
    """An availability zone with the words that stand beside its name."""

    name: str
    state: str
    line: int


class VmType(NamedTuple):
    """A capacity row: `free` of `max` instances of this type still fit, as the scheduler counts."""

    name: str
    free: int
    max: int
    cpu: int
    ram_mb: int
    disk_gb: int
    zone: str | None
    line: int


class ZoneTable(NamedTuple):
    """What euca-describe-availability-zones verbose printed."""

    zones: tuple[Zone, ...]
    types: tuple[VmType, ...]

    def type_named(self, name: str) -> VmType | None:
        """The first capacity row of a type."""
        return next((each for each in self.types if each.name == name), None)


class Memory(NamedTuple):
    """What free printed, in MB of 1024 kB, rounded down.

    `without_caches_mb` is what programs could still take: free of `-/+ buffers/cache` in the old layout,
    `available` in the new. `unit` is what the numbers were taken to be; `unit_assumed` says that
    the output does not tell it. `line` is the line of that number, else of `Mem:`.
    """

    total_mb: int
    free_mb: int
    without_caches_mb: int | None
    swap_free_mb: int | None
    unit: str
    unit_assumed: bool
    line: int


class Disk(NamedTuple):
    """A row of df. `line` is the line of the mount point; a long device name may stand one above."""

    device: str
    size_bytes: int | None
    used_bytes: int | None
    available_bytes: int | None
    mount: str
    line: int

    @property
    def is_full(self) -> bool:
        """Whether a program that is not root's can write next to nothing: under half a percent is left."""
        left, size = self.available_bytes, self.size_bytes
        return left is not None and bool(size) and left * 200 < (size or 0)


class Disks(NamedTuple):
    """What df printed."""

    rows: tuple[Disk, ...]

    def holding(self, path: str) -> Disk | None:
        """The file system that an absolute path lies on: the one with the longest mount point."""
        fitting = [row for row in self.rows if f"{path}/".startswith(f"{row.mount.rstrip('/')}/")]
        return max(fitting, key=lambda row: len(row.mount), default=None)


@dataclass(frozen=True)
class Cpus:
    """How many processors /proc/cpuinfo lists. `line` is that of the last one."""

    count: int
    line: int


class Server(NamedTuple):
    """A server as nova's API tells it. `status` is in capitals: ACTIVE, BUILD, ERROR ...; what is not told is ""."""

    id: str
    name: str
    status: str
    task: str
    host: str
    domain: str
    address: str
    fault: str
    line: int


class Servers(NamedTuple):
    """What `openstack server list` or `server show` printed."""

    rows: tuple[Server, ...]


class Service(NamedTuple):
    """A row of `openstack compute service list`. `updated` is when it last reported, as printed, UTC."""

    binary: str
    host: str
    is_up: bool
    is_enabled: bool
    updated: str
    reason: str
    line: int


class Services(NamedTuple):
    """What `openstack compute service list` printed."""

    rows: tuple[Service, ...]


class Agent(NamedTuple):
    """A row of `openstack network agent list`. `is_up`: nobody switched it off."""

    kind: str
    host: str
    is_alive: bool
    is_up: bool
    line: int


class Agents(NamedTuple):
    """What `openstack network agent list` printed."""

    rows: tuple[Agent, ...]


class Domain(NamedTuple):
    """A row of `virsh list`. `state` is virsh's word: running, paused, shut off, crashed ..."""

    name: str
    state: str
    line: int


class Domains(NamedTuple):
    """What `virsh list` printed."""

    rows: tuple[Domain, ...]


Content = (
    DhcpdConf
    | InstanceTable
    | ZoneTable
    | Memory
    | Disks
    | Cpus
    | Servers
    | Services
    | Agents
    | Domains
    | Actions
    | Leases
    | Links
    | Networks
    | Plugs
    | Units
)


class ReadDocument(NamedTuple):
    """A document as it was read. `content` is None where nothing of it could be read.

    `error` is one sentence, location first; beside an error `content` holds what stood before it.
    """

    name: str
    kind: str
    facts: Mapping[str, Fact]
    content: Content | None
    error: str | None = None
    line: int | None = None
    column: int | None = None
