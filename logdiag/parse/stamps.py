"""Stamps: the time of a line as its fields tell it, whatever clock and calendar it is written in.

The fields of a shape come in, a record.Stamp comes out; BadStampError where no calendar has such a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from logdiag.record import Stamp

Fields = Mapping[str, str | None]

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
_MONTHS |= {name.upper(): number for name, number in _MONTHS.items()}
_MONTHS |= {f"{number:02d}": number for number in range(1, 13)}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LAST_EPOCH = 253_402_300_799
_TAI_AHEAD = 10
"""Seconds that TAI64 labels of Unix clocks stand ahead: daemontools adds 10 (libtai's tai_unix)."""

# Abbreviations that mean one offset wherever they are used (minutes east of UTC). CST, IST, BST, SST mean several.
_HOURS = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "z": 0,
    "UCT": 0,
    "WET": 0,
    "WEST": 60,
    "CET": 60,
    "CEST": 120,
    "MET": 60,
    "MEST": 120,
    "MEZ": 60,
    "MESZ": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "SAST": 120,
    "EAT": 180,
    "EST": -300,
    "EDT": -240,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "AKST": -540,
    "AKDT": -480,
    "HST": -600,
    "NST": -210,
    "NDT": -150,
    "BRT": -180,
    "ART": -180,
    "JST": 540,
    "KST": 540,
    "HKT": 480,
    "SGT": 480,
    "PKT": 300,
    "NPT": 345,
    "WIB": 420,
    "AEST": 600,
    "AEDT": 660,
    "ACST": 570,
    "ACDT": 630,
    "AWST": 480,
    "NZST": 720,
    "NZDT": 780,
}


class BadStampError(ValueError):
    """The fields name a day, an hour or a zone that there is not."""


def stamp_told(fields: Fields) -> Stamp | None:
    """The time of a line as printed; None where the shape has none. Raises BadStampError."""
    told = fields.get
    if (epoch := told("epoch")) is not None:
        return _since_1970(epoch)
    if (label := told("tai")) is not None:
        seconds, nanoseconds = int(label[:16], 16) - (1 << 62) - _TAI_AHEAD, int(label[16:24] or "0", 16)
        return _since_1970(f"{seconds}.{nanoseconds:09d}")
    return _on_the_calendar(fields) if told("month") is not None else None


def _since_1970(text: str) -> Stamp:
    seconds, _, fraction = text.replace(",", ".").partition(".")
    if not 0 <= int(seconds) <= _LAST_EPOCH:
        raise BadStampError(text)
    year, month, day, hour, minute, second = _second_of(int(seconds))
    return Stamp(year, month, day, hour, minute, second, _micro(fraction), 0)


@lru_cache(maxsize=256)
def _second_of(seconds: int) -> tuple[int, int, int, int, int, int]:
    from datetime import datetime, timedelta  # few lines tell their time so

    there = datetime(1970, 1, 1) + timedelta(seconds=seconds)
    return there.year, there.month, there.day, there.hour, there.minute, there.second


def _micro(fraction: str) -> int:
    return int(fraction[:6].ljust(6, "0")) if fraction else 0


def _on_the_calendar(fields: Fields) -> Stamp:
    told = fields.get
    year = _year(told("year"))
    month = _MONTHS.get(told("month") or "", 0)
    day, minute, second = (int(told(name) or 0) for name in ("day", "minute", "second"))
    hour = _hour(int(told("hour") or 0), told("half"))
    if not month or not 0 < day <= _DAYS[month - 1] or hour > 23 or minute > 59:
        raise BadStampError
    # A leap second ends a day of UTC: a quarter of an hour in every zone.
    if second > 60 or (second == 60 and minute % 15 != 14):
        raise BadStampError
    if year is not None and (not year or (month == 2 and day == 29 and not _is_leap(year))):
        raise BadStampError
    fraction = (told("fraction") or "").lstrip(".,:")
    return Stamp(year, month, day, hour, minute, second, _micro(fraction), offset_of(told("zone")))


def _year(text: str | None) -> int | None:
    """Two figures are of this century or the last: 69 is 1969, as in POSIX strptime."""
    if text is None:
        return None
    if len(text) > 2:
        return int(text)
    return int(text) + (1900 if int(text) >= 69 else 2000)


def _hour(hour: int, half: str | None) -> int:
    """The hour of the day: clocks of twelve hours begin with 12."""
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise BadStampError
    return hour % 12 + (12 if half[0] in "Pp" else 0)


def offset_of(zone: str | None) -> int | None:
    """Minutes east of UTC; None where the line names no zone, or one by a name that means several."""
    if zone is None:
        return None
    zone = zone.strip(" ()[]")
    if zone[:1].isalpha():
        return _named(zone)
    digits = zone[1:].replace(":", "")
    if zone[:1] not in ("+", "-") or len(digits) not in (2, 4):
        raise BadStampError
    hours, minutes = int(digits[:2]), int(digits[2:] or "0")
    if hours > 23 or minutes > 59:
        raise BadStampError
    return (hours * 60 + minutes) * (-1 if zone[0] == "-" else 1)


def _named(zone: str) -> int | None:
    if zone[0] in "Zz" and len(zone) > 1:
        raise BadStampError
    return _HOURS.get(zone)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
