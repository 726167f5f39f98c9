"""Years: which year the first stamp of a source is of, where lines tell none. Never the future, never a March 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from logdiag.parse.dating import Dating, Known
from logdiag.parse.moments import day_number
from logdiag.parse.outlines import Outline
from logdiag.record import Stamp

AHEAD = timedelta(hours=14)
SKEW = timedelta(minutes=1)


def settle_year(
    name: str,
    outlines: Mapping[str, Outline],
    mtime: datetime | None,
    known: Known,
    named: int | None = None,
) -> Dating:
    """The year of a source's first stamp and from what it was inferred; no zone yet. `named` is what its name tells."""
    outline = outlines[name]
    if not outline.yearless or outline.last is None:
        return Dating()
    given = known.year_of(name)
    if given is not None:
        return Dating(year=given)
    if outline.anchor is not None:
        return Dating(year=_leap(outline, outline.anchor))
    for teller, told in _references(name, outlines, known):
        year = _closest(outline, told, known.now)
        return Dating(year=_leap(outline, year), inferred=(f"year:{teller}",))
    if named is not None:
        return Dating(year=_leap(outline, named), inferred=("year:name",))
    is_future = mtime is not None and known.now is not None and mtime > known.now
    why = "mtime" if mtime and not is_future else "clock"
    reference = known.now if is_future else mtime or known.now
    if reference is None:
        return Dating(year=_leap(outline, 1970), inferred=("year:none",))
    zone = _told_zone(outline) or known.zone_of(name)
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
