"""Entries of `journalctl -o json`: the quick decoder and Python's own give the same header of every line."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from cases import LAB, needs_lab
from hypothesis import example, given, settings
from hypothesis import strategies as st

from logdiag.parse.journal import read_journal_entry, read_plainly
from logdiag.record import Header, Stamp

USUAL = {
    "_HOSTNAME": "nc01",
    "PRIORITY": "6",
    "SYSLOG_FACILITY": "3",
    "SYSLOG_IDENTIFIER": "dhcpd",
    "SYSLOG_PID": "24058",
    "_PID": "1",
    "_COMM": "sh",
    "MESSAGE_ID": "f77379a8490b408bbe5f6940505a777b",
    "__REALTIME_TIMESTAMP": "1418567396000017",
    "MESSAGE": "Not configured to listen on any interfaces!",
}
HEADER = Header(
    "journal-json",
    Stamp(2014, 12, 14, 14, 29, 56, 17, 0),
    "nc01",
    "dhcpd",
    "24058",
    "daemon",
    "info",
    "f77379a8490b408bbe5f6940505a777b",
    None,
    "Not configured to listen on any interfaces!",
)

keys = st.sampled_from([*USUAL, "_SOURCE_REALTIME_TIMESTAMP", "_CMDLINE", "_UID", "message", ""])
texts = st.one_of(
    st.text(max_size=20),
    st.integers(-1, 1 << 70).map(str),
    st.sampled_from(["007", "٣", "1418567396000017", "999999999999999999", "\ud800", "", "23", "24"]),
)
leaves = st.one_of(
    texts,
    st.none(),
    st.booleans(),
    st.integers(-2, 300),
    st.integers(1 << 63, 1 << 70),
    st.floats(),
    st.lists(st.integers(0, 255), max_size=9),
)
values = st.one_of(texts, st.recursive(leaves, lambda inner: st.lists(inner, max_size=3), max_leaves=4))
entries = st.lists(st.tuples(keys, values | st.dictionaries(keys, leaves, max_size=2)), max_size=9)


def line_of(entry: list[tuple[str, Any]], ascii_only: bool) -> str:
    """An object with its keys in this order, also where one comes twice."""
    fields = (f"{json.dumps(key)}:{json.dumps(value, ensure_ascii=ascii_only)}" for key, value in entry)
    return "{" + ",".join(fields) + "}"


def told_by_all(line: str) -> Header | None:
    """The header, held to be the same from text and from bytes, quick and plain."""
    header = read_plainly(line)
    assert read_journal_entry(line) == header
    data = line.encode("utf-8", "replace")
    assert read_journal_entry(data) == read_plainly(data) == read_plainly(data.decode())
    return header


def test_an_entry_gives_its_header() -> None:
    assert told_by_all(json.dumps(USUAL)) == HEADER


@pytest.mark.parametrize(
    "fields, changed",
    [
        ({"_SOURCE_REALTIME_TIMESTAMP": "1"}, {"stamp": Stamp(1970, 1, 1, 0, 0, 0, 1, 0)}),
        ({"_SOURCE_REALTIME_TIMESTAMP": "soon"}, {}),
        ({"_SOURCE_REALTIME_TIMESTAMP": None}, {}),
        ({"__REALTIME_TIMESTAMP": "9" * 19}, {"stamp": Stamp(9999, 12, 31, 23, 59, 59, 0, 0)}),
        ({"__REALTIME_TIMESTAMP": "9" * 20}, {"stamp": None}),
        ({"SYSLOG_IDENTIFIER": ""}, {"program": "sh"}),
        ({"SYSLOG_PID": None}, {"pid": "1"}),
        ({"PRIORITY": "04"}, {"severity": "warning"}),
        ({"PRIORITY": 4}, {"severity": "warning"}),
        ({"PRIORITY": "8", "SYSLOG_FACILITY": "24"}, {"severity": None, "facility": None}),
        ({"MESSAGE": None}, {"message": ""}),
        ({"MESSAGE": [99, 97, 102, 233]}, {"message": "caf\\xe9"}),
        ({"MESSAGE": []}, {"message": ""}),
        ({"MESSAGE": [99, 256]}, {"message": "99"}),
        ({"MESSAGE": ["first", "second"]}, {"message": "first"}),
        ({"MESSAGE": [None, [99, 97], "second"]}, {"message": "ca"}),
        ({"MESSAGE": "\ud800 \U0001f600 \0"}, {"message": "\ud800 \U0001f600 \0"}),
        ({"_CMDLINE": "x" * 9000}, {}),
        ({"_CMDLINE": float("nan")}, {}),
    ],
)
def test_whatever_a_field_is_told_as_is_read(fields: dict[str, Any], changed: dict[str, Any]) -> None:
    assert told_by_all(json.dumps(USUAL | fields)) == HEADER._replace(**changed)


def test_of_a_key_that_comes_twice_the_last_value_counts() -> None:
    header = told_by_all('{"MESSAGE":"first","PRIORITY":"3","MESSAGE":"last","PRIORITY":null}')
    assert header
    assert (header.message, header.severity) == ("last", None)


@pytest.mark.parametrize(
    "line", ['{"MESSAGE":null}', '{"__REALTIME_TIMESTAMP":{}}', '{"MESSAG\\u0045":"a"}']
)
def test_an_object_with_a_clock_or_a_message_is_an_entry(line: str) -> None:
    assert told_by_all(line)


@pytest.mark.parametrize(
    "line",
    [
        *("", "{", "{}", "[]", "1", '"MESSAGE"', '{"PRIORITY":"3"}', "null", '\ufeff{"MESSAGE":"a"}'),
        *('{"MESSAGE":"a"} b', '{"MESSAGE":"a",}', '{"MESSAGE":"a\tb"}', '{"MESSAGE":"a","X":01}'),
        *('{"MESSAGE":"\\xff"}', '{"MESSAGE":"a","X":"\\xff"}', "{'MESSAGE':'a'}", '{"MESSAGE":"a"}\0'),
        '{"MESSAGE":"a","X":' + "9" * 5000 + "}",
        '{"MESSAGE":"a","X":' + "[" * 2000 + "]" * 2000 + "}",
        '{"X":' * 700 + "1" + "}" * 700,
    ],
)
def test_a_line_that_is_no_entry_gives_none(line: str) -> None:
    assert told_by_all(line) is None


def test_a_value_nested_deep_is_read_or_left_and_never_crashes() -> None:
    for depth in (1, 100, 395, 405, 600, 900, 985, 1100, 3000):
        told_by_all('{"MESSAGE":' + "[" * depth + '"a"' + "]" * depth + "}")


@pytest.mark.parametrize("field", ["MESSAGE", "X", "_HOSTNAME"])
def test_bytes_that_are_no_utf8_are_never_skipped_unseen(field: str) -> None:
    line = b'{"MESSAGE":"a","' + field.encode() + b'":"\xff"}'
    assert read_journal_entry(line) is None
    assert read_plainly(line) is None


@given(entry=entries, ascii_only=st.booleans())
@example(entry=[("MESSAGE", "a"), ("MESSAGE", None)], ascii_only=True)
@example(entry=[("MESSAGE", [1.0, 2])], ascii_only=True)
@settings(deadline=None, max_examples=400)
def test_both_decoders_read_generated_entries_alike(entry: list[tuple[str, Any]], ascii_only: bool) -> None:
    told_by_all(line_of(entry, ascii_only))


@given(
    entry=entries,
    changes=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 3), st.sampled_from([*'"\\{}[],:0e-.+NaIu\x00\x1f\t é'])),
        min_size=1,
        max_size=3,
    ),
)
@settings(deadline=None, max_examples=400)
def test_both_decoders_read_mutated_entries_alike(
    entry: list[tuple[str, Any]], changes: list[tuple[float, int, str]]
) -> None:
    line = line_of([*USUAL.items(), *entry], True)
    for place, taken, put in changes:
        at = int(place * len(line))
        line = line[:at] + put + line[at + taken :]
    told_by_all(line)


@needs_lab
def test_both_decoders_read_the_captured_journal_alike() -> None:
    read = 0
    for path in sorted((LAB / "journal/export").glob("json*.txt")):
        for line in path.read_bytes().split(b"\n"):
            header = read_journal_entry(line)
            assert (
                header == read_plainly(line) == read_journal_entry(line.decode("utf-8", "backslashreplace"))
            )
            read += header is not None
    assert read > 3000


def test_without_msgspec_the_answer_is_the_same() -> None:
    code = (
        "import sys; sys.modules['msgspec'] = None;"
        "from logdiag.parse.journal import read_journal_entry;"
        "print(repr(read_journal_entry(sys.argv[1])))"
    )
    run = subprocess.run([sys.executable, "-c", code, json.dumps(USUAL)], capture_output=True, check=True)
    assert run.stdout.decode().strip() == repr(HEADER)
