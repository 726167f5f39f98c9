"""The folding of a case: blocks are outlined, their time is settled, and then every block is folded.

`fold_block` turns one block into states, `merge_states` joins any two; the order of merging never matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain
from typing import Any

from logdiag.event import At, Event, Position
from logdiag.parse.entries import Entry, begins_record, entries
from logdiag.parse.times import Dating, Known, Moment, Outline, join, settle, turn
from logdiag.parse.vocabulary import Vocabulary
from logdiag.read.source import GRAIN, Block, LogSource, blocks
from logdiag.record import Header, Match, Stamp
from logdiag.rules.folds import Fold

UNREAD_SHOWN = 100
# "last message repeated", and syslog-ng's, which tells the first characters of what it repeats.
LAST_REPEATED = frozenset({"rsyslogd.last_repeated", "rsyslogd.cut_repeated"})
# journald keeps every record: a notice in it is another daemon's, about a line of another file.
UNSUPPRESSED = frozenset({"journal-json"})
# A name with its domain (RFC 1035, 2.3.4).
LONGEST_HOST = 255
NO_FIELDS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Plan:
    """What is settled before folding: the same for every block of the case.

    `datings` and `starts` (relative year of each block's first stamp) go by source. `is_utc` says that
    every source's zone is known, so that times are compared as UTC. `short` has the short name of each host
    that has two.
    """

    vocabulary: Vocabulary
    datings: tuple[Dating, ...]
    starts: tuple[tuple[int, ...], ...]
    is_utc: bool
    folds: Mapping[str, Fold[Any]]
    short: Mapping[str, str] = field(default_factory=dict)

    def footing(self, moment: Moment) -> int:
        """The time that is compared, in microseconds."""
        return moment.instant if self.is_utc else moment.wall


@dataclass(slots=True)
class Tally:
    """What was understood of one source."""

    lines: int = 0
    unread: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    first: At | None = None
    last: At | None = None
    shown: list[tuple[int, str, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    cut: int = 0
    problem: tuple[str, str] | None = None

    def absorb(self, other: Tally) -> None:
        """Union with the tally of other blocks of the source."""
        self.lines += other.lines
        self.unread += other.unread
        self.formats += other.formats
        self.reasons += other.reasons
        self.cut += other.cut
        self.problem = self.problem or other.problem
        firsts = [at for at in (self.first, other.first) if at]
        lasts = [at for at in (self.last, other.last) if at]
        self.first = min(firsts, key=_place) if firsts else None
        self.last = max(lasts, key=_place) if lasts else None
        self.shown = sorted(self.shown + other.shown)[:UNREAD_SHOWN]


def _place(at: At) -> tuple[int, int, int]:
    return at.place


@dataclass(slots=True)
class States:
    """The states of all folds over some blocks, and the tallies of their sources."""

    folds: dict[str, Any] = field(default_factory=dict)
    tallies: dict[int, Tally] = field(default_factory=dict)


def start_states(plan: Plan) -> States:
    """The states of no blocks: the identity of merging."""
    return States({name: fold.start() for name, fold in plan.folds.items()})


def merge_states(plan: Plan, left: States, right: States) -> States:
    """The states of both; associative and commutative. Takes both over: neither may be used again."""
    for name, fold in plan.folds.items():
        left.folds[name] = fold.merge(left.folds[name], right.folds[name])
    for source, tally in right.tallies.items():
        left.tallies.setdefault(source, Tally()).absorb(tally)
    return left


def outline(block: Block, vocabulary: Vocabulary, *, sketched: bool) -> Outline:
    """The outline of a block. `sketched`: other sources may hold the same events, so hash what is said."""
    found = Outline()
    for entry in entries(block.data, block.first_line, vocabulary):
        header = entry.header
        if header is None:
            continue
        if header.host:
            found.hosts.add(header.host)
        if header.stamp is not None:
            found.add(header.stamp, _digest(header) if sketched else None)
        if (header.program or "").startswith("rsyslogd"):
            match = vocabulary.message(header.program, header.message)
            if match and match.kind == "rsyslogd.drop_begin" and "pid" in match.fields:
                found.dropped.add(match.fields["pid"])
    return found


def _digest(header: Header) -> int:
    said = f"{header.host}\0{header.program}\0{header.pid}\0{header.message}".encode(
        "utf-8", "surrogatepass"
    )
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "big")


def make_plan(
    sources: Sequence[LogSource],
    known: Known,
    vocabulary: Vocabulary,
    folds: Callable[[frozenset[str]], Mapping[str, Fold[Any]]],
    grain: int = GRAIN,
) -> Plan:
    """Outlines every block and settles years and zones. `folds` makes the folds, given the dropped pids."""
    joined = {
        source.name: join(
            outline(block, vocabulary, sketched=len(sources) > 1)
            for block in blocks(source, begins_record, grain)
        )
        for source in sources
    }
    outlines = {name: whole for name, (whole, _) in joined.items()}
    datings = settle(outlines, {source.name: source.mtime for source in sources}, known)
    dropped = frozenset(pid for whole in outlines.values() for pid in whole.dropped)
    is_utc = all(not outlines[name].zoneless or datings[name].zone is not None for name in outlines)
    return Plan(
        vocabulary=vocabulary,
        datings=tuple(datings[source.name] for source in sources),
        starts=tuple(tuple(joined[source.name][1]) for source in sources),
        is_utc=is_utc,
        folds=folds(dropped),
        short=short_names(frozenset(chain.from_iterable(whole.hosts for whole in outlines.values()))),
    )


def short_names(hosts: frozenset[str]) -> Mapping[str, str]:
    """Long name -> short one, where just one host is named as a short name goes on behind a dot."""
    longer: dict[str, list[str]] = {}
    for host in (host for host in hosts if len(host) <= LONGEST_HOST):
        for dot in (at for at, letter in enumerate(host) if letter == "."):
            if dot and host[:dot] in hosts and not host.replace(".", "").isdigit():
                longer.setdefault(host[:dot], []).append(host)
    return {names[0]: short for short, names in sorted(longer.items(), reverse=True) if len(names) == 1}


class Clock:
    """Dates the stamps of a block in the order of its lines."""

    def __init__(self, dating: Dating, relative_year: int) -> None:
        self._dating, self._year = dating, relative_year
        self._before: Stamp | None = None

    def date(self, stamp: Stamp) -> Moment | None:
        """The moment of the next stamp; None where the calendar has no such day."""
        if self._before is not None:
            self._year += turn(self._before, stamp)
        self._before = stamp
        return self._dating.moment(stamp, self._year)


class Dated:
    """An entry with its moment and match: `why` is not "" where it is unread."""

    __slots__ = ("entry", "match", "moment", "why")

    def __init__(self, entry: Entry, moment: Moment | None, match: Match | None, why: str) -> None:
        self.entry, self.moment, self.match, self.why = entry, moment, match, why


def dated(block: Block, plan: Plan, source: int) -> Iterator[Dated]:
    """The entries of a block, dated and matched, in order."""
    starts = plan.starts[source]
    # A log that grew since it was outlined goes on in the year of its last block.
    clock = Clock(plan.datings[source], starts[min(block.index, len(starts) - 1)] if starts else 0)
    for entry in entries(block.data, block.first_line, plan.vocabulary):
        if entry.header is None:
            yield Dated(entry, None, None, entry.why)
            continue
        stamp = entry.header.stamp
        moment = clock.date(stamp) if stamp else None
        if stamp and moment is None:
            yield Dated(entry, None, None, "no such day in its year: see --year")
            continue
        yield Dated(entry, moment, _match(entry, plan.vocabulary), "")


def _match(entry: Entry, vocabulary: Vocabulary) -> Match | None:
    """What the first line of a record says: the lines that continue it are its own, not the grammar's."""
    assert entry.header is not None
    message = entry.header.message
    if not message:
        return None
    return vocabulary.message(
        entry.header.program, message.split("\n", 1)[0] if entry.lines > 1 else message
    )


def fold_block(block: Block, plan: Plan, source: int) -> States:
    """The states of one block."""
    states = start_states(plan)
    tally = states.tallies[source] = Tally(cut=len(block.cut))
    if block.problem:
        tally.problem = (block.problem.why, block.problem.cure)
    wanting, always = _wanting(plan)
    repeater = _Repeater(plan.vocabulary, plan.short)
    for line in dated(block, plan, source):
        _count(tally, line, source, block.index, plan)
        if line.moment is None:
            repeater.forget()
            continue
        position = Position(source, block.index, line.entry.line)
        for event in repeater.events(line, plan.footing(line.moment)):
            for name in always:
                plan.folds[name].add(states.folds[name], event, position)
            for name in wanting.get(event.kind, ()):
                plan.folds[name].add(states.folds[name], event, position)
    return states


def _wanting(plan: Plan) -> tuple[dict[str, list[str]], list[str]]:
    """Which folds want which kind, and which want every record."""
    by_kind: dict[str, list[str]] = {}
    for name, fold in plan.folds.items():
        for kind in fold.kinds:
            by_kind.setdefault(kind, []).append(name)
    return by_kind, [name for name, fold in plan.folds.items() if not fold.kinds]


def _count(tally: Tally, line: Dated, source: int, block: int, plan: Plan) -> None:
    entry = line.entry
    tally.lines += entry.lines
    if line.why:
        tally.unread += entry.lines
        tally.reasons[line.why] += entry.lines
        if len(tally.shown) < UNREAD_SHOWN:
            tally.shown.append((entry.line, line.why, entry.text))
        return
    assert entry.header is not None
    tally.formats[entry.header.format] += entry.lines
    if line.moment:
        at = At(plan.footing(line.moment), source, block, entry.line, line.moment.wall, line.moment.offset)
        tally.first = tally.first or at
        tally.last = at


class _Repeater:
    """Makes events of records; a repeat notice becomes N more of the message it repeats."""

    def __init__(self, vocabulary: Vocabulary, short: Mapping[str, str]) -> None:
        self._vocabulary, self._short = vocabulary, short
        self._before: Event | None = None

    def forget(self) -> None:
        """A line came that makes no event: what repeats it repeats nothing that is known."""
        self._before = None

    def events(self, line: Dated, time: int) -> Iterator[Event]:
        header, moment = line.entry.header, line.moment
        assert header is not None
        assert moment is not None
        kind, fields = line.match or ("", NO_FIELDS)
        host = header.host or ""
        host = self._short.get(host, host)
        event = Event(
            kind,
            fields,
            host,
            header.program or "",
            header.pid,
            time,
            moment.wall,
            moment.offset,
            1,
            header.message,
        )
        if kind == "rsyslogd.repeated":
            event = self._repeated(event)
        elif kind in LAST_REPEATED and header.format not in UNSUPPRESSED:
            yield from self._last_repeated(event)
            return
        self._before = event
        yield event

    def _repeated(self, notice: Event) -> Event:
        """`message repeated N times: [ text]` under the original tag: N of that text."""
        text = notice.fields.get("text", "")
        match = self._vocabulary.message(notice.program, text)
        kind, fields = match or ("", NO_FIELDS)
        return notice._replace(kind=kind, fields=fields, times=_times(notice), message=text)

    def _last_repeated(self, notice: Event) -> Iterator[Event]:
        """`last message repeated N times`: N of the line before, if that host said it, at the notice's time."""
        before = self._before
        beginning = notice.fields.get("text", "")
        if before is None or before.host != notice.host or not before.message.startswith(beginning):
            yield notice
            return
        yield before._replace(
            time=notice.time, wall=notice.wall, offset=notice.offset, times=_times(notice)
        )


def _times(notice: Event) -> int:
    count = notice.fields.get("count", "1")
    return int(count) if count.isdigit() and len(count) < 10 else 1


def fold_sources(sources: Sequence[LogSource], plan: Plan, grain: int = GRAIN) -> States:
    """The states of a whole case, on one core."""
    states = start_states(plan)
    for block, source in _all_blocks(sources, grain):
        states = merge_states(plan, states, fold_block(block, plan, source))
    return states


def _all_blocks(sources: Sequence[LogSource], grain: int) -> Iterable[tuple[Block, int]]:
    for index, source in enumerate(sources):
        for block in blocks(source, begins_record, grain):
            yield block, index
