"""Documents: what a file that is not a log says, as frozen values. `line` and `column` count from 1.

One value a kind of document, and ReadDocument around it. Text in here is raw, as the file has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from logdiag.documents.dhcpd import DhcpdConf

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


Content = DhcpdConf | InstanceTable | ZoneTable | Memory | Disks | Cpus


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
