"""Contents: packed, damaged, growing, shrinking, replaced and piped, each reading gives the same bytes."""

from __future__ import annotations

import gzip
import io
import os
import random
import resource
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.read.content import Content, ReadProblem, chunks, head, open_content, redirected
from logdiag.read.gzipped import gunzip, gzip_form
from logdiag.read.packed import Damage, PackedFrom, unpacked
from logdiag.read.source import Block, LogSource, blocks
from logdiag.read.spool import spool
from logdiag.read.zst import begins_zstd, can_unpack_zstd, unpack_zstd

LAB = Path(__file__).resolve().parents[1].parent / "shared" / "lab"
needs_lab = pytest.mark.skipif(not LAB.is_dir(), reason="the lab's captures are not beside this checkout")


def read(content: Content) -> tuple[bytes, ReadProblem | None]:
    items = list(chunks(content))
    problems = [item for item in items if isinstance(item, ReadProblem)]
    assert problems in ([], items[-1:])
    return b"".join(item for item in items if isinstance(item, bytes)), problems[0] if problems else None


def read_blocks(content: Content) -> list[Block]:
    return list(blocks(LogSource("messages", None, content), lambda *_lines: True, grain=1))


Unpack = Callable[[PackedFrom, int], Iterable[bytes | Damage]]


def unpacked_by(
    unpack: Unpack, packed: bytes, sizes: int = 7, at_most: int = 100
) -> tuple[bytes, list[Damage]]:
    """What comes out when the packed bytes come in pieces of a size, and the damages."""

    def packed_from(offset: int) -> Iterator[bytes]:
        return (packed[start : start + sizes] for start in range(offset, len(packed), sizes))

    items = list(unpack(packed_from, at_most))
    plain = [item for item in items if isinstance(item, bytes)]
    assert all(0 < len(piece) <= at_most for piece in plain)
    return b"".join(plain), [item for item in items if isinstance(item, Damage)]


def gunzipped(packed: bytes, sizes: int = 7, at_most: int = 100) -> tuple[bytes, list[Damage]]:
    return unpacked_by(gunzip, packed, sizes, at_most)


def by_zlib(packed_from: PackedFrom, at_most: int) -> Iterator[bytes | Damage]:
    return unpacked(packed_from, at_most, gzip_form(zlib.decompressobj, zlib.error))


def log_of(seed: int, lines: int) -> bytes:
    """A log that packs like one: words and numbers come again."""
    drawn = random.Random(seed)  # noqa: S311  # not for secrets
    return b"".join(
        b"Dec 14 23:%02d:%02d euca4 dhcpd: No subnet declaration for vnet%d (no IPv4 addresses).\n"
        % (drawn.randrange(60), drawn.randrange(60), drawn.randrange(200))
        for _ in range(lines)
    )


def harmed(packed: bytes, cut: float, places: list[tuple[float, int]]) -> bytes:
    """The packed bytes cut at a share of their length, with other bytes at some places behind the magic."""
    kept = bytearray(packed[: max(4, int(cut * len(packed)))])
    for place, value in places:
        kept[min(4 + int(place * len(kept)), len(kept) - 1)] = value
    return bytes(kept)


harms = st.tuples(
    st.one_of(st.just(1.0), st.floats(0, 1)),
    st.lists(st.tuples(st.one_of(st.floats(0, 1), st.floats(0, 0.05)), st.integers(0, 255)), max_size=2),
)


def zstd_packed(data: bytes, *options: str) -> bytes:
    """One frame, made by the zstd command."""
    return subprocess.run(
        ["zstd", "-q", "-c", *options], input=data, capture_output=True, check=True
    ).stdout


needs_zstd = pytest.mark.skipif(
    not (can_unpack_zstd() and shutil.which("zstd")),
    reason="needs a Python that reads zstd, and the zstd command to write it",
)
SKIPPED = b"\x53\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"aside"


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


@given(
    seed=st.integers(0, 99),
    lines=st.sampled_from([3, 40, 400]),
    level=st.sampled_from([1, 6, 9]),
    members=st.integers(1, 3),
    harm=harms,
    sizes=st.integers(1, 5000),
    at_most=st.integers(1, 9000),
)
@settings(deadline=None, max_examples=300)
def test_the_quick_unpacker_and_zlib_give_the_same_bytes_of_every_damaged_file(
    seed: int,
    lines: int,
    level: int,
    members: int,
    harm: tuple[float, list[tuple[float, int]]],
    sizes: int,
    at_most: int,
) -> None:
    whole = [gzip.compress(log_of(seed + member, lines), level, mtime=0) for member in range(members)]
    packed = harmed(b"".join(whole), *harm)
    told = unpacked_by(gunzip, packed, sizes, at_most)
    assert told == unpacked_by(by_zlib, packed, sizes, at_most)
    assert told == unpacked_by(by_zlib, packed, 1, 1 << 20)


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


@needs_zstd
@given(
    parts=st.lists(st.binary(max_size=400).map(lambda part: part * 9), min_size=1, max_size=3),
    between=st.sampled_from([b"", SKIPPED, SKIPPED * 3]),
    sizes=st.integers(1, 999),
    at_most=st.integers(1, 999),
)
@settings(deadline=None, max_examples=25)
def test_frames_of_zstd_are_one_stream_and_skippable_ones_hold_nothing(
    parts: list[bytes], between: bytes, sizes: int, at_most: int
) -> None:
    packed = b"".join(between + zstd_packed(part) for part in parts) + between
    assert unpacked_by(unpack_zstd, packed, sizes, at_most) == (b"".join(parts), [])


@pytest.mark.parametrize(
    "beginning, begins",
    [
        (b"\x28\xb5\x2f\xfd", True),
        (SKIPPED + b"\x28\xb5\x2f\xfd", True),
        (SKIPPED * 3 + b"\x28\xb5\x2f\xfd", True),
        (SKIPPED, False),
        (SKIPPED[:6], False),
        (SKIPPED + b"\x04\x22\x4d\x18", False),
        (b"\x28\xb5\x2f", False),
        (SKIPPED * 2000, False),
        (b"\x53\x2a\x4d\x18\xff\xff\xff\xff", False),
        (b"", False),
    ],
)
def test_a_zstd_is_known_by_its_first_frame_that_is_not_skipped(beginning: bytes, begins: bool) -> None:
    assert begins_zstd(lambda offset, size: beginning[offset : offset + size]) is begins


ZSTD_LOG = log_of(1, 9000)


@pytest.fixture(scope="module")
def zstd_log() -> bytes:
    return zstd_packed(ZSTD_LOG) if can_unpack_zstd() and shutil.which("zstd") else b""


@needs_zstd
@given(harm=harms, sizes=st.integers(1, 9000), at_most=st.integers(1, 1 << 20))
@settings(deadline=None, max_examples=30)
def test_a_damaged_zstd_gives_what_it_still_holds_and_never_fails_silently(
    zstd_log: bytes, harm: tuple[float, list[tuple[float, int]]], sizes: int, at_most: int
) -> None:
    packed = harmed(zstd_log, *harm)
    plain, damages = unpacked_by(unpack_zstd, packed, sizes, at_most)
    assert plain == ZSTD_LOG or len(damages) == 1
    assert (plain, damages) == unpacked_by(unpack_zstd, packed, 1, 1 << 20)


@needs_zstd
@pytest.mark.parametrize(
    "harm, share, why",
    [
        (lambda packed: packed[: len(packed) * 9 // 10], 0.8, "is cut short"),
        (lambda packed: packed[:-9] + b"\xff" * 9, 0.8, "is damaged"),
        (lambda packed: packed[:-1] + bytes([packed[-1] ^ 1]), 1, "doesn't match checksum"),
        (lambda packed: packed + b"rubbish", 1, "has bytes after its compressed data that are not zstd"),
        (lambda packed: packed[:5], 0, "is cut short"),
    ],
)
def test_what_a_zstd_holds_before_its_damage_is_read(
    zstd_log: bytes, tmp_path: Path, harm: Callable[[bytes], bytes], share: float, why: str
) -> None:
    path = tmp_path / "messages.zst"
    path.write_bytes(harm(zstd_log))
    plain, problem = read(open_content(str(path)))
    assert ZSTD_LOG.startswith(plain)
    assert len(plain) >= share * len(ZSTD_LOG)
    assert problem
    assert (problem.kind, problem.cure) == ("truncated", "get a whole copy of the file")
    assert why in problem.why


@needs_zstd
def test_a_zstd_that_needs_more_than_is_here_says_what_to_type(tmp_path: Path) -> None:
    samples = [log_of(seed, 20) for seed in range(60)]
    for number, sample in enumerate(samples):
        (tmp_path / f"{number}").write_bytes(sample)
    words = str(tmp_path / "words")
    subprocess.run(["zstd", "-q", "--train", *map(str, tmp_path.iterdir()), "-o", words], check=True)
    for packed, why, cure in (
        (zstd_packed(b"a\n" * 9, "--ultra", "--long=31"), "a window of more than 128 MiB", "--long=31"),
        (zstd_packed(samples[0], "-D", words), "a dictionary of its own", "-D DICTIONARY"),
    ):
        plain, damages = unpacked_by(unpack_zstd, packed)
        assert plain == b""
        assert why in damages[0].why
        assert cure in damages[0].cure


def zstd_of_letters(blocks: int) -> bytes:
    """A frame with the largest window that is read, of blocks that hold one letter 131,072 times."""
    block = (131_072 << 3 | 1 << 1).to_bytes(3, "little") + b"A"
    return b"\x28\xb5\x2f\xfd" + bytes([0, (27 - 10) << 3]) + block * blocks


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(zstd_of_letters(16_000), marks=needs_zstd, id="zstd"),
        pytest.param(gzip.compress(b"A" * (300 << 20), 1), id="gzip"),
    ],
)
def test_a_small_file_that_holds_much_fills_no_memory(tmp_path: Path, packed: bytes) -> None:
    path = tmp_path / "messages"
    path.write_bytes(packed)
    content = open_content(str(path))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(len(chunk) for chunk in chunks(content) if isinstance(chunk, bytes)) >= 300 << 20
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < (180 if content.packing == "zstd" else 40) << 10  # kB


def test_without_what_reads_zstd_it_is_read_as_it_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "messages.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd rubbish")
    code = (
        "import sys; sys.modules['compression.zstd'] = sys.modules['backports.zstd'] = None;"
        "from logdiag.read.content import chunks, open_content;"
        "print(*chunks(open_content(sys.argv[1])))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
    assert run.stdout.strip() == repr(path.read_bytes()).encode()


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


@needs_lab
@needs_zstd
def test_a_rotated_zstd_is_read_as_the_log_it_is_made_of() -> None:
    path = LAB / "files/rotated/messages-20141217.zst"
    unpacked_log = subprocess.run(["zstd", "-dcq", str(path)], capture_output=True, check=True).stdout
    content = open_content(str(path))
    assert content.packing == "zstd"
    assert read(content) == (unpacked_log, None)
    assert unpacked_log.count(b"\n") > 100


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


def test_a_packed_log_that_shrinks_says_that_and_not_the_damage_it_does(tmp_path: Path) -> None:
    path = tmp_path / "messages.gz"
    path.write_bytes(gzip.compress(log_of(1, 9000)))
    content = open_content(str(path))
    os.truncate(path, content.size // 2)
    plain, problem = read(content)
    assert log_of(1, 9000).startswith(plain)
    assert plain
    assert problem
    assert "shrank while it was read" in problem.why


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
    # What tests before this one left to be collected may go meanwhile.
    assert set(descriptors()) <= before


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
