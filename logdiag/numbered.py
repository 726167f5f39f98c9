"""Numbered: what is said in a block, a line or a frame at a time, with the number of the line it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from logdiag.parse.frames import Frame
from logdiag.parse.framing import Framing
from logdiag.parse.line_bytes import lines_of


@dataclass(frozen=True, slots=True)
class SaidLines:
    """What is said in a block of `of` lines; `frames` is None where every line stands for itself."""

    said: Sequence[bytes]
    of: int
    frames: Sequence[Frame] | None = None

    def place(self, count: int) -> int:
        """The number of the last line of the first so many."""
        if self.frames is None:
            return count
        return self.frames[count - 1].line + self.frames[count - 1].lines - 1 if count else 0

    def between(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        """Those from one on to before another, with the numbers of their lines."""
        if self.frames is None:
            return enumerate(self.said[start:stop], start + 1)
        return ((frame.place, frame.said) for frame in self.frames[start:stop])

    def parts(self) -> frozenset[int]:
        """The numbers of all lines but those that a record stands in."""
        if self.frames is None:
            return frozenset()
        return frozenset(range(1, self.of + 1)).difference(frame.place for frame in self.frames)


def said_in(data: bytes, framing: Framing) -> SaidLines:
    """What is said in a block."""
    if framing.frames is None:
        lines = lines_of(data)
        return SaidLines(lines, len(lines))
    frames = list(framing.frames(data))
    return SaidLines([frame.said for frame in frames], sum(frame.lines for frame in frames), frames)
