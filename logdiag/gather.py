"""Gather: the lines of a block by who said what, so that each distinct message is understood once.

Lines come in with their numbers; out come sayings with the numbers of the lines that have them, a time for every
line, and what could not be read. Lines in between may be left out where nothing in them matters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from logdiag.event import At
from logdiag.parse.entries import GOES_ON
from logdiag.parse.heads import Heading, Heads, Read
from logdiag.parse.moments import SECOND
from logdiag.parse.moments import Moment as When
from logdiag.parse.outlines import Outline, turn
from logdiag.parse.uptimes import Uptime, apart, is_untied, tie_in
from logdiag.parse.vocabulary import programs_alone
from logdiag.plan import Plan
from logdiag.record import Stamp
from logdiag.said import NOTHING_HEARD, Listener, Passed, Said, Sayings
from logdiag.shelf import KINDS, MOST_TIMES, RECORD, ZONES, packed, place_of, zone_code
from logdiag.window import ALL

Table = dict[Said, Any]
# No line has a line break in it.
_NO_PREFIX = b"\n"
Moment = tuple[int, int, int | None, int]
Unmet = list[tuple[int, bytes]]
"""Lines of a run by number whose messages were not met before."""
Passing = tuple[Passed, int, Moment]
"""A message that is not remembered, the number of its line and when it was said."""
_Run = tuple[bytes, int, Any, Any, Any]
_NOTHING: _Run = (_NO_PREFIX, 0, None, None, None)
LEAP = 60
_LONGEST_TIE = 200
NO_SUCH_DAY = "no such day in its year: see --year"
OUTSIDE = "outside of --since and --until"


class Ear(NamedTuple):
    """Whose messages matter, by their program: all of them, those the grammars know, or such as begin like these.

    `alone`: programs that say nothing of what any may say; all others are heard, unless it is None. `texts` are
    messages that are heard whoever says them.
    """

    programs: frozenset[str]
    pids: frozenset[str]
    speakers: frozenset[str]
    openings: tuple[bytes, ...]
    is_everyone: bool
    alone: frozenset[str] | None = None
    texts: frozenset[str] = frozenset()

    def hears(self, heading: Heading) -> bool:
        """Whether all that a program says is listened to."""
        return (
            self.is_everyone
            or heading.speaker in self.speakers
            or heading.program in self.programs
            or heading.pid in self.pids
            or (self.alone is not None and heading.speaker not in self.alone)
        )


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
    rows = [(table, row) for table in tables for row in table.alternatives if row.any_program]
    matter = [
        row for table, row in rows if table.alone and (row.kind in wanted.kinds or "repeated" in row.kind)
    ]
    is_open = any(not table.alone and row.kind in wanted.kinds for table, row in rows)
    alone = programs_alone(plan.vocabulary.tables) if is_open else None
    openings = tuple(sorted({row.opening.encode() for row in matter if row.opening}))
    is_everyone = wanted.everything or any(not row.opening for row in matter)
    return Ear(
        wanted.programs, wanted.pids, frozenset(speakers), openings, is_everyone, alone, wanted.texts
    )


class Times:
    """When the lines of a block were said: runs of lines with one stamp, by the number of their first line."""

    def __init__(self, plan: Plan, source: int, block: int) -> None:
        self.plan, self.source, self.block = plan, source, block
        self.lines: list[int] = []
        self.moments: list[Moment] = []
        self.base = place_of(source, block, 0)
        self.stamps: list[tuple[int, Stamp | Uptime]] = []
        self.outline = Outline()
        self._before: Stamp | None = None
        self._is_begun = False
        self._dating, self._window = plan.datings[source], plan.window
        self._known: dict[Stamp, Moment | None] = {}
        self._latest: tuple[Stamp, Moment] | None = None
        self._year = self._boot = 0

    def _enter(self, first: Stamp | None) -> None:
        """The block begins, so many years and boots after the source."""
        self._is_begun = True
        passed = self.outline.relative_year = self.plan.year_at(self.source, self.block, first)
        self._year, self._boot = apart(passed)

    def begin_since_boot(self, line: int, uptime: Uptime, message: bytes) -> str:
        """A line that tells the time since boot; why it says nothing, as of others."""
        if not self._is_begun:
            self._enter(None)
        outline, before = self.outline, self.outline.boots
        outline.add_uptime(uptime)
        self._boot += outline.boots - before
        tie = tie_in(message[:_LONGEST_TIE].decode("latin-1"), uptime)
        if tie:
            outline.tie(outline.boots, tie)
        found = self._dating.since_boot(uptime, self._boot)
        zone = zone_code(found.offset, is_utc=self.plan.is_utc) << KINDS
        time = self.plan.footing(found)
        if self._window is not ALL and (is_untied(found.wall) or not self._window.has(time, found.wall)):
            return OUTSIDE
        self.lines.append(line)
        self.moments.append((time, found.wall, found.offset, zone))
        if self.plan.sketched:
            self.stamps.append((outline.boots, uptime))
        return ""

    def begin(self, line: int, stamp: Stamp) -> str:
        """A run begins at a line; why it says nothing: no day of its year, or outside the window; else ""."""
        before = self._before
        if before is None:
            if not self._is_begun:
                self._enter(stamp)
            self.outline.add(stamp)
        elif stamp is not before:
            if stamp.month != before.month or stamp.year != before.year:
                step = turn(before, stamp)
                if step:
                    self._year += step
                    self._known.clear()
                    self._latest = None
            self.outline.add(stamp)
        self._before = stamp
        try:
            moment = self._known[stamp]
        except KeyError:
            moment = self._moment(stamp)
        if moment is None:
            return NO_SUCH_DAY
        if self._window is not ALL and not self._window.has(moment[0], moment[1]):
            return OUTSIDE
        self.lines.append(line)
        self.moments.append(moment)
        if self.plan.sketched:
            self.stamps.append((self.outline.turns, stamp))
        return ""

    def moment_alone(self, stamp: Stamp) -> When | None:
        """When a stamp is, by the year that the block begins with."""
        years, _ = apart(self.plan.year_at(self.source, self.block, stamp))
        return self._dating.moment(stamp, years)

    def _moment(self, stamp: Stamp) -> Moment | None:
        """When a stamp is: by one of the same minute that came before, where there is one."""
        moment = self._beside(stamp) or self._dated(stamp)
        if len(self._known) < 4096:
            self._known[stamp] = moment
        if moment is not None:
            self._latest = stamp, moment
        return moment

    def _beside(self, stamp: Stamp) -> Moment | None:
        """When a stamp is, by the one before it in the same minute: no zone and no year turns within one."""
        if self._latest is None:
            return None
        other, (time, wall, offset, zone) = self._latest
        if other[:5] != stamp[:5] or other.offset != stamp.offset or LEAP in (other.second, stamp.second):
            return None
        more = (stamp.second - other.second) * SECOND + stamp.micro - other.micro
        return (time + more, wall + more, offset, zone)

    def _dated(self, stamp: Stamp) -> Moment | None:
        found = self._dating.moment(stamp, self._year)
        if found is None:
            return None
        zone = zone_code(found.offset, is_utc=self.plan.is_utc) << KINDS
        return (self.plan.footing(found), found.wall, found.offset, zone)

    def of(self, line: int) -> Moment:
        """Time, wall clock and offset of a line, and the zone as a part of a record."""
        return self.moments[bisect_right(self.lines, line) - 1]

    def stamp_of(self, line: int) -> tuple[int, Stamp | Uptime]:
        """Relative year and stamp of a line, or boot and time since then, where they are kept."""
        return self.stamps[bisect_right(self.lines, line) - 1]


class Voice:
    """What one speaker says in a block. `table` has what is remembered, by what it says; `passed` what is not."""

    __slots__ = ("heading", "listener", "passed", "table")

    def __init__(self, heading: Heading, listener: Listener) -> None:
        self.heading, self.listener = heading, listener
        self.table: Table = defaultdict(list)
        self.table[NOTHING_HEARD] = deque(maxlen=0)
        self.passed: list[Passing] = []


class Gathered:
    """What a block holds. `voices` go by heading; `apart` says of lines that are no record why.

    `forms` has the format from each line on where it changes; `timeless` lines are understood and have no time,
    `outside` have a time that does not count, `parts` go on with the line before them. `following` has the line of the
    record behind each where that is not the next line.
    """

    def __init__(self, plan: Plan, sayings: Sayings | Ear, heads: Heads, source: int, block: int) -> None:
        if isinstance(sayings, Ear):
            sayings = Sayings(plan.vocabulary, sayings, {}, frozenset())
        self.times = Times(plan, source, block)
        self.voices: dict[Heading, Voice] = {}
        self.forms: list[tuple[int, str]] = []
        self.apart: dict[int, str] = {}
        self.timeless: set[int] = set()
        self.outside: set[int] = set()
        self.parts: set[int] = set()
        self.following: dict[int, int] = {}
        self.hosts: list[str] = []
        self._sayings, self._heads = sayings, heads
        self._own_host = plan.own_hosts[source] if plan.own_hosts else ""
        self._begun: dict[bytes, tuple[Stamp | Uptime, Voice]] = {}
        self._is_own = plan.framings[source].is_own
        self._last: tuple[Stamp | Uptime, Voice] | None = None
        self._unmet: list[tuple[Voice, Moment, Unmet]] = []

    def take(self, numbered: Iterable[tuple[int, bytes]]) -> None:
        """Takes in lines with their numbers, in order."""
        prefix, size, known, table, unmet = _NOTHING
        for number, line in numbered:
            if line.startswith(prefix):
                message = line[size:]
                said = known(message)
                if said is None:
                    unmet.append((number, message))
                else:
                    table[said].append(number)
            else:
                prefix, size, known, table, unmet = self._begin(number, line)
        self._meet()

    def _begin(self, number: int, line: bytes) -> _Run:
        """A line that does not begin like the one before it."""
        prefix = line[: line.find(b": ") + 2]
        begun = self._begun.get(prefix)
        if begun is None:
            return self._learn(number, line)
        stamp, voice = begun
        return self._run(number, line[len(prefix) :], stamp, voice, prefix)

    def _learn(self, number: int, line: bytes) -> _Run:
        """A line that begins as none before it."""
        read = self.read(line)
        if read is None:
            return self._go_on(number, line)
        stamp, heading, message, size = read
        if stamp is None:
            self._last = None
            self._turn_to(number, heading)
            self.timeless.add(number)
            return _NOTHING
        voice = self.voices.get(heading)
        if voice is None:
            voice = self.voices[heading] = Voice(heading, self._sayings.listener(heading))
        prefix = line[:size]
        if size and prefix.find(b": ") + 2 == size:
            self._begun[prefix] = stamp, voice
        return self._run(number, message, stamp, voice, prefix)

    def _go_on(self, number: int, line: bytes) -> _Run:
        """A line without a beginning: what tells more of the record above it has that of it, others say nothing."""
        last = self._last
        goes_on = GOES_ON.get(last[1].heading.format) if last and self._is_own else None
        found = goes_on.match(line) if goes_on else None
        if found and last:
            return self._run(number, line[found.end() :], *last, b"")
        if b"\0" in line:
            self._last = None
        self.apart[number] = self._heads.why(line)
        return _NOTHING

    def _turn_to(self, number: int, heading: Heading) -> None:
        if not self.forms or self.forms[-1][1] != heading.format:
            self.forms.append((number, heading.format))

    def _run(self, number: int, message: bytes, stamp: Stamp | Uptime, voice: Voice, prefix: bytes) -> _Run:
        """A run of lines begins, of which the first says `message`."""
        self._turn_to(number, voice.heading)
        self._last = stamp, voice
        times = self.times
        if isinstance(stamp, Uptime):
            why = times.begin_since_boot(number, stamp, message)
        else:
            why = times.begin(number, stamp)
        if why == OUTSIDE:
            self.outside.add(number)
            return _NOTHING
        if why:
            self.apart[number] = why
            return _NOTHING
        self.hosts.append(voice.heading.host)
        known = voice.listener.known
        unmet: Unmet = []
        self._unmet.append((voice, times.moments[-1], unmet))
        said = known(message)
        if said is None:
            unmet.append((number, message))
        else:
            voice.table[said].append(number)
        return (prefix, len(prefix), known, voice.table, unmet) if prefix else _NOTHING

    def _meet(self) -> None:
        """Understands what was not met before."""
        for voice, moment, unmet in self._unmet:
            learn, table = voice.listener.learn, voice.table
            for number, message in unmet:
                told = learn(message)
                if isinstance(told, Said):
                    table[told].append(number)
                else:
                    voice.passed.append((told, number, moment))
        self._unmet = []

    def moment_of(self, line: bytes) -> When | None:
        """When a line of this block was said, whatever comes before it, by the year that the block begins with."""
        read = self._heads.read(line)
        stamp = read[0] if read else None
        return self.times.moment_alone(stamp) if isinstance(stamp, Stamp) else None

    def read(self, line: bytes) -> Read | None:
        """How a line begins; who names no host speaks of the log's own."""
        read = self._heads.read(line)
        if read is None or not self._own_host or read[1].host:
            return read
        stamp, heading, message, size = read
        return stamp, heading._replace(host=self._own_host), message, size

    def is_record(self, number: int) -> bool:
        """Whether a line has a time that counts, and may be said again."""
        return self.is_dated(number) and number not in self.outside

    def is_dated(self, number: int) -> bool:
        """Whether a line has a time."""
        return number not in self.apart and number not in self.timeless and number not in self.parts

    def speakers(self, lines: int) -> Iterator[tuple[str, int]]:
        """Host and number of the first and the last record of each run, in order; there are `lines` lines."""
        starts = self.times.lines
        for place, (host, start) in enumerate(zip(self.hosts, starts, strict=True)):
            end = starts[place + 1] if place + 1 < len(starts) else lines + 1
            yield host, start
            yield host, next(filter(self.is_record, range(end - 1, start - 1, -1)), start)

    def at(self, number: int) -> At:
        """When and where a line was said."""
        time, wall, offset, _ = self.times.of(number)
        return At(time, self.times.source, self.times.block, number, wall, offset)

    def records(self, numbers: Sequence[int], kind: int, times: int) -> bytes:
        """The records of events of a kind at these lines, each `times` times."""
        if times > MOST_TIMES:
            is_utc = self.times.plan.is_utc
            return b"".join(packed(self.at(number), kind, times, is_utc=is_utc) for number in numbers)
        what = kind | times << (KINDS + ZONES)
        lines, moments, base = self.times.lines, self.times.moments, self.times.base
        if len(numbers) == 1:
            time, _, _, zone = moments[bisect_right(lines, numbers[0]) - 1]
            return RECORD.pack(time, base | numbers[0], what | zone)
        found = []
        for number in numbers:
            time, _, _, zone = moments[bisect_right(lines, number) - 1]
            found.append(RECORD.pack(time, base | number, what | zone))
        return b"".join(found)

    def host_of(self, number: int) -> str:
        """Who said a line that has a time."""
        return self.hosts[bisect_right(self.times.lines, number) - 1]

    def form_at(self, number: int) -> str | None:
        """The format of the lines around a number."""
        place = bisect_right(self.forms, (number, "\uffff")) - 1
        return self.forms[place][1] if place >= 0 else None
