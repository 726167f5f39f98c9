"""Dates: whether a line begins like a log line, told by its first bytes alone.

Lines that begin with the date that the lines around them have need not be looked at for their date.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from logdiag.match.unlike import Digits, Form, Words, like, unlike

_MONTHS = rb"(?:Jan|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
# Feb 29 is in no year that a log without years can tell by itself: such a line is always read.
_FEBRUARY = rb"Feb (?: [1-9]|0[1-9]|1[0-9]|2[0-8]) "
_DIGITS = "0-9"
_CLOCK: Form = (
    _DIGITS,
    _DIGITS,
    b" ",
    _DIGITS,
    _DIGITS,
    b":",
    _DIGITS,
    _DIGITS,
    b":",
    _DIGITS,
    _DIGITS,
    b".",
    *3 * (_DIGITS,),
)
# Dates with a blank in place of the T begin lines of many formats, so that what follows has to tell which it is: what
# stands behind the month, in formats that begin like no others.
_OSLO: Form = (
    *_CLOCK,
    b" ",
    Digits(7),
    b" ",
    Words((b"CRITICAL", b"DEBUG", b"ERROR", b"INFO", b"TRACE", b"WARNING")),
    b" ",
    "A-Za-z_",
)
_LIBVIRT: Form = (
    *_CLOCK,
    b"+0000: ",
    Digits(7),
    b": ",
    Words((b"debug", b"error", b"info", b"warning")),
    b" : ",
    "!-~",
)
SPACED = {"oslo": _OSLO, "libvirt": _LIBVIRT}
"""Formats whose date has a blank behind it."""
_DATED = re.compile(
    rb"("
    + _MONTHS
    + rb"|"
    + _FEBRUARY
    + rb")|([0-9]{4}-[0-9]{2}-)[0-9]{2}T|(<[0-9]{1,3}>1 [0-9]{4}-[0-9]{2}-)"
    + b"".join(rb"|([0-9]{4}-[0-9]{2}-)" + like(form) for form in SPACED.values())
)
_MONTH = len(b"2026-11-")
_DAY = rb"[0-9]{2}T"
_FORMATS = ("rfc3164", "iso", "rfc5424", *SPACED)
LONGEST = 80
"""Bytes that tell how a line begins."""


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
    format = _FORMATS[(found.lastindex or 1) - 1]
    if format in SPACED:
        return Beginning(found[found.lastindex or 1] + like(SPACED[format]), format)
    if found[3]:
        return Beginning(rb"<[0-9]{1,3}>1 " + found[3][-8:], "rfc5424")
    if found[2]:
        return Beginning(found[2] + _DAY, "iso")
    return Beginning(_FEBRUARY if found[1].startswith(b"Feb") else found[1], "rfc3164")


def text_of(line: bytes) -> bytes | None:
    """A text that only lines begin with which begin as this one; None where there is none that many have."""
    found = _DATED.match(line)
    if found is None or not (found[1] or found[2]):
        return None
    return found[1] or found[0]


def otherwise(pattern: Beginning) -> bytes:
    """An expression for a line break with a line behind it that begins otherwise; matches nothing else."""
    if pattern.format == "rfc5424":
        month = _not(pattern.pattern[-8:])
        return rb"\n(?:[^<]|<(?:[^0-9]|[0-9](?:[^0-9>]|>%b|[0-9](?:[^0-9>]|>%b|[0-9](?:[^>]|>%b)))))" % (
            (_not(b"1 ", month),) * 3
        )
    if pattern.format in SPACED:
        return rb"\n" + unlike((pattern.pattern[:_MONTH], *SPACED[pattern.format]))
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
