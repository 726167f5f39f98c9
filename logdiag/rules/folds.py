"""Fold types: start, add, merge, finish over states that are exact, bounded and mergeable.

The law: any grouping of blocks, merged in any order, ends in the same state. So `add` only collects,
`merge` is associative and commutative, and what a state keeps depends on the union of its events alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, groupby
from typing import Generic, NamedTuple, Protocol, TypeGuard, TypeVar

from logdiag.event import At, Event, Position, after, said_last
from logdiag.shelf import Record, at_of, rank, source_of, times_of

Key = tuple[str, ...]
KEYS = 200_000
CELLS = 64
EVIDENCE = 10
SECOND = 1_000_000

S = TypeVar("S")
V = TypeVar("V", bound="Mergeable")
V_co = TypeVar("V_co", covariant=True)


class Mergeable(Protocol):
    """A value that takes in another of its kind."""

    def absorb(self, other: object) -> None:
        """Becomes the union of both."""


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


def _hash(key: Key) -> tuple[int, str]:
    return rank("\0".join(key))


class Keyed(Generic[V]):
    """Values by key, at most `cap` of them: over it, the keys with the smallest hashes stay, exact.

    A key that left never comes back: hashes of a growing set only push it further out.
    """

    __slots__ = ("_made", "_trimmed", "cap", "values")

    def __init__(self, make: Callable[[], V], cap: int = KEYS) -> None:
        self._made, self.cap = make, cap
        self.values: dict[Key, V] = {}
        self._trimmed = False

    @property
    def over(self) -> bool:
        """Whether there were more keys than the cap."""
        return self._trimmed or len(self.values) > self.cap

    def at(self, key: Key) -> V:
        """The value of a key, made when it is new."""
        found = self.values.get(key)
        if found is None:
            found = self.values[key] = self._made()
            if len(self.values) > 2 * self.cap:
                self.trim()
        return found

    def trim(self) -> None:
        """Down to the cap: what `finish` sees."""
        if len(self.values) > self.cap:
            self._trimmed = True
            self.values = {key: self.values[key] for key in nsmallest(self.cap, self.values, _hash)}

    def absorb(self, other: object) -> None:
        """Union with another."""
        assert isinstance(other, Keyed)
        self._trimmed = self._trimmed or other._trimmed
        for key, value in other.values.items():
            mine = self.values.get(key)
            if mine is None:
                self.values[key] = value
            else:
                mine.absorb(value)
        if len(self.values) > 2 * self.cap:
            self.trim()

    def items(self) -> list[tuple[Key, V]]:
        """Keys and values, sorted by key, trimmed to the cap."""
        self.trim()
        return sorted(self.values.items())

    def on(self, host: str) -> list[tuple[Key, V]]:
        """Keys that begin with a host, and values."""
        return [(key, value) for key, value in self.items() if key[0] == host]

    def open_on(self, host: str) -> list[tuple[Key, V]]:
        """All of them: what is kept here does not tell quickly which are closed."""
        return self.on(host)

    def glimpses(self, host: str) -> list[tuple[Key, Glimpse]]:
        """Keys of a host with the most of their cells."""
        return [(key, glimpse(cell)) for key, cell in self.on(host) if isinstance(cell, Cell)]


class Values(Protocol[V_co]):
    """What a rule judges: values by key, sorted by key."""

    def items(self) -> Iterable[tuple[Key, V_co]]:
        """Keys and values."""

    def on(self, host: str) -> Iterable[tuple[Key, V_co]]:
        """Those whose key begins with a host."""

    def open_on(self, host: str) -> Iterable[tuple[Key, V_co]]:
        """Those of them whose last ask comes after every answer, and maybe others: all that may be unanswered."""

    def glimpses(self, host: str) -> Iterable[tuple[Key, Glimpse]]:
        """Keys of a host with the most of their values, where these are cells."""


def key_of(event: Event, names: tuple[str, ...]) -> Key:
    """The values of the named fields; "host" and "program" are the record's own."""
    return tuple(_value(event, name) for name in names)


def _value(event: Event, name: str) -> str:
    if name == "host":
        return event.host
    if name == "program":
        return event.program
    return event.fields.get(name, "")


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
