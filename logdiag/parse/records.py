"""Records: what `parse` prints and `parse_line` returns; the same lines, dated, that the folds see as events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from logdiag.pace import Pace
from logdiag.parse.dating import Dating, Known
from logdiag.parse.entries import Entry, entries, head_of
from logdiag.parse.journal_text import begins_export, read_export, read_verbose
from logdiag.parse.line_bytes import as_sent
from logdiag.parse.moments import Moment, as_datetime
from logdiag.parse.outlines import Outline, turn
from logdiag.parse.times import settle
from logdiag.parse.uptimes import Uptime, apart, is_untied, reboots, together
from logdiag.parse.vocabulary import Vocabulary, load_vocabulary
from logdiag.parse.zones import zone_named
from logdiag.plan import Asked, Plan
from logdiag.read.numbering import Numbering, numbering
from logdiag.read.source import Block, LogSource, blocks
from logdiag.record import Header, Match, Record, Stamp, Unread


class Sight(NamedTuple):
    """A log: how many lines it has, how many of them nobody understood, and its records in order."""

    lines: int
    unread: int
    records: Iterator[Record | Unread]


def records(
    sources: Sequence[LogSource], known: Known, vocabulary: Vocabulary, pace: Pace | None = None
) -> Iterator[Record | Unread]:
    """Every line of every source, in order. `lines` add up to the lines of each source."""
    for sight in sights(sources, known, vocabulary, pace):
        yield from sight.records


def sights(
    sources: Sequence[LogSource], known: Known, vocabulary: Vocabulary, pace: Pace | None = None
) -> Iterator[Sight]:
    """Every source, to be looked at as far as it is wanted."""
    from logdiag.share import fold_case  # the whole of folding, which one line alone has no need of

    plan, states = fold_case(Asked(sources, known, vocabulary, lambda _: {}), pace)
    for index, source in enumerate(sources):
        tally = states.tally(index)
        numbers = numbering(source, tally.lines_of, plan.bases[index])
        yield Sight(tally.lines, tally.unread, _records_of(source, index, plan, numbers))


def _records_of(source: LogSource, index: int, plan: Plan, numbers: Numbering) -> Iterator[Record | Unread]:
    for block in blocks(source, plan.framings[index].begins):
        for line in dated(block, plan, index):
            yield _placed(_record(source.name, line, plan, index), numbers)


def _placed(record: Record | Unread, numbers: Numbering) -> Record | Unread:
    """A record by the file that it begins in, and its line there."""
    if len(numbers.names) == 1:
        return record
    name, line = numbers.place(record.line)
    return record._replace(source=name, line=line)


class Clock:
    """Dates the stamps of a block in the order of its lines."""

    def __init__(self, plan: Plan, source: int, block: int) -> None:
        self._plan, self._source, self._block = plan, source, block
        self._passed: int | None = None
        self._before: Stamp | None = None
        self._before_up: Uptime | None = None

    def date(self, stamp: Stamp) -> Moment | None:
        """The moment of the next stamp; None where the calendar has no such day."""
        if self._passed is None:
            self._passed = self._plan.year_at(self._source, self._block, stamp)
        elif self._before is not None:
            self._passed += turn(self._before, stamp)
        self._before = stamp
        return self._plan.datings[self._source].moment(stamp, apart(self._passed)[0])

    def date_since_boot(self, uptime: Uptime) -> Moment | None:
        """The moment of the next time since boot; None where nothing ties it to a clock."""
        if self._passed is None:
            self._passed = self._plan.year_at(self._source, self._block, None)
        if self._before_up is not None:
            self._passed += together(0, reboots(self._before_up, uptime))
        self._before_up = uptime
        moment = self._plan.datings[self._source].since_boot(uptime, apart(self._passed)[1])
        return None if is_untied(moment.wall) else moment


class Dated:
    """An entry with its moment and match: `why` is not "" where it is unread."""

    __slots__ = ("entry", "match", "moment", "why")

    def __init__(self, entry: Entry, moment: Moment | None, match: Match | None, why: str) -> None:
        self.entry, self.moment, self.match, self.why = entry, moment, match, why


def dated(block: Block, plan: Plan, source: int) -> Iterator[Dated]:
    """The entries of a block, dated and matched, in order."""
    clock = Clock(plan, source, block.index)
    for entry in entries(block.data, block.first_line, plan.vocabulary, plan.framings[source]):
        if entry.header is None:
            yield Dated(entry, None, None, entry.why)
            continue
        stamp = entry.header.stamp
        moment = clock.date(stamp) if stamp else None
        if entry.header.since_boot is not None:
            moment = clock.date_since_boot(Uptime(entry.header.since_boot))
        if stamp and moment is None:
            yield Dated(entry, None, None, "no such day in its year: see --year")
            continue
        yield Dated(entry, moment, _match(entry, plan.vocabulary), "")


def _match(entry: Entry, vocabulary: Vocabulary) -> Match | None:
    """What a record says: the lines that continue it are its own, not the grammar's."""
    assert entry.header is not None
    return vocabulary.message(entry.header.program, as_sent(entry.said)) if entry.said else None


def _record(source: str, line: Dated, plan: Plan, index: int) -> Record | Unread:
    entry = line.entry
    if line.why or entry.header is None:
        return Unread(source, entry.line, entry.lines, line.why, entry.text)
    inferred = _inferred(entry.header, plan.datings[index], line.moment)
    return _of_header(source, line, entry.header, inferred)


def _of_header(source: str, line: Dated, header: Header, inferred: tuple[str, ...]) -> Record:
    match = line.match
    return Record(
        source=source,
        line=line.entry.line,
        lines=line.entry.lines,
        time=as_datetime(line.moment) if line.moment else None,
        inferred=inferred,
        host=header.host,
        program=header.program,
        pid=header.pid,
        facility=header.facility,
        severity=header.severity,
        msgid=header.msgid,
        structured_data=header.structured_data,
        message=header.message,
        kind=match.kind if match else None,
        fields=match.fields if match else {},
    )


def _inferred(header: Header, dating: Dating, moment: Moment | None) -> tuple[str, ...]:
    """What of this line's time was not in the line."""
    stamp = header.stamp
    if header.since_boot is not None:
        return tuple(how for how in dating.inferred if how.startswith("boot:"))
    if stamp is None or moment is None:
        return ()
    years = [how for how in dating.inferred if how.startswith("year:") and stamp.year is None]
    zones = [how for how in dating.inferred if how.startswith("zone:") and stamp.offset is None]
    return (*years, *zones)


def parse_line(
    text: str, *, year: int | None = None, tz: str | None = None, now: datetime | None = None
) -> Record | Unread:
    """One line of any known format as a Record, or an Unread that says why.

    `year` and `tz` stand for what the line does not tell. Without `year`, a line without one is the latest
    that is not after `now` (default: the moment of the call). Raises BadOptionError for an unknown zone.
    """
    vocabulary = _vocabulary()
    entry = _entry_of(text.removesuffix("\n").removesuffix("\r"), vocabulary)
    header = entry.header
    if header is None:
        return Unread("", 1, entry.lines, entry.why, entry.text)
    zone = zone_named(tz) if tz else None
    outline = Outline()
    if header.stamp:
        outline.add(header.stamp)
    known = Known(year=year, zone=zone, now=now or datetime.now(UTC))
    dating = settle({"": outline}, {"": None}, known)[""]
    moment = dating.moment(header.stamp, 0) if header.stamp else None
    if header.stamp and moment is None:
        return Unread("", 1, entry.lines, "no such day in its year", entry.text)
    match = vocabulary.message(header.program, as_sent(header.message)) if header.message else None
    line = Dated(entry, moment, match, "")
    return _of_header("", line, header, _inferred(header, dating, moment))


def _entry_of(text: str, vocabulary: Vocabulary) -> Entry:
    """The entry of a text; lines after its first are the message's own."""
    first, _, rest = text.partition("\n")
    header = _of_several_lines(first, rest, vocabulary) if rest else None
    if header is not None:
        return Entry(1, text.count("\n") + 1, header, text, "")
    found = next(entries(first.encode("utf-8", "surrogatepass"), 1, vocabulary), None)
    if found is None:
        return Entry(1, 1, None, text, "empty line")
    lines = text.count("\n") + 1
    header = found.header
    if header is not None and rest:
        header = header._replace(message=f"{header.message}\n{rest}")
    return Entry(1, lines, header, text, found.why)


def _of_several_lines(first: str, rest: str, vocabulary: Vocabulary) -> Header | None:
    """The header of a journal entry whose fields stand on lines of their own."""
    if begins_export(first):
        return read_export(f"{first}\n{rest}")
    if not rest.startswith("    ") or "[s=" not in first:
        return None
    head, header = head_of(first, vocabulary), read_verbose(rest)
    return header._replace(stamp=head.stamp) if head and header else None


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    """The grammars that came along: they do not change while a program runs."""
    return load_vocabulary()
