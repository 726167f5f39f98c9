"""Blocks and lines: whatever the bytes, the grain and the chunks, nothing is lost and nothing is moved."""

from __future__ import annotations

import gzip
import os
import re
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from logdiag.read import counting as counting_module
from logdiag.read import ranges as ranges_module
from logdiag.read import source as source_module
from logdiag.read.content import Content, chunks, open_content
from logdiag.read.counting import count_lines, place_behind
from logdiag.read.packings import packing_of
from logdiag.read.ranges import blocks_between, borders_of
from logdiag.read.source import (
    Block,
    LogSource,
    blocks,
    blocks_backwards,
    lines_at,
    lines_counted,
)
from logdiag.read.whole_lines import Lines, whole_lines

LAB = Path(__file__).resolve().parents[1].parent / "shared" / "lab"
needs_lab = pytest.mark.skipif(not LAB.is_dir(), reason="the lab's captures are not beside this checkout")


def log(path: Path) -> LogSource:
    content = open_content(str(path))
    return LogSource(str(path), content.mtime, content)


def log_of(data: bytes, *, packed: bool = False) -> LogSource:
    """A log of these bytes, read from a file that is gone by the time it is read."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(gzip.compress(data) if packed else data)
        file.flush()
        return log(Path(file.name))


def always(_before_last: bytes, _before: bytes, _line: bytes) -> bool:
    return True


def unless_indented(_before_last: bytes, _before: bytes, line: bytes) -> bool:
    return not line.startswith((b" ", b"\t"))


def by_three_lines(before_last: bytes, before: bytes, line: bytes) -> bool:
    return (2 * len(before_last) + len(before) + len(line)) % 3 > 0


def joined(read: list[Block]) -> bytes:
    return b"".join(block.data for block in read)


log_like = st.lists(
    st.sampled_from([b"a", b"bb", b" c", b"", b"\r", b"\0", b"x" * 40, b"\xff\xfe", b"\x1f\x8b"])
).map(b"\n".join)
contents = st.one_of(st.binary(max_size=300), log_like)
grains = st.integers(min_value=1, max_value=120)


@given(data=contents, grain=grains, packed=st.booleans())
@settings(deadline=None)
@example(data=b"\n", grain=1, packed=False)
@example(data=b"a\n\nb", grain=1, packed=True)
@example(data=b"\x28\xb5\x2f\xfd", grain=1, packed=False)
@example(data=b"\x50\x2a\x4d\x18", grain=1, packed=False)
def test_blocks_hold_every_byte_once_and_know_their_lines(data: bytes, grain: int, packed: bool) -> None:
    if packing_of(lambda offset, size: data[offset : offset + size]):
        data = b"." + data  # else it is unpacked
    read = list(blocks(log_of(data, packed=packed), unless_indented, grain))
    assert joined(read) == data
    assert [block.index for block in read] == sorted({block.index for block in read})
    first_line = 1
    for block in read:
        assert block.first_line == first_line
        assert block.data
        assert not block.cut
        assert block.problem is None
        first_line += count_lines(block.data)
    assert all(block.data.endswith(b"\n") for block in read[:-1])


@given(data=log_like, grain=grains, longest=st.integers(min_value=1, max_value=60))
@settings(deadline=None)
def test_a_block_begins_at_the_first_record_at_or_after_each_multiple_of_the_grain(
    data: bytes, grain: int, longest: int
) -> None:
    """Places are those in the source: bytes that a cut line lost count too."""
    lines = _split(data)
    starts = [sum(map(len, lines[:place])) for place in range(len(lines))]
    records = [place for place, line in enumerate(lines) if not line.startswith((b" ", b"\t"))]
    expected = {1} if data else set()
    for border in range(grain, len(data) + 1, grain):
        expected |= set([place + 1 for place in records if starts[place] >= border][:1])
    assert {block.first_line for block in blocks(_plain(data), unless_indented, grain, longest)} == expected


@given(data=log_like, grain=grains)
@settings(deadline=None)
def test_the_lines_before_a_cut_are_those_of_the_source(data: bytes, grain: int) -> None:
    """They are asked for at piece borders too, where the lines before lie in bytes that are gone."""
    asked: list[tuple[bytes, bytes, bytes]] = []

    def noting(before_last: bytes, before: bytes, line: bytes) -> bool:
        asked.append((before_last, before, line))
        return len(asked) % 2 == 0

    list(blocks(_plain(data), noting, grain, longest_line=64))
    lines = [b"", b"", *(line.rstrip(b"\n") for line in _split(data))]
    in_order = list(zip(lines, lines[1:], lines[2:], strict=False))
    place = 0
    for three in asked:
        place = in_order.index(three, place) + 1


@given(data=log_like, longest=st.integers(min_value=1, max_value=30), grain=grains)
@settings(deadline=None)
def test_a_line_beyond_the_limit_is_cut_and_named_and_the_others_are_whole(
    data: bytes, longest: int, grain: int
) -> None:
    read = list(blocks(_plain(data), always, grain, longest_line=longest))
    lines = [line.rstrip(b"\n") for line in _split(data)]
    kept = [line.rstrip(b"\n") for line in _split(joined(read))]
    assert kept == [line[:longest] for line in lines]
    too_long = [number for number, line in enumerate(lines, 1) if len(line) > longest]
    assert [number for block in read for number in block.cut] == too_long
    for block in read:
        assert all(
            block.first_line <= number < block.first_line + count_lines(block.data) for number in block.cut
        )


@given(data=log_like, wanted=st.sets(st.integers(min_value=-1, max_value=40)), size=st.integers(1, 50))
@settings(deadline=None)
def test_lines_are_found_by_their_numbers(data: bytes, wanted: set[int], size: int) -> None:
    lines = dict(enumerate((line.rstrip(b"\n")[:size] for line in _split(data)), 1))
    expected = {number: lines[number] for number in wanted if number in lines}
    assert lines_counted(_plain(data), wanted, longest_line=size) == expected


@given(
    data=log_like,
    wanted=st.sets(st.integers(min_value=-1, max_value=40)),
    grain=st.integers(1, 60),
    packed=st.booleans(),
)
@settings(deadline=None)
def test_lines_are_found_in_the_blocks_that_have_them(
    data: bytes, wanted: set[int], grain: int, packed: bool
) -> None:
    source = log_of(b"." + data, packed=packed)
    firsts = {block.index: block.first_line for block in blocks(source, unless_indented, grain)}
    lines = dict(enumerate((line.rstrip(b"\n") for line in _split(b"." + data)), 1))
    expected = {number: lines[number] for number in wanted if number in lines}
    assert lines_at(source, wanted, firsts, unless_indented, grain) == expected


@given(data=log_like, grain=st.integers(1, 60), start=st.integers(0, 40), more=st.integers(0, 40))
@settings(deadline=None, max_examples=300)
def test_blocks_from_any_place_are_those_of_a_reading_from_the_beginning(
    data: bytes, grain: int, start: int, more: int
) -> None:
    source = log_of(b"." + data)
    whole = [(block.index, block.data) for block in blocks(source, unless_indented, grain)]
    count = borders_of(source.content, grain)
    cuts = sorted({0, min(start, count), min(start + more, count), count})
    parts = [
        (block.index, block.data)
        for first, behind in pairwise(cuts)
        for block in blocks_between(source.content, unless_indented, grain, first, behind)
    ]
    assert parts == whole
    assert [
        (block.index, block.data) for block in blocks_backwards(source, unless_indented, grain)
    ] == whole[::-1]


@given(data=log_like, grain=st.integers(1, 60), narrowest=st.integers(1, 9))
@settings(deadline=None)
def test_the_width_of_the_first_look_around_a_border_does_not_show(
    data: bytes, grain: int, narrowest: int
) -> None:
    source = log_of(b"." + data)
    whole = [block.data for block in blocks(source, by_three_lines, grain)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges_module, "_NARROWEST", narrowest)
        count = borders_of(source.content, grain)
        read = blocks_between(source.content, by_three_lines, grain, 0, count)
        assert [block.data for block in read] == whole


@pytest.mark.parametrize("is_quick", [True, False])
@pytest.mark.parametrize("size", [0, 1, 700, 40_000])
def test_the_place_behind_line_breaks_is_where_a_line_begins(size: int, is_quick: bool) -> None:
    data = b"".join(b"%d\n" % number for number in range(size)) + b"end"
    starts = [0, *(found.end() for found in re.finditer(b"\n", data))]
    with pytest.MonkeyPatch.context() as patch:
        if not is_quick:
            patch.setattr(counting_module, "counter", lambda: bytes_count)
        for number in {0, 1, size // 3, size - 1, size} & set(range(size + 1)):
            assert place_behind(data, number) == starts[number]
            assert place_behind(data, size - number, starts[number]) == starts[size]
        assert place_behind(data, size + 1) == place_behind(data, size + 9) == len(data)
        assert count_lines(data) == size + 1


def bytes_count(piece: memoryview, text: bytes) -> int:
    return bytes(piece).count(text)


@given(data=log_like, sizes=st.lists(st.integers(1, 20), min_size=1, max_size=50))
def test_the_sizes_of_chunks_do_not_show_in_the_lines(data: bytes, sizes: list[int]) -> None:
    pieces = [piece for piece in whole_lines(_in_chunks(data, sizes), 20) if isinstance(piece, Lines)]
    assert b"".join(piece.data for piece in pieces) == b"\n".join(line[:20] for line in data.split(b"\n"))
    assert sum(piece.size for piece in pieces) == len(data)


def _in_chunks(data: bytes, sizes: list[int]) -> list[bytes]:
    parts: list[bytes] = []
    start = 0
    while start < len(data):
        size = sizes[len(parts) % len(sizes)]
        parts.append(data[start : start + size])
        start += size
    return parts


def _split(data: bytes) -> list[bytes]:
    """Lines with their newlines, where a newline is the one thing that ends a line."""
    parts = data.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _plain(data: bytes) -> LogSource:
    source = log_of(data)
    return LogSource(source.name, None, Content("", source.content.file, (0, 0), len(data), None, None))


def test_a_grain_of_one_cuts_before_every_record() -> None:
    read = list(blocks(log_of(b"a\n b\nc\nd\n  e\n"), unless_indented, grain=1))
    assert [(block.first_line, block.data) for block in read] == [
        (1, b"a\n b\n"),
        (3, b"c\n"),
        (4, b"d\n  e\n"),
    ]


def test_an_empty_log_has_no_block() -> None:
    assert list(blocks(log_of(b""), always)) == []


def test_a_log_without_a_place_to_cut_is_cut_at_a_line_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source_module, "LARGEST_BLOCK", 100)
    read = list(blocks(log_of(b" x\n" * 200), lambda *_lines: False, grain=10))
    assert {len(block.data) for block in read} == {102, 90}


def test_a_line_of_many_megabytes_is_held_only_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    with path.open("wb") as file:
        file.write(b"before\n")
        os.posix_fallocate(file.fileno(), 0, 1)
        file.truncate(40 << 20)
        file.seek(0, os.SEEK_END)
        file.write(b"\nafter\n")
    source = log(path)
    read = list(blocks(source, always))
    assert sum(len(block.data) for block in read) == len(b"before\n") + (1 << 20) + len(b"\nafter\n")
    assert [number for block in read for number in block.cut] == [2]
    assert lines_counted(source, {1, 3}) == {1: b"before", 3: b"after"}


@needs_lab
@pytest.mark.parametrize(
    "name, lines, cut",
    [
        ("files/messages-1mib-line", 3, (2,)),
        ("files/messages-crlf", 403, ()),
        ("files/messages-no-final-newline", 403, ()),
        ("files/messages-nul-tail", 404, ()),
        ("files/messages-plain-named.gz", 403, ()),
        ("files/messages-gzip-without-suffix", 403, ()),
        ("files/messages-truncated.gz", 178, ()),
        ("files/rotated/messages.2.gz", 722, ()),
        ("files/messages-empty", 0, ()),
    ],
)
def test_the_lines_of_a_real_capture_are_all_there(name: str, lines: int, cut: tuple[int, ...]) -> None:
    source = log(LAB / name)
    for grain in (1, 500, 1 << 20):
        read = list(blocks(source, always, grain))
        assert sum(count_lines(block.data) for block in read) == lines
        assert tuple(number for block in read for number in block.cut) == cut


@needs_lab
def test_carriage_returns_and_nul_tails_are_left_to_the_parser() -> None:
    crlf = log(LAB / "files/messages-crlf")
    assert lines_counted(crlf, [1])[1].endswith(b"\r")
    nul = log(LAB / "files/messages-nul-tail")
    assert set(lines_counted(nul, [404])[404]) == {0}


def test_two_readings_at_once_do_not_move_each_other() -> None:
    source = log_of(b"one\ntwo\nthree\n")
    first, second = blocks(source, always, 1), blocks(source, always, 1)
    assert [(a.data, b.data) for a, b in zip(first, second, strict=True)] == [
        (line, line) for line in (b"one\n", b"two\n", b"three\n")
    ]


def test_no_chunk_is_larger_than_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "messages.gz"
    path.write_bytes(gzip.compress(b"y" * 100_000))
    assert {len(chunk) for chunk in chunks(open_content(str(path)), 1000)} == {1000}
