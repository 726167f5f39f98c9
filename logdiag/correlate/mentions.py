"""Mentions: the records of a log that may name something, found without reading the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from logdiag.parse.entries import Entry, entries
from logdiag.parse.framing import Framing
from logdiag.parse.vocabulary import Vocabulary
from logdiag.read.counting import count_lines
from logdiag.read.source import BeginsRecord, Block

Passage = tuple[int, int]
"""Where whole records begin and end in a block."""


def entries_about(
    block: Block, names: Sequence[str], vocabulary: Vocabulary, framing: Framing
) -> Iterator[Entry]:
    """The entries of a block in which one of the names may stand, in order, and perhaps some beside them.

    In upper or lower case; a name that is not ASCII may stand anywhere.
    """
    data, first_line, counted = block.data, block.first_line, 0
    if not all(name.isascii() for name in names):
        yield from entries(data, first_line, vocabulary, framing)
        return
    lines = _lines_with(data.lower(), [name.lower().encode() for name in names])
    if framing.frames is not None:
        if next(lines, None) is not None:
            yield from entries(data, first_line, vocabulary, framing)
        return
    for start, end in _passages(data, lines, framing.begins):
        first_line += count_lines(data[counted:start])
        counted = start
        yield from entries(data[start:end], first_line, vocabulary, framing)


def _lines_with(lowered: bytes, names: Sequence[bytes]) -> Iterator[int]:
    """Where lines begin that have any of the names, in order."""
    next_of = {name: lowered.find(name) for name in names}
    while next_of := {name: place for name, place in next_of.items() if place >= 0}:
        first = min(next_of.values())
        yield lowered.rfind(b"\n", 0, first) + 1
        behind = _behind(lowered, first)
        next_of = {
            name: lowered.find(name, behind) if place < behind else place for name, place in next_of.items()
        }


def _passages(data: bytes, lines: Iterator[int], begins: BeginsRecord) -> Iterator[Passage]:
    """The whole records around these lines, apart from each other."""
    end = 0
    for line in lines:
        if line < end:
            continue
        start = line
        while start > end and not _begins(data, start, begins):
            start = data.rfind(b"\n", 0, start - 1) + 1
        end = _behind(data, line)
        while end < len(data) and not _begins(data, end, begins):
            end = _behind(data, end)
        yield start, end


def _begins(data: bytes, start: int, begins: BeginsRecord) -> bool:
    """Whether a record begins where this line does."""
    before = data.rfind(b"\n", 0, start - 1) + 1
    two_before = data.rfind(b"\n", 0, before - 1) + 1 if before else 0
    return begins(
        data[two_before : max(two_before, before - 1)],
        data[before : start - 1],
        data[start : _behind(data, start)].removesuffix(b"\n"),
    )


def _behind(data: bytes, start: int) -> int:
    """Behind the line break of a line."""
    return data.find(b"\n", start) + 1 or len(data)
