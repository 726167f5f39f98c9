"""Archives: members are logs and documents like files, however they are wrapped; what is hostile ends nothing."""

from __future__ import annotations

import gzip
import os
import random
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from archives import MTIME, PACKINGS, tar, tar_of, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.read import archive, content, identify, stream
from logdiag.read.content import Content, ReadProblem, chunks, open_content
from logdiag.read.find import find_sources
from logdiag.read.findings import Found
from logdiag.read.source import LogSource, blocks
from logdiag.read.stream import Left, Stream
from logdiag.read.zst import can_unpack_zstd

LINE = b"Dec 14 23:29:56 euca4 dhcpd: No subnet declaration for vnet68 (no IPv4 addresses).\n"
CONF = b"subnet 10.1.0.0 netmask 255.255.0.0 {\n}\n"
TREE = {
    "./": b"",
    "./var/log/messages": LINE * 2000,
    "./var/log/messages-20141214.gz": gzip.compress(LINE * 3),
    "./etc/dhcp/dhcpd.conf": CONF,
    "./proc/meminfo": b"",
    "./usr/bin/dhcpd": b"\x7fELF\0\0",
}
WAYS = [name for name in PACKINGS if name != "zstd" or can_unpack_zstd()]


def recognise(text: str) -> str | None:
    return "dhcpd.conf" if text.startswith("subnet ") else None


def looks_like_log(text: str) -> bool:
    return re.search(r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ", text, re.MULTILINE) is not None


def found_in(*paths: str | Path, stdin: BinaryIO | None = None) -> Found:
    return find_sources(
        [str(path) for path in paths], stdin=stdin, recognise=recognise, looks_like_log=looks_like_log
    )


def text_of(log: LogSource) -> bytes:
    return b"".join(block.data for block in blocks(log, lambda *_lines: True))


def texts(found: Found) -> dict[str, bytes]:
    """The logs by their names behind the path of the file."""
    return {log.name.partition("!")[2]: text_of(log) for log in found.logs}


def whys(found: Found) -> dict[str, str]:
    return {problem.name.partition("!")[2]: problem.why for problem in found.problems}


def problem_of(log: LogSource) -> ReadProblem | None:
    return [block.problem for block in blocks(log, lambda *_lines: True)][-1]


def given_as(tmp_path: Path, data: bytes, name: str = "bundle") -> Found:
    path = tmp_path / name
    path.write_bytes(data)
    return found_in(path)


LOGS = {"var/log/messages": LINE * 2000, "var/log/messages-20141214.gz": LINE * 3}


@pytest.mark.parametrize("packing", WAYS)
@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_tar_in_any_packing_gives_its_logs_and_documents(tmp_path: Path, packing: str, form: int) -> None:
    found = given_as(tmp_path, PACKINGS[packing](tar(TREE, form)))
    assert texts(found) == LOGS
    assert [(one.name, one.text) for one in found.documents] == [
        (f"{tmp_path}/bundle!etc/dhcp/dhcpd.conf", CONF.decode())
    ]
    assert {log.mtime and log.mtime.timestamp() for log in found.logs} == {MTIME}
    assert found.problems == ()
    assert {note.why for note in found.notes} == {"is empty; left out", "is a program; left out"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_zip_gives_its_logs_and_documents_also_those_packed_before(tmp_path: Path, method: int) -> None:
    found = given_as(tmp_path, zipped(TREE, method))
    assert {name.removeprefix("./"): text for name, text in texts(found).items()} == LOGS
    assert [one.text for one in found.documents] == [CONF.decode()]
    assert found.problems == ()


@pytest.mark.parametrize("outer", WAYS)
@pytest.mark.parametrize("inner", WAYS)
def test_archives_in_archives_are_read_in_any_packing(tmp_path: Path, outer: str, inner: str) -> None:
    first = PACKINGS[inner](tar({"messages": LINE, "more": LINE * 2}))
    second = zipped({"messages": LINE * 3, "b.tar": first})
    whole = PACKINGS[outer](tar({"a.tar": first, "x": LINE * 4, "z.zip": second, "y": LINE * 5}))
    expected = {
        "a.tar!messages": LINE,
        "a.tar!more": LINE * 2,
        "x": LINE * 4,
        "z.zip!messages": LINE * 3,
        "z.zip!b.tar!messages": LINE,
        "z.zip!b.tar!more": LINE * 2,
        "y": LINE * 5,
    }
    found = given_as(tmp_path, whole)
    assert texts(found) == expected
    backwards = {log.name.partition("!")[2]: text_of(log) for log in reversed(found.logs)}
    assert backwards == expected
    with (tmp_path / "bundle").open("rb") as stdin:
        assert texts(found_in("-", stdin=stdin)) == expected


def test_an_archive_on_a_pipe_and_in_a_folder_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "node").mkdir()
    assert texts(given_as(tmp_path / "node", tar(TREE), "b.tar")) == LOGS
    assert texts(found_in(tmp_path / "node")) == LOGS
    reader, writer = os.pipe()
    os.write(writer, gzip.compress(tar(TREE)))
    os.close(writer)
    with os.fdopen(reader, "rb") as stdin:
        found = found_in("-", stdin=stdin)
    assert texts(found) == LOGS
    assert {log.name for log in found.logs} == {f"-!{name}" for name in LOGS}


def test_archives_too_deep_are_told_and_not_looked_into(tmp_path: Path) -> None:
    data = tar({"messages": LINE})
    for depth in range(identify.DEEPEST):
        data = tar({f"{depth}.tar": data, f"log.{depth}": LINE})
    found = given_as(tmp_path, data)
    assert {name.rpartition("!")[2] for name in texts(found)} == {
        f"log.{depth}" for depth in range(identify.DEEPEST)
    }
    assert list(whys(found).values()) == ["is an archive 4 archives deep; it is not looked into"]


def special(name: str, kind: bytes, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


def test_links_devices_and_odd_names_lead_nowhere(tmp_path: Path) -> None:
    odd = tar({"../../etc/passwd": LINE, "/etc/shadow": LINE, "a\nb\x1b": LINE, "log": LINE})
    more = tar_of(
        special("soft", tarfile.SYMTYPE, "log"),
        special("hard", tarfile.LNKTYPE, "log"),
        special("loop", tarfile.SYMTYPE, "loop"),
        special("out", tarfile.SYMTYPE, "/etc/passwd"),
        special("up", tarfile.SYMTYPE, "../../.."),
        special("pipe", tarfile.FIFOTYPE),
        special("disk", tarfile.BLKTYPE),
    )
    found = given_as(tmp_path, odd.rstrip(b"\0") + b"\0" * (-len(odd.rstrip(b"\0")) % 512) + more)
    assert set(texts(found)) == {"../../etc/passwd", "/etc/shadow", "a\nb\x1b", "log"}
    assert list(tmp_path.iterdir()) == [tmp_path / "bundle"]
    assert {(note.why, note.count) for note in found.notes} == {
        ("is a link to another member; read once", 3),
        ("is a link that leads out of the archive; skipped", 2),
        ("is a pipe; skipped", 1),
        ("is a disk device; skipped", 1),
    }


def test_a_tar_that_is_damaged_in_its_middle_is_read_on_behind_it(tmp_path: Path) -> None:
    data = bytearray(tar({f"log.{number}": LINE * 10 for number in range(9)}))
    place = data.index(b"log.4\0")
    data[place : place + 600] = b"\xff" * 600
    for name, packed in (("plain", bytes(data)), ("packed", gzip.compress(bytes(data)))):
        found = given_as(tmp_path, packed, name)
        assert set(texts(found)) == {f"log.{number}" for number in range(9) if number != 4}
        assert [problem.named for problem in found.problems] == [True]
        assert "is damaged: no member begins at byte" in found.problems[0].why
        assert "it is read on from byte" in found.problems[0].why


@pytest.mark.parametrize("packing", WAYS)
def test_an_archive_that_is_cut_gives_what_stands_before_and_says_so(tmp_path: Path, packing: str) -> None:
    drawn = random.Random(1)  # noqa: S311  # not for secrets
    noise = b"".join(LINE[:-1] + drawn.randbytes(300).hex().encode() + b"\n" for _ in range(3000))
    packed = PACKINGS[packing](tar({"first": LINE, "second": noise, "third": LINE}))
    found = given_as(tmp_path, packed[: len(packed) * 2 // 3])
    first, second = found.logs
    assert text_of(first) == LINE
    assert noise.startswith(text_of(second))
    problem = problem_of(second)
    assert problem
    assert problem.kind == "truncated"
    assert "cut short" in found.problems[-1].why
    assert found.problems[-1].named


def lying(size: int) -> bytes:
    """A tar whose first member claims to be of a size."""
    data = bytearray(tar({"messages": LINE, "more": LINE}))
    data[124:136] = b"\x80" + size.to_bytes(11, "big")
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return bytes(data)


@pytest.mark.parametrize("packing", WAYS)
def test_a_member_that_says_it_is_ten_exabytes_long_is_as_long_as_it_is(
    tmp_path: Path, packing: str
) -> None:
    found = given_as(tmp_path, PACKINGS[packing](lying(10 << 60)))
    assert text_of(found.logs[0]).startswith(LINE)
    problem = problem_of(found.logs[0])
    assert problem
    assert "cut short" in problem.why


def test_an_encrypted_member_of_a_zip_is_told_with_what_to_do(tmp_path: Path) -> None:
    data = bytearray(zipped({"secret": LINE, "log": LINE}))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flags] |= 1
    found = given_as(tmp_path, bytes(data))
    assert set(texts(found)) == {"log"}
    assert whys(found) == {"secret": "is encrypted"}
    assert found.problems[0].cure.startswith(f"unpack {tmp_path}/bundle first")


def test_a_zip_whose_members_overlap_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({f"log.{number}": LINE * 9 for number in range(3)}))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = (1).to_bytes(4, "little")
    found = given_as(tmp_path, bytes(data))
    assert found.logs == () or "overlap" in found.problems[-1].why
    assert found.problems


@pytest.mark.parametrize("make", [tar, zipped])
def test_an_archive_of_too_many_members_is_read_up_to_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[dict[str, bytes]], bytes]
) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 5)
    found = given_as(tmp_path, make({f"log.{number}": LINE for number in range(9)}))
    assert len(found.logs) == 5
    assert "holds more than 5 members; the rest is not looked at" in found.problems[0].why


def test_a_bomb_is_read_up_to_a_bound_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MOST_UNPACKED", 1 << 20)
    monkeypatch.setattr(content, "MOST_TIMES", 9)
    bomb = gzip.compress(LINE * 100_000)
    (found,) = given_as(tmp_path, bomb).logs
    assert (1 << 20) - 2 * len(LINE) < len(text_of(found)) <= 1 << 20
    problem = problem_of(found)
    assert problem
    assert "unpacks to more than 1 MiB" in problem.why


def test_what_is_packed_in_one_file_shares_one_bound() -> None:
    room = archive.Room(1 << 20)
    honest = [room.dealt(1 << 10) for _ in range(1000)]
    assert min(honest) >= content.MOST_TIMES << 10
    assert sum(honest) + sum(room.dealt(1 << 40) for _ in range(99)) <= (
        content.MOST_UNPACKED + (content.MOST_TIMES << 20)
    )


@pytest.mark.parametrize("filling, why", [(b"\0", "without a line break"), (b"\n", "of empty lines")])
def test_without_lines_what_is_unpacked_ends_at_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filling: bytes, why: str
) -> None:
    monkeypatch.setattr(content, "MOST_WITHOUT_LINE_BREAK", 1 << 20)
    monkeypatch.setattr(content, "MOST_EMPTY_LINES", 1 << 20)
    (found,) = given_as(tmp_path, gzip.compress(LINE + filling * (3 << 20))).logs
    assert len(text_of(found)) < 2 << 20
    problem = problem_of(found)
    assert problem
    assert why in problem.why


@pytest.mark.parametrize("packing", [way for way in WAYS if way != "plain"])
def test_members_read_in_their_order_are_unpacked_once(
    tmp_path: Path, packing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = PACKINGS[packing](tar({f"{number}": LINE * 300 for number in range(9)}))
    members = {f"{number}": LINE * 300 for number in range(40)} | {"in.tar": inner} | {"z": LINE}
    whole = PACKINGS[packing](tar(members))
    path = tmp_path / "bundle"
    path.write_bytes(whole)
    begun: list[Content] = []
    unpacked = content.unpacked

    def counted(packed: Content, at_most: int = 1 << 20) -> Iterator[bytes | ReadProblem]:
        begun.append(packed)
        return unpacked(packed, at_most)

    monkeypatch.setattr(archive, "unpacked", counted)
    monkeypatch.setattr(stream, "REWOUND", 1 << 17)
    monkeypatch.setattr(stream, "HEADS", 0)
    found = found_in(path)
    assert len(begun) == 2  # the archive, and the one in it
    for log in found.logs:
        text_of(log)
    assert len(begun) == 4


@given(
    data=st.binary(max_size=4000),
    reads=st.lists(st.tuples(st.integers(0, 4100), st.integers(0, 900)), max_size=9),
    piece=st.integers(1, 300),
    rewound=st.integers(0, 500),
)
@settings(deadline=None)
def test_a_stream_gives_the_same_bytes_wherever_it_was_left(
    data: bytes, reads: list[tuple[int, int]], piece: int, rewound: int
) -> None:
    made = Stream(lambda: (data[at : at + piece] for at in range(0, len(data), piece)), Left())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stream, "REWOUND", rewound)
        for start, size in reads:
            read = b"".join(item for item in made.pieces(start, size) if isinstance(item, bytes))
            assert read == data[start : start + size]


@pytest.mark.parametrize("make", [tar, zipped, lambda tree: gzip.compress(tar(tree))])
@given(
    harms=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
    cut=st.floats(0, 1),
)
@settings(deadline=None, max_examples=60)
def test_a_harmed_archive_never_crashes(
    tmp_path_factory: pytest.TempPathFactory,
    make: Callable[[dict[str, bytes]], bytes],
    harms: list[tuple[float, int]],
    cut: float,
) -> None:
    data = bytearray(make(TREE))
    for place, value in harms:
        data[min(int(place * len(data)), len(data) - 1)] = value
    found = given_as(tmp_path_factory.mktemp("harmed"), bytes(data[: int((0.3 + cut) * len(data))]))
    for log in found.logs:
        text_of(log)
    assert found.logs or found.documents or found.problems


def test_a_member_is_read_from_any_place_where_its_archive_is_not_packed(tmp_path: Path) -> None:
    found = given_as(tmp_path, tar({"a.tar": tar(TREE)}))
    assert found.logs[0].content.is_plain
    assert found.logs[0].content.within is None
    assert (
        b"".join(item for item in chunks(found.logs[0].content) if isinstance(item, bytes)) == LINE * 2000
    )
    assert open_content(str(tmp_path / "bundle")).is_plain
