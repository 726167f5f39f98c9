"""Clocks: where the clock of a host steps back in a log, so that the time until it is right again is told twice.

A clock that is set forward looks like silence, and is not told here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from logdiag.correlate.gaps import Gap
from logdiag.event import At
from logdiag.match.stamps import furthest_back
from logdiag.numbered import said_in
from logdiag.parse.heads import Heads
from logdiag.parse.moments import SECOND
from logdiag.parse.uptimes import apart, is_untied
from logdiag.plan import Plan
from logdiag.read.source import LogSource, blocks
from logdiag.spans import Search
from logdiag.states import States

# Lines may come in late, from a queue or another process.
_LATE = 60 * SECOND
# Up to so many bytes every line is looked at; beyond that where the ends of blocks step back.
_LOOKED_THROUGH, _PACKED = 8 << 20, 1 << 20
_MOST = 20


def jumps_of(logs: Sequence[LogSource], plan: Plan, states: States) -> tuple[Gap, ...]:
    """The time that each host tells twice, once for each step back: from the line after it to the one before."""
    found: dict[tuple[str, int, int], Gap] = {}
    for index, log in enumerate(logs):
        for host, before, after in _steps_in(Search(log, index, plan, states, Heads(plan.vocabulary))):
            key = (host, before.time // SECOND, after.time // SECOND)
            found.setdefault(key, Gap(host, None, None, False, after, before, kind="clock_jump"))
    return tuple(sorted(found.values(), key=lambda gap: gap.at.place))


@dataclass
class _Told:
    """What one host's lines tell of its clock, in their order: how often it goes on, and where it steps back."""

    last: At
    forward: int = 0
    backward: int = 0
    steps: list[tuple[At, At]] = field(default_factory=list)

    def add(self, at: At) -> None:
        """Takes in the next line."""
        if at.time > self.last.time:
            self.forward += 1
        elif at.time < self.last.time:
            self.backward += 1
            if self.last.time - at.time > _LATE and len(self.steps) < _MOST:
                self.steps.append((self.last, at))
        self.last = at

    @property
    def is_in_order(self) -> bool:
        """Whether lines mostly go forward: those of a log that was printed in reverse, or by nobody's clock, do not."""
        return self.forward >= 2 * self.backward


def _steps_in(search: Search) -> Iterator[tuple[str, At, At]]:
    """Host, the line before and the line after each step back in a source."""
    wanted = _blocks_to_look_at(search)
    if wanted is not None and not wanted:
        return
    if wanted is None and _goes_on(search):
        return
    told: dict[str, _Told] = {}
    for block in blocks(search.log, search.framing.begins, search.plan.grain):
        if wanted is None or block.index in wanted:
            _look(search, block.index, block.data, told)
    for host, one in sorted(told.items()):
        if one.is_in_order:
            yield from ((host, before, after) for before, after in one.steps)


def _goes_on(search: Search) -> bool:
    """Whether no line of a log is behind any before it by more than lines may be late, if that is easily told."""
    latest: int | None = None
    for block in blocks(search.log, search.framing.begins, search.plan.grain):
        seen = None if search.framing.frames else furthest_back(block.data, latest)
        if seen is None or seen[0] * SECOND > _LATE:
            return False
        latest = seen[1]
    return True


def _look(search: Search, index: int, data: bytes, told: dict[str, _Told]) -> None:
    gathered = search.gathered(index)
    lines = said_in(data, search.framing)
    gathered.take(lines.between(0, len(lines.said)))
    gathered.parts |= lines.parts()
    for host, number in gathered.speakers(lines.of):
        at = gathered.at(number)
        if not is_untied(at.wall):
            name = search.plan.short.get(host, host)
            if name in told:
                told[name].add(at)
            else:
                told[name] = _Told(at)


def _blocks_to_look_at(search: Search) -> Set[int] | None:
    """The blocks that have a step back in them or before them, as their ends tell; None: all, as there are few."""
    if search.log.size <= (_PACKED if search.log.content.packing else _LOOKED_THROUGH):
        return None
    ends: list[tuple[int, int]] = []
    outlines, plan = search.states.outlines, search.plan
    for (source, block), outline in sorted(outlines.items()):
        if source != search.source or outline.first is None or outline.last is None:
            continue
        year, _ = apart(plan.starts.get((source, block), outline.relative_year))
        for stamp, years in ((outline.first, year), (outline.last, year + outline.turns)):
            moment = plan.datings[source].moment(stamp, years)
            if moment:
                ends.append((block, plan.footing(moment)))
    back = ((one, other) for one, other in pairwise(ends) if one[1] - other[1] > _LATE)
    return {block for pair in back for block, _ in pair}
