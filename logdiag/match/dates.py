"""Dates: whether a line begins like a log line, told by its first bytes alone.

Lines that begin with the date that the lines around them have need not be looked at for their date.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MONTHS = rb"(?:Jan|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
# Feb 29 is in no year that a log without years can tell by itself: such a line is always read.
_FEBRUARY = rb"Feb (?: [1-9]|0[1-9]|1[0-9]|2[0-8]) "
_DATED = re.compile(
    rb"("
    + _MONTHS
    + rb"|"
    + _FEBRUARY
    + rb")|([0-9]{4}-[0-9]{2}-)[0-9]{2}T|(<[0-9]{1,3}>1 [0-9]{4}-[0-9]{2}-)"
)
# Dates with a blank in place of the T begin lines of many formats: those are read.
_DAY = rb"[0-9]{2}T"
_FORMATS = ("rfc3164", "iso", "rfc5424")


class Beginning(NamedTuple):
    """How lines of one date begin: a pattern of byte classes, as a regular expression, and the format."""

    pattern: bytes
    format: str


def format_of(line: bytes) -> str | None:
    """The format that a line's date is written in; None if it begins with no date."""
    found = _DATED.match(line)
    return _FORMATS[(found.lastindex or 1) - 1] if found else None


def beginning_of(line: bytes) -> Beginning | None:
    """How this line and others of its month begin; None if it begins with no date."""
    found = _DATED.match(line)
    if found is None:
        return None
    if found[3]:
        return Beginning(rb"<[0-9]{1,3}>1 " + found[3][-8:], "rfc5424")
    if found[2]:
        return Beginning(found[2] + _DAY, "iso")
    return Beginning(_FEBRUARY if found[1].startswith(b"Feb") else found[1], "rfc3164")


def text_of(line: bytes) -> bytes | None:
    """A text that only lines begin with which begin as this one; None where there is none that many have."""
    found = _DATED.match(line)
    if found is None or found[3]:
        return None
    return found[1] or found[0]


def otherwise(pattern: Beginning) -> bytes:
    """An expression for a line break with a line behind it that begins otherwise; matches nothing else."""
    if pattern.format == "rfc5424":
        month = _not(pattern.pattern[-8:])
        return rb"\n(?:[^<]|<(?:[^0-9]|[0-9](?:[^0-9>]|>%b|[0-9](?:[^0-9>]|>%b|[0-9](?:[^>]|>%b)))))" % (
            (_not(b"1 ", month),) * 3
        )
    if pattern.pattern == _FEBRUARY:
        day = rb"(?:[^ 0-2]|[ 0](?:[^1-9]|[1-9][^ ])|1(?:[^0-9]|[0-9][^ ])|2(?:[^0-8]|[0-8][^ ]))"
        return rb"\n" + _not(b"Feb ", day)
    if pattern.format == "iso":
        return rb"\n" + _not(pattern.pattern[: -len(_DAY)], rb"(?:[^0-9]|[0-9](?:[^0-9]|[0-9][^T]))")
    return rb"\n" + _not(pattern.pattern)


def _not(text: bytes, then: bytes = b"") -> bytes:
    """An expression for what is not `text`, or is it and goes on as `then` says."""
    out = then
    for byte in reversed(text):
        out = rb"(?:[^\x%02x]%b)" % (byte, rb"|\x%02x%b" % (byte, out) if out else b"")
    return out
