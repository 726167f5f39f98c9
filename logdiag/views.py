"""Views: what a rule sees of a shelf: the values that its fold would have kept, made when they are looked at.

A shelf may hold hundreds of thousands of clients, of which a rule looks closely at a few.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any, Generic, TypeVar

from logdiag.event import At
from logdiag.plan import Plan
from logdiag.rules.folds import (
    ANSWER,
    ASK,
    Cell,
    Glimpse,
    Key,
    Keyed,
    Rate,
    Seen,
    Sequence,
    Shelved,
    Steps,
    Timeline,
    Unanswered,
    glimpse,
    glimpse_of,
    is_shelved,
)
from logdiag.shelf import (
    KINDS,
    RECORD,
    WHAT,
    Kinds,
    Record,
    Shelf,
    at_of,
    place_of,
    rank,
    source_of,
)
from logdiag.states import States

V = TypeVar("V")
_KIND = (1 << KINDS) - 1
_EARLIEST = -(1 << 63)


class View(Generic[V]):
    """Values by key, as a fold would have kept them; `items` are sorted by key.

    A key that had no event of the fold's kinds is not there.
    """

    def __init__(self, shelf: Shelf, fold: Shelved, kinds: Kinds) -> None:
        self._shelf, self._fold = shelf, fold
        self._steps = _numbered_steps(fold, kinds)
        self._make = _MAKERS[type(fold)]
        self._taken: dict[tuple[bytes, bytes], frozenset[str]] = {}
        shelf.trim()

    @property
    def over(self) -> bool:
        """Whether there were more keys than are kept."""
        return self._shelf.over

    def trim(self) -> None:
        """It is."""

    @property
    def _by_first(self) -> Mapping[str, list[str]]:
        return self._shelf.keys_by_first()

    def items(self) -> Iterator[tuple[Key, V]]:
        """Keys and values."""
        if self._shelf.kinds().isdisjoint(self._steps):
            return
        for keys in self._by_first.values():
            yield from self._items(keys)

    def on(self, host: str) -> Iterator[tuple[Key, V]]:
        """Keys and values of a host, which is the first part of the key."""
        return self._items(self._by_first.get(host, []))

    def open_on(self, host: str) -> Iterator[tuple[Key, V]]:
        """Of a host: those whose last ask comes after every answer, and those of which that is not told quickly."""
        return self._items([key for key in self._by_first.get(host, []) if self._may_be_open(key)])

    def _may_be_open(self, key: str) -> bool:
        took = self.steps_of(key)
        if ASK not in took or ANSWER not in took:
            return ASK in took
        ends = self.ends(key)
        return ends is None or ends[ASK] > ends[ANSWER]

    def glimpses(self, host: str) -> Iterator[tuple[Key, Glimpse]]:
        """Keys of a host with the most of their values: for folds that keep cells, and rules that look at many."""
        for key in self._by_first.get(host, []):
            if not self.steps_of(key):
                continue
            records = [
                record
                for record in RECORD.iter_unpack(self._shelf.logs.get(key, b""))
                if record[2] & _KIND in self._steps
            ]
            if records and len({*map(source_of, records)}) == 1:
                yield tuple(key.split("\0")), glimpse_of(records)
            else:
                cell = self.get(key)
                assert isinstance(cell, Cell)
                yield tuple(key.split("\0")), glimpse(cell)

    def first(self, step: str, host: str | None = None) -> At | None:
        """The earliest event of a step, of all keys or of those of a host."""
        some = self._firsts.values() if host is None else [self._firsts.get(host, {})]
        return min((firsts[step] for firsts in some if step in firsts), default=None)

    @cached_property
    def _firsts(self) -> Mapping[str, Mapping[str, At]]:
        """Host -> step -> its earliest event."""
        return {host: self._firsts_of(keys) for host, keys in self._by_first.items()}

    def _firsts_of(self, keys: list[str]) -> Mapping[str, At]:
        records: dict[int, Record] = {}
        found: dict[str, list[At]] = {}
        for key in keys:
            for record in RECORD.iter_unpack(self._shelf.logs.get(key, b"")):
                kind = record[2] & _KIND
                if kind not in records or record < records[kind]:
                    records[kind] = record
            for kind, summed in self._shelf.sums.get(key, {}).items():
                for step in self._steps.get(kind, ()):
                    found.setdefault(step, []).append(summed.first)
        for kind, record in records.items():
            for step in self._steps.get(kind, ()):
                found.setdefault(step, []).append(at_of(record))
        return {step: min(places) for step, places in found.items()}

    def lasts_under(self, beginning: str) -> Iterator[tuple[tuple[int, int], Key]]:
        """Time and place of the latest event of every key that begins so, host and all, and the key."""
        keys = self._by_first.get(beginning.partition("\0")[0], [])
        for place in range(bisect_left(keys, beginning), len(keys)):
            key = keys[place]
            if not key.startswith(beginning):
                return
            yield self._last(key), tuple(key.split("\0"))

    def _last(self, key: str) -> tuple[int, int]:
        log = self._shelf.logs.get(key)
        if log is None:
            at = max(found.last for found in self._shelf.sums[key].values())
            return at.time, place_of(at.source, at.block, at.line)
        time, place, _ = max(RECORD.iter_unpack(log))
        return time, place

    def _items(self, keys: list[str]) -> Iterator[tuple[Key, V]]:
        for key in keys:
            # Most keys of a shelf that is shared have nothing for most rules.
            value = self.get(key) if self.steps_of(key) else None
            if value is not None:
                yield tuple(key.split("\0")), value

    def knows(self, key: str) -> bool:
        """Whether events of a key would be here, if there were any."""
        limit = self._shelf.limit
        return limit is None or rank(key) <= limit

    def get(self, key: str) -> V | None:
        """The value of a key, whose parts are joined by NULs; None if it took no step."""
        taken: dict[str, list[Record]] = {}
        for record in RECORD.iter_unpack(self._shelf.logs.get(key, b"")):
            for step in self._steps.get(record[2] & _KIND, ()):
                taken.setdefault(step, []).append(record)
        steps: dict[str, Any] = {step: Timeline() if step else Cell() for step in taken}
        for step, records in taken.items():
            steps[step].take(records)
        for kind, summed in self._shelf.sums.get(key, {}).items():
            for step in self._steps.get(kind, ()):
                _sum_up(steps, step, summed)
        return self._make(steps) if steps else None

    def steps_of(self, key: str) -> frozenset[str]:
        """The steps that a key took."""
        log = self._shelf.logs.get(key)
        if log is None:
            return self._taken_by(self._shelf.sums.get(key, {}))
        # Few sequences of kinds are there, of many clients: the bytes in which the kinds stand tell which one it is.
        kinds = log[WHAT :: RECORD.size], log[WHAT + 1 :: RECORD.size]
        found = self._taken.get(kinds)
        if found is None:
            taken = {what & _KIND for _, _, what in RECORD.iter_unpack(log)}
            found = self._taken[kinds] = self._taken_by(taken)
        return found

    def _taken_by(self, kinds: Iterable[int]) -> frozenset[str]:
        return frozenset(chain.from_iterable(self._steps.get(kind, ()) for kind in kinds))

    def ends(self, key: str) -> Mapping[str, int] | None:
        """Step -> its latest time; None for a key that is summed up: look at its value."""
        if key in self._shelf.sums:
            return None
        log = self._shelf.logs.get(key, b"")
        latest: dict[str, int] = {}
        steps = self._steps
        for time, _, what in RECORD.iter_unpack(log):
            for step in steps.get(what & _KIND, ()):
                if time > latest.get(step, _EARLIEST):
                    latest[step] = time
        return latest

    def keys_on(self, host: str) -> list[str]:
        """The keys of a host, joined by NULs, those among them that have no event of this fold too."""
        return self._by_first.get(host, [])

    @property
    def hosts(self) -> Iterator[str]:
        """The first parts of the keys."""
        return iter(self._by_first)


def _numbered_steps(fold: Shelved, kinds: Kinds) -> Mapping[int, tuple[str, ...]]:
    """Number of a kind -> the steps that it takes."""
    steps = _steps(fold)
    return {
        kinds.numbers[kind]: tuple(step for step, some in steps.items() if kind in some)
        for kind in fold.kinds
    }


def _sum_up(steps: dict[str, Any], step: str, summed: Any) -> None:
    """Cells of a timeline, where a fold wants no more than how often, first and last."""
    more = summed.in_one() if not step and isinstance(summed, Timeline) else summed.copied()
    found = steps.setdefault(step, more)
    if found is not more:
        found.absorb(more)


def _steps(fold: Shelved) -> Mapping[str, frozenset[str]]:
    """Step -> kinds; the one step of a fold that has none is "" where it keeps cells."""
    if isinstance(fold, Sequence):
        return fold.steps
    if isinstance(fold, Unanswered):
        return {ASK: fold.asks, ANSWER: fold.answers - fold.asks}
    return {"": fold.kinds} if isinstance(fold, Seen) else {"rate": fold.kinds}


def _cell(steps: dict[str, Any]) -> Cell:
    cell: Cell = steps[""]
    return cell


def _stepped(steps: dict[str, Any]) -> Steps:
    made = Steps()
    made.lines = steps
    return made


def _timeline(steps: dict[str, Any]) -> Timeline:
    line: Timeline = steps["rate"]
    return line


_MAKERS: Mapping[type, Callable[[dict[str, Any]], Any]] = {
    Seen: _cell,
    Sequence: _stepped,
    Unanswered: _stepped,
    Rate: _timeline,
}


class EndedView:
    """What is told, with its own keys, and what ended it, with keys filled up by empty parts. See folds.Ended."""

    def __init__(self, told: View[Steps], ends: View[Steps]) -> None:
        self._told, self._ends = told, ends

    @property
    def over(self) -> bool:
        """Whether there were more keys than are kept, of either."""
        return self._told.over or self._ends.over

    def items(self) -> Iterator[tuple[Key, Steps]]:
        """What is told, but for that of which nobody would know whether it ended, and what ended any of it."""
        steps = {key: value for key, value in self._told.items() if self._ends.knows("\0".join(key[:2]))}
        if not steps:
            return
        empty = ("",) * (len(next(iter(steps))) - 2)
        subjects = {"", *(key[1] for key in steps)}
        for host in self._ends.hosts:
            for subject in subjects:
                ended = self._ends.get(f"{host}\0{subject}")
                if ended is not None:
                    steps.setdefault((host, subject, *empty), Steps()).lines |= ended.lines
        yield from sorted(steps.items(), key=itemgetter(0))


def ends_of(name: str) -> str:
    """The name of the fold that keeps what ends the events of another; see folds.Ended."""
    return f"{name}.ends"


def view_of(states: States, plan: Plan, name: str) -> Any:
    """What a rule, or whoever judges, sees of a fold: a View where it is shelved, else its own state."""
    ends = ends_of(name)
    if ends in plan.folds:
        return EndedView(_view_of(states, plan, name), _view_of(states, plan, ends))
    return _view_of(states, plan, name)


def _view_of(states: States, plan: Plan, name: str) -> Any:
    fold = plan.folds[name]
    if is_shelved(fold):
        return View(states.shelves[fold.key], fold, plan.numbers)
    state = states.folds[name]
    if isinstance(state, Keyed):
        state.trim()
    return state
