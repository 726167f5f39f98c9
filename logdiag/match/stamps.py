"""Stamps: what lines of the usual forms tell of time and host, taken off a block at once, without reading them.

Only lines of which nothing else could be made are told so; who gets None has to read the lines.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import groupby

from logdiag.parse.levels import severity_of
from logdiag.parse.stamps import MONTH_NAMES

_SYSLOG = rb"[A-Z][a-z]{2} [ 0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
_ISO = rb"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
# As oslo.log and libvirtd write it, told by what follows.
_SPACED = (
    rb"[0-9]{4}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
    rb"(?=\.[0-9]{3}(?: [0-9]{1,7} [A-Z]{4,8} [A-Za-z_]|\+0000: [0-9]{1,7}: [a-z]{4,7} : [!-~]))"
)
_STAMPED = re.compile(
    rb"^(?:("
    + _SYSLOG
    + rb")|("
    + _ISO
    + rb"|"
    + _SPACED
    + rb")(?:[.,][0-9]+)?(Z|[+-][0-9]{2}:?[0-9]{2})?|[ \t\r\n]|(.))",
    re.MULTILINE,
)
_TAGGED = re.compile(
    rb"^(?:(?:" + _SYSLOG + rb"|" + _ISO + rb"(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)"
    rb" ([^ :\[\n%][^ :\[\n]*) [^ :\[\n]+(?:\[[^ \]\n]+\])?: |[ \t\r\n]|(.))",
    re.MULTILINE,
)
_ODD = re.compile(rb"[AP]M[.,]|.*[(\x00-\x1f]")
_MONTHS = {name.encode(): number for number, name in enumerate(MONTH_NAMES, 1)}


def hosts_in(data: bytes) -> frozenset[bytes] | None:
    """The hosts of a block whose lines all have a time, a host and a tag, but for those that go on with others."""
    found = set(_TAGGED.findall(data))
    if any(other or not _names_a_host(host) for host, other in found):
        return None
    return frozenset(host for host, _ in found if host)


def _names_a_host(word: bytes) -> bool:
    """Whether what stands where hosts do is surely one: no level, half of a day or number with a facility."""
    return word.isascii() and not _ODD.match(word) and severity_of(word.decode()) is None


def furthest_back(data: bytes, latest: int | None) -> tuple[int, int | None] | None:
    """By how many seconds a line of a block stands behind one before it, at most, and the latest of all so far.

    `latest` is that of the blocks before. Seconds count from no moment in particular, on the wall clock, and of a year
    that is told or of none. None: a line tells its time otherwise, or lines tell of several zones or forms.
    """
    back, zones = 0, set()
    for stamp, _ in groupby(_STAMPED.findall(data)):
        syslog, iso, zone, other = stamp
        if other:
            return None
        if not (syslog or iso):
            continue
        zones.add((not iso, zone))
        second = _second(syslog or iso)
        if second is None or len(zones) > 1:
            return None
        latest = second if latest is None or second > latest else latest
        back = max(back, latest - second)
    return back, latest


@lru_cache(maxsize=4096)
def _second(stamp: bytes) -> int | None:
    day = _day(stamp[:-9])
    if day is None:
        return None
    return day * 86400 + int(stamp[-8:-6]) * 3600 + int(stamp[-5:-3]) * 60 + int(stamp[-2:])


@lru_cache(maxsize=512)
def _day(told: bytes) -> int | None:
    """The number of a day; of one without a year in a leap year. None where there is no such day."""
    try:
        if told[:1].isdigit():
            return date.fromisoformat(told.decode()).toordinal()
        return date(4, _MONTHS[told[:3]], int(told[4:])).toordinal()
    except (KeyError, ValueError):
        return None
