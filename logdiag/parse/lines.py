"""Header: what stands before the message of a line, whichever of the known formats it is.

A line comes in, a record.Header comes out, or None if no format reads it or its date is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from logdiag.parse.vocabulary import Vocabulary
from logdiag.record import Header, Stamp

FACILITIES = (
    *("kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp"),
    *("ntp", "audit", "alert", "clock", *(f"local{number}" for number in range(8))),
)
"""RFC 5424 table 1, by number."""
SEVERITIES = ("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug")
"""RFC 5424 table 2, by number."""

_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_MONTHS |= {f"{number:02d}": number for number in range(1, 13)}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ELEMENT = re.compile(r'\[([^ \]"=]+)((?: [^ \]"=]+= ?"(?:[^"\\]|\\[\s\S])*")*) *\]')
_PARAMETER = re.compile(r' ([^ \]"=]+)= ?"((?:[^"\\]|\\[\s\S])*)"')
_ESCAPED = re.compile(r'\\(["\\\]])')

_LINE_ENDS = ("\n", "\r")
_BYTE_ORDER_MARK = "\ufeff"

_Fields = Mapping[str, str | None]


def read_header(text: str, vocabulary: Vocabulary, last_format: str | None = None) -> Header | None:
    """The header of a line without its line end. `last_format` only says where to look first."""
    if text[-1:] in _LINE_ENDS:
        text = text.rstrip("\r\n")
    if text.startswith(_BYTE_ORDER_MARK):
        text = text.removeprefix(_BYTE_ORDER_MARK)
    read = vocabulary.line(text, (last_format,)) if last_format in vocabulary.formats else None
    read = read or vocabulary.line(text)
    return _header(*read) if read else None


def _header(name: str, fields: _Fields) -> Header | None:
    told = fields.get
    facility = severity = None
    if (priority := told("pri")) is not None:
        code = int(priority)
        if code >= 8 * len(FACILITIES):
            return None
        facility, severity = FACILITIES[code >> 3], SEVERITIES[code & 7]
    stamp = None
    if told("month") is not None:
        stamp = _stamp(fields)
        if stamp is None:
            return None
    elements = told("structured_data")
    if elements and elements != "-" and not (elements[0] == "[" and elements[-1] == "]"):
        return None
    return Header(
        name,
        stamp,
        _told(fields, "host"),
        _told(fields, "program"),
        _told(fields, "pid"),
        facility,
        severity,
        _told(fields, "msgid"),
        structured_data(elements) if elements and elements != "-" else None,
        (told("message") or "").removeprefix(_BYTE_ORDER_MARK),
    )


def _told(fields: _Fields, name: str) -> str | None:
    """A field; None where it is absent or RFC 5424's `-`, which says so."""
    value = fields.get(name)
    return None if value == "-" else value


def _stamp(fields: _Fields) -> Stamp | None:
    """The time of a line as printed; None if no calendar has it."""
    told = fields.get
    year = told("year")
    month = _MONTHS.get(told("month") or "", 0)
    day, hour = int(told("day") or 0), int(told("hour") or 0)
    minute, second = int(told("minute") or 0), int(told("second") or 0)
    offset = _offset(told("zone"))
    if (
        not month
        or not 0 < day <= _DAYS[month - 1]
        or hour > 23
        or minute > 59
        or second > 59
        or offset == _NO_ZONE
    ):
        return None
    if year is not None and (not int(year) or (month == 2 and day == 29 and not _is_leap(int(year)))):
        return None
    fraction = (told("fraction") or "").lstrip(".,")
    micro = int(fraction[:6].ljust(6, "0")) if fraction else 0
    return Stamp(int(year) if year else None, month, day, hour, minute, second, micro, offset)


_NO_ZONE = 100_000


def _offset(zone: str | None) -> int | None:
    """Minutes east of UTC; None where the line names no zone, _NO_ZONE where there is no such zone."""
    if zone is None:
        return None
    if zone in {"Z", "z"}:
        return 0
    if len(zone) < 5 or zone[0] not in "+-":
        return _NO_ZONE
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 23 or minutes > 59:
        return _NO_ZONE
    return (hours * 60 + minutes) * (-1 if zone[0] == "-" else 1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def structured_data(text: str) -> dict[str, dict[str, str]]:
    """RFC 5424 structured data by element and parameter; where a name comes twice, parameters join, the last wins."""
    elements: dict[str, dict[str, str]] = {}
    for name, parameters in _ELEMENT.findall(text):
        held = elements.setdefault(name, {})
        held.update((key, _ESCAPED.sub(r"\1", value)) for key, value in _PARAMETER.findall(parameters))
    return elements
