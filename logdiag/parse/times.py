"""Times: years and zones of a case settled, so that stamps as lines print them become moments that can be compared.

A block is first outlined (outlines.py); outlines join by index; from the whole the year (years.py) and zone of
every block follow, and only then are lines dated (dating.py). Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone

from logdiag.parse.boots import settle_boots
from logdiag.parse.dating import Dating, Known
from logdiag.parse.moments import HOUR, SECOND
from logdiag.parse.outlines import Outline
from logdiag.parse.uptimes import Uptime
from logdiag.parse.years import settle_year


def settle(
    outlines: Mapping[str, Outline],
    mtimes: Mapping[str, datetime | None],
    known: Known,
    named: Mapping[str, int] | None = None,
) -> dict[str, Dating]:
    """The dating of every source of a case, by name. Order of trust: docs/design.md, "Time".

    `named` are years of first lines as file names tell them.
    """
    years = named or {}
    dated = {
        name: settle_year(name, outlines, mtimes.get(name), known, years.get(name)) for name in outlines
    }
    dated = {name: _settle_zone(name, outlines, dated, known) for name in outlines}
    return {name: settle_boots(name, outlines, dated, known) for name in outlines}


def _settle_zone(
    name: str, outlines: Mapping[str, Outline], dated: Mapping[str, Dating], known: Known
) -> Dating:
    outline, dating = outlines[name], dated[name]
    if not outline.zoneless or outline.first is None:
        return dating
    given = known.zone_of(name)
    if given is not None:
        return Dating(dating.year, given, dating.inferred)
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
        (year, stamp), (twin_year, twin_stamp) = outline.sketch[digest], twin.sketch[digest]
        if isinstance(stamp, Uptime) or isinstance(twin_stamp, Uptime):
            continue
        here, there = dating.moment(stamp, year), twin_dating.moment(twin_stamp, twin_year)
        if here is None or there is None:
            continue
        minutes, rest = divmod((here.wall // SECOND - there.instant // SECOND), 60)
        if rest == 0 and minutes % 15 == 0 and abs(minutes) <= 14 * 60:
            offsets[minutes] = offsets.get(minutes, 0) + 1
    if not offsets:
        return None
    best = max(offsets, key=lambda minutes: offsets[minutes])
    return best if len(offsets) == 1 and offsets[best] * 2 >= len(shared) and offsets[best] >= 2 else None
