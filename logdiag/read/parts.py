"""Names of parts: which file of a log that was rotated a name is, told by its end; the contents have the last word."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import NamedTuple

_PACKED = re.compile(r"\.(?:gz|bz2|xz|zst|lz4|lzma|Z|zip)\Z")
# logrotate's dateext, with a clock or seconds behind it, and what the loggers of Python and Java write; log4j and the
# "extension" of logrotate have it before ".log".
_DATED = re.compile(
    r"(?P<stem>.*[^-._])[-._](?P<year>(?:19|20)[0-9]{2})(?P<dash>-?)(?P<month>[01][0-9])(?P=dash)(?P<day>[0-3][0-9])"
    r"(?P<clock>[-_T.]?[0-9]{2}[0-9:-]{0,12})?(?:\.(?P<inner>[0-9]{1,4}))?(?P<end>\.log)?(?:\.(?P<number>[0-9]{1,4}))?"
)
_SECONDS = re.compile(r"(?P<stem>.*[^-._])-(?P<seconds>1[0-9]{9})")
_NUMBERED = re.compile(r"(?P<stem>.*[^-._])\.(?P<number>[0-9]{1,4})")
_INNER = re.compile(r"(?P<stem>.*[^-._])\.(?P<number>[0-9]{1,4})(?P<end>\.log)")
_OLD = re.compile(r"(?P<stem>.*[^-._])\.old")
# Addresses and counts end like numbered parts: 10.0.0.1 is no older 10.0.0.
_NO_LOG = re.compile(r"[0-9.:_-]*")

LIVING = (2,)


class PartName(NamedTuple):
    """What a path tells: the `stem` is the path of the living file, `age` sorts the oldest first.

    `number` is of a numbered part, `day` of one named by date: else they are None. `is_doubtful`: it is a part only
    beside the living file, as Xorg.0.log and Xorg.1.log are two logs.
    """

    stem: str
    age: tuple[int, ...]
    number: int | None = None
    day: date | None = None
    is_doubtful: bool = False


def part_name(path: str) -> PartName:
    """Of any path; one that tells nothing is that of a living file."""
    cut = max(path.rfind("/"), path.rfind("!")) + 1
    folder, name = path[:cut], _PACKED.sub("", path[cut:])
    told = _dated(name) or _in_seconds(name) or _numbered(name) or PartName(name, LIVING)
    return told._replace(stem=folder + told.stem)


def _dated(name: str) -> PartName | None:
    found = _DATED.fullmatch(name)
    if found is None:
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    clock = re.sub("[^0-9]", "", found["clock"] or "0")
    age = (0, day.toordinal(), int(clock), -int(found["number"] or found["inner"] or 0))
    return PartName(found["stem"] + (found["end"] or ""), age, None, day)


def _in_seconds(name: str) -> PartName | None:
    found = _SECONDS.fullmatch(name)
    if found is None:
        return None
    there = datetime.fromtimestamp(int(found["seconds"]), UTC)
    clock = int(there.strftime("%H%M%S"))
    return PartName(found["stem"], (0, there.date().toordinal(), clock, 0), None, there.date())


def _numbered(name: str) -> PartName | None:
    found = _NUMBERED.fullmatch(name) or _INNER.fullmatch(name)
    if found and not _NO_LOG.fullmatch(found["stem"]):
        number, end = int(found["number"]), found.groupdict().get("end", "")
        return PartName(found["stem"] + end, (1, -number), number, is_doubtful=bool(end))
    old = _OLD.fullmatch(name)
    return PartName(old["stem"], (1, -1)) if old else None
