"""Ranges: blocks of a plain file from any place in it, cut where reading it from its beginning would cut them.

So blocks can be read backwards, one alone, or by several processes at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.read.content import Content, file_of
from logdiag.read.source import BeginsRecord, Block, line_start, two_lines_before
from logdiag.read.whole_lines import LONGEST_LINE

# Two lines and the beginning of a third are seldom longer than this.
_NARROWEST = 2 << 10
_WIDEST = 8 << 20


class NotPlainError(Exception):
    """The content has to be read from its beginning: it is packed, it shrinks, or has lines of a megabyte."""


def borders_of(content: Content, grain: int) -> int:
    """How many multiples of `grain` lie in a content, 0 among them: where a block may begin at the earliest."""
    return -(-content.size // grain)


def blocks_between(
    content: Content, begins: BeginsRecord, grain: int, first: int, behind: int
) -> Iterator[Block]:
    """The blocks that begin for the multiples of `grain` from `first` to before `behind`, in order.

    Their `first_line` is 1, as nobody has counted the lines before them. Raises NotPlainError.
    """
    number, start = first, border(content, begins, grain, first)
    if first and border(content, begins, grain, first - 1) == start:
        number = start // grain + 1
        start = border(content, begins, grain, number)
    while number < behind and start < content.size:
        index = start // grain
        number = index + 1
        end = border(content, begins, grain, number)
        yield Block(index, 1, _read(content, start, end))
        start = end


def block_at(content: Content, begins: BeginsRecord, grain: int, number: int) -> Block | None:
    """The block that begins at or behind a multiple of the grain; None if none does."""
    start = border(content, begins, grain, number)
    if start >= content.size:
        return None
    end = border(content, begins, grain, start // grain + 1)
    return Block(start // grain, 1, _read(content, start, end))


def border(content: Content, begins: BeginsRecord, grain: int, number: int) -> int:
    """Where the block for a multiple of `grain` begins: at the first record at or behind it; else at the end."""
    place = number * grain
    if number <= 0:
        return 0
    if place >= content.size:
        return content.size
    width = _NARROWEST
    while width <= _WIDEST:
        found = _border_in(content, begins, place, width)
        if found is not None:
            return found
        width *= 4
    raise NotPlainError


def _border_in(content: Content, begins: BeginsRecord, place: int, width: int) -> int | None:
    """The border as far as a window around a place shows it; None if it has to be wider."""
    offset = max(0, place - width)
    window = _read(content, offset, min(content.size, place + width))
    is_end = offset + len(window) >= content.size
    position = line_start(window, place - offset)
    if offset and not _has_two_lines(window, position):
        return None
    while position < len(window):
        end = window.find(b"\n", position)
        if end < 0 and not is_end:
            return None
        line = window[position:end] if end >= 0 else window[position:]
        if begins(*two_lines_before(window, position, (b"", b"")), line):
            return offset + position
        position += len(line) + 1
    return content.size if is_end else None


def _has_two_lines(window: bytes, position: int) -> bool:
    """Whether two whole lines end at a position, with the line break in front of them."""
    for _ in range(3):
        position = window.rfind(b"\n", 0, position)
        if position < 0:
            return False
    return True


def _read(content: Content, start: int, end: int) -> bytes:
    try:
        data = file_of(content).read_at(start, end - start)
    except (OSError, ValueError) as failed:
        raise NotPlainError from failed
    if len(data) < end - start or _has_long_line(data):
        raise NotPlainError
    return data


def _has_long_line(data: bytes) -> bool:
    """Whether there may be a line that is longer than lines are kept: one fills at least half of that."""
    half = LONGEST_LINE // 2
    return any(data.find(b"\n", at, at + half) < 0 for at in range(0, len(data) - half, half))
