"""LogSource: one log, to be read as often as needed; blocks of it, each cut where a record begins.

Where a block is cut depends on the content and the grain alone, never on how the bytes come in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from logdiag.read.content import CHUNK, Content, ReadProblem, chunks
from logdiag.read.whole_lines import LONGEST_LINE, Lines, whole_lines

GRAIN = 1 << 20
# A log of continuation lines alone has no place to cut: beyond this it is cut at a line all the same.
LARGEST_BLOCK = 64 << 20

BeginsRecord = Callable[[bytes, bytes, bytes], bool]


@dataclass(frozen=True)
class LogSource:
    """One log: `name` as given (or "-"), `mtime` aware in UTC, None for what came through a pipe."""

    name: str
    mtime: datetime | None
    content: Content


@dataclass(frozen=True)
class Block:
    """Whole lines, the first of which begins a record.

    `first_line` counts from 1. `cut` are the numbers of lines longer than the limit, of which `data` holds
    the beginning. `problem` stands in the last block alone, where the content ends before its time;
    that block may be empty.
    """

    index: int
    first_line: int
    data: bytes
    cut: tuple[int, ...] = ()
    problem: ReadProblem | None = None


class _Fragment(NamedTuple):
    begins_block: bool
    data: bytes
    is_cut: bool


def blocks(
    source: LogSource, begins_record: BeginsRecord, grain: int = GRAIN, longest_line: int = LONGEST_LINE
) -> Iterator[Block]:
    """The source from its beginning. An empty one gives no block.

    The lines at which it is cut are, for each multiple of `grain` bytes, the first line at or after it
    where `begins_record(line_before_last, line_before, line)` holds; lines come without their newline, and
    are empty before the first. So a grain of 1 cuts before every record.
    """
    pieces = _whole_lines_of(source, longest_line)
    return _assembled(_fragments(pieces, begins_record, grain))


def lines_at(
    source: LogSource, wanted: Collection[int], longest_line: int = LONGEST_LINE
) -> dict[int, bytes]:
    """The lines of these numbers (from 1) without their newlines; missing ones are left out."""
    missing = sorted(set(wanted), reverse=True)
    found: dict[int, bytes] = {}
    first = 1
    for piece in _whole_lines_of(source, longest_line):
        if isinstance(piece, ReadProblem) or not missing:
            break
        behind = first + count_lines(piece.data)
        if missing[-1] < behind:
            lines = piece.data.split(b"\n")
            while missing and missing[-1] < behind:
                number = missing.pop()
                if number >= first:
                    found[number] = lines[number - first]
        first = behind
    return found


def count_lines(data: bytes) -> int:
    """How many lines there are, a last one without a newline counted."""
    return data.count(b"\n") + (not data.endswith(b"\n") and bool(data))


def _whole_lines_of(source: LogSource, longest_line: int) -> Iterator[Lines | ReadProblem]:
    return whole_lines(chunks(source.content, min(CHUNK, longest_line)), longest_line)


def _fragments(
    pieces: Iterable[Lines | ReadProblem], begins_record: BeginsRecord, grain: int
) -> Iterator[_Fragment | ReadProblem]:
    """Every run of lines, taken apart where a block begins."""
    offset = block_start = 0
    before = (b"", b"")
    for piece in pieces:
        if isinstance(piece, ReadProblem):
            yield piece
            return
        taken, begins = 0, False
        for cut in _cuts(piece.data, offset, block_start, before, begins_record, grain):
            if cut > taken:
                yield _Fragment(begins, piece.data[taken:cut], piece.is_cut)
            taken, begins, block_start = cut, True, offset + cut
        yield _Fragment(begins, piece.data[taken:], piece.is_cut)
        before = _two_lines_before(piece.data, len(piece.data), before)
        offset += piece.size


def _cuts(
    data: bytes,
    offset: int,
    block_start: int,
    before: tuple[bytes, bytes],
    begins: BeginsRecord,
    grain: int,
) -> Iterator[int]:
    """Positions in `data`, which lies at `offset` in the source, where a block begins."""
    position = _line_start(data, _border(block_start, grain) - offset)
    while position < len(data):
        end = data.find(b"\n", position)
        line = data[position:end] if end >= 0 else data[position:]
        too_large = offset + position - block_start >= LARGEST_BLOCK
        if begins(*_two_lines_before(data, position, before), line) or too_large:
            yield position
            block_start = offset + position
            position = _line_start(data, max(_border(block_start, grain) - offset, position + 1))
        else:
            position += len(line) + 1


def _border(block_start: int, grain: int) -> int:
    return (block_start // grain + 1) * grain


def _line_start(data: bytes, position: int) -> int:
    """The first beginning of a line at or after `position`, the length of `data` if there is none."""
    if position <= 0:
        return 0
    newline = data.find(b"\n", position - 1)
    return newline + 1 if newline >= 0 else len(data)


def _two_lines_before(data: bytes, position: int, before: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """The two lines that end at `position`; `before` are the two in front of `data`."""
    if position == 0:
        return before
    newline = data.rfind(b"\n", 0, position - 1)
    last = data[newline + 1 : position - 1]
    if newline < 0:
        return before[1], last
    return data[data.rfind(b"\n", 0, newline) + 1 : newline], last


def _assembled(fragments: Iterable[_Fragment | ReadProblem]) -> Iterator[Block]:
    index, first_line, line = 0, 1, 1
    parts: list[bytes] = []
    cut: list[int] = []
    problem: ReadProblem | None = None
    for fragment in fragments:
        if isinstance(fragment, ReadProblem):
            problem = fragment
            break
        if fragment.begins_block and parts:
            yield Block(index, first_line, b"".join(parts), tuple(cut))
            index, first_line, parts, cut = index + 1, line, [], []
        parts.append(fragment.data)
        cut += [line] if fragment.is_cut else []
        line += count_lines(fragment.data)
    if parts or problem:
        yield Block(index, first_line, b"".join(parts), tuple(cut), problem)
