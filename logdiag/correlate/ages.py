"""Ages: documents that are of another time than the logs beside them, as far as they tell it themselves.

Where no zone is known, only what is so in every zone is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from logdiag.documents.values import ReadDocument
from logdiag.event import At
from logdiag.parse.moments import HOUR, SECOND
from logdiag.parse.uptimes import is_untied
from logdiag.states import Tally

AS_OF = "as_of"
# Clocks of the world are up to so far from UTC; and clocks that agree may differ by this much.
_ZONES, _NEAR = 14 * HOUR, 60 * SECOND


def ages_of(documents: Sequence[ReadDocument], tallies: Mapping[int, Tally]) -> Iterator[str]:
    """A sentence for each document that is newer than all that the logs tell, or older."""
    ends = [
        at
        for tally in tallies.values()
        for at in (tally.first, tally.last)
        if at and not is_untied(at.wall)
    ]
    if not ends:
        return
    doubt = _NEAR if all(at.offset is not None for at in ends) else _ZONES + _NEAR
    first, last = (moment(ends) for moment in (_earliest, _latest))
    for document in documents:
        told = document.facts.get(AS_OF)
        if isinstance(told, str):
            moment = int(datetime.fromisoformat(told).timestamp()) * SECOND
            if moment > last + doubt:
                yield f"{document.name} is of {told}, {_long(moment - last)} after the logs end."
            elif moment < first - doubt:
                yield f"{document.name} tells nothing after {told}, {_long(first - moment)} before the logs begin."


def _earliest(ends: Sequence[At]) -> int:
    return min(map(_utc, ends))


def _latest(ends: Sequence[At]) -> int:
    return max(map(_utc, ends))


def _utc(at: At) -> int:
    """Microseconds since 1970; of a line without a zone on its own wall clock."""
    return at.wall - (at.offset or 0) * 60 * SECOND


def _long(micro: int) -> str:
    """A stretch of time in its largest whole unit."""
    for unit, seconds in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if micro >= 2 * seconds * SECOND:
            return f"{micro // (seconds * SECOND)} {unit}s"
    return f"{micro // SECOND} seconds"
