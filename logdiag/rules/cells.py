"""Cells: what is kept of the events that a state does not tell apart: how many, the first, the last, a few to show.

A Timeline is one cell a stretch of time. What either keeps depends on the union of its events alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from logdiag.event import At, after, said_last
from logdiag.shelf import Record, at_of, source_of, times_of

CELLS = 64
EVIDENCE = 10
SECOND = 1_000_000


class Told(NamedTuple):
    """Of one source: how often, the earliest and the latest by time, and the one that stands last in it."""

    times: int
    first: At
    last: At
    end: At

    def joined(self, other: Told) -> Told:
        """Both."""
        return Told(
            self.times + other.times,
            other.first if other.first < self.first else self.first,
            other.last if other.last > self.last else self.last,
            other.end if other.end.place > self.end.place else self.end,
        )


class Cell:
    """How often, first, last, and the first `shown` places: of one key, in one bucket of time."""

    __slots__ = ("evidence", "shown", "told")

    def __init__(self, shown: int = EVIDENCE) -> None:
        self.told: dict[int, Told] = {}
        self.evidence: list[At] = []
        self.shown = shown

    def add(self, at: At, count: int) -> None:
        """Takes in `count` events at one place."""
        self._tell(at.source, Told(count, at, at, at))
        self.evidence = _with_places(self.evidence, [at], self.shown)

    def take(self, records: Iterable[Record]) -> None:
        """Takes in events as their records tell them."""
        placed = sorted(records, key=_place_of)
        for source, one_source in groupby(placed, source_of):
            some = list(one_source)
            first, last, end = at_of(min(some)), at_of(max(some)), at_of(some[-1])
            self._tell(source, Told(sum(map(times_of, some)), first, last, end))
        self.evidence = _with_places(self.evidence, _first_places(placed, self.shown), self.shown)

    def absorb(self, other: object) -> None:
        """Union with another cell."""
        assert isinstance(other, Cell)
        for source, told in other.told.items():
            self._tell(source, told)
        self.evidence = _with_places(self.evidence, other.evidence, self.shown)

    def copied(self) -> Cell:
        """Another cell of the same events."""
        made = Cell(self.shown)
        made.told, made.evidence = dict(self.told), self.evidence
        return made

    def _tell(self, source: int, told: Told) -> None:
        old = self.told.get(source)
        self.told[source] = told if old is None else old.joined(told)

    @property
    def first(self) -> At:
        """The earliest event."""
        return min(told.first for told in self.told.values())

    @property
    def last(self) -> At:
        """The latest event by time."""
        return max(told.last for told in self.told.values())

    @property
    def end(self) -> At:
        """The event said last: the last of each source, of those the latest."""
        return max(told.end for told in self.told.values())

    @property
    def count(self) -> int:
        """How many events: sources that tell the same span tell the same events, so their maximum.

        One that goes on in the second where another ends, as after a rotation, tells other events.
        """
        if len(self.told) == 1:
            return next(iter(self.told.values())).times
        total, begin, end, most = 0, 0, -1, 0
        spans = (
            (told.first.time // SECOND, told.last.time // SECOND, told.times) for told in self.told.values()
        )
        for first, last, count in sorted(spans):
            if first < end or (first == end and first in (begin, last)):
                end, most = max(end, last), max(most, count)
            else:
                total, begin, end, most = total + most, first, last, count
        return total + most


def _place_of(record: Record) -> int:
    return record[1]


def _first_places(placed: list[Record], most: int) -> list[At]:
    """The first few places of records that are in the order of their places."""
    # What is said hundreds of times in one line has more than one record there.
    places: dict[int, Record] = {}
    for record in placed:
        if places.setdefault(record[1], record) is record and len(places) == most:
            break
    return [at_of(record) for record in places.values()]


def _with_places(known: list[At], more: list[At], most: int) -> list[At]:
    """The first few of the places of both lists, which are in order."""
    if not known or not more:
        return known or more[:most]
    if len(known) == most and known[-1].place <= more[0].place:
        return known
    return sorted({*known, *more}, key=_place)[:most]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What most rules want of a Cell: how often, the earliest, the latest, and the place that stands first."""

    count: int
    first: At
    last: At
    evidence: tuple[At, ...]


def glimpse(cell: Cell) -> Glimpse:
    """The most of a cell in little room: for rules that hold one for each of many clients."""
    return Glimpse(cell.count, cell.first, cell.last, tuple(cell.evidence[:1]))


def glimpse_of(records: list[Record]) -> Glimpse:
    """A glimpse of the cell of these events, all of one source."""
    if len(records) == 1:
        at = at_of(records[0])
        return Glimpse(times_of(records[0]), at, at, (at,))
    first, last, begin = min(records), max(records), min(records, key=_place_of)
    return Glimpse(sum(map(times_of, records)), at_of(first), at_of(last), (at_of(begin),))


class Timeline:
    """Cells by bucket of 2**level seconds: at most CELLS of them, coarser as they grow; and the first few places.

    The level is the smallest at which they fit, which the union of the events alone decides.
    """

    __slots__ = ("cells", "evidence", "level")

    def __init__(self) -> None:
        self.level = 0
        self.cells: dict[int, Cell] = {}
        self.evidence: list[At] = []

    def add(self, at: At, count: int) -> None:
        """Takes in `count` events at one place."""
        self._cell(at.time // SECOND >> self.level).add(at, count)
        self.evidence = _with_places(self.evidence, [at], EVIDENCE)
        self._raise_to(_fitting(self.level, self.cells))

    def take(self, records: Iterable[Record]) -> None:
        """Takes in events as their records tell them."""
        ordered = sorted(records)
        self._raise_to(
            _fitting(
                self.level, {record[0] // SECOND >> self.level for record in ordered} | self.cells.keys()
            )
        )
        for bucket, some in groupby(ordered, lambda record: record[0] // SECOND >> self.level):
            self._cell(bucket).take(some)
        places = _first_places(sorted(ordered, key=_place_of), EVIDENCE)
        self.evidence = _with_places(self.evidence, places, EVIDENCE)

    def absorb(self, other: object) -> None:
        """Union with another timeline; takes it over."""
        assert isinstance(other, Timeline)
        level = max(self.level, other.level)
        buckets = {bucket >> (level - one.level) for one in (self, other) for bucket in one.cells}
        self._raise_to(_fitting(level, buckets))
        self._put(other.cells, self.level - other.level)
        self.evidence = _with_places(self.evidence, other.evidence, EVIDENCE)

    def copied(self) -> Timeline:
        """Another timeline of the same events."""
        made = Timeline()
        made.level, made.evidence = self.level, self.evidence
        made.cells = {bucket: cell.copied() for bucket, cell in self.cells.items()}
        return made

    def in_one(self) -> Cell:
        """All its cells as one."""
        made = Cell()
        for cell in self.cells.values():
            made.absorb(cell)
        made.evidence = self.evidence
        return made

    def _cell(self, bucket: int) -> Cell:
        found = self.cells.get(bucket)
        if found is None:
            found = self.cells[bucket] = Cell(1)
        return found

    def _raise_to(self, level: int) -> None:
        if level > self.level:
            cells, self.cells = self.cells, {}
            self._put(cells, level - self.level)
            self.level = level

    def _put(self, cells: Mapping[int, Cell], step: int) -> None:
        """Takes over cells of a level that is `step` lower."""
        for bucket, cell in cells.items():
            mine = self.cells.setdefault(bucket >> step, cell)
            if mine is not cell:
                mine.absorb(cell)

    def __bool__(self) -> bool:
        return bool(self.cells)

    def __iter__(self) -> Iterator[Cell]:
        return (self.cells[bucket] for bucket in sorted(self.cells))

    @property
    def first(self) -> At:
        """The earliest event."""
        return min(cell.first for cell in self.cells.values())

    @property
    def last(self) -> At:
        """The latest event by time."""
        return max(cell.last for cell in self.cells.values())

    @property
    def end(self) -> At:
        """The event said last: the last of each source, of those the latest."""
        return said_last(told.end for cell in self.cells.values() for told in cell.told.values())

    def reaches(self, at: At) -> bool:
        """Whether anything of it was said at that moment or later; false if it is empty."""
        return bool(self) and (self.last.time >= at.time or after(self.end, at))

    @property
    def count(self) -> int:
        """How many events in all."""
        return sum(cell.count for cell in self.cells.values())


def _fitting(level: int, buckets: Collection[int]) -> int:
    """The smallest level, this one or higher, at which these buckets of that level are few enough."""
    while len(buckets) > CELLS:
        level, buckets = level + 1, {bucket >> 1 for bucket in buckets}
    return level


def _place(at: At) -> tuple[int, int, int]:
    return at.place
