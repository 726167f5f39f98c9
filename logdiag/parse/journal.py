"""One line of `journalctl -o json` -> Header. A JSON library decodes it; nothing here is searched as text.

Values are strings, arrays of numbers (bytes that are not UTF-8), arrays of values (a field told several
times) or null (too large to print): formats.md of systemd 252, src/shared/logs-show.c output_json.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from logdiag.parse.lines import FACILITIES, SEVERITIES
from logdiag.parse.moments import stamp_of
from logdiag.record import Header, Stamp

if TYPE_CHECKING:
    from logdiag.parse.journal_fields import Fields

CLOCKS = ("_SOURCE_REALTIME_TIMESTAMP", "__REALTIME_TIMESTAMP")
KEYS = (
    *(*CLOCKS, "_HOSTNAME", "SYSLOG_IDENTIFIER", "_COMM", "SYSLOG_PID", "_PID"),
    *("SYSLOG_FACILITY", "PRIORITY", "MESSAGE_ID", "MESSAGE"),
)
_LAST_INSTANT = 253_402_300_799_000_000
# The usual numbers, as they are told; _keyword reads the others.
_FACILITIES: dict[str | None, str] = {str(number): word for number, word in enumerate(FACILITIES)}
_SEVERITIES: dict[str | None, str] = {str(number): word for number, word in enumerate(SEVERITIES)}

# Python's own decoder refuses numbers of more than 4300 digits and values nested about 990 deep, also in
# fields nobody asks for, and the quick one may not: lines that could hold either are left to Python's.
_LONGEST_QUICK = 4200
_NO_ROOM_TO_NEST = 900
_MOST_OPENED = 400


def read_journal_entry(line: str | bytes) -> Header | None:
    """The header of an exported entry, None where the line is no such object.

    Bytes are read as UTF-8; others among them become escapes, as in every other line. msgspec reads the
    usual entry where it is installed, in a quarter of the time; the answer is the same without it.
    """
    if isinstance(line, bytes) and not line.isascii():
        line = line.decode("utf-8", "backslashreplace")
    fields = _quick_fields(line)
    return read_plainly(line) if fields is None else _header(fields)


def read_plainly(line: str | bytes) -> Header | None:
    """The same by Python's own decoder alone, whatever the entry looks like."""
    text = line.decode("utf-8", "backslashreplace") if isinstance(line, bytes) else line
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return header_of_fields(entry) if isinstance(entry, dict) else None


def header_of_fields(entry: Mapping[str, Any]) -> Header | None:
    """The header of an entry's fields, None where they tell neither a clock nor a message."""
    if not any(key in entry for key in (*CLOCKS, "MESSAGE")):
        return None
    return _header(_Told(*(_text(entry.get(key)) for key in KEYS)))


class _Told(NamedTuple):
    """What journal_fields.Fields holds, told by Python's own decoder."""

    source_clock: str | None
    clock: str | None
    host: str | None
    identifier: str | None
    command: str | None
    told_pid: str | None
    pid: str | None
    facility: str | None
    priority: str | None
    message_id: str | None
    message: str | None


@lru_cache(maxsize=1)
def _quick_decoder() -> Callable[[str | bytes], Fields] | None:
    """None where msgspec is not installed. It is imported here, since few runs read a journal."""
    try:
        from logdiag.parse.journal_fields import decode_fields
    except ImportError:
        return None
    return decode_fields


def _quick_fields(line: str | bytes) -> Fields | None:
    """The fields of a usual entry, None for one that Python's own decoder has to read."""
    decode = _quick_decoder()
    if decode is None or (len(line) > _NO_ROOM_TO_NEST and _is_out_of_bounds(line)):
        return None
    try:
        fields = decode(line)
    except (ValueError, RecursionError):
        return None
    if fields.message is None and fields.clock is None and fields.source_clock is None:
        return None  # a null counts as told, and only Python's decoder tells it from a field that is absent
    return fields


def _is_out_of_bounds(line: str | bytes) -> bool:
    if len(line) > _LONGEST_QUICK:
        return True
    if isinstance(line, str):
        return line.count("[") + line.count("{") > _MOST_OPENED
    return line.count(b"[") + line.count(b"{") > _MOST_OPENED


def _header(fields: Fields | _Told) -> Header:
    clock, journal_clock = fields.source_clock, fields.clock
    if not clock or not _is_number(clock):
        clock = journal_clock if journal_clock and _is_number(journal_clock) else None
    facility, priority, message = fields.facility, fields.priority, fields.message
    return Header(
        "journal-json",
        None if clock is None else _stamp(min(int(clock), _LAST_INSTANT)),
        fields.host,
        fields.identifier or fields.command,
        fields.told_pid or fields.pid,
        _FACILITIES.get(facility) or _keyword(FACILITIES, facility),
        _SEVERITIES.get(priority) or _keyword(SEVERITIES, priority),
        fields.message_id,
        None,
        (_from_bytes(message) if isinstance(message, list) else message) or "",
    )


def _text(value: Any) -> str | None:
    """The first text in a value; not by recursion, as hostile lines nest values deeper than calls can be."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            return value
        if isinstance(value, list):
            if all(type(byte) is int and 0 <= byte < 256 for byte in value):
                return _from_bytes(value)
            waiting += reversed(value)
        elif value is not None and not isinstance(value, dict):
            return str(value)
    return None


def _from_bytes(value: list[int]) -> str:
    return bytes(value).decode("utf-8", "backslashreplace")


def _stamp(instant: int) -> Stamp:
    return Stamp(*_to_the_second(instant // 1_000_000), instant % 1_000_000, 0)


@lru_cache(maxsize=64)
def _to_the_second(seconds: int) -> tuple[int, int, int, int, int, int]:
    """Year to second; a log tells many instants of one second."""
    there = stamp_of(seconds * 1_000_000)
    return there.year or 0, there.month, there.day, there.hour, there.minute, there.second


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20


def _keyword(words: tuple[str, ...], number: str | None) -> str | None:
    return words[int(number)] if number and _is_number(number) and int(number) < len(words) else None
