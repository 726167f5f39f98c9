"""No line of a rotated log is lost or told twice, whatever its parts hold and wherever they are cut."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cases import NOW, find, report_on, vocabulary
from hypothesis import example, given, settings
from hypothesis import strategies as st

from logdiag.parse.dating import Known
from logdiag.parse.entries import begins_record
from logdiag.parse.records import records
from logdiag.read import lending
from logdiag.read.findings import Found
from logdiag.read.source import BeginsRecord, Part, blocks, blocks_backwards

NAMES = ("messages.3", "messages.2", "messages.1", "messages")
# Lines that begin a record, that go on with one, that repeat one, and that are nothing.
LINES = st.sampled_from(
    [
        b"Dec 14 23:29:5%d nc01 dhcpd: DHCPACK on 10.0.0.1 to d0:0d:00:00:00:01 via br0" % second
        for second in range(3)
    ]
    + [
        b"Dec 14 23:29:53 nc01 last message repeated 3 times",
        b"Dec 14 23:29:53 nc01 dhcpd: message repeated 2 times: [ DHCPDISCOVER from d0:0d:00:00:00:01 via br0]",
        b"Dec 14 23:29:53 nc01 dhcpd: /etc/dhcpd.conf line 6: semicolon expected.",
        b"Dec 14 23:29:53 nc01 dhcpd:         ^",
        b"\tat org.example.Main",
        b"        continued",
        b"",
        b"\x00\xff no log",
    ]
)
FIRST = b"Dec 14 23:29:50 nc01 dhcpd: first of part %d\n"
PARTS = st.lists(
    st.tuples(st.lists(LINES, max_size=6), st.booleans(), st.booleans(), st.booleans()),
    min_size=2,
    max_size=4,
)


@contextmanager
def laid(parts: list[tuple[list[bytes], bool, bool, bool]]) -> Iterator[Found]:
    """Parts in a folder: their lines, whether they begin with a dated line, end with a newline, and are packed."""
    with TemporaryDirectory() as name:
        for number, (lines, has_first, is_ended, is_packed) in enumerate(parts):
            data = (
                (FIRST % number if has_first else b"")
                + b"\n".join(lines)
                + (b"\n" if is_ended and lines else b"")
            )
            file = NAMES[len(NAMES) - len(parts) + number]
            if data:
                packed = gzip.compress(data) if is_packed else data
                (Path(name) / (f"{file}.gz" if is_packed else file)).write_bytes(packed)
        yield find(*sorted(Path(name).iterdir()))


def lines_in(data: bytes) -> int:
    return len(data.split(b"\n")) - data.endswith(b"\n")


@settings(max_examples=150, deadline=None)
@given(PARTS)
def test_every_line_of_every_part_is_counted_once(
    parts: list[tuple[list[bytes], bool, bool, bool]],
) -> None:
    with laid(parts) as found:
        for log in found.logs:
            forwards = [(block.index, block.data) for block in blocks(log, begins_record, 64)]
            assert sorted(forwards) == forwards
            assert [*blocks_as_pairs(log)] == forwards[::-1]
            told = sum(len(texts_of(part.content.path)) for part in log.parts)
            assert sum(len(lines_of(data)) for _, data in forwards) == told


def blocks_as_pairs(log: object) -> Iterator[tuple[int, bytes]]:
    for block in blocks_backwards(log, begins_record, 64):  # type: ignore[arg-type]
        yield block.index, block.data


def lines_of(data: bytes) -> list[bytes]:
    return data.split(b"\n")[: lines_in(data)]


REPEAT = b"Dec 14 23:29:53 nc01 last message repeated 3 times"
# Parts that hold nothing but what goes on with the part before, without line breaks at their ends.
LENT_WHOLE = [
    ([FIRST.strip() % 1], False, False, False),
    ([REPEAT], False, False, True),
    ([REPEAT], False, False, False),
]


@settings(max_examples=100, deadline=None)
@given(PARTS)
@example(LENT_WHOLE)
def test_every_record_is_told_by_a_place_that_has_its_text(
    parts: list[tuple[list[bytes], bool, bool, bool]],
) -> None:
    with laid(parts) as found:
        texts = {part.name: texts_of(part.content.path) for log in found.logs for part in log.parts}
        for record in records(found.logs, Known(year=2014, now=NOW), vocabulary()):
            line = texts[record.source][record.line - 1]
            assert (
                record.message.split("\n")[0].encode("utf-8", "surrogateescape")[:8] in line
                or not line.isascii()
            )


def texts_of(path: str) -> list[bytes]:
    data = Path(path).read_bytes()
    return lines_of(gzip.decompress(data) if path.endswith(".gz") else data)


def test_a_line_that_is_lent_and_not_left_out_is_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first test is seen to fail: here what goes to the part before stays in its own as well."""
    (tmp_path / "messages.1").write_bytes(FIRST % 1)
    (tmp_path / "messages").write_bytes(b"Dec 14 23:29:53 nc01 last message repeated 3 times\n" + FIRST % 2)
    assert [source.lines for source in report_on(tmp_path).sources] == [3]
    whole = lending.with_lending

    def twice(parts: list[Part], beginnings: list[bytes], begins: BeginsRecord) -> tuple[Part, ...]:
        lent = whole(parts, beginnings, begins)
        return tuple(
            part._replace(content=before.content) if part.lent else part
            for part, before in zip(lent, parts, strict=True)
        )

    monkeypatch.setattr("logdiag.read.rotation.with_lending", twice)
    assert [source.lines for source in report_on(tmp_path).sources] == [4]
