"""Times: from stamps as lines print them to moments that can be compared, years and zones settled.

A block is first outlined (first and last stamp, roll-overs inside); outlines join by index; from the whole
the year and zone of every block follow, and only then are lines dated. Nothing here reads a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from logdiag.errors import BadOptionError
from logdiag.record import Stamp

SECOND = 1_000_000
HOUR = 3600 * SECOND
EPOCH = date(1970, 1, 1).toordinal()
SKETCH = 64
# A name of the zone database, never a path out of it.
ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
HALF_A_YEAR = 183
# Days of a leap year before the month of that number.
DAYS_BEFORE = (0, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)
AHEAD = timedelta(hours=14)
SKEW = timedelta(minutes=1)


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


def turn(earlier: Stamp, later: Stamp) -> int:
    """Years gone by from one line to the next: 1 for December to January, -1 back, else 0.

    Where a line tells no year, a jump of more than half a year is a roll-over; a smaller one is disorder.
    """
    if earlier.year is not None and later.year is not None:
        return later.year - earlier.year
    if earlier.month == later.month:
        return 0
    step = DAYS_BEFORE[later.month] + later.day - DAYS_BEFORE[earlier.month] - earlier.day
    if abs(step) <= HALF_A_YEAR:
        return 0
    return 1 if step < 0 else -1


@dataclass(slots=True)
class Outline:
    """What settles the time of a block, and joins with that of the next block.

    Years are relative to the first stamp. `anchor` is what a line that carries a year says the year of
    the first stamp is. `leap` are the relative years in which a Feb 29 without a year stands.
    `sketch` maps the smallest hashes of messages to the earliest (relative year, stamp) that has them.
    `latest` is the latest line of those that were read, with its relative year. `relative_year` is the one that
    the block was folded with.
    """

    first: Stamp | None = None
    last: Stamp | None = None
    turns: int = 0
    anchor: int | None = None
    yearless: bool = False
    zoneless: bool = False
    leap: frozenset[int] = frozenset()
    latest: tuple[int, Stamp] | None = None
    sketch: dict[int, tuple[int, Stamp]] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    relative_year: int = 0

    def add(self, stamp: Stamp) -> None:
        """Takes in the next line's stamp."""
        last, latest = self.last, self.latest
        if last is None:
            self.first = stamp
        elif (
            latest is not None
            and (stamp.month, stamp.year, stamp.offset) == (last.month, last.year, last.offset)
            and stamp.month != 2
        ):
            # As most lines: nothing in it that the one before did not tell.
            self.last = stamp
            if latest[0] == self.turns and stamp[2:7] > latest[1][2:7] and stamp.month == latest[1].month:
                self.latest = (self.turns, stamp)
            else:
                self.note_latest(self.turns, stamp)
            return
        else:
            self.turns += turn(last, stamp)
        self.last = stamp
        if stamp.year is None:
            self.yearless = True
            if stamp.month == 2 and stamp.day == 29:
                self.leap |= {self.turns}
        elif self.anchor is None:
            self.anchor = stamp.year - self.turns
        if stamp.offset is None:
            self.zoneless = True
        self.note_latest(self.turns, stamp)

    def draw(self, digest: int, year: int, stamp: Stamp) -> None:
        """Takes in a hash of what a line says, to look for twins by."""
        if digest not in self.sketch:
            self.sketch[digest] = (year, stamp)
            if len(self.sketch) > 8 * SKETCH:
                self.sketch = _smallest(self.sketch)

    def note_latest(self, year: int, stamp: Stamp) -> None:
        """Takes in a line that may be the latest."""
        if self.latest is None or (year, *stamp[1:7]) > (self.latest[0], *self.latest[1][1:7]):
            self.latest = (year, stamp)


def _smallest(sketch: dict[int, tuple[int, Stamp]]) -> dict[int, tuple[int, Stamp]]:
    return {digest: sketch[digest] for digest in sorted(sketch)[:SKETCH]}


def join(outlines: Iterable[Outline]) -> tuple[Outline, list[int]]:
    """One outline of consecutive blocks, and for each block the relative year of its first stamp."""
    whole, starts = Outline(), []
    for block in outlines:
        if block.first is None:
            starts.append(whole.turns)
            whole.hosts |= block.hosts
            continue
        shift = whole.turns + (turn(whole.last, block.first) if whole.last else 0)
        starts.append(shift)
        _extend(whole, block, shift)
    whole.sketch = _smallest(whole.sketch)
    return whole, starts


def _extend(whole: Outline, block: Outline, shift: int) -> None:
    whole.first = whole.first or block.first
    whole.last = block.last
    whole.turns = shift + block.turns
    if whole.anchor is None and block.anchor is not None:
        whole.anchor = block.anchor - shift
    whole.yearless = whole.yearless or block.yearless
    whole.zoneless = whole.zoneless or block.zoneless
    whole.leap |= {shift + year for year in block.leap}
    whole.hosts |= block.hosts
    if block.latest:
        whole.note_latest(block.latest[0] + shift, block.latest[1])
    for digest, (year, stamp) in block.sketch.items():
        whole.sketch.setdefault(digest, (year + shift, stamp))
    if len(whole.sketch) > 8 * SKETCH:
        whole.sketch = _smallest(whole.sketch)


@dataclass(frozen=True)
class Dating:
    """How the lines of one source are dated: settled, the same for every block of it.

    `year` is the year of the source's first stamp, None where no line needs one. `zone` is a fixed
    offset or a named zone, None where unknown. `inferred` says from what ("year:mtime").
    """

    year: int | None = None
    zone: tzinfo | None = None
    inferred: tuple[str, ...] = ()

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


def offset_in(zone: tzinfo, wall_seconds: int) -> int:
    """Minutes east of UTC in `zone` at a wall clock; of an hour told twice, the first."""
    there = datetime(1970, 1, 1) + timedelta(seconds=wall_seconds)
    offset = there.replace(tzinfo=zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) // 60


def zone_named(name: str) -> tzinfo:
    """A zone from `--tz`: a name (Asia/Tokyo), UTC, or an offset (+09:00, +0900, Z)."""
    sign = {"+": 1, "-": -1}.get(name[:1])
    digits = name[1:].replace(":", "")
    if name in ("Z", "UTC"):
        return UTC
    if sign and digits.isascii() and digits.isdigit() and len(digits) in (2, 4):
        minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
        if minutes <= 14 * 60:
            return timezone(sign * timedelta(minutes=minutes))
    found = _of_database(name) if ZONE_NAME.fullmatch(name) else None
    if found is None:
        raise BadOptionError(f"--tz {name!r}: no such zone; give a name like Asia/Tokyo or +09:00")
    return found


def _of_database(name: str) -> tzinfo | None:
    from dateutil import tz  # most runs ask for no zone

    return tz.gettz(name)


@dataclass(frozen=True)
class Known:
    """What may settle years and zones: options, documents of the case, and the moment of reading.

    `launches` maps a document's name to the latest launch it tells (UTC). `now` is the moment of reading.
    """

    year: int | None = None
    zone: tzinfo | None = None
    launches: Mapping[str, datetime] = field(default_factory=dict)
    now: datetime | None = None


def settle(
    outlines: Mapping[str, Outline], mtimes: Mapping[str, datetime | None], known: Known
) -> dict[str, Dating]:
    """The dating of every source of a case, by name. Order of trust: docs/design.md, "Time"."""
    dated = {name: _settle_year(name, outlines, mtimes.get(name), known) for name in outlines}
    return {name: _settle_zone(name, outlines, dated, known) for name in outlines}


def _settle_year(
    name: str, outlines: Mapping[str, Outline], mtime: datetime | None, known: Known
) -> Dating:
    outline = outlines[name]
    if not outline.yearless or outline.last is None:
        return Dating()
    if known.year is not None:
        return Dating(year=known.year)
    if outline.anchor is not None:
        return Dating(year=_leap(outline, outline.anchor))
    for teller, told in _references(name, outlines, known):
        year = _closest(outline, told, known.now)
        return Dating(year=_leap(outline, year), inferred=(f"year:{teller}",))
    is_future = mtime is not None and known.now is not None and mtime > known.now
    why = "mtime" if mtime and not is_future else "clock"
    reference = known.now if is_future else mtime or known.now
    if reference is None:
        return Dating(year=_leap(outline, 1970), inferred=("year:none",))
    zone = _told_zone(outline) or known.zone
    return Dating(year=_leap(outline, _not_after(outline, reference, zone)), inferred=(f"year:{why}",))


def _told_zone(outline: Outline) -> tzinfo | None:
    """The zone of lines that tell it beside a date without a year."""
    offset = outline.last.offset if outline.last else None
    return None if offset is None else timezone(timedelta(minutes=offset))


def _references(name: str, outlines: Mapping[str, Outline], known: Known) -> Iterable[tuple[str, datetime]]:
    """What else in the case carries a year: other logs, then documents, each with its latest date."""
    for other, outline in outlines.items():
        if other != name and outline.anchor is not None and outline.latest:
            year, stamp = outline.latest
            yield other, _naive(stamp, outline.anchor + year)
    for document, launch in known.launches.items():
        yield document, launch.astimezone(UTC).replace(tzinfo=None)


def _naive(stamp: Stamp, year: int) -> datetime:
    day = 28 if (stamp.month, stamp.day) == (2, 29) and day_number(year, 2, 29) is None else stamp.day
    return datetime(year, stamp.month, day, stamp.hour, stamp.minute, min(stamp.second, 59))


def _closest(outline: Outline, reference: datetime, now: datetime | None) -> int:
    """The year of the first stamp that brings the latest stamp nearest to the reference, never past `now`."""
    turns, stamp = outline.latest or (0, Stamp(None, 1, 1, 0, 0, 0))
    years = range(reference.year - 1, reference.year + 2)
    limit = now.astimezone(UTC).replace(tzinfo=None) + AHEAD if now else datetime.max
    past = [year for year in years if _naive(stamp, year) <= limit] or years
    return min(past, key=lambda year: abs(_naive(stamp, year) - reference)) - turns


def _not_after(outline: Outline, reference: datetime, zone: tzinfo | None) -> int:
    """The latest year of the first stamp that puts no line after the reference.

    A naive reference is on the log's own clock. Where the log's zone is unknown it may be ahead of UTC by as
    much as any zone is; a writer's clock may be ahead of the reader's by a little.
    """
    last = outline.last or Stamp(None, 1, 1, 0, 0, 0)
    if reference.tzinfo is None:
        limit = reference
    elif zone is None:
        limit = reference.astimezone(UTC).replace(tzinfo=None) + AHEAD
    else:
        limit = reference.astimezone(zone).replace(tzinfo=None) + SKEW
    latest = outline.latest or (outline.turns, last)
    return min(_year_until(limit, stamp) - turns for turns, stamp in ((outline.turns, last), latest))


def _year_until(limit: datetime, stamp: Stamp) -> int:
    """The latest year that puts the stamp not after the limit."""
    return limit.year if _naive(stamp, limit.year) <= limit else limit.year - 1


def _leap(outline: Outline, year: int) -> int:
    """Moved back until every Feb 29 has a year that has one: it is never a March 1."""
    for back in range(12):
        if all(day_number(year - back + relative, 2, 29) is not None for relative in outline.leap):
            return year - back
    return year


def _settle_zone(
    name: str, outlines: Mapping[str, Outline], dated: Mapping[str, Dating], known: Known
) -> Dating:
    outline, dating = outlines[name], dated[name]
    if not outline.zoneless or outline.first is None:
        return dating
    if known.zone is not None:
        return Dating(dating.year, known.zone, dating.inferred)
    for why, minutes in _zone_hints(name, outlines, dated, known):
        zone = timezone(timedelta(minutes=minutes))
        return Dating(dating.year, zone, (*dating.inferred, f"zone:{why}"))
    return dating


def _zone_hints(
    name: str, outlines: Mapping[str, Outline], dated: Mapping[str, Dating], known: Known
) -> Iterable[tuple[str, int]]:
    for document, launch in known.launches.items():
        minutes = _zone_from_launch(outlines[name], dated[name], launch)
        if minutes is not None:
            yield document, minutes
    for other, outline in outlines.items():
        if other != name and outline.sketch and not outline.zoneless:
            minutes = _zone_from_twin(outlines[name], dated[name], outline, dated[other])
            if minutes is not None:
                yield other, minutes


def _zone_from_launch(outline: Outline, dating: Dating, launch: datetime) -> int | None:
    """The one whole hour that puts the whole log within an hour after the launch, else None."""
    assert outline.first is not None
    assert outline.latest is not None
    first = dating.moment(outline.first, 0)
    last = dating.moment(outline.latest[1], outline.latest[0])
    if first is None or last is None:
        return None
    start = int(launch.timestamp()) * SECOND
    hours = [
        h for h in range(-12, 15) if start <= first.wall - h * HOUR and last.wall - h * HOUR <= start + HOUR
    ]
    return hours[0] * 60 if len(hours) == 1 else None


def _zone_from_twin(outline: Outline, dating: Dating, twin: Outline, twin_dating: Dating) -> int | None:
    """The one offset at which both logs hold the same messages, in quarters of an hour; else None."""
    offsets: dict[int, int] = {}
    shared = outline.sketch.keys() & twin.sketch.keys()
    for digest in shared:
        here = dating.moment(outline.sketch[digest][1], outline.sketch[digest][0])
        there = twin_dating.moment(twin.sketch[digest][1], twin.sketch[digest][0])
        if here is None or there is None:
            continue
        minutes, rest = divmod((here.wall // SECOND - there.instant // SECOND), 60)
        if rest == 0 and minutes % 15 == 0 and abs(minutes) <= 14 * 60:
            offsets[minutes] = offsets.get(minutes, 0) + 1
    if not offsets:
        return None
    best = max(offsets, key=lambda minutes: offsets[minutes])
    return best if len(offsets) == 1 and offsets[best] * 2 >= len(shared) and offsets[best] >= 2 else None


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
