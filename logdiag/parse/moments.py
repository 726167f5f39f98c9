"""Moments: times that can be compared, and how they are printed. A stamp and its year make a wall clock.

Nothing here reads a clock.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from logdiag.record import Stamp

SECOND = 1_000_000
HOUR = 3600 * SECOND
EPOCH = date(1970, 1, 1).toordinal()


class Moment(NamedTuple):
    """A time: `wall` is microseconds since 1970 on the wall clock, `offset` minutes east of UTC or None."""

    wall: int
    offset: int | None

    @property
    def instant(self) -> int:
        """Microseconds since 1970 UTC; the wall clock itself where no zone is known."""
        return self.wall - (self.offset or 0) * 60 * SECOND


@lru_cache(maxsize=4096)
def day_number(year: int, month: int, day: int) -> int | None:
    """Days since 1970, or None where there is no such day (Feb 29 of a common year)."""
    try:
        return date(year, month, day).toordinal() - EPOCH
    except ValueError:
        return None


def wall_time(stamp: Stamp, year: int) -> int | None:
    """Microseconds since 1970 on the wall clock of `stamp` in `year`, None if there is no such day."""
    days = day_number(year, stamp.month, stamp.day)
    if days is None:
        return None
    seconds = ((days * 24 + stamp.hour) * 60 + stamp.minute) * 60 + stamp.second
    return seconds * SECOND + stamp.micro


def iso(moment: Moment | None) -> str | None:
    """ISO 8601 as the log has it: with an offset only where the zone is known, a fraction only where told."""
    if moment is None:
        return None
    return as_datetime(moment).isoformat()


def as_datetime(moment: Moment) -> datetime:
    """A datetime on the log's own wall clock: aware where the zone is known, else naive."""
    there = datetime(1970, 1, 1) + timedelta(microseconds=moment.wall)
    if moment.offset is None:
        return there
    return there.replace(tzinfo=timezone(timedelta(minutes=moment.offset)))


def stamp_of(instant: int) -> Stamp:
    """The stamp of microseconds since 1970, as UTC: what a journal export carries."""
    there = datetime(1970, 1, 1) + timedelta(microseconds=instant)
    return Stamp(
        there.year, there.month, there.day, there.hour, there.minute, there.second, there.microsecond, 0
    )
