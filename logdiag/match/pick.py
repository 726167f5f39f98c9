"""Pick: the lines of a block that have to be read, with their numbers; the rest begin as they should and say nothing.

A line is picked where it holds a literal, where it or one beside it begins otherwise than the block's first line,
where it stands before one that goes on with what it says, and at either end of the block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from logdiag.match.dates import LONGEST, beginning_of, text_of
from logdiag.match.entries import FORMAT, OTHERWISE, SHORTEST, clock_of, have_clock, other_clocks
from logdiag.match.finder import Finder, Search
from logdiag.match.literals import REPEATS
from logdiag.parse.line_bytes import without_nuls
from logdiag.read.counting import Count as Count

# Beyond one line in eight it is quicker to read every line.
_DENSE = 8
_SHORTEST = 60
# What a program says in more is only read to its end where it matters; in formats whose lines begin shortly.
_LONG = 4096
_CUT_ANYWHERE = frozenset({"rfc3164", "iso"})
_PIECE = 256 << 10
_REPEATS = tuple(text.encode("ascii") for text in REPEATS)
_CONTINUE = (b" ", b"\t", b"\xef\xbb\xbf")


class Picked(NamedTuple):
    """Lines with their numbers from 1, in order; of how many; what form the others are of."""

    lines: list[tuple[int, bytes]]
    of: int
    form: str


class Hits(NamedTuple):
    """Where what matters ends, in order, and how many line breaks there are in all."""

    ends: list[int]
    breaks: int


def pick(data: bytes, finder: Finder, count: Count) -> Picked | None:
    """The lines of a block that matter; None where that is so many that all had better be read."""
    first_end = data.find(b"\n") + 1
    if not first_end:
        return None
    look = _look_at_lines(data, finder, count) or _look_at_entries(data[: first_end - 1], finder, count)
    hits = _hits(data, look, count) if look else None
    if look is None or hits is None:
        return None
    of = hits.breaks + (not data.endswith(b"\n"))
    places = _starts(data, hits.ends)
    lines = _numbered(data, places, of, count)
    if look.format in _CUT_ANYWHERE and (len(lines[0][1]) > _LONG or len(lines[-1][1]) > _LONG):
        lines = _shortened(lines, places, hits.ends)
    return Picked(lines, of, look.format)


class _Look(NamedTuple):
    """How the lines of a block are looked at. `others` tells where lines begin otherwise in a block of so many line
    breaks, as far as there are not too many; none of them is shorter than `shortest`, by and large."""

    format: str
    search: Search
    others: Callable[[bytes, int, int], Iterable[int]]
    shortest: int


def _look_at_lines(data: bytes, finder: Finder, count: Count) -> _Look | None:
    """At lines that begin with a date; None if the first does not."""
    beginning = beginning_of(data[:LONGEST].split(b"\n", 1)[0])
    if beginning is None:
        return None
    text = text_of(data[:LONGEST])

    def others(block: bytes, breaks: int, most: int) -> Iterable[int]:
        if text is not None and count(block, b"\n" + text) == breaks - block.endswith(b"\n"):
            return ()
        return _otherwise(block, text, finder.others(beginning), count, most)

    return _Look(beginning.format, finder.search, others, _SHORTEST)


def _look_at_entries(first: bytes, finder: Finder, count: Count) -> _Look | None:
    """At entries of a journal; None if the first line is none."""
    clock = clock_of(first) if finder.entries else None
    if clock is None:
        return None
    otherwise, find = finder.matching((OTHERWISE,)), finder.matching

    def others(block: bytes, _breaks: int, most: int) -> Iterable[int]:
        found = otherwise(block, most)
        if not have_clock(block, clock, count):
            found = sorted(found + find((other_clocks(clock),))(block, most))
        return found

    return _Look(FORMAT, finder.matching(finder.entries), others, SHORTEST)


def _hits(data: bytes, look: _Look, count: Count) -> Hits | None:
    """Where literals end and where lines begin otherwise; None if there are too many."""
    most = len(data) // (look.shortest * _DENSE) + 64
    ends = look.search(data, most)
    if len(ends) > most:
        return None
    breaks = count(data, b"\n")
    others = list(look.others(data, breaks, most))
    if others:
        ends = sorted(chain(ends, _with_those_beside(data, others)))
    return None if len(others) > most or len(ends) > most else Hits(ends, breaks)


def _otherwise(data: bytes, text: bytes | None, search: Search, count: Count, most: int) -> Iterator[int]:
    """Where lines begin otherwise: searched for in the pieces that have some, since it takes longer than to count."""
    view = memoryview(data)
    stop = 0
    while stop < len(data):
        # From the line break before its first line to the one behind its last.
        start = max(0, stop - 1)
        stop = data.find(b"\n", start + _PIECE) + 1 or len(data)
        piece = view[start:stop]
        begun = count(piece, b"\n") - data.endswith(b"\n", start, stop)
        if text is None or count(piece, b"\n" + text) != begun:
            for end in search(piece, most):
                yield start + end


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


def _shortened(
    lines: list[tuple[int, bytes]], places: list[tuple[int, int]], ends: list[int]
) -> list[tuple[int, bytes]]:
    """The lines; the first and the last lose what is long and nobody looked for: only their times matter."""
    (_, first_stop), (last_start, _) = places[0], places[-1]
    is_alone = len(places) < 2 or places[1][0] > first_stop + 1
    if is_alone and not (ends and ends[0] <= first_stop + 1):
        lines[0] = lines[0][0], lines[0][1][:_LONG]
    if len(lines) > 1 and not (ends and ends[-1] > last_start):
        lines[-1] = lines[-1][0], lines[-1][1][:_LONG]
    return lines


def _numbered(data: bytes, places: list[tuple[int, int]], of: int, count: Count) -> list[tuple[int, bytes]]:
    """The lines at these places with their numbers; the last is the last of the block, and need not be counted to."""
    view = memoryview(data)
    lines: list[tuple[int, bytes]] = []
    behind, number = 0, 1
    for start, stop in places[:-1]:
        number += count(view[behind:start], b"\n")
        behind = start
        lines.append((number, without_nuls(data[start:stop].removesuffix(b"\r"))))
    start, stop = places[-1]
    return [*lines, (of, without_nuls(data[start:stop].removesuffix(b"\r")))]
