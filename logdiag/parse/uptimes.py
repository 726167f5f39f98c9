"""Uptimes: times since boot, of lines that tell no date; boots between them; what ties them to a clock.

dmesg, consoles and journalctl -o short-monotonic tell such. Untied they are kept apart from all that a clock tells.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import NamedTuple

from logdiag.parse.moments import SECOND, Moment

# Untied times are told as of the year 1, a boot a year: before whatever a clock says, and nowhere near it.
_YEAR_ONE = -62_135_596_800 * SECOND
_YEAR = 366 * 86_400 * SECOND
_BOOTS_TOLD = 1000
# Processors write beside each other: a smaller step back is no boot.
_DISORDER = 10 * SECOND
_BOOT = 1 << 20
# drivers/rtc/class.c:rtc_hctosys (linux 6.1): `rtc_cmos 00:03: setting system clock to 2022-03-01T12:00:00 UTC (..)`
_RTC = re.compile(r"[ -~]{0,60}: setting system clock to [ -~]{10,40} \(([0-9]{9,10})\)", re.ASCII)
# kernel/audit.c:audit_log_start (linux 6.1), where no auditd takes it: `audit: type=1400 audit(1646136000.123:45): ...`
_AUDIT = re.compile(r"(?:audit: )?type=[0-9]{4} audit\(([0-9]{9,10})\.([0-9]{3}):[0-9]+\)", re.ASCII)
_SECONDS_IN = re.compile(r"\[ *([0-9]{1,7}\.[0-9]{6})\] ")


class Uptime(NamedTuple):
    """The time of a line: microseconds since boot."""

    micro: int


class Tie(NamedTuple):
    """A line that tells both: microseconds since boot, and since 1970 UTC; `why` names what it is."""

    uptime: int
    instant: int
    why: str


def uptime_told(seconds: str) -> Uptime:
    """`891.976849`, as a line prints it."""
    whole, _, fraction = seconds.partition(".")
    return Uptime(int(whole) * SECOND + int(fraction or 0))


def reboots(earlier: Uptime, later: Uptime) -> int:
    """Boots from one line to the next: 1 where the time since boot begins anew, else 0."""
    return int(later.micro < earlier.micro - _DISORDER)


def together(years: int, boots: int) -> int:
    """Years and boots gone by as one number, which adds up as they do."""
    return years + boots * _BOOT


def apart(number: int) -> tuple[int, int]:
    """Years and boots again."""
    boots = (number + _BOOT // 2) // _BOOT
    return number - boots * _BOOT, boots


def tie_in(message: str, uptime: Uptime) -> Tie | None:
    """What the kernel says of the clock at that time; None for other messages."""
    if (told := _AUDIT.match(message)) is not None:
        return Tie(uptime.micro, int(told[1]) * SECOND + int(told[2]) * 1000, "audit")
    if (told := _RTC.match(message)) is not None:
        return Tie(uptime.micro, int(told[1]) * SECOND, "rtc")
    return None


def untied(uptime: Uptime, boot: int) -> Moment:
    """A time that no clock tells: it compares with others of its source alone."""
    return Moment(_YEAR_ONE + min(boot, _BOOTS_TOLD) * _YEAR + uptime.micro, None)


def is_untied(wall: int) -> bool:
    """Whether a wall clock is none: the time is one since boot that nothing ties to a clock."""
    return wall < _YEAR_ONE + (_BOOTS_TOLD + 1) * _YEAR


def since_boot(wall: int) -> int:
    """Microseconds since its boot of a time that is untied."""
    return (wall - _YEAR_ONE) % _YEAR


def without_seconds(message: str) -> str:
    """What the kernel says, without its time since boot where that stands in front."""
    told = _SECONDS_IN.match(message)
    return message[told.end() :] if told else message


def digests(message: str, uptime: Uptime | None) -> tuple[int | None, int]:
    """Hashes of what the kernel says, whoever passes it on: with its time since boot, if that is told, and without."""
    told = _SECONDS_IN.match(message)
    text = message[told.end() :] if told else message
    at = uptime_told(told[1]) if told else uptime
    return _digest(f"{at.micro}\0{text}") if at else None, _digest(text)


def _digest(text: str) -> int:
    hashed = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(hashed, "big")
