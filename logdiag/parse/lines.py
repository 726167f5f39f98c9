"""Header: what stands before the message of a line, whichever of the known formats it is.

A line comes in, a record.Header comes out, or None if no format reads it or its date is none.
"""

from __future__ import annotations

import re

from logdiag.numbers import number_of
from logdiag.parse.levels import severity_of
from logdiag.parse.stamps import BadStampError, Fields, stamp_told
from logdiag.parse.uptimes import uptime_told
from logdiag.parse.vocabulary import Vocabulary
from logdiag.record import Header

FACILITIES = (
    *("kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp"),
    *("ntp", "audit", "alert", "clock", *(f"local{number}" for number in range(8))),
)
"""RFC 5424 table 1, by number."""
SEVERITIES = ("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug")
"""RFC 5424 table 2, by number."""

TIMELESS = frozenset(("dmesgh", "kubectl", "status", "terminal", "virsh", "virtinstall"))
"""Formats whose lines tell no time at all: they stand at their boot's beginning."""
_UNDATED = frozenset(("monotonic", *TIMELESS))

_ELEMENT = re.compile(r'\[([^ \]"=]+)((?: [^ \]"=]+= ?"(?:[^"\\]|\\[\s\S])*")*) *\]')
_PARAMETER = re.compile(r' ([^ \]"=]+)= ?"((?:[^"\\]|\\[\s\S])*)"')
_ESCAPED = re.compile(r'\\(["\\\]])')

_LINE_ENDS = ("\n", "\r")
_BYTE_ORDER_MARK = "\ufeff"
_MARK_AS_LATIN = "\u00ef\u00bb\u00bf"

_HEAD = frozenset(
    (
        *(
            "pri",
            "facility",
            "level",
            "word",
            "host",
            "program",
            "pid",
            "msgid",
            "structured_data",
            "message",
        ),
        *("year", "month", "day", "hour", "half", "minute", "second", "fraction", "zone", "epoch", "tai"),
    )
)
"""Fields that a Header has a place for; what else a shape tells goes by its format's name."""


def read_header(text: str, vocabulary: Vocabulary, last_format: str | None = None) -> Header | None:
    """The header of a line without its line end. `last_format` only says where to look first."""
    if text[-1:] in _LINE_ENDS:
        text = text.rstrip("\r\n")
    if text.startswith(_BYTE_ORDER_MARK):
        text = text.removeprefix(_BYTE_ORDER_MARK)
    read = vocabulary.line(text, (last_format,)) if last_format in vocabulary.told_apart else None
    read = read or vocabulary.line(text)
    return _header(*read, vocabulary.voices.get(read[0])) if read else None


def _header(name: str, fields: Fields, voice: str | None) -> Header | None:
    """`voice` is the program that speaks where the line names none."""
    told = fields.get
    level = told("level") or told("word")
    facility, severity = told("facility"), severity_of(level) if level else None
    if (priority := told("pri")) is not None:
        code = int(priority)
        if code >= 8 * len(FACILITIES):
            return None
        facility, severity = FACILITIES[code >> 3], severity or SEVERITIES[code & 7]
    try:
        stamp = stamp_told(fields)
    except BadStampError:
        return None
    elements = told("structured_data")
    if elements and elements != "-" and not (elements[0] == "[" and elements[-1] == "]"):
        return None
    return Header(
        name,
        stamp,
        _told(fields, "host"),
        _told(fields, "program") if "program" in fields else voice,
        _told(fields, "pid"),
        facility,
        severity,
        _told(fields, "msgid"),
        structured_data(elements) if elements and elements != "-" else _besides(name, fields),
        _without_mark(told("message") or ""),
        _since_boot(fields) if name in _UNDATED else None,
    )


def _since_boot(fields: Fields) -> int | None:
    """Microseconds since boot of a line that tells no date."""
    seconds = fields.get("seconds")
    return uptime_told(seconds).micro if seconds else number_of(fields.get("microseconds") or "0")


def _besides(name: str, fields: Fields) -> dict[str, dict[str, str]] | None:
    """What a line tells that a Header has no place for, as an element by its format's name; None if nothing."""
    if fields.keys() <= _HEAD:
        return None
    told = {key: value.strip() for key, value in fields.items() if value and key not in _HEAD}
    return {name: told} if told else None


def _without_mark(message: str) -> str:
    """The message without a byte order mark; one that was taken for Latin-1 on its way is three characters."""
    return message.removeprefix(_BYTE_ORDER_MARK).removeprefix(_MARK_AS_LATIN)


def _told(fields: Fields, name: str) -> str | None:
    """A field; None where it is absent or RFC 5424's `-`, which says so."""
    value = fields.get(name)
    return None if value == "-" else value


def structured_data(text: str) -> dict[str, dict[str, str]]:
    """RFC 5424 structured data by element and parameter; where a name comes twice, parameters join, the last wins."""
    elements: dict[str, dict[str, str]] = {}
    for name, parameters in _ELEMENT.findall(text):
        held = elements.setdefault(name, {})
        held.update((key, _ESCAPED.sub(r"\1", value)) for key, value in _PARAMETER.findall(parameters))
    return elements
