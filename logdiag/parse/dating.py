"""Dating: how the lines of one source are dated, and what may settle it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import NamedTuple

from logdiag.parse.moments import SECOND, Moment, wall_time
from logdiag.parse.uptimes import Uptime, untied
from logdiag.parse.zones import offset_in
from logdiag.record import Stamp


class Boot(NamedTuple):
    """When a boot of a source began: its number in the source, the clock on the wall, the offset, and who tells."""

    number: int
    wall: int
    offset: int | None
    why: str


@dataclass(frozen=True)
class Dating:
    """How the lines of one source are dated: settled, the same for every block of it.

    `year` is the year of the source's first stamp, None where no line needs one. `zone` is a fixed
    offset or a named zone, None where unknown. `inferred` says from what ("year:mtime"). `boots` are those of
    which it is known when they began.
    """

    year: int | None = None
    zone: tzinfo | None = None
    inferred: tuple[str, ...] = ()
    boots: tuple[Boot, ...] = ()

    def since_boot(self, uptime: Uptime, number: int) -> Moment:
        """The moment of a line that tells the time since a boot."""
        for boot in self.boots:
            if boot.number == number:
                return Moment(boot.wall + uptime.micro, boot.offset)
        return untied(uptime, number)

    def moment(self, stamp: Stamp, relative_year: int) -> Moment | None:
        """The moment of a stamp, None where the calendar has no such day."""
        year = stamp.year if stamp.year is not None else (self.year or 1970) + relative_year
        wall = wall_time(stamp, year)
        if wall is None:
            return None
        return Moment(wall, stamp.offset if stamp.offset is not None else self.offset_at(wall))

    def offset_at(self, wall: int) -> int | None:
        """Minutes east of UTC on that wall clock, None where the zone is unknown."""
        return None if self.zone is None else offset_in(self.zone, wall // SECOND)


@dataclass(frozen=True)
class Known:
    """What may settle years and zones: options, documents of the case, and the moment of reading.

    `years` and `zones` are those that were given for one source, by its name. `launches` maps a document's name to
    the latest launch it tells (UTC). `now` is the moment of reading.
    """

    year: int | None = None
    zone: tzinfo | None = None
    launches: Mapping[str, datetime] = field(default_factory=dict)
    now: datetime | None = None
    years: Mapping[str, int] = field(default_factory=dict)
    zones: Mapping[str, tzinfo] = field(default_factory=dict)

    def year_of(self, source: str) -> int | None:
        """The year that was given for the first line of a source."""
        return self.years.get(source, self.year)

    def zone_of(self, source: str) -> tzinfo | None:
        """The zone that was given for the lines of a source that tell none."""
        return self.zones.get(source, self.zone)
