"""Frame: the lines of a block that make one record, put as the one line that says the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple


class Frame(NamedTuple):
    """Lines of a block from `line` on, counted from 1. `said` is the line to read, and `place` where it stands.

    `more` is what the record goes on with. `why` is not "" where nobody can read it; then `said` is all of it.
    """

    line: int
    lines: int
    place: int
    said: bytes
    more: bytes = b""
    why: str = ""


Frames = Callable[[bytes], Iterator[Frame]]
MakeFrame = Callable[[bytes, int], Frame]


def frames_between(data: bytes, begins: re.Pattern[bytes], make: MakeFrame) -> Iterator[Frame]:
    """A frame for each stretch that begins so; lines before the first stand for themselves."""
    starts = [found.start() for found in begins.finditer(data)]
    first = starts[0] if starts else len(data)
    yield from apart(data[:first], 1)
    line = 1 + data.count(b"\n", 0, first)
    for start, stop in pairwise((*starts, len(data))):
        made = make(data[start:stop], line)
        yield made
        line += made.lines


def apart(data: bytes, line: int) -> Iterator[Frame]:
    """Every line for itself."""
    for number, one in enumerate(data.removesuffix(b"\n").split(b"\n") if data else (), line):
        yield Frame(number, 1, number, one.removesuffix(b"\r"))


def lines_in(data: bytes) -> int:
    """How many lines there are; the last may have no end."""
    return data.count(b"\n") + (not data.endswith(b"\n"))
