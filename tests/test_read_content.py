"""Contents: packed, damaged, growing, shrinking, replaced and piped, each reading gives the same bytes."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.read.content import Content, ReadProblem, chunks, head, open_content, redirected, spool
from logdiag.read.gzipped import Damage, gunzip
from logdiag.read.source import Block, LogSource, blocks

LAB = Path(__file__).resolve().parents[1].parent / "shared" / "lab"
needs_lab = pytest.mark.skipif(not LAB.is_dir(), reason="the lab's captures are not beside this checkout")


def read(content: Content) -> tuple[bytes, ReadProblem | None]:
    items = list(chunks(content))
    problems = [item for item in items if isinstance(item, ReadProblem)]
    assert problems in ([], items[-1:])
    return b"".join(item for item in items if isinstance(item, bytes)), problems[0] if problems else None


def read_blocks(content: Content) -> list[Block]:
    return list(blocks(LogSource("messages", None, content), lambda *_lines: True, grain=1))


def gunzipped(packed: bytes, sizes: int = 7, at_most: int = 100) -> tuple[bytes, list[Damage]]:
    items = list(gunzip((packed[start : start + sizes] for start in range(0, len(packed), sizes)), at_most))
    return b"".join(item for item in items if isinstance(item, bytes)), [
        item for item in items if isinstance(item, Damage)
    ]


@given(
    parts=st.lists(st.binary(max_size=400), min_size=1, max_size=4),
    padding=st.sampled_from([b"", b"\0" * 9]),
    sizes=st.integers(1, 60),
)
def test_members_of_gzip_are_one_stream_and_zeros_are_padding(
    parts: list[bytes], padding: bytes, sizes: int
) -> None:
    packed = b"".join(gzip.compress(part) + padding for part in parts)
    assert gunzipped(packed, sizes) == (b"".join(parts), [])


@given(
    data=st.binary(min_size=2, max_size=30).map(lambda part: part * 70),
    share=st.floats(0.05, 0.99),
    sizes=st.integers(1, 999),
)
def test_a_gzip_cut_anywhere_gives_what_it_still_holds_and_says_so(
    data: bytes, share: float, sizes: int
) -> None:
    packed = gzip.compress(data)
    packed = packed[: max(2, int(len(packed) * share))]
    plain, damages = gunzipped(packed, sizes)
    assert plain == zlib.decompressobj(31).decompress(packed)
    assert len(damages) == 1
    assert "cut short" in damages[0].why


@given(data=st.binary(min_size=1, max_size=3000), place=st.floats(0, 1), value=st.integers(0, 255))
@settings(deadline=None)
def test_a_gzip_with_a_wrong_byte_never_crashes_nor_fails_silently(
    data: bytes, place: float, value: int
) -> None:
    packed = bytearray(gzip.compress(data, mtime=0))
    packed[min(2 + int(place * len(packed)), len(packed) - 1)] = value
    plain, damages = gunzipped(bytes(packed), 4096)
    assert plain == data or damages


def test_what_stands_before_the_damage_is_read() -> None:
    lines = b"".join(b"line %d\n" % number for number in range(20_000))
    packed = bytearray(gzip.compress(lines))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = b"\xff" * 40
    plain, damages = gunzipped(bytes(packed), 1 << 20, 1 << 20)
    assert lines[:50_000] == plain[:50_000]
    assert "damaged" in damages[0].why


def test_bytes_after_the_last_member_are_told() -> None:
    assert gunzipped(gzip.compress(b"a\n") + b"rubbish") == (
        b"a\n",
        [Damage("has bytes after its compressed data that are not gzip")],
    )


@needs_lab
def test_a_truncated_capture_gives_its_178_whole_lines_and_the_torn_one_is_left_out() -> None:
    read = read_blocks(open_content(str(LAB / "files/messages-truncated.gz")))
    assert sum(block.data.count(b"\n") for block in read) == 178
    assert all(block.data.endswith(b"\n") for block in read)
    assert [block.problem is None for block in read] == [True] * (len(read) - 1) + [False]
    problem = read[-1].problem
    assert problem
    assert problem.kind == "truncated"
    assert "cut short" in problem.why
    assert "left out" in problem.why


@needs_lab
def test_two_members_are_read_as_the_log_they_are_made_of(tmp_path: Path) -> None:
    first = (LAB / "files/rotated/messages-20141215.gz").read_bytes()
    second = (LAB / "files/rotated/messages.2.gz").read_bytes()
    (tmp_path / "messages.gz").write_bytes(first + second)
    plain, problem = read(open_content(str(tmp_path / "messages.gz")))
    assert plain == gzip.decompress(first) + gzip.decompress(second)
    assert plain.count(b"\n") == 1125
    assert problem is None


def test_a_damaged_head_gives_one_empty_block_with_the_problem(tmp_path: Path) -> None:
    path = tmp_path / "messages.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00")
    read = read_blocks(open_content(str(path)))
    assert [(block.index, block.first_line, block.data) for block in read] == [(0, 1, b"")]
    assert read[0].problem


@pytest.mark.parametrize("keep_open", [True, False])
def test_what_a_log_gains_while_it_is_read_is_not_seen(tmp_path: Path, keep_open: bool) -> None:
    path = tmp_path / "messages"
    path.write_bytes(b"a\nb\n")
    content = open_content(str(path), keep_open=keep_open)
    with path.open("ab") as file:
        file.write(b"c\n")
    assert read(content) == (b"a\nb\n", None)


@pytest.mark.parametrize("keep_open", [True, False])
def test_a_log_that_shrinks_is_reported_and_its_torn_line_left_out(tmp_path: Path, keep_open: bool) -> None:
    path = tmp_path / "messages"
    path.write_bytes(b"vnet67\nvnet68\n")
    content = open_content(str(path), keep_open=keep_open)
    os.truncate(path, 12)
    read = read_blocks(content)
    assert b"".join(block.data for block in read) == b"vnet67\n"
    assert read[-1].problem
    assert "shrank while it was read: 12 of 14 bytes" in read[-1].problem.why


def test_a_log_that_is_rotated_away_is_read_on_and_never_mistaken_for_its_successor(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    path.write_bytes(b"old\n")
    kept, closed = open_content(str(path)), open_content(str(path), keep_open=False)
    path.rename(tmp_path / "messages.1")
    path.write_bytes(b"new\n")
    assert read(kept) == (b"old\n", None)
    plain, problem = read(closed)
    assert plain == b""
    assert problem
    assert "replaced" in problem.why


def test_the_time_of_a_file_is_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    path.write_bytes(b"a\n")
    os.utime(path, (1418567396, 1418567396))
    assert open_content(str(path)).mtime == datetime(2014, 12, 14, 14, 29, 56, tzinfo=UTC)


@pytest.mark.parametrize("seconds", [-(1 << 40), 1 << 40])
def test_a_time_no_calendar_has_is_none_or_some_time(tmp_path: Path, seconds: int) -> None:
    path = tmp_path / "messages"
    path.write_bytes(b"a\n")
    os.utime(path, (seconds, seconds))
    mtime = open_content(str(path)).mtime
    assert mtime is None or mtime.tzinfo is UTC


def test_a_folder_and_a_device_are_no_content(tmp_path: Path) -> None:
    for path in (str(tmp_path), "/dev/null"):
        with pytest.raises(OSError, match="no regular file"):
            open_content(path)


def pipe_of(data: bytes) -> io.BufferedReader:
    """A pipe that holds the data, at most what a pipe holds without a reader."""
    reader, writer = os.pipe()
    os.write(writer, data)
    os.close(writer)
    return os.fdopen(reader, "rb")


@pytest.mark.parametrize("packed", [True, False])
def test_a_pipe_is_spooled_once_and_read_as_often_as_needed(tmp_path: Path, packed: bool) -> None:
    data = b"a\nb\n" * 1000
    with pipe_of(gzip.compress(data) if packed else data) as pipe:
        assert redirected(pipe) is None
        content = spool(pipe, str(tmp_path))
    assert [read(content) for _ in range(2)] == [(data, None)] * 2
    assert content.mtime is None
    assert list(tmp_path.iterdir()) == []


def test_a_file_on_standard_input_is_read_in_place_with_its_time(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    path.write_bytes(b"a\n")
    with path.open("rb") as stream:
        content = redirected(stream)
    assert content
    assert content.mtime == open_content(str(path)).mtime
    assert read(content) == (b"a\n", None)


def test_a_file_on_standard_input_that_was_read_from_goes_on_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    path.write_bytes(b"a\nb\n")
    with path.open("rb") as stream:
        stream.readline()
        assert redirected(stream) is None
        assert read(spool(stream)) == (b"b\n", None)


def test_descriptors_are_given_back(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    path.write_bytes(b"a\n")
    before = set(descriptors())
    contents = [open_content(str(path)) for _ in range(5)]
    assert len(set(descriptors()) - before) == 5
    contents.clear()
    assert set(descriptors()) == before


def descriptors() -> Iterator[str]:
    return (
        os.readlink(f"/proc/self/fd/{name}") + name for name in os.listdir("/proc/self/fd") if opened(name)
    )


def opened(name: str) -> bool:
    return os.path.lexists(f"/proc/self/fd/{name}")


def test_the_head_is_unpacked_and_short(tmp_path: Path) -> None:
    path = tmp_path / "messages.gz"
    path.write_bytes(gzip.compress(b"0123456789" * 100))
    assert head(open_content(str(path)), 25) == (b"0123456789012345678901234", None)
