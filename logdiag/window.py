"""Window: which lines count where --since or --until was given: bounds on the clocks of a case.

Limits as they were typed and the newest line come in; a Window comes out, which is asked of every line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from logdiag.parse.dating import Dating
from logdiag.parse.limits import Limit
from logdiag.parse.moments import SECOND, Moment
from logdiag.parse.outlines import Outline
from logdiag.parse.uptimes import is_untied
from logdiag.parse.zones import offset_in

DAY = 86_400 * SECOND


class Bound(NamedTuple):
    """A time in microseconds: on lines' own wall clocks, or, where zones are known, UTC; `offset` is how it is told."""

    time: int
    is_wall: bool
    offset: int | None = None

    def is_before(self, time: int, wall: int) -> bool:
        """Whether a line of that time on the footing of the case, and of that wall clock, comes after."""
        return self.time < (wall if self.is_wall else time)

    def is_after(self, time: int, wall: int) -> bool:
        """Whether such a line comes before."""
        return self.time > (wall if self.is_wall else time)

    @property
    def moment(self) -> Moment:
        """As it is told."""
        return Moment(self.time + (self.offset or 0) * 60 * SECOND, self.offset)


class Window(NamedTuple):
    """Lines from `since` to `until` count, both included; None: no bound."""

    since: Bound | None = None
    until: Bound | None = None

    def has(self, time: int, wall: int) -> bool:
        """Whether a line counts: `time` is on the footing of the case, `wall` as the line tells it."""
        if self.since is not None and self.since.is_after(time, wall):
            return False
        return self.until is None or not self.until.is_before(time, wall)

    def is_beyond(self, begin: int, end: int, shift: int) -> bool:
        """Whether no line counts from `begin` to `end` on the wall clock, `shift` ahead of the footing of the case."""
        since, until = self.since, self.until
        is_before = since is not None and since.is_after(end - shift, end)
        return is_before or (until is not None and until.is_before(begin - shift, begin))


ALL = Window()


class Limits(NamedTuple):
    """What was typed. `live` is the moment of reading where the logs go on as they are read, on the machine's clock."""

    since: Limit | None = None
    until: Limit | None = None
    live: datetime | None = None

    def __bool__(self) -> bool:
        """Whether anything was typed."""
        return self.since is not None or self.until is not None


class Newest(NamedTuple):
    """When the newest line was said, and the zone of its clock where that is known by name."""

    moment: Moment
    zone: tzinfo | None = None

    def offset_at(self, wall: int) -> int | None:
        """Minutes east of UTC of that clock when it shows `wall`."""
        return self.moment.offset if self.zone is None else offset_in(self.zone, wall // SECOND)


NO_LIMITS = Limits()


def window_of(limits: Limits, newest: Newest | None, *, is_utc: bool) -> Window:
    """The bounds that were meant. Relative ones count from the newest line; without any there is nothing to bound."""
    now = _of_machine(limits.live) if limits.live else newest
    if now is None or not limits:
        return ALL
    return Window(*(_bound(limit, now, is_utc=is_utc) if limit else None for limit in limits[:2]))


def _of_machine(live: datetime) -> Newest:
    offset = live.utcoffset() or timedelta(0)
    wall = (live.replace(tzinfo=None) - datetime(1970, 1, 1)) // timedelta(microseconds=1)
    return Newest(Moment(wall, int(offset.total_seconds()) // 60))


def _bound(limit: Limit, now: Newest, *, is_utc: bool) -> Bound:
    """A limit on the footing of the case: where a zone is not known, the clocks on the walls are compared."""
    if limit.instant is not None:
        wall = limit.instant + _micro(now.moment.offset)
    elif limit.ago is not None:
        wall = now.moment.wall - limit.ago
    else:
        midnight = 0 if limit.day is None else (now.moment.wall // DAY + limit.day) * DAY
        wall = midnight + limit.wall
    if not is_utc:
        return Bound(wall, is_wall=True)
    is_calendar = limit.instant is None and limit.ago is None
    offset = now.offset_at(wall) if is_calendar else now.moment.offset
    return Bound(wall - _micro(offset), is_wall=False, offset=offset)


def _micro(offset: int | None) -> int:
    return (offset or 0) * 60 * SECOND


def newest_of(
    outlines: Mapping[str, Outline], datings: Mapping[str, Dating], *, is_utc: bool
) -> Newest | None:
    """The newest line of a case, of the first and the last of every source; where two are, one that is not in UTC."""
    ends = (each for name, outline in outlines.items() for each in _ends(outline, datings[name]))

    def order(newest: Newest) -> tuple[int, bool]:
        moment = newest.moment
        return moment.instant if is_utc else moment.wall, bool(moment.offset)

    return max(ends, key=order, default=None)


def _ends(outline: Outline, dating: Dating) -> Iterator[Newest]:
    for stamp, year in ((outline.first, 0), (outline.last, outline.turns)):
        moment = dating.moment(stamp, year) if stamp else None
        if stamp and moment:
            yield Newest(moment, dating.zone if stamp.offset is None else None)
    if outline.last_up is not None:
        moment = dating.since_boot(outline.last_up, outline.boots)
        if not is_untied(moment.wall):
            yield Newest(moment)
