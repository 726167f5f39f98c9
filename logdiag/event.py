"""Events: records of a known kind, dated and placed, as the folds take them in.

A Position orders everything (source, block, line); an At is a time with the position that has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

SECOND = 1_000_000


class Position(NamedTuple):
    """Where a record begins: index of the source in the case, of the block in it, line in the source."""

    source: int
    block: int
    line: int


class At(NamedTuple):
    """A time and its place. Sorts by time, then position.

    `time` is microseconds on the footing of the case: UTC where every source's zone is known, else the
    wall clock. `wall` and `offset` (minutes east of UTC, or None) are how the log tells it.
    """

    time: int
    source: int
    block: int
    line: int
    wall: int
    offset: int | None

    @property
    def place(self) -> tuple[int, int, int]:
        """Sorts by position alone: the order lines have in their file."""
        return (self.source, self.block, self.line)

    def __reduce__(self) -> tuple[object, ...]:
        # Pickle would make two numbers of one: most logs tell no zone, and a log of millions leaves many places.
        if self.offset is None and self.wall == self.time:
            return _at_wall_clock, (self.time, self.source, self.block, self.line)
        return At, tuple(self)


def _at_wall_clock(time: int, source: int, block: int, line: int) -> At:
    return At(time, source, block, line, time, None)


def after(a: At, b: At) -> bool:
    """Whether `a` was said after `b`: by place within one source, whose clock may step back; else by time.

    A stamp of whole seconds does not tell in which part of its second something was said.
    """
    if a.source == b.source:
        return a.place > b.place
    if a.time % SECOND == 0 or b.time % SECOND == 0:
        return a.time // SECOND > b.time // SECOND
    return a.time > b.time


def said_last(places: Iterable[At]) -> At:
    """The last in each source, as its clock may step back; of those the latest by time."""
    ends: dict[int, At] = {}
    for at in places:
        ends[at.source] = max(ends.get(at.source, at), at, key=lambda at: at.place)
    return max(ends.values())


class Event(NamedTuple):
    """What one record says. `kind` is "" for a record that no message grammar knows.

    `times` is how often it was said: more than 1 for a repeat notice. `host` is "" where not told.
    """

    kind: str
    fields: Mapping[str, str]
    host: str
    program: str
    pid: str | None
    time: int
    wall: int
    offset: int | None
    times: int
    message: str

    def at(self, position: Position) -> At:
        """The event's time at its place."""
        return At(self.time, *position, self.wall, self.offset)
