"""Kept: of a log that can only be read from its beginning, what will be asked for again after it is folded.

Without it all that is packed had to be unpacked again. What is not kept is looked for as ever: no answer depends on it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from logdiag.event import At
from logdiag.read.source import Block

# Bytes for the texts of lines in all sources, in one process.
ROOM = 8 << 20
# Bytes of the last blocks that are held while folding: hosts that matter mostly speak to the end.
ENDING = 8 << 20
# What a line takes in memory besides its text.
_BESIDE = 100


@dataclass(slots=True)
class Kept:
    """Texts of lines by block and number, without their ends, while there is `room` in bytes; and the last lines of
    hosts."""

    room: int = 0
    texts: dict[int, dict[int, bytes]] = field(default_factory=dict)
    lasts: dict[str, At] = field(default_factory=dict)

    def take(self, block: int, lines: Iterable[tuple[int, bytes]]) -> None:
        """Keeps lines of a block by their numbers in it, as far as there is room."""
        for number, line in lines:
            self.room -= len(line) + _BESIDE
            if self.room < 0:
                return
            self.texts.setdefault(block, {})[number] = line

    def with_all(self, other: Kept) -> Kept:
        """What was kept of both parts of one log."""
        return Kept(0, self.texts | other.texts, self.lasts | other.lasts)

    def lines(self, wanted: Iterable[int], first_lines: Mapping[int, int]) -> dict[int, bytes]:
        """Those of the wanted lines that were kept, by their numbers in the whole source.

        `first_lines` has the number of each block's first line.
        """
        blocks = sorted(first_lines)
        firsts = [first_lines[block] for block in blocks]
        found: dict[int, bytes] = {}
        for number in wanted:
            place = bisect_right(firsts, number) - 1
            text = self.texts.get(blocks[place], {}).get(number - firsts[place] + 1) if place >= 0 else None
            if text is not None:
                found[number] = text
        return found


class Keeping:
    """What is kept of a source while its blocks go by: so many bytes of lines, and of the last blocks."""

    def __init__(self, room: int, ending: int) -> None:
        self.kept = Kept(room)
        self.ending: deque[Block] = deque()
        self._size, self._most = 0, ending

    def take(self, block: Block, lines: Iterable[tuple[int, bytes]]) -> None:
        """The next block goes by; `lines` of it were read, by number."""
        self.kept.take(block.index, lines)
        self.ending.append(block)
        self._size += len(block.data)
        while self._size > self._most:
            self._size -= len(self.ending.popleft().data)
