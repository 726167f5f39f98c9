"""Fold types: start, add, merge, finish over states that are exact, bounded and mergeable.

The law: any grouping of blocks, merged in any order, ends in the same state. So `add` only collects,
`merge` is associative and commutative, and what a state keeps depends on the union of its events alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, Protocol, TypeGuard, TypeVar

from logdiag.event import At, Event, Position

# Whoever speaks of folds speaks of what they keep.
from logdiag.rules.cells import CELLS as CELLS
from logdiag.rules.cells import EVIDENCE as EVIDENCE
from logdiag.rules.cells import SECOND as SECOND
from logdiag.rules.cells import Cell as Cell
from logdiag.rules.cells import Glimpse as Glimpse
from logdiag.rules.cells import Timeline as Timeline
from logdiag.rules.cells import glimpse as glimpse
from logdiag.rules.cells import glimpse_of as glimpse_of
from logdiag.rules.keyed import Key as Key
from logdiag.rules.keyed import Keyed as Keyed
from logdiag.rules.keyed import Mergeable as Mergeable
from logdiag.rules.keyed import Values as Values
from logdiag.rules.keyed import key_of as key_of

S = TypeVar("S")


class Fold(Protocol[S]):
    """The four verbs. `kinds` are the event kinds `add` wants; empty means every record."""

    @property
    def kinds(self) -> frozenset[str]:
        """Event kinds that `add` is given."""

    def start(self) -> S:
        """The state of no events at all."""

    def add(self, state: S, event: Event, position: Position) -> None:
        """Collects one event; judges nothing."""

    def merge(self, left: S, right: S) -> S:
        """The state of both sets of events; takes both over: neither may be used again."""


@dataclass(frozen=True)
class Seen:
    """Key -> Cell: which, how often, first, last, where."""

    kinds: frozenset[str]
    key: tuple[str, ...]

    def start(self) -> Keyed[Cell]:
        """Nothing seen."""
        return Keyed(Cell)

    def add(self, state: Keyed[Cell], event: Event, position: Position) -> None:
        """Collects."""
        state.at(key_of(event, self.key)).add(event.at(position), event.times)

    def merge(self, left: Keyed[Cell], right: Keyed[Cell]) -> Keyed[Cell]:
        """Union."""
        left.absorb(right)
        return left


class Steps:
    """A Timeline a step, by the step's name."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        self.lines: dict[str, Timeline] = {}

    def add(self, step: str, at: At, count: int) -> None:
        """Takes in `count` events of a step."""
        self.lines.setdefault(step, Timeline()).add(at, count)

    def absorb(self, other: object) -> None:
        """Union with another."""
        assert isinstance(other, Steps)
        for step, line in other.lines.items():
            self.lines.setdefault(step, Timeline()).absorb(line)

    def of(self, step: str) -> Timeline:
        """The timeline of a step, empty if it never came."""
        return self.lines.get(step) or Timeline()


@dataclass(frozen=True)
class Sequence:
    """Key -> a Timeline a step. `steps` maps each step's name to the kinds that take it."""

    steps: Mapping[str, frozenset[str]]
    key: tuple[str, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of any step."""
        return frozenset(chain.from_iterable(self.steps.values()))

    def start(self) -> Keyed[Steps]:
        """No step taken."""
        return Keyed(Steps)

    def add(self, state: Keyed[Steps], event: Event, position: Position) -> None:
        """Collects."""
        steps = state.at(key_of(event, self.key))
        for name, kinds in self.steps.items():
            if event.kind in kinds:
                steps.add(name, event.at(position), event.times)

    def merge(self, left: Keyed[Steps], right: Keyed[Steps]) -> Keyed[Steps]:
        """Union."""
        left.absorb(right)
        return left


class Ended(NamedTuple):
    """Two folds: what is told, by a long key, and what ends it, by the first parts of that key.

    Kinds that end much are common, as each lease of DHCP is: kept by the long key too they would be kept once more
    for each rule.
    """

    told: Sequence
    ends: Sequence

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of either."""
        return self.told.kinds | self.ends.kinds


ASK, ANSWER = "ask", "answer"


@dataclass(frozen=True)
class Unanswered:
    """Key -> (asks, answers). An ask counts once its window has passed without an answer and without a hole."""

    asks: frozenset[str]
    answers: frozenset[str]
    key: tuple[str, ...]
    window: int

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds that ask or answer."""
        return self.asks | self.answers

    def start(self) -> Keyed[Steps]:
        """Nobody asked."""
        return Keyed(Steps)

    def add(self, state: Keyed[Steps], event: Event, position: Position) -> None:
        """Collects."""
        step = ASK if event.kind in self.asks else ANSWER
        state.at(key_of(event, self.key)).add(step, event.at(position), event.times)

    def merge(self, left: Keyed[Steps], right: Keyed[Steps]) -> Keyed[Steps]:
        """Union."""
        left.absorb(right)
        return left

    def open_asks(self, steps: Steps, is_known: Callable[[int, int], bool]) -> list[Cell]:
        """Ask cells of a key that surely went unanswered. `window` is in seconds.

        `is_known(from, to)`, in microseconds, says that the log speaks whole about that span.
        """
        asks, answers = steps.of(ASK), steps.of(ANSWER)
        return [cell for cell in asks if self._is_open(cell, answers, is_known)]

    def _is_open(self, cell: Cell, answers: Timeline, is_known: Callable[[int, int], bool]) -> bool:
        start, end = cell.first.time, cell.last.time + self.window * SECOND
        answered = any(
            (start <= a.last.time + SECOND and a.first.time <= end) or _clock_stepped(cell, a)
            for a in answers
        )
        return not answered and is_known(start, end)


def _clock_stepped(before: Cell, later: Cell) -> bool:
    """Whether one source tells `later` after `before`, at an earlier time: nobody knows how long after."""
    return any(
        told.end.place > before.told[source].end.place and told.last.time < before.told[source].first.time
        for source, told in later.told.items()
        if source in before.told
    )


@dataclass(frozen=True)
class Rate:
    """Key -> Timeline: `count` events or more within `window` seconds."""

    kinds: frozenset[str]
    key: tuple[str, ...]
    count: int
    window: int

    def start(self) -> Keyed[Timeline]:
        """Nothing yet."""
        return Keyed(Timeline)

    def add(self, state: Keyed[Timeline], event: Event, position: Position) -> None:
        """Collects."""
        state.at(key_of(event, self.key)).add(event.at(position), event.times)

    def merge(self, left: Keyed[Timeline], right: Keyed[Timeline]) -> Keyed[Timeline]:
        """Union."""
        left.absorb(right)
        return left

    def reached(self, line: Timeline) -> str:
        """ "yes" if cells wholly inside one window reach the count, "possible" if only touching ones do, else "no"."""
        cells = list(line)
        inside = max((self._sum(cells, cell.first.time, whole=True) for cell in cells), default=0)
        if inside >= self.count:
            return "yes"
        touching = max((self._sum(cells, cell.first.time, whole=False) for cell in cells), default=0)
        return "possible" if touching >= self.count else "no"

    def _sum(self, cells: list[Cell], start: int, *, whole: bool) -> int:
        """Events of cells inside [start, start + window), or of all that touch it."""
        end = start + self.window * SECOND
        return sum(
            cell.count
            for cell in cells
            if (start <= cell.first.time and cell.last.time < end)
            or (not whole and cell.first.time < end and start <= cell.last.time)
        )


Shelved = Seen | Sequence | Unanswered | Rate


def is_shelved(fold: object) -> TypeGuard[Shelved]:
    """Whether a fold keeps its events on a shelf: one of these types itself, since another may keep them otherwise."""
    return type(fold) in (Seen, Sequence, Unanswered, Rate)


def is_timed(fold: Shelved) -> bool:
    """Whether a fold asks when things happened, and not only how often, first and last."""
    return not isinstance(fold, Seen)
