"""Whole entries of `journalctl -o export` and `-o verbose` as text -> Header; one entry is many lines there.

Who cuts a journal into entries hands them here: an export's entry ends with an empty line, a verbose one before the
next line that begins with a weekday (systemd 252, src/shared/logs-show.c output_export, output_verbose).
"""

from __future__ import annotations

import re

from logdiag.parse.journal import header_of_fields
from logdiag.record import Header

_EXPORT = re.compile(r"(?:[A-Z_][A-Z0-9_]*)=")
_FIELD = re.compile(r" {4}([A-Z_][A-Z0-9_]*)=")
_BLOB = re.compile(r"\[[0-9.]+[BKMGT]? blob data\]\Z")


def begins_export(line: str) -> bool:
    """Whether a line begins an entry of an export."""
    return line.startswith(("__CURSOR=", "__REALTIME_TIMESTAMP="))


def read_export(text: str) -> Header | None:
    """The header of one entry of an export, None if it is none. Fields told in binary are left out."""
    fields: dict[str, str] = {}
    for line in text.split("\n"):
        if _EXPORT.match(line):
            name, _, value = line.partition("=")
            fields.setdefault(name, value)
    return header_of_fields(fields)


def read_verbose(text: str) -> Header | None:
    """The header of one entry of the verbose form below its first line, None if it tells no message.

    A value of several lines goes on in lines without a name.
    """
    fields: dict[str, str] = {}
    last = ""
    for line in text.split("\n"):
        found = _FIELD.match(line)
        if found:
            last = found[1]
            fields[last] = line[found.end() :]
        elif last and line:
            fields[last] += "\n" + line.strip()
    fields = {name: value for name, value in fields.items() if not _BLOB.match(value)}
    return header_of_fields(fields)
