"""Breaks: where a log stops in its midst: a file that is cut short, a part of a rotation that is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from logdiag.correlate.gaps import Gap
from logdiag.event import At
from logdiag.parse.moments import Moment, as_datetime
from logdiag.plan import Plan
from logdiag.read.source import LogSource
from logdiag.states import Tally

Spans = Mapping[str, Mapping[int, tuple[At, At]]]
"""Host -> source -> its first and last line there."""


class Break(NamedTuple):
    """What a source does not have behind `begin`, as far as the line `end` of its next part; None is not known."""

    source: int
    kind: str
    why: str
    begin: At | None
    end: At | None


def breaks_of(logs: Sequence[LogSource], plan: Plan, tallies: Mapping[int, Tally]) -> tuple[Break, ...]:
    """Every break, by source, then in the order of parts."""
    return tuple(
        one for index, log in enumerate(logs) for one in _breaks_in(index, log, plan, tallies.get(index))
    )


def _breaks_in(index: int, log: LogSource, plan: Plan, tally: Tally | None) -> Iterator[Break]:
    if tally is None:
        return
    for part, kind, why in sorted(_told(index, log, plan, tally)):
        before = max((place for place in tally.ends if place <= part), default=None)
        behind = min((place for place in tally.ends if place > part), default=None)
        begin = None if before is None else tally.ends[before][1]
        end = None if behind is None else tally.ends[behind][0]
        span = f"; nothing is seen from {_clock(begin)} to {_clock(end)}" if begin and end else ""
        yield Break(index, kind, f"{log.name}: {why}{span}.", begin, end)


def _told(index: int, log: LogSource, plan: Plan, tally: Tally) -> Iterator[tuple[int, str, str]]:
    """Behind which part, what kind of break, and why."""
    for block, (why, _) in tally.problems.items():
        yield plan.part_of(index, block), "truncated", why
    for part, why in log.rotation.missing if log.rotation else ():
        yield part, "missing_rotation", why


def _clock(at: At) -> str:
    return as_datetime(Moment(at.wall, None)).strftime("%Y-%m-%d %H:%M:%S")


def gaps_at(breaks: Sequence[Break], spans: Spans) -> Iterator[Gap]:
    """A gap for each host that speaks in a source with a break, until its next part or another source goes on."""
    for one in breaks:
        begin = one.begin
        if begin is None:
            continue
        for host, ends in sorted(spans.items()):
            if one.source in ends:
                later = [
                    first
                    for other, (first, _) in ends.items()
                    if other != one.source and first.time > begin.time
                ]
                end = min([*later, one.end] if one.end else later, default=None)
                yield Gap(host, None, None, False, begin, end, kind=one.kind)
