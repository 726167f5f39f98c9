"""Timing: what a rule of sentences may ask of when things were said: so many in so long, asked and not answered,
one after another.

The timeline of what was told comes in; the cell of what counts of it comes out, None if nothing does.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from logdiag.context import Context
from logdiag.event import At, after
from logdiag.rules.folds import ANSWER, ASK, SECOND, Cell, Rate, Steps, Timeline, Unanswered


class Timing(NamedTuple):
    """`within` are seconds. With `answers`: what was told counts if none of these came within them; without: if
    `times` of them came within them. `after`: it counts only behind one of these;
    `unless`: only where it is not behind one of these. All about the same subject.
    """

    times: int = 1
    within: int = 0
    answers: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()

    @property
    def is_rate(self) -> bool:
        """Whether so many must come in so long."""
        return bool(self.within) and not self.answers


def joined(lines: Iterable[Timeline]) -> Timeline:
    """One timeline of them all."""
    whole = Timeline()
    for line in lines:
        whole.absorb(line.copied())
    return whole


def in_one(cells: Iterable[Cell]) -> Cell | None:
    """These cells as one, None if there is none."""
    every = tuple(cells)
    if not every:
        return None
    whole = Cell()
    for cell in every:
        whole.absorb(cell.copied())
    return whole


def reaches_rate(timing: Timing, told: Timeline) -> bool:
    """Whether so many came within the window, surely."""
    return Rate(frozenset(), (), timing.times, timing.within).reached(told) == "yes"


def unanswered(
    timing: Timing, told: Timeline, answers: Timeline, context: Context, host: str
) -> list[Cell]:
    """What was told and surely not answered: the log of the host speaks whole about the time it had."""
    steps = Steps()
    steps.lines = {ASK: told, ANSWER: answers}
    fold = Unanswered(frozenset(), frozenset(), (), timing.within)
    return fold.open_asks(steps, lambda start, end: speaks_whole(context, host, start, end))


def speaks_whole(context: Context, host: str, start: int, end: int) -> bool:
    """Whether nothing is missing of a host between two moments in microseconds, and its log goes on behind them."""
    span = context.spans.get(host)
    if span is None or end // SECOND >= span.end.time // SECOND:
        return False
    every = chain(context.gaps, context.torn, context.jumps)
    gaps = (gap for gap in every if gap.host == host and not gap.accounted)
    return not any(gap.touches(start, end) for gap in gaps)


def behind(cells: Iterable[Cell], first: At) -> list[Cell]:
    """The cells that end behind a moment."""
    return [cell for cell in cells if after(cell.last, first)]


def not_behind(cells: Iterable[Cell], first: At) -> list[Cell]:
    """The cells that do not."""
    return [cell for cell in cells if not after(cell.last, first)]
