"""Whole entries of `journalctl -o export`, `-o verbose`, `-o json-pretty` -> the same entry as one line of JSON.

An entry is many lines there; whoever cuts a journal into entries (framing.py) hands them here as bytes
(systemd 252, src/shared/logs-show.c output_export, output_verbose, output_json).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from logdiag.parse.journal import KEYS, read_journal_entry
from logdiag.record import Header

EXPORT_BEGINS = (b"__CURSOR=", b"__REALTIME_TIMESTAMP=")
VERBOSE_BEGINS = re.compile(
    rb"[A-Z][a-z]{2} [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{8,15} [^ \n]{1,9} \[s=[0-9a-f]+;i=[0-9a-f;=a-z]*;t=([0-9a-f]+)"
)
_NAME = re.compile(rb"[A-Z_][A-Z0-9_]{0,63}\Z")
_FIELD = re.compile(rb" {4}([A-Z_][A-Z0-9_]*)=")
_BLOB = re.compile(rb"\[[0-9.]+[BKMGT]? blob data\]\Z")
_SIZE = 8
_WANTED = tuple((key, key.encode("ascii")) for key in KEYS)
Fields = dict[bytes, bytes]


class TornError(ValueError):
    """A field is longer than the entry that holds it."""


def begins_export(line: str) -> bool:
    """Whether a line begins an entry of an export."""
    return line.startswith(tuple(text.decode() for text in EXPORT_BEGINS))


def of_export(entry: bytes) -> bytes:
    """An entry of an export as a line of JSON; of a field that is told several times the first. Raises TornError."""
    fields: Fields = {}
    for name, value in _exported(entry):
        fields.setdefault(name, value)
    return _line(fields)


def _exported(entry: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and values: behind `=` up to the line's end, or in binary: a line break, the size, so many bytes."""
    place = 0
    while place < len(entry):
        end = entry.find(b"\n", place)
        end = len(entry) if end < 0 else end
        line, start = entry[place:end].removesuffix(b"\r"), end + 1 + _SIZE
        name, equals, value = line.partition(b"=")
        place = end + 1
        if equals:
            yield name, value
        elif _NAME.match(line):
            place = start + int.from_bytes(entry[end + 1 : start], "little")
            if place > len(entry):
                raise TornError
            yield line, entry[start:place]


def of_verbose(entry: bytes) -> bytes | None:
    """An entry of the verbose form as a line of JSON, None if it begins like none.

    A value of several lines goes on in lines without a name. The entry's own clock stands in its cursor.
    """
    begun = VERBOSE_BEGINS.match(entry)
    if begun is None or len(begun[1]) > 14:
        return None
    fields: Fields = {b"__REALTIME_TIMESTAMP": b"%d" % int(begun[1], 16)}
    return _line(fields | verbose_fields(entry.split(b"\n")[1:]))


def verbose_fields(lines: list[bytes]) -> Fields:
    """The fields of the verbose form below its first line, but for those that it leaves out as too odd to print."""
    fields: Fields = {}
    last = b""
    for line in (line.removesuffix(b"\r") for line in lines):
        found = _FIELD.match(line)
        if found:
            last = found[1]
            fields[last] = line[found.end() :]
        elif last and line:
            fields[last] += b"\n" + line.strip()
    return {name: value for name, value in fields.items() if not _BLOB.match(value)}


def of_pretty(entry: bytes) -> bytes | None:
    """An object that was spread over lines on one line of JSON, None if it is none."""
    try:
        held = json.loads(entry.decode("utf-8", "backslashreplace"))
        return json.dumps(held).encode("ascii") if isinstance(held, dict) else None
    except (ValueError, RecursionError):
        return None


def _line(fields: Mapping[bytes, bytes]) -> bytes:
    """Those fields that a header is made of as journalctl -o json prints them: what is no UTF-8 as numbers."""
    told = {name: _value(value) for name, key in _WANTED if (value := fields.get(key)) is not None}
    return json.dumps(told).encode("ascii")


def _value(value: bytes) -> str | list[int]:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return list(value)


def read_export(text: str) -> Header | None:
    """The header of one entry of an export, None if it is none. Fields told in binary may be spoiled: left out."""
    entry = text.encode("utf-8", "backslashreplace")
    try:
        return read_journal_entry(of_export(entry))
    except TornError:
        lines = (line.partition(b"=") for line in entry.split(b"\n"))
        return read_journal_entry(_line({name: value for name, equals, value in lines if equals}))


def read_verbose(text: str) -> Header | None:
    """The header of one entry of the verbose form below its first line, None if it tells no message."""
    return read_journal_entry(_line(verbose_fields(text.encode("utf-8", "backslashreplace").split(b"\n"))))
