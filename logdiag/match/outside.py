"""Outside: whether all lines of a block lie outside of a window, told by counting how they begin, without reading them.

Every line has to begin with one of the hours from that of the first line to that of the last, in any order.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from logdiag.match.dates import SPACED, format_of
from logdiag.parse.moments import HOUR, Moment
from logdiag.parse.stamps import MONTH_NAMES
from logdiag.read.counting import Count

# Of February 29 only the year knows whether it is a day.
_SYSLOG = re.compile(rb"(?!Feb)[A-Z][a-z]{2} [ 0-3][0-9] [0-2][0-9]:")
_ISO = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:")
_MOST_HOURS = 12
# A line may tell another zone than the first does; where none does, summer may begin or end.
_MARGIN = {"rfc3164": HOUR, "iso": 26 * HOUR, **dict.fromkeys(SPACED, HOUR)}


def form_of(line: bytes) -> str | None:
    """The format of a line that may be counted instead of read."""
    if _SYSLOG.match(line):
        return "rfc3164"
    if _ISO.match(line):
        return "iso"
    form = format_of(line)
    return form if form in SPACED else None


def reach(first: Moment, last: Moment, form: str) -> tuple[int, int] | None:
    """From when to when lines may be, in microseconds on the wall clock; None if that is too long to count."""
    begin, end = first.wall // HOUR, last.wall // HOUR
    if not 0 <= end - begin < _MOST_HOURS:
        return None
    return begin * HOUR - _MARGIN[form], (end + 1) * HOUR + _MARGIN[form]


def begin_within(data: bytes, first: Moment, last: Moment, form: str, count: Count) -> int | None:
    """How many lines there are, if each begins with an hour from the first to the last; else None.

    That all are of a form whose date is not enough to tell it by has to be seen otherwise.
    """
    lines = count(data, b"\n") + (not data.endswith(b"\n"))
    hours = (_hour(number, form) for number in range(first.wall // HOUR, last.wall // HOUR + 1))
    found = sum(count(data, b"\n" + hour) + data.startswith(hour) for hour in hours)
    return lines if found == lines else None


def _hour(number: int, form: str) -> bytes:
    """How lines of an hour begin, by its number since 1970."""
    there = datetime(1970, 1, 1) + timedelta(hours=number)
    if form == "iso":
        return there.isoformat()[:14].encode()
    if form in SPACED:
        return there.isoformat(" ")[:14].encode()
    return f"{MONTH_NAMES[there.month - 1]} {there.day:2} {there.hour:02}:".encode()
