"""Boots: when each boot of a source began, for lines that tell the time since then.

From lines of the source that tell a clock besides, or from another log that holds the same messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from logdiag.parse.dating import Boot, Dating, Known
from logdiag.parse.moments import SECOND, Moment
from logdiag.parse.outlines import Outline, Sketch
from logdiag.parse.uptimes import Uptime
from logdiag.record import Stamp

# A stamp of whole seconds may be behind by one, and a log takes a line in a little later than it was said.
_NEAR = 1_500_000
_AHEAD = 14 * 3600 * SECOND


def settle_boots(
    name: str, outlines: Mapping[str, Outline], dated: Mapping[str, Dating], known: Known
) -> Dating:
    """The dating of a source with the beginnings of its boots."""
    outline, dating = outlines[name], dated[name]
    if outline.first_up is None:
        return dating
    tied = [_boot(name, number, outlines, dated, known) for number in range(outline.boots + 1)]
    boots = tuple(boot for boot in tied if boot)
    whys = dict.fromkeys(f"boot:{boot.why if boot else 'none'}" for boot in tied)
    return Dating(dating.year, dating.zone, (*dating.inferred, *whys), boots)


def wants_twins(outlines: Mapping[str, Outline], known: Known) -> bool:
    """Whether logs have to be compared line by line to tell when boots began."""
    relative = [outline for outline in outlines.values() if outline.first_up]
    walls = {name: outline for name, outline in outlines.items() if outline.first}
    if not relative or not walls:
        return False
    is_zone_missing = any(
        outline.zoneless and known.zone_of(name) is None for name, outline in walls.items()
    )
    return is_zone_missing or any(len(outline.ties) <= outline.boots for outline in relative)


def _boot(
    name: str, number: int, outlines: Mapping[str, Outline], dated: Mapping[str, Dating], known: Known
) -> Boot | None:
    outline = outlines[name]
    for other, twin in outlines.items():
        if other != name and twin.first is not None:
            begun = _by_twin(number, outline, twin, dated[other])
            if begun is not None:
                return Boot(number, begun.wall, begun.offset, other)
    tie = outline.ties.get(number)
    if tie is None or not _has_been(tie.instant, known.now):
        return None
    return Boot(number, tie.instant - tie.uptime, 0, tie.why)


def _has_been(instant: int, now: datetime | None) -> bool:
    """Whether that is no time to come; clocks of a reader and a writer may differ."""
    return now is None or instant <= int(now.astimezone(UTC).timestamp()) * SECOND + _AHEAD


def _by_twin(number: int, outline: Outline, twin: Outline, dating: Dating) -> Moment | None:
    """When a boot began, as another log tells by the same messages; None if it does not.

    One message with its time since boot is enough. Of others there have to be two or more, and most have to agree.
    """
    exact = sorted(_begins(number, outline.exact, twin.exact, dating))
    if exact:
        return _agreed(exact, 1)
    plain = (
        *_begins(number, outline.kernel, twin.kernel, dating),
        *_begins(number, outline.sketch, twin.sketch, dating),
    )
    return _agreed(sorted(plain), 2)


def _agreed(begins: list[Moment], least: int) -> Moment | None:
    """The latest of the most that lie near each other, as stamps are cut off; None if they are too few."""
    groups = [[other for other in begins if 0 <= begin.wall - other.wall <= _NEAR] for begin in begins]
    best = max(groups, key=lambda group: (len(group), -group[0].wall), default=[])
    return best[-1] if len(best) >= least and len(best) * 2 > len(begins) else None


def _begins(number: int, mine: Sketch, others: Sketch, dating: Dating) -> Iterator[Moment]:
    """When the boot began by each message that both logs hold."""
    for digest in sorted(mine.keys() & others.keys()):
        (boot, up), (year, stamp) = mine[digest], others[digest]
        if isinstance(up, Uptime) and boot == number and isinstance(stamp, Stamp):
            moment = dating.moment(stamp, year)
            if moment:
                yield moment._replace(wall=moment.wall - up.micro)
