"""Numbering: lines of a log in parts are counted through; people look for them in a part, by its own numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from logdiag.read.source import LogSource


class Numbering(NamedTuple):
    """The parts of a log by name, and which line of the whole log each begins with."""

    names: tuple[str, ...]
    firsts: tuple[int, ...]

    def place(self, line: int) -> tuple[str, int]:
        """The part that has a line of the whole log, and its number there."""
        part = max(0, bisect_right(self.firsts, line) - 1)
        return self.names[part], line - self.firsts[part] + 1


def numbering(source: LogSource, lines_of: Mapping[int, int], bases: Sequence[int]) -> Numbering:
    """`lines_of` has the lines of each block, `bases` the first block of each part."""
    own = [part.lent - part.borrowed for part in source.parts]
    for block, lines in lines_of.items():
        own[bisect_right(bases, block) - 1] += lines
    return Numbering(
        tuple(part.name for part in source.parts), tuple(accumulate(own, initial=1))[: len(own)]
    )
