"""Limits: what --since and --until say, in the words that journalctl takes (systemd.time(7)).

A text comes in; a Limit comes out, which stands on a calendar, on a day counted from the newest line, or so long
before it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from logdiag.errors import BadOptionError
from logdiag.parse.moments import SECOND
from logdiag.parse.zones import offset_in, zone_named

_UNITS = (
    (("usec", "us", "\u00b5s", "\u03bcs"), 1),
    (("msec", "ms"), 1_000),
    (("seconds", "second", "sec", "s"), SECOND),
    (("minutes", "minute", "min", "m"), 60 * SECOND),
    (("hours", "hour", "hr", "h"), 3600 * SECOND),
    (("days", "day", "d"), 86_400 * SECOND),
    (("weeks", "week", "w"), 604_800 * SECOND),
    (("months", "month", "M"), 2_629_800 * SECOND),
    (("years", "year", "y"), 31_557_600 * SECOND),
)
# systemd, src/basic/time-util.c:1022 (252): months of 30.44 days, years of 365.25.
UNITS = {"": SECOND} | {name: size for names, size in _UNITS for name in names}
_SPAN = re.compile(r"([0-9]{1,12}(?:\.[0-9]{0,6})?) *([a-zA-Z\u00b5\u03bc]*) *", re.ASCII)
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]* )?"
_CALENDAR = re.compile(
    _WEEKDAY + r"(?:([0-9]{4}|[0-9]{2})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]|\Z))?"
    r"(?:([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.([0-9]{1,9}))?)?)?\Z",
    re.ASCII,
)
_ZONE = re.compile(r"(Z|[+-][0-9]{2}:?[0-9]{2})\Z")
_LARGEST = 10**17
_EPOCH = datetime(1970, 1, 1)


class Limit(NamedTuple):
    """Where a span of lines begins or ends; microseconds, and `text` as it was typed.

    `instant`: since 1970 UTC. Or `wall`: since 1970 on the clock of the newest line, or of the day that is `day`
    days after its. Or `ago`: before the newest line.
    """

    text: str
    instant: int | None = None
    wall: int = 0
    day: int | None = None
    ago: int | None = None


def limit_typed(option: str, text: str) -> Limit:
    """The limit that was typed. Raises BadOptionError."""
    found = _of_words(text) or _of_epoch(text) or _relative(text) or _on_a_calendar(text)
    if found is None:
        example = 'give one like "2014-12-14 23:29", "1 hour ago", yesterday, @1418567396'
        raise BadOptionError(f"{option} {text!r}: no time; {example}")
    return found


def _of_words(text: str) -> Limit | None:
    if text == "now":
        return Limit(text, ago=0)
    return Limit(text, day=_DAYS[text]) if text in _DAYS else None


def _of_epoch(text: str) -> Limit | None:
    if not re.fullmatch(r"@[0-9]{1,12}(\.[0-9]{0,6})?", text, re.ASCII):
        return None
    whole, _, rest = text[1:].partition(".")
    return Limit(text, instant=int(whole) * SECOND + int(rest.ljust(6, "0")))


def _relative(text: str) -> Limit | None:
    """So long ago, or from now: "2h ago", "-2h", "2h left", "+2h"."""
    for before, behind, sign in (("-", "", 1), ("+", "", -1), ("", " ago", 1), ("", " left", -1)):
        if text.startswith(before) and text.endswith(behind):
            span = (
                _span(text.removeprefix(before).removesuffix(behind).strip(" "))
                if before or behind
                else None
            )
            return None if span is None else Limit(text, ago=sign * span)
    return None


def _span(text: str) -> int | None:
    """Microseconds of "3h 30min"; a number alone is seconds. None if it is none."""
    place = total = 0
    while place < len(text):
        found = _SPAN.match(text, place)
        if found is None or found[2] not in UNITS:
            return None
        whole, _, rest = found[1].partition(".")
        size = UNITS[found[2]]
        total += int(whole) * size + int(rest.ljust(6, "0")) * size // SECOND
        place = found.end()
    return total if text and total < _LARGEST else None


def _on_a_calendar(text: str) -> Limit | None:
    """A date, a time of day, or both, and a zone behind it or none."""
    there, zone = _zone_behind(text)
    found = _CALENDAR.match(there)
    if found is None or not there or (found[1] is None and found[4] is None):
        return None
    hour, minute, second = (int(found[place] or 0) for place in (4, 5, 6))
    if hour > 23 or minute > 59 or second > 60:
        return None
    micro = int((found[7] or "")[:6].ljust(6, "0"))
    time = ((hour * 60 + minute) * 60 + second) * SECOND + micro
    if found[1] is None:
        return Limit(text, wall=time, day=0) if zone is None else None
    wall = _midnight(*(int(found[place]) for place in (1, 2, 3)))
    if wall is None:
        return None
    return (
        Limit(text, wall=wall + time) if zone is None else Limit(text, instant=_instant(wall + time, zone))
    )


def _zone_behind(text: str) -> tuple[str, tzinfo | None]:
    """What stands before a zone, and the zone; None where none is told."""
    offset = _ZONE.search(text)
    if offset and ":" in text[: offset.start()]:
        return text[: offset.start()].rstrip(" "), zone_named(offset[0])
    there, _, name = text.rpartition(" ")
    if there and name[:1].isalpha():
        try:
            return there, zone_named(name)
        except BadOptionError:
            return text, None
    return text, None


def _midnight(year: int, month: int, day: int) -> int | None:
    """Microseconds since 1970 at the beginning of a day; of years of two figures 69 is 1969."""
    if year < 100:
        year += 1900 if year >= 69 else 2000
    try:
        return int((datetime(year, month, day) - _EPOCH) / timedelta(microseconds=1))
    except ValueError:
        return None


def _instant(wall: int, zone: tzinfo) -> int:
    return wall if zone is UTC else wall - offset_in(zone, wall // SECOND) * 60 * SECOND
