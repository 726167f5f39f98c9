"""The times of JSON lines: a text in ISO 8601, or a number since 1970 in seconds, milli-, micro- or nanoseconds.

A decoded value comes in, a Stamp comes out, or None where it tells no moment.
"""

from __future__ import annotations

from typing import Any

from logdiag.record import Stamp

_SHORTEST_TIME = 16
_LATEST = 10**19
"""Nanoseconds, beyond which no number is a time."""


def stamp_of_value(value: Any) -> Stamp | None:
    """A time as a text in ISO 8601 or a number since 1970 in seconds, milli-, micro- or nanoseconds."""
    if isinstance(value, dict):
        value = value.get("$date")
    if (
        isinstance(value, str)
        and value.replace(".", "", 1).isdigit()
        and value.isascii()
        and len(value) < 40
    ):
        value = float(value) if "." in value else int(value)
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _of_number(value)


def _of_text(text: str) -> Stamp | None:
    from datetime import datetime  # few logs are JSON

    if len(text) < _SHORTEST_TIME or not text[:4].isdigit():
        return None
    try:
        there = datetime.fromisoformat(text.replace("/", "-").removesuffix(" UTC"))
    except ValueError:
        return None
    offset = there.utcoffset()
    minutes = None if offset is None else int(offset.total_seconds()) // 60
    whole = (there.year, there.month, there.day, there.hour, there.minute, there.second)
    return Stamp(*whole, there.microsecond, minutes)


def _of_number(number: float) -> Stamp | None:
    from datetime import datetime, timedelta

    if number > _LATEST:
        return None
    for scale in (1, 1_000, 1_000_000, 1_000_000_000):
        if 100_000_000 <= number / scale <= 9_999_999_999:
            micro = (
                number * 1_000_000 // scale
                if isinstance(number, int)
                else round(number / scale * 1_000_000)
            )
            there = datetime(1970, 1, 1) + timedelta(microseconds=int(micro))
            whole = (there.year, there.month, there.day, there.hour, there.minute, there.second)
            return Stamp(*whole, there.microsecond, 0)
    return None
