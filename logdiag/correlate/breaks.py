"""Breaks: where a log stops in its midst: a file that is cut short, a part of a rotation that is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from logdiag.correlate.gaps import Gap
from logdiag.event import At
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
    told = [
        (plan.part_of(index, block), "truncated", f"{log.name}: {why}.")
        for block, (why, _) in tally.problems.items()
    ]
    missing = log.rotation.missing if log.rotation else ()
    told += [(part, "missing_rotation", f"{log.name}: {why}.") for part, why in missing]
    for part, kind, why in sorted(told):
        begin = max((place for place in tally.ends if place <= part), default=None)
        end = min((place for place in tally.ends if place > part), default=None)
        yield Break(
            index,
            kind,
            why,
            None if begin is None else tally.ends[begin][1],
            None if end is None else tally.ends[end][0],
        )


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
