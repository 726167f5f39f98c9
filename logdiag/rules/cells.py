"""Cells: what is kept of the events that a state does not tell apart: how many, the first, the last, a few to show.

A Timeline is one cell a stretch of time. What either keeps depends on the union of its events alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from struct import Struct
from typing import NamedTuple

from logdiag.event import At, after, said_last
from logdiag.shelf import RECORD, Record, at_of, bare, record_of, source_of, times_of

CELLS = 64
EVIDENCE = 10
SECOND = 1_000_000


class Told(NamedTuple):
    """Of one source: how often, the earliest and the latest by time, and the one that stands last in it."""

    times: int
    first: At
    last: At
    end: At


# A Told as a cell keeps it: how often, and a record each for the first, the last and the end.
_TOLD = Struct("<Q" + 3 * RECORD.format.removeprefix("<"))


class Cell:
    """How often, first, last, and the first `shown` places: of one key, in one bucket of time.

    There are many, and few are looked at: it keeps packed records, and tells of them when it is asked.
    """

    __slots__ = ("_places", "_told", "shown")

    def __init__(self, shown: int = EVIDENCE) -> None:
        # A stretch of _TOLD for each source, in the order of the sources.
        self._told = b""
        self._places = b""
        self.shown = shown

    def add(self, at: At, count: int) -> None:
        """Takes in `count` events at one place."""
        record = record_of(at)
        self._tell(_TOLD.pack(count, *record, *record, *record))
        self._show(RECORD.pack(*record))

    def take(self, records: Iterable[Record]) -> None:
        """Takes in events as their records tell them."""
        placed = sorted(records, key=_place_of)
        for _, one_source in groupby(placed, source_of):
            some = list(one_source)
            times = sum(map(times_of, some))
            self._tell(_TOLD.pack(times, *bare(min(some)), *bare(max(some)), *bare(some[-1])))
        self._show(_first_places(placed, self.shown))

    def absorb(self, other: object) -> None:
        """Union with another cell."""
        assert isinstance(other, Cell)
        self._tell(other._told)
        self._show(other._places)

    def copied(self) -> Cell:
        """Another cell of the same events."""
        made = Cell(self.shown)
        made._told, made._places = self._told, self._places
        return made

    def _tell(self, told: bytes) -> None:
        self._told = _joined(self._told, told) if self._told else told

    def _show(self, places: bytes) -> None:
        self._places = _with_places(self._places, places, self.shown)

    @property
    def told(self) -> Mapping[int, Told]:
        """What each source tells."""
        tellings = map(_telling, _TOLD.iter_unpack(self._told))
        return {told.first.source: told for told in tellings}

    @property
    def evidence(self) -> list[At]:
        """The first places."""
        return _ats_of(self._places)

    @property
    def first(self) -> At:
        """The earliest event."""
        return at_of(min((told[1], told[2], told[3]) for told in _TOLD.iter_unpack(self._told)))

    @property
    def last(self) -> At:
        """The latest event by time."""
        return at_of(max((told[4], told[5], told[6]) for told in _TOLD.iter_unpack(self._told)))

    @property
    def end(self) -> At:
        """The event said last: the last of each source, of those the latest."""
        return at_of(max((told[7], told[8], told[9]) for told in _TOLD.iter_unpack(self._told)))

    @property
    def count(self) -> int:
        """How many events: sources that tell the same span tell the same events, so their maximum.

        One that goes on in the second where another ends, as after a rotation, tells other events.
        """
        if len(self._told) == _TOLD.size:
            times: int = _TOLD.unpack(self._told)[0]
            return times
        total, begin, end, most = 0, 0, -1, 0
        spans = ((told[1] // SECOND, told[4] // SECOND, told[0]) for told in _TOLD.iter_unpack(self._told))
        for first, last, count in sorted(spans):
            if first < end or (first == end and first in (begin, last)):
                end, most = max(end, last), max(most, count)
            else:
                total, begin, end, most = total + most, first, last, count
        return total + most


def _telling(told: tuple[int, ...]) -> Told:
    times, *records = told
    first, last, end = (at_of((records[at], records[at + 1], records[at + 2])) for at in (0, 3, 6))
    return Told(times, first, last, end)


def _joined(some: bytes, more: bytes) -> bytes:
    """What both tell, by source."""
    if len(some) == len(more) == _TOLD.size:
        one, other = _TOLD.unpack(some), _TOLD.unpack(more)
        if source_of(one[1:4]) == source_of(other[1:4]):
            return _TOLD.pack(*_of_one_source(one, other))
    told: dict[int, tuple[int, ...]] = {}
    for each in chain(_TOLD.iter_unpack(some), _TOLD.iter_unpack(more)):
        source = source_of(each[1:4])
        known = told.get(source)
        told[source] = _of_one_source(known, each) if known else each
    return b"".join(_TOLD.pack(*told[source]) for source in sorted(told))


def _of_one_source(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    first, last = min(one[1:4], other[1:4]), max(one[4:7], other[4:7])
    end = other[7:] if other[8] > one[8] else one[7:]
    return (one[0] + other[0], *first, *last, *end)


def _place_of(record: Record) -> int:
    return record[1]


def _first_places(placed: Iterable[Record], most: int) -> bytes:
    """The first few places of records that are in the order of their places."""
    # What is said hundreds of times in one line has more than one record there.
    places: dict[int, Record] = {}
    for record in placed:
        if places.setdefault(record[1], record) is record and len(places) == most:
            break
    return b"".join(RECORD.pack(*bare(record)) for record in places.values())


def _with_places(known: bytes, more: bytes, most: int) -> bytes:
    """The first few of the places of both, which are in order."""
    size = most * RECORD.size
    if not known or not more:
        return known or more[:size]
    if len(known) >= size and _place_at(known, size) <= _place_at(more, RECORD.size):
        return known
    places = {*RECORD.iter_unpack(known), *RECORD.iter_unpack(more)}
    return b"".join(RECORD.pack(*place) for place in sorted(places, key=_place_of)[:most])


def _place_at(places: bytes, end: int) -> int:
    """The place of the record that ends there."""
    place: int = RECORD.unpack_from(places, end - RECORD.size)[1]
    return place


def _ats_of(places: bytes) -> list[At]:
    return [at_of(record) for record in RECORD.iter_unpack(places)]


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

    __slots__ = ("_places", "cells", "level")

    def __init__(self) -> None:
        self.level = 0
        self.cells: dict[int, Cell] = {}
        self._places = b""

    @property
    def evidence(self) -> list[At]:
        """The first few places."""
        return _ats_of(self._places)

    def add(self, at: At, count: int) -> None:
        """Takes in `count` events at one place."""
        self._cell(at.time // SECOND >> self.level).add(at, count)
        self._show(RECORD.pack(*record_of(at)))
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
        self._show(_first_places(sorted(ordered, key=_place_of), EVIDENCE))

    def absorb(self, other: object) -> None:
        """Union with another timeline; takes it over."""
        assert isinstance(other, Timeline)
        level = max(self.level, other.level)
        buckets = {bucket >> (level - one.level) for one in (self, other) for bucket in one.cells}
        self._raise_to(_fitting(level, buckets))
        self._put(other.cells, self.level - other.level)
        self._show(other._places)

    def copied(self) -> Timeline:
        """Another timeline of the same events."""
        made = Timeline()
        made.level, made._places = self.level, self._places
        made.cells = {bucket: cell.copied() for bucket, cell in self.cells.items()}
        return made

    def in_one(self) -> Cell:
        """All its cells as one."""
        made = Cell()
        for cell in self.cells.values():
            made.absorb(cell)
        made._places = self._places
        return made

    def _show(self, places: bytes) -> None:
        self._places = _with_places(self._places, places, EVIDENCE)

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
