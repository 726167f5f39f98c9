"""Gather: the lines of a block by who said what, so that each distinct message is understood once.

Lines come in with their numbers; out come sayings with the numbers of the lines that have them, a time for every
line, and what could not be read. Lines in between may be left out where nothing in them matters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from logdiag.event import At
from logdiag.parse.heads import Heading, Heads
from logdiag.parse.times import Outline, turn
from logdiag.plan import Plan
from logdiag.record import Stamp

Table = dict[bytes, list[int]]
# No line has a line break in it.
_NO_PREFIX = b"\n"
_NOTHING: tuple[bytes, int, Any] = (_NO_PREFIX, 0, None)
NO_FIELDS: Mapping[str, str] = {}
NO_SUCH_DAY = "no such day in its year: see --year"


class Said(NamedTuple):
    """What a message says: kind ("" for one of no known kind), fields and text."""

    kind: str
    fields: Mapping[str, str]
    text: str


class _Passing(dict[bytes, Any]):
    """A table that keeps nothing but messages that begin as one that matters whoever says it."""

    def __init__(self, openings: tuple[bytes, ...]) -> None:
        self._openings = openings
        self._void: deque[int] = deque(maxlen=0)

    def __missing__(self, message: bytes) -> Any:
        if not message.startswith(self._openings):
            return self._void
        kept = self[message] = []
        return kept


class _Keeping(dict[bytes, list[int]]):
    def __missing__(self, message: bytes) -> list[int]:
        kept = self[message] = []
        return kept


class Ear(NamedTuple):
    """Whose messages matter, by their program: all of them, those the grammars know, or such as begin like these."""

    programs: frozenset[str]
    pids: frozenset[str]
    speakers: frozenset[str]
    openings: tuple[bytes, ...]
    is_everyone: bool


def ear_of(plan: Plan) -> Ear:
    """What to listen to by a plan."""
    wanted = plan.wanted
    tables = plan.vocabulary.tables.messages
    speakers = {
        program
        for table in tables
        if any(row.kind in wanted.kinds and not row.any_program for row in table.alternatives)
        for program in table.programs
    }
    rows = [row for table in tables for row in table.alternatives if row.any_program]
    matter = [row for row in rows if row.kind in wanted.kinds or "repeated" in row.kind]
    openings = tuple(sorted({row.opening.encode() for row in matter if row.opening}))
    is_everyone = wanted.everything or any(not row.opening for row in matter)
    return Ear(wanted.programs, wanted.pids, frozenset(speakers), openings, is_everyone)


class Times:
    """When the lines of a block were said: runs of lines with one stamp, by the number of their first line."""

    def __init__(self, plan: Plan, source: int, block: int) -> None:
        self.plan, self.source, self.block = plan, source, block
        self.lines: list[int] = []
        self.moments: list[tuple[int, int, int | None]] = []
        self.stamps: list[tuple[int, Stamp]] = []
        self.outline = Outline()
        self._before: Stamp | None = None
        self._dating = plan.datings[source]
        self._known: dict[Stamp, tuple[int, int, int | None] | None] = {}
        self._year = 0

    def begin(self, line: int, stamp: Stamp) -> bool:
        """A run begins at a line; whether its stamp is a day of its year."""
        before = self._before
        if before is None:
            self._year = self.outline.relative_year = self.plan.year_at(self.source, self.block, stamp)
            self.outline.add(stamp)
        elif stamp is not before:
            if stamp.month != before.month or stamp.year != before.year:
                step = turn(before, stamp)
                if step:
                    self._year += step
                    self._known.clear()
            self.outline.add(stamp)
        self._before = stamp
        try:
            moment = self._known[stamp]
        except KeyError:
            moment = self._moment(stamp)
        if moment is None:
            return False
        self.lines.append(line)
        self.moments.append(moment)
        if self.plan.sketched:
            self.stamps.append((self.outline.turns, stamp))
        return True

    def _moment(self, stamp: Stamp) -> tuple[int, int, int | None] | None:
        found = self._dating.moment(stamp, self._year)
        moment = (self.plan.footing(found), found.wall, found.offset) if found else None
        if len(self._known) < 4096:
            self._known[stamp] = moment
        return moment

    def of(self, line: int) -> tuple[int, int, int | None]:
        """Time, wall clock and offset of a line."""
        return self.moments[bisect_right(self.lines, line) - 1]

    def stamp_of(self, line: int) -> tuple[int, Stamp]:
        """Relative year and stamp of a line, where they are kept."""
        return self.stamps[bisect_right(self.lines, line) - 1]


class Gathered:
    """What a block holds. `tables` go by heading; `apart` says of lines that are no record why.

    `forms` has the format from each line on where it changes; `timeless` lines are understood and have no time,
    `parts` go on with the line before them.
    """

    def __init__(self, plan: Plan, ear: Ear, heads: Heads, source: int, block: int) -> None:
        self.times = Times(plan, source, block)
        self.tables: dict[Heading, dict[bytes, list[int]]] = {}
        self.forms: list[tuple[int, str]] = []
        self.apart: dict[int, str] = {}
        self.timeless: set[int] = set()
        self.parts: set[int] = set()
        self.hosts: list[str] = []
        self.digests: list[tuple[int, int]] = []
        self._ear, self._heads = ear, heads

    def take(self, numbered: Iterable[tuple[int, bytes]]) -> None:
        """Takes in lines with their numbers, in order."""
        prefix, size = _NO_PREFIX, 0
        table: Any = None
        for number, line in numbered:
            if line.startswith(prefix):
                table[line[size:]].append(number)
            else:
                prefix, size, table = self._begin(number, line)

    def _begin(self, number: int, line: bytes) -> tuple[bytes, int, Any]:
        """A line that does not begin like the one before it."""
        read = self._heads.read(line)
        if read is None:
            self.apart[number] = self._heads.why(line)
            return _NOTHING
        stamp, heading, message, size = read
        if not self.forms or self.forms[-1][1] != heading.format:
            self.forms.append((number, heading.format))
        if stamp is None:
            self.timeless.add(number)
            return _NOTHING
        if not self.times.begin(number, stamp):
            self.apart[number] = NO_SUCH_DAY
            return _NOTHING
        self.hosts.append(heading.host)
        table = self.tables.get(heading)
        if table is None:
            table = self.tables[heading] = self._table(heading)
        table[message].append(number)
        return (line[:size], size, table) if size else _NOTHING

    def _table(self, heading: Heading) -> dict[bytes, list[int]]:
        ear = self._ear
        is_heard = (
            ear.is_everyone
            or heading.speaker in ear.speakers
            or heading.program in ear.programs
            or heading.pid in ear.pids
        )
        return _Keeping() if is_heard else _Passing(ear.openings)

    def is_record(self, number: int) -> bool:
        """Whether a line has a time and may be said again."""
        return number not in self.apart and number not in self.timeless

    def speakers(self, lines: int) -> Iterator[tuple[str, int]]:
        """Host and number of the first and the last record of each run, in order; there are `lines` lines."""
        starts = self.times.lines
        for place, (host, start) in enumerate(zip(self.hosts, starts, strict=True)):
            end = starts[place + 1] if place + 1 < len(starts) else lines + 1
            yield host, start
            yield host, next(filter(self.is_record, range(end - 1, start - 1, -1)), start)

    def at(self, number: int) -> At:
        """When and where a line was said."""
        time, wall, offset = self.times.of(number)
        return At(time, self.times.source, self.times.block, number, wall, offset)

    def host_of(self, number: int) -> str:
        """Who said a line that has a time."""
        return self.hosts[bisect_right(self.times.lines, number) - 1]

    def form_at(self, number: int) -> str | None:
        """The format of the lines around a number."""
        place = bisect_right(self.forms, (number, "\uffff")) - 1
        return self.forms[place][1] if place >= 0 else None


def lines_of(data: bytes) -> list[bytes]:
    """The lines of a block without their ends."""
    lines = data.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix(b"\r") for line in lines] if b"\r" in data else lines
