"""Pick: the lines of a block that have to be read, with their numbers; the rest begin as they should and say nothing.

A line is picked where it holds a literal, where it or one beside it begins otherwise than the block's first line,
where it stands before one that goes on with what it says, and at either end of the block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from logdiag.match.dates import beginning_of, text_of
from logdiag.match.entries import FORMAT, OTHERWISE, SHORTEST, clock_of, have_clock, other_clocks
from logdiag.match.finder import Finder
from logdiag.match.literals import REPEATS
from logdiag.read.counting import Count as Count
from logdiag.read.counting import counter

# Beyond one line in eight it is quicker to read every line.
_DENSE = 8
_SHORTEST = 60
_PIECE = 256 << 10
_REPEATS = tuple(text.encode("ascii") for text in REPEATS)
_CONTINUE = (b" ", b"\t", b"\xef\xbb\xbf")


class Picked(NamedTuple):
    """Lines with their numbers from 1, in order; of how many; what form the others are of."""

    lines: list[tuple[int, bytes]]
    of: int
    form: str


class Hits(NamedTuple):
    """Where what matters ends, in order, and some places with the number of line breaks before each."""

    ends: list[int]
    counted: list[tuple[int, int]]


def newline_counter() -> Count:
    """What counts line breaks, and lines that begin alike."""
    return counter()


def pick(data: bytes, finder: Finder, count: Count) -> Picked | None:
    """The lines of a block that matter; None where that is so many that all had better be read."""
    first_end = data.find(b"\n") + 1
    if not first_end:
        return None
    look = _look_at_lines(data, finder, count) or _look_at_entries(data[: first_end - 1], finder, count)
    hits = _hits(data, look, count) if look else None
    if look is None or hits is None:
        return None
    places = _starts(data, hits.ends)
    return Picked(*_numbered(data, places, hits.counted, count), look.format)


class _Look(NamedTuple):
    """How the lines of a block are looked at. `others` tells where lines begin otherwise in a piece with a byte in
    front, of which so many begin there; none of them is shorter than `shortest`, by and large."""

    format: str
    search: Callable[[Any], list[int]]
    others: Callable[[Any, int], list[int]]
    shortest: int


def _look_at_lines(data: bytes, finder: Finder, count: Count) -> _Look | None:
    """At lines that begin with a date; None if the first does not."""
    beginning = beginning_of(data[:64].split(b"\n", 1)[0])
    if beginning is None:
        return None
    text = text_of(data[:64])
    find = finder.others

    def others(piece: Any, begun: int) -> list[int]:
        if text is not None and count(piece, b"\n" + text) == begun:
            return []
        return find(beginning)(piece)

    return _Look(beginning.format, finder.search, others, _SHORTEST)


def _look_at_entries(first: bytes, finder: Finder, count: Count) -> _Look | None:
    """At entries of a journal; None if the first line is none."""
    clock = clock_of(first) if finder.entries else None
    if clock is None:
        return None
    otherwise, find = finder.matching((OTHERWISE,)), finder.matching

    def others(piece: Any, _begun: int) -> list[int]:
        found = list(otherwise(piece))
        if not have_clock(piece, clock, count):
            found += find((other_clocks(clock),))(piece)
        return sorted(found)

    return _Look(FORMAT, finder.matching(finder.entries), others, SHORTEST)


def _hits(data: bytes, look: _Look, count: Count) -> Hits | None:
    """Where literals end and where lines begin otherwise; None if there are too many."""
    most = len(data) // (look.shortest * _DENSE) + 64
    ends: list[int] = []
    counted = [(0, 0)]
    view = memoryview(data)
    start, size, breaks = 0, len(data), 0
    while start < size:
        stop = size if size - start <= 2 * _PIECE else data.rfind(b"\n", start, start + _PIECE) + 1
        stop = stop if stop > start else size
        ends += [start + end for end in look.search(view[start:stop])]
        more = count(view[start:stop], b"\n")
        # One byte more in front, so that the line break before the first line is seen.
        before = start - 1 if start else 0
        begun = more + (start > 0) - data.endswith(b"\n", start, stop)
        if others := look.others(view[before:stop], begun):
            ends += _with_those_beside(data, (before + end for end in others))
        if len(ends) > most:
            return None
        start, breaks = stop, breaks + more
        counted.append((start, breaks))
    return Hits(sorted(ends), counted)


def _with_those_beside(data: bytes, ends: Iterable[int]) -> Iterator[int]:
    """Places in lines that begin otherwise, and in those beside them: years turn from one line to the next."""
    behind = 0
    for end in ends:
        if end > behind:
            yield data.rfind(b"\n", 0, end - 1) + 1
            yield end
            behind = data.find(b"\n", end - 1) + 1 or len(data)
            yield min(behind + 1, len(data))


def _starts(data: bytes, ends: list[int]) -> list[tuple[int, int]]:
    """Where the lines that were hit begin and end, the first and the last line among them."""
    stop = data.find(b"\n")
    places, behind = [(0, stop)], stop + 1
    for end in (*ends, len(data)):
        if end <= behind:
            continue
        # What is hit at its last byte may be hit in its line break.
        start = data.rfind(b"\n", 0, end - 1) + 1
        stop = data.find(b"\n", start)
        stop = len(data) if stop < 0 else stop
        places += _with_those_before(data, start, stop, behind)
        behind = stop + 1
    return places


def _with_those_before(data: bytes, start: int, stop: int, behind: int) -> list[tuple[int, int]]:
    """A line, and in front of it those that it goes on with, from `behind` on."""
    places = [(start, stop)]
    while start > behind and _goes_on(data, start, stop):
        stop = start - 1
        start = data.rfind(b"\n", 0, stop) + 1
        places.append((start, stop))
    return places[::-1]


def _goes_on(data: bytes, start: int, stop: int) -> bool:
    """Whether what a line says may be about the line before it."""
    return data.startswith(_CONTINUE, start, stop) or any(
        data.find(one, start, stop) >= 0 for one in _REPEATS
    )


def _numbered(
    data: bytes, places: list[tuple[int, int]], counted: list[tuple[int, int]], count: Count
) -> tuple[list[tuple[int, bytes]], int]:
    """The lines at these places with their numbers, and how many lines there are in all."""
    view = memoryview(data)
    of = counted[-1][1] + (not data.endswith(b"\n"))
    lines: list[tuple[int, bytes]] = []
    ahead = iter(counted)
    behind, breaks = next(ahead)
    border = next(ahead, None)
    for start, stop in places[:-1]:
        while border and border[0] <= start:
            (behind, breaks), border = border, next(ahead, None)
        breaks += count(view[behind:start], b"\n")
        behind = start
        lines.append((breaks + 1, data[start:stop].removesuffix(b"\r")))
    # The last line is among them, and need not be counted to.
    start, stop = places[-1]
    return [*lines, (of, data[start:stop].removesuffix(b"\r"))], of
