"""One line of `journalctl -o json` -> Header. A JSON library decodes it; nothing here is searched as text.

Values are strings, arrays of numbers (bytes that are not UTF-8), arrays of values (a field told several
times) or null (too large to print): formats.md of systemd 252, src/shared/logs-show.c output_json.
"""

from __future__ import annotations

import json
from typing import Any

from logdiag.parse.lines import FACILITIES, SEVERITIES
from logdiag.parse.times import stamp_of
from logdiag.record import Header

CLOCKS = ("_SOURCE_REALTIME_TIMESTAMP", "__REALTIME_TIMESTAMP")


def read_journal_entry(text: str) -> Header | None:
    """The header of an exported entry, None where the line is no such object."""
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or not any(key in entry for key in (*CLOCKS, "MESSAGE")):
        return None
    fields = {key: _text(value) for key, value in entry.items()}
    clock = next((told for key in CLOCKS if (told := fields.get(key)) and _is_number(told)), None)
    return Header(
        format="journal-json",
        stamp=None if clock is None else stamp_of(min(int(clock), 253_402_300_799_000_000)),
        host=fields.get("_HOSTNAME"),
        program=fields.get("SYSLOG_IDENTIFIER") or fields.get("_COMM"),
        pid=fields.get("SYSLOG_PID") or fields.get("_PID"),
        facility=_keyword(FACILITIES, fields.get("SYSLOG_FACILITY")),
        severity=_keyword(SEVERITIES, fields.get("PRIORITY")),
        msgid=fields.get("MESSAGE_ID"),
        structured_data=None,
        message=fields.get("MESSAGE") or "",
    )


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        if all(isinstance(byte, int) and not isinstance(byte, bool) and 0 <= byte < 256 for byte in value):
            return bytes(value).decode("utf-8", "backslashreplace")
        return next((text for text in map(_text, value) if text is not None), None)
    return None if value is None or isinstance(value, dict) else str(value)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20


def _keyword(words: tuple[str, ...], number: str | None) -> str | None:
    return words[int(number)] if number and _is_number(number) and int(number) < len(words) else None
