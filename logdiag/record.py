"""Records: what a line says, whoever wrapped it. A Stamp is a time as the log prints it.

Header -> Record when year and zone are settled; Record -> Event when its message is of a known kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple


class Stamp(NamedTuple):
    """A time as a line prints it: wall clock, whatever of it the line tells.

    `year` is None for RFC 3164. `offset` is the zone in minutes east of UTC, None if the line has none.
    `micro` is the fraction in microseconds.
    """

    year: int | None
    month: int
    day: int
    hour: int
    minute: int
    second: int
    micro: int = 0
    offset: int | None = None


class Header(NamedTuple):
    """How a line begins, split: everything before the message, and the message itself.

    `since_boot` is in microseconds, of lines that tell no date.
    """

    format: str
    stamp: Stamp | None
    host: str | None
    program: str | None
    pid: str | None
    facility: str | None
    severity: str | None
    msgid: str | None
    structured_data: Mapping[str, Mapping[str, str]] | None
    message: str
    since_boot: int | None = None


class Match(NamedTuple):
    """What a message says: its kind (`program.event`) and its named fields."""

    kind: str
    fields: Mapping[str, str]


class Record(NamedTuple):
    """One understood record of a source.

    `line` counts from 1, `lines` is how many physical lines it spans. `time` is aware where the zone is
    known, else naive wall clock, else None. `inferred` names what of the time was not in the line.
    `kind` is None where the header was understood and the message is of no known kind.
    """

    source: str
    line: int
    lines: int
    time: datetime | None
    inferred: tuple[str, ...]
    host: str | None
    program: str | None
    pid: str | None
    facility: str | None
    severity: str | None
    msgid: str | None
    structured_data: Mapping[str, Mapping[str, str]] | None
    message: str
    kind: str | None
    fields: Mapping[str, str]


class Unread(NamedTuple):
    """Lines nobody understood: counted and shown, never dropped. `why` says what failed."""

    source: str
    line: int
    lines: int
    why: str
    message: str
