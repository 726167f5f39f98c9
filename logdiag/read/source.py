"""LogSource: one log, to be read as often as needed; blocks of it, each cut where a record begins.

Where a block is cut depends on the content and the grain alone, never on how the bytes come in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, takewhile
from typing import NamedTuple, TypeVar

from logdiag.read.content import CHUNK, Content, ReadProblem, chunks
from logdiag.read.counting import count_lines, place_behind
from logdiag.read.whole_lines import LONGEST_LINE, Lines, whole_lines

GRAIN = 1 << 20
_WINDOW = 32
# A log of continuation lines alone has no place to cut: beyond this it is cut at a line all the same.
LARGEST_BLOCK = 64 << 20
# A place in a log has room for the indices of so many blocks: see shelf.place_of.
MOST_BLOCKS = 1 << 22
# Below this many bytes a block it is quicker to read a source from its beginning.
_WORTH_TURNING = 64 << 10

BeginsRecord = Callable[[bytes, bytes, bytes], bool]


class Part(NamedTuple):
    """One file of a log that was rotated. Its first `lent` lines go on with the part before, and are read with that;
    `borrowed` lines of later parts are read with this one."""

    name: str
    content: Content
    lent: int = 0
    borrowed: int = 0


class Rotation(NamedTuple):
    """A log that was rotated: its parts, the oldest first; `by_times` where their names would have another order.

    `missing` tells in words what should lie behind the parts of these numbers; `year`, told by a name, is that of the
    first line.
    """

    parts: tuple[Part, ...]
    by_times: bool = False
    missing: tuple[tuple[int, str], ...] = ()
    year: int | None = None


@dataclass(frozen=True)
class LogSource:
    """One log: `name` as given (or "-"), `mtime` aware in UTC, None for what came through a pipe.

    One that was rotated has the name, time and content of its newest part.
    """

    name: str
    mtime: datetime | None
    content: Content
    rotation: Rotation | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it is made of, the oldest part first."""
        return self.rotation.parts if self.rotation else (Part(self.name, self.content),)

    @property
    def size(self) -> int:
        """Its bytes as they are stored."""
        return sum(part.content.size for part in self.parts)


@dataclass(frozen=True)
class Block:
    """Whole lines, the first of which begins a record.

    `index` is that of the last multiple of the grain before the block: it grows, with gaps where a block is
    longer than the grain. `first_line` counts from 1. `cut` are the numbers of lines longer than the limit, of
    which `data` holds the beginning. `problem` stands in the last block alone, where the content ends before its time;
    that block may be empty.
    """

    index: int
    first_line: int
    data: bytes
    cut: tuple[int, ...] = ()
    problem: ReadProblem | None = None


@dataclass(frozen=True)
class Parts:
    """A block as the whole lines it is made of; `cut` counts from its own first line."""

    index: int
    parts: list[bytes]
    cut: tuple[int, ...] = ()
    problem: ReadProblem | None = None


B = TypeVar("B", Block, Parts)


class _Fragment(NamedTuple):
    begins_block: bool
    data: bytes
    is_cut: bool
    offset: int


def blocks(
    source: LogSource, begins_record: BeginsRecord, grain: int = GRAIN, longest_line: int = LONGEST_LINE
) -> Iterator[Block]:
    """The source from its beginning. An empty one gives no block.

    The lines at which it is cut are, for each multiple of `grain` bytes, the first line at or after it
    where `begins_record(line_before_last, line_before, line)` holds; lines come without their newline, and
    are empty before the first. So a grain of 1 cuts before every record.
    """
    first_line = 1
    for made in parts_of_blocks(source, begins_record, grain, longest_line):
        data = b"".join(made.parts)
        cut = tuple(first_line + line - 1 for line in made.cut)
        yield Block(made.index, first_line, data, cut, made.problem)
        first_line += count_lines(data)


def parts_of_blocks(
    source: LogSource, begins_record: BeginsRecord, grain: int = GRAIN, longest_line: int = LONGEST_LINE
) -> Iterator[Parts]:
    """What `blocks` gives, not put together, and without that anybody counts lines."""
    several = len(source.parts) > 1
    for part, base in zip(source.parts, first_blocks(source, grain), strict=True):
        pieces = _whole_lines_of(part.content, longest_line)
        for made in _assembled(_fragments(pieces, begins_record, grain), grain):
            yield block_behind(made, base, part.name) if several else made


def block_behind(made: B, base: int, name: str) -> B:
    """A block of one of several parts, by its index in the whole log; what ended that part says which."""
    problem = made.problem and made.problem._replace(why=f"{name} {made.problem.why}")
    return replace(made, index=made.index + base, problem=problem)


def first_blocks(source: LogSource, grain: int = GRAIN) -> tuple[int, ...]:
    """The index of the first block of each part: as many lie before it as those may have."""
    if source.rotation is None:
        return (0,)
    plain = [-(-part.content.size // grain) for part in source.parts if part.content.is_plain]
    packed = [part.content.size for part in source.parts if not part.content.is_plain]
    share = (MOST_BLOCKS - sum(plain)) // (2 * max(1, len(packed)))
    per_byte = share * len(packed) / max(1, sum(packed))
    room = (
        share + int(part.content.size * per_byte)
        if not part.content.is_plain
        else -(-part.content.size // grain)
        for part in source.parts
    )
    return tuple(accumulate(room, initial=0))[:-1]


def lines_at(
    source: LogSource,
    wanted: Collection[int],
    first_lines: Mapping[int, int],
    begins_record: BeginsRecord,
    grain: int = GRAIN,
) -> dict[int, bytes]:
    """The lines of these numbers (from 1) without their newlines; missing ones are left out.

    `first_lines` has the number of the first line of each block, by its index. Only the blocks that have a line
    that is wanted are read, where that can be done.
    """
    blocks = sorted(first_lines)
    numbers = [first_lines[block] for block in blocks]
    bases = first_blocks(source, grain)
    by_part: dict[int, dict[int, list[int]]] = {}
    for number in sorted(set(wanted)):
        place = bisect_right(numbers, number) - 1
        if place >= 0:
            part = bisect_right(bases, blocks[place]) - 1
            by_part.setdefault(part, {}).setdefault(blocks[place], []).append(number)
    found: dict[int, bytes] = {}
    for part, by_block in by_part.items():
        first = first_lines[min(block for block in blocks if block >= bases[part])]
        found |= _lines_in(
            source.parts[part].content, by_block, bases[part], first, first_lines, begins_record, grain
        )
    return found


def _lines_in(
    content: Content,
    by_block: Mapping[int, list[int]],
    base: int,
    first: int,
    first_lines: Mapping[int, int],
    begins_record: BeginsRecord,
    grain: int,
) -> dict[int, bytes]:
    """The lines of one part, by block and number. Its first block has the index `base`, its first line is `first`."""
    from logdiag.read.ranges import NotPlainError, block_at

    found: dict[int, bytes] = {}
    try:
        for index, those in by_block.items() if content.is_plain else ():
            block = block_at(content, begins_record, grain, index - base)
            found |= _lines_of(block.data if block else b"", those, first_lines[index])
    except NotPlainError:
        found.clear()
    if found:
        return found
    wanted = [number - first + 1 for those in by_block.values() for number in those]
    return {number + first - 1: line for number, line in _counted_in(content, wanted).items()}


def _lines_of(data: bytes, numbers: Iterable[int], first: int) -> dict[int, bytes]:
    """The lines of these numbers, in order, of which `first` is that of the first line."""
    found: dict[int, bytes] = {}
    place = 0
    for number in numbers:
        place, first = place_behind(data, number - first, place), number
        if place < len(data):
            end = data.find(b"\n", place)
            found[number] = data[place:end] if end >= 0 else data[place:]
    return found


def lines_counted(
    source: LogSource, wanted: Collection[int], longest_line: int = LONGEST_LINE
) -> dict[int, bytes]:
    """The lines of these numbers of a log in one part, found by counting from the first line on."""
    return _counted_in(source.content, wanted, longest_line)


def _counted_in(
    content: Content, wanted: Collection[int], longest_line: int = LONGEST_LINE
) -> dict[int, bytes]:
    missing = sorted(set(wanted), reverse=True)
    found: dict[int, bytes] = {}
    first = 1
    for piece in _whole_lines_of(content, longest_line):
        if isinstance(piece, ReadProblem) or not missing:
            break
        behind = first + count_lines(piece.data)
        if missing[-1] < behind:
            those = []
            while missing and missing[-1] < behind:
                those.append(missing.pop())
            found |= _lines_of(piece.data, (number for number in those if number >= first), first)
        first = behind
    return found


def blocks_backwards(source: LogSource, begins_record: BeginsRecord, grain: int = GRAIN) -> Iterator[Block]:
    """The blocks of a source, the last one first.

    One that cannot be read from its end is read from its beginning, again for every _WINDOW blocks that are asked for.
    """
    bases = first_blocks(source, grain)
    for part, base in zip(reversed(source.parts), reversed(bases), strict=True):
        for block in _backwards(LogSource(part.name, None, part.content), begins_record, grain):
            yield replace(block, index=block.index + base) if base else block


def _backwards(part: LogSource, begins_record: BeginsRecord, grain: int) -> Iterator[Block]:
    from logdiag.read.ranges import NotPlainError, blocks_between, borders_of

    later: int | None = None
    is_plain = part.content.is_plain and grain >= _WORTH_TURNING
    try:
        for number in reversed(range(borders_of(part.content, grain))) if is_plain else ():
            for block in blocks_between(part.content, begins_record, grain, number, number + 1):
                yield block
                later = block.index
    except NotPlainError:
        is_plain = False
    if is_plain:
        return
    while True:
        # A window of the last blocks before those that were given: memory has room for some, not for a whole log.
        earlier = takewhile(_is_before(later), blocks(part, begins_record, grain))
        window = deque(earlier, maxlen=_WINDOW)
        yield from reversed(window)
        if not window or window[0].index == 0:
            return
        later = window[0].index


def _is_before(later: int | None) -> Callable[[Block], bool]:
    return lambda block: later is None or block.index < later


def _whole_lines_of(content: Content, longest_line: int) -> Iterator[Lines | ReadProblem]:
    return whole_lines(chunks(content, min(CHUNK, longest_line)), longest_line)


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
                yield _Fragment(begins, piece.data[taken:cut], piece.is_cut, offset + taken)
            taken, begins, block_start = cut, True, offset + cut
        yield _Fragment(begins, piece.data[taken:], piece.is_cut, offset + taken)
        before = two_lines_before(piece.data, len(piece.data), before)
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
    position = line_start(data, _border(block_start, grain) - offset)
    while position < len(data):
        end = data.find(b"\n", position)
        line = data[position:end] if end >= 0 else data[position:]
        too_large = offset + position - block_start >= LARGEST_BLOCK
        if begins(*two_lines_before(data, position, before), line) or too_large:
            yield position
            block_start = offset + position
            position = line_start(data, max(_border(block_start, grain) - offset, position + 1))
        else:
            position += len(line) + 1


def _border(block_start: int, grain: int) -> int:
    return (block_start // grain + 1) * grain


def line_start(data: bytes, position: int) -> int:
    """The first beginning of a line at or after `position`, the length of `data` if there is none."""
    if position <= 0:
        return 0
    newline = data.find(b"\n", position - 1)
    return newline + 1 if newline >= 0 else len(data)


def two_lines_before(data: bytes, position: int, before: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """The two lines that end at `position`; `before` are the two in front of `data`."""
    if position == 0:
        return before
    newline = data.rfind(b"\n", 0, position - 1)
    last = data[newline + 1 : position - 1]
    if newline < 0:
        return before[1], last
    return data[data.rfind(b"\n", 0, newline) + 1 : newline], last


def _assembled(fragments: Iterable[_Fragment | ReadProblem], grain: int) -> Iterator[Parts]:
    index = 0
    parts: list[bytes] = []
    cut: list[int] = []
    problem: ReadProblem | None = None
    for fragment in fragments:
        if isinstance(fragment, ReadProblem):
            problem = fragment
            break
        if fragment.begins_block and parts:
            yield Parts(index, parts, _lines_cut(parts, cut))
            index, parts, cut = fragment.offset // grain, [], []
        cut += [len(parts)] if fragment.is_cut else []
        parts.append(fragment.data)
    if parts or problem:
        yield Parts(index, parts, _lines_cut(parts, cut), problem)


def _lines_cut(parts: list[bytes], cut: list[int]) -> tuple[int, ...]:
    """The numbers of the lines that begin with these parts of a block."""
    if not cut:
        return ()
    numbers = list(accumulate((count_lines(part) for part in parts), initial=1))
    return tuple(numbers[place] for place in cut)
