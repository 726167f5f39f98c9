"""Zones: a name or an offset as it was typed -> the zone, and what it is worth on a wall clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from logdiag.errors import BadOptionError

# A name of the zone database, never a path out of it.
ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")


def offset_in(zone: tzinfo, wall_seconds: int) -> int:
    """Minutes east of UTC in `zone` at a wall clock; of an hour told twice, the first."""
    there = datetime(1970, 1, 1) + timedelta(seconds=wall_seconds)
    offset = there.replace(tzinfo=zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) // 60


def zone_named(name: str) -> tzinfo:
    """A zone from `--tz`: a name (Asia/Tokyo), UTC, or an offset (+09:00, +0900, Z)."""
    sign = {"+": 1, "-": -1}.get(name[:1])
    digits = name[1:].replace(":", "")
    if name in ("Z", "UTC"):
        return UTC
    if sign and digits.isascii() and digits.isdigit() and len(digits) in (2, 4):
        minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
        if minutes <= 14 * 60:
            return timezone(sign * timedelta(minutes=minutes))
    found = _of_database(name) if ZONE_NAME.fullmatch(name) else None
    if found is None:
        raise BadOptionError(f"--tz {name!r}: no such zone; give a name like Asia/Tokyo or +09:00")
    return found


def _of_database(name: str) -> tzinfo | None:
    from dateutil import tz  # most runs ask for no zone

    return tz.gettz(name)
