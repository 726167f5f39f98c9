"""Runs of a server: from one start to the next, what it said about itself, and where its lines were dropped.

What is kept of a block are notes in order: stretches of one program's speech, broken at every start and at
every drop notice. Blocks are told apart by index, so notes merge in any order. They are walked in file order,
and a stretch that only the border of a block broke is joined again: the borders leave no trace.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from logdiag.correlate.interfaces import is_tap
from logdiag.event import At, Event, Position

Speaker = tuple[str, str, str | None]

START = "dhcpd.start"
NAMED = "dhcpd.no_subnet"
BLOCK = frozenset({NAMED, "dhcpd.ignoring", "dhcpd.block_write", "dhcpd.block_conf", "dhcpd.block_segment"})
TRAILER = frozenset({"dhcpd.bug_notice", "dhcpd.bug_address", "dhcpd.exiting"})
PACKETS = frozenset(
    f"dhcpd.{name}"
    for name in (
        *("discover", "offer", "request", "ack", "no_free_leases", "discover_refused", "request_refused"),
        *("nak", "decline", "release", "inform", "ack_inform"),
    )
)
# Sentences that are dhcpd's last, whether its closing lines follow or were cut off (log_fatal, omapip/errwarn.c).
FATAL = frozenset(
    f"dhcpd.{name}"
    for name in (
        *("not_configured", "already_running", "config_errors_exit", "cannot_open", "cannot_open_leases"),
        *("bad_range", "interface_not_found", "several_networks", "socket_failed"),
    )
)
DHCPD = re.compile(r"dhcpd(?:3|4|41)?\Z")
SECOND = 1_000_000
# Lines that dhcpd prints for an interface without a subnet.
LIST_BLOCK = 7
# A limit is met by lines just written: one whose last line is older has given its pid to another since.
# imjournal's interval, rsyslog's longest by default.
LONGEST_INTERVAL = 600 * SECOND
NUMBERED = re.compile(r"([A-Za-z._-]+)([0-9]{1,5})\Z")


@dataclass(slots=True)
class Names:
    """Interfaces named by one run: numbered ones as bits per prefix, others by name."""

    bits: dict[str, int] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)

    def add(self, name: str) -> None:
        """Takes in a name."""
        match = NUMBERED.match(name)
        if match and str(int(match[2])) == match[2]:
            self.bits[match[1]] = self.bits.get(match[1], 0) | 1 << int(match[2])
        else:
            self.others.add(name)

    def absorb(self, other: Names) -> None:
        """Union."""
        for prefix, bits in other.bits.items():
            self.bits[prefix] = self.bits.get(prefix, 0) | bits
        self.others |= other.others

    def numbers(self, prefix: str) -> list[int]:
        """The numbers of a prefix, ascending."""
        bits = self.bits.get(prefix, 0)
        return [number for number in range(bits.bit_length()) if bits >> number & 1]

    def __len__(self) -> int:
        return len(self.others) + sum(bits.bit_count() for bits in self.bits.values())

    def __contains__(self, name: object) -> bool:
        return name in set(self)

    def __iter__(self) -> Iterator[str]:
        yield from sorted(self.others)
        for prefix in sorted(self.bits):
            yield from (f"{prefix}{number}" for number in self.numbers(prefix))


Said = tuple[str, str, At]


def _why_closing(said: Said | None) -> Said | None:
    """The sentence before the closing lines, if it may be why: dhcpd dies of no packet and of no tap."""
    return None if said is None or said[0] in PACKETS or said[0] in BLOCK else said


@dataclass(slots=True)
class Speech:
    """An unbroken stretch of one program's lines: what matters of them."""

    speaker: Speaker
    first: At
    last: At
    lines: int = 0
    packets: int = 0
    unknown: int = 0
    started: At | None = None
    version: str | None = None
    names: Names = field(default_factory=Names)
    first_named: tuple[str, At] | None = None
    last_named: tuple[str, At] | None = None
    lead: int = 0
    tail: int = 0
    last_kind: str = ""
    addressed: dict[str, tuple[str, At]] = field(default_factory=dict)
    listening: dict[str, tuple[str, At]] = field(default_factory=dict)
    marks: dict[str, tuple[int, At, At]] = field(default_factory=dict)
    said: Said | None = None
    last_words: Said | None = None
    said_before_closing: Said | None = None
    closes_unsaid: bool = False
    conf_path: str | None = None

    def add(self, event: Event, at: At) -> None:
        """Takes in the next line of the stretch."""
        self.last, self.last_kind = at, event.kind
        self.lines += event.times
        self.tail += event.times
        if event.kind == NAMED:
            self._name(event, at)
        elif event.kind == "dhcpd.config_file":
            self.conf_path = event.fields.get("path")
        elif event.kind == "dhcpd.listening":
            self.listening.setdefault(event.fields["iface"], (event.fields.get("network", ""), at))
        if event.kind in TRAILER and self.said_before_closing is None:
            self.said_before_closing = _why_closing(self.said)
            self.closes_unsaid = self.closes_unsaid or self.said is None
        if event.message and event.kind not in TRAILER:
            self.said = (event.kind, event.message, at)
            self.unknown += not event.kind
        if event.kind in FATAL:
            self.last_words = (event.kind, event.message, at)
        if event.kind in PACKETS:
            self.packets += event.times
        elif event.kind not in BLOCK and (event.kind or event.message):
            count, first, _ = self.marks.get(event.kind, (0, at, at))
            self.marks[event.kind] = (count + event.times, first, at)

    def _name(self, event: Event, at: At) -> None:
        name = event.fields["iface"]
        if self.first_named is None:
            self.first_named, self.lead = (name, at), self.lines - event.times
        self.last_named, self.tail = (name, at), 0
        self.names.add(name)
        if "no IPv4" not in event.fields.get("reason", "no IPv4"):
            self.addressed.setdefault(name, (event.fields["reason"], at))

    @property
    def fatal(self) -> Said | None:
        """Kind, text and place of the last words, if it exited by itself."""
        return self.last_words or self.said_before_closing

    def copy(self) -> Speech:
        """The same stretch, to be gone on with: notes are never changed by walking them."""
        same = Speech(self.speaker, self.first, self.last, started=self.started, version=self.version)
        same.absorb(self)
        return same

    def absorb(self, later: Speech) -> None:
        """Takes in the stretch that goes on where this one was broken off; associative."""
        self.last, self.last_kind = later.last, later.last_kind
        self._absorb_names(later)
        self._absorb_end(later)
        self.lines += later.lines
        self.packets += later.packets
        self.unknown += later.unknown
        self.conf_path = later.conf_path or self.conf_path
        for mine, theirs in ((self.addressed, later.addressed), (self.listening, later.listening)):
            for name, told in theirs.items():
                mine.setdefault(name, told)
        for kind, (count, first, last) in later.marks.items():
            before = self.marks.get(kind)
            self.marks[kind] = (before[0] + count, before[1], last) if before else (count, first, last)

    def _absorb_names(self, later: Speech) -> None:
        """Counts `lead` and `tail` anew, so before `lines` grows."""
        if self.first_named is None and later.first_named is not None:
            self.first_named, self.lead = later.first_named, self.lines + later.lead
        self.tail = later.tail if later.last_named else self.tail + later.lines
        self.last_named = later.last_named or self.last_named
        self.names.absorb(later.names)

    def _absorb_end(self, later: Speech) -> None:
        """Closing lines that `later` begins with close what was said here."""
        closed = _why_closing(self.said) if later.closes_unsaid else None
        self.said_before_closing = self.said_before_closing or closed or later.said_before_closing
        self.closes_unsaid = self.closes_unsaid or (later.closes_unsaid and self.said is None)
        self.last_words = later.last_words or self.last_words
        self.said = later.said or self.said


@dataclass(frozen=True, slots=True)
class Drop:
    """rsyslog began to drop lines of a pid. `name` and `program` are as it told, where it did."""

    host: str
    pid: str | None
    name: str | None
    at: At


@dataclass(frozen=True, slots=True)
class Lost:
    """rsyslog told how many lines of a pid it dropped, and its limit where it says so."""

    host: str
    pid: str | None
    count: int
    allowed: int | None
    seconds: int | None
    at: At


Note = Speech | Drop | Lost


@dataclass(slots=True)
class BlockNotes:
    """The notes of one block, in order."""

    notes: list[Note] = field(default_factory=list)
    open: dict[Speaker, Speech] = field(default_factory=dict)


NotesState = dict[tuple[int, int], BlockNotes]


@dataclass(frozen=True)
class Notes:
    """The fold that takes notes. `pids` are those that any drop notice of the case names."""

    pids: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def start(self) -> NotesState:
        """No notes."""
        return {}

    def add(self, state: NotesState, event: Event, position: Position) -> None:
        """Notes one record of a block, in the order of its lines."""
        at = event.at(position)
        if event.kind == "rsyslogd.drop_begin":
            notes = self._of(state, position)
            notes.notes.append(Drop(event.host, event.fields.get("pid"), event.fields.get("name"), at))
            for speaker in [s for s in notes.open if s[0] == event.host]:
                del notes.open[speaker]
        elif event.kind == "rsyslogd.lost":
            self._of(state, position).notes.append(_lost(event, at))
        elif event.kind.startswith("dhcpd.") or DHCPD.match(event.program) or event.pid in self.pids:
            self._speak(self._of(state, position), event, at)

    @staticmethod
    def _of(state: NotesState, position: Position) -> BlockNotes:
        return state.setdefault((position.source, position.block), BlockNotes())

    @staticmethod
    def _speak(notes: BlockNotes, event: Event, at: At) -> None:
        speaker = (event.host, event.program, event.pid)
        speech = notes.open.get(speaker)
        if speech is None or event.kind == START:
            started = at if event.kind == START else None
            speech = Speech(speaker, at, at, started=started, version=event.fields.get("version"))
            notes.open[speaker] = speech
            notes.notes.append(speech)
        speech.add(event, at)

    def merge(self, left: NotesState, right: NotesState) -> NotesState:
        """Union: blocks are told apart by their index."""
        left.update(right)
        return left


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 18 else None


def _lost(event: Event, at: At) -> Lost:
    fields = event.fields
    count = _number(fields.get("count")) or 0
    return Lost(
        event.host,
        fields.get("pid"),
        count,
        _number(fields.get("allowed")),
        _number(fields.get("seconds")),
        at,
    )


@dataclass(slots=True)
class Gap:
    """Lines of one program are missing from `begin` to `end` (None: to the end of the log).

    `lost` is as the log told, never reckoned. `accounted` says what was lost, or is "".
    """

    host: str
    program: str | None
    pid: str | None
    inferred: bool
    begin: At | None
    end: At | None = None
    lost: int | None = None
    told: At | None = None
    allowed: int | None = None
    seconds: int | None = None
    accounted: str = ""

    @property
    def at(self) -> At:
        """Where the log first speaks of it."""
        at = self.begin or self.told
        assert at is not None
        return at

    def tell(self, lost: int, told: At, allowed: int | None, seconds: int | None) -> None:
        """Takes in what rsyslog tells of it afterwards."""
        self.lost, self.told, self.allowed, self.seconds = lost, told, allowed, seconds

    def absorb(self, other: Gap) -> None:
        """Takes in what another source tells of the same drop."""
        if self.lost is None and other.lost is not None and other.told is not None:
            self.tell(other.lost, other.told, other.allowed, other.seconds)
        if self.program is None or self.inferred > other.inferred:
            self.program, self.inferred = other.program, other.inferred
        self.end = self.end or other.end

    def touches(self, start: int, end: int) -> bool:
        """Whether the span [start, end] in microseconds has any second of the gap."""
        begins = self.begin is None or self.begin.time // SECOND <= end // SECOND
        return begins and (self.end is None or start // SECOND <= self.end.time // SECOND)


@dataclass(slots=True)
class Run:
    """One life of a server on a host: its speeches joined, and the gaps in them."""

    host: str
    program: str
    pid: str | None
    first: At
    last: At
    speeches: list[Speech]
    gaps: list[Gap] = field(default_factory=list)

    @property
    def speaker(self) -> Speaker:
        """Host, program and pid."""
        return (self.host, self.program, self.pid)

    @property
    def lines(self) -> int:
        """How many lines of it the log has."""
        return sum(speech.lines for speech in self.speeches)

    @property
    def started(self) -> At | None:
        """Its start banner, if the log has it."""
        return self.speeches[0].started

    @property
    def version(self) -> str | None:
        """As the banner tells."""
        return self.speeches[0].version

    @property
    def names(self) -> Names:
        """Every interface it named without a subnet."""
        names = Names()
        for speech in self.speeches:
            names.absorb(speech.names)
        return names

    @property
    def taps(self) -> list[str]:
        """The guests' taps among them, in the order of their numbers."""
        return [name for name in self.names if is_tap(name)]

    @property
    def listening(self) -> dict[str, tuple[str, At]]:
        """Interface -> (network, where it said so)."""
        return {k: v for speech in reversed(self.speeches) for k, v in speech.listening.items()}

    @property
    def addressed(self) -> dict[str, tuple[str, At]]:
        """Interfaces with an address that no subnet covers -> (address, where it said so)."""
        return {k: v for speech in reversed(self.speeches) for k, v in speech.addressed.items()}

    @property
    def conf_path(self) -> str | None:
        """The configuration file it said to read."""
        return next((speech.conf_path for speech in self.speeches if speech.conf_path), None)

    def mark(self, kind: str) -> At | None:
        """Where it last said something of a kind."""
        places = [speech.marks[kind][2] for speech in self.speeches if kind in speech.marks]
        return max(places) if places else None

    @property
    def fatal(self) -> Said | None:
        """Kind, text and place of its last words, if it exited by itself: one that deals with clients later did not."""
        words = next((speech.fatal for speech in reversed(self.speeches) if speech.fatal), None)
        lives_on = words is not None and self.pid is not None and self._deals_after(words[2])
        return None if lives_on else words

    def _deals_after(self, at: At) -> bool:
        return any(speech.last > at and speech.last_kind in PACKETS for speech in self.speeches)

    @property
    def spoke_to_clients(self) -> bool:
        """Whether it handled any packet: then it listens, whatever of its start is missing."""
        return any(speech.packets for speech in self.speeches)

    @property
    def serves(self) -> bool:
        """Whether it is seen to listen."""
        return bool(self.listening) or self.mark("dhcpd.ready") is not None or self.spoke_to_clients

    @property
    def is_cut(self) -> bool:
        """Whether lines of its start may be missing, so that silence about it proves nothing."""
        return any(not gap.accounted for gap in self.gaps)


def walk(state: NotesState) -> tuple[list[Run], list[Gap]]:
    """All runs and gaps of a case, in the order of their first line; what two sources tell alike is one."""
    walkers: list[_Walker] = []
    for source in sorted({source for source, _ in state}):
        walker = _Walker()
        for key in sorted(key for key in state if key[0] == source):
            for note in state[key].notes:
                walker.step(note)
        walkers.append(walker)
    runs = [run for walker in walkers for run in walker.runs]
    gaps = [gap for walker in walkers for gap in walker.gaps]
    _close(gaps, runs)
    kept = _once(runs)
    return kept, _gaps_once(gaps, kept)


class _Walker:
    """Walks the notes of one source in file order. `open` are the stretches that go on over a border of blocks."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.gaps: list[Gap] = []
        self.current: dict[Speaker, Run] = {}
        self.open: dict[Speaker, Speech] = {}
        self.open_gaps: list[Gap] = []

    def step(self, note: Note) -> None:
        if isinstance(note, Speech):
            self._speech(note)
        elif isinstance(note, Drop):
            self._drop(note)
        else:
            self._lost(note)

    def _speech(self, note: Speech) -> None:
        self._end_gaps(note)
        run, speech = self.current.get(note.speaker), self.open.get(note.speaker)
        if run is not None and speech is not None and note.started is None:
            speech.absorb(note)
            run.last = note.last
            return
        if run is None or note.started is not None:
            run = self.current[note.speaker] = Run(*note.speaker, note.first, note.last, [])
            self.runs.append(run)
        speech = self.open[note.speaker] = note.copy()
        run.speeches.append(speech)
        run.last = speech.last

    def _end_gaps(self, speech: Speech) -> None:
        for gap in self.open_gaps:
            if _ends(gap, speech):
                gap.end = speech.first
        self.open_gaps = [gap for gap in self.open_gaps if gap.end is None]

    def _drop(self, drop: Drop) -> None:
        run = self._run_of(drop.host, drop.pid, drop.name)
        if run and drop.at.time - run.last.time > LONGEST_INTERVAL:
            run = None
        inferred = run is None and drop.name is None
        if inferred:
            run = self._by_timing(drop)
        program = run.program if run else drop.name
        gap = Gap(drop.host, program, drop.pid, inferred and run is not None, drop.at)
        if run:
            run.gaps.append(gap)
        self.gaps.append(gap)
        self.open_gaps.append(gap)
        for speaker in [one for one in self.open if _may_hit(gap, one)]:
            del self.open[speaker]

    def _run_of(self, host: str, pid: str | None, name: str | None) -> Run | None:
        """The latest run of a pid. rsyslog tells the name of the process, from which a tag may differ; not dhcpd's."""
        runs = [
            run for (at, _, of), run in self.current.items() if pid is not None and (at, of) == (host, pid)
        ]
        if name is not None:
            named = [run for run in runs if run.program.startswith(name)]
            runs = named or [run for run in runs if not DHCPD.match(run.program)]
        return max(runs, key=lambda run: run.last.place) if runs else None

    def _by_timing(self, drop: Drop) -> Run | None:
        """The program without pids whose start list stops in mid-list, in the very second of the drop."""
        for (host, _, pid), run in self.current.items():
            speech = run.speeches[-1]
            same_second = run.last.time // SECOND == drop.at.time // SECOND
            if host == drop.host and pid is None and same_second and _stops_in_list(speech):
                return run
        return None

    def _lost(self, lost: Lost) -> None:
        for gap in reversed(self.gaps):
            if gap.host == lost.host and gap.pid == lost.pid and gap.lost is None:
                gap.tell(lost.count, lost.at, lost.allowed, lost.seconds)
                return
        run = self._run_of(lost.host, lost.pid, None)
        gap = Gap(lost.host, run.program if run else None, lost.pid, False, None, lost.at)
        gap.tell(lost.count, lost.at, lost.allowed, lost.seconds)
        if run:
            run.gaps.append(gap)
        self.gaps.append(gap)


def _ends(gap: Gap, speech: Speech) -> bool:
    """Whether a stretch shows that a gap is over: the pid speaks again, or its program starts anew."""
    host, program, pid = speech.speaker
    if host != gap.host:
        return False
    if gap.inferred or gap.pid is None:
        return gap.program is None or program == gap.program
    return pid == gap.pid or (program == gap.program and speech.started is not None)


def _may_hit(gap: Gap, speaker: Speaker) -> bool:
    """Whether the lines that a gap took may be a speaker's: another pid's drop breaks nobody else's speech."""
    host, program, pid = speaker
    if host != gap.host:
        return False
    if pid is not None and gap.pid is not None:
        return pid == gap.pid
    return gap.program in (None, program)


def _stops_in_list(speech: Speech) -> bool:
    """Whether a speech ends inside the start list: after a named interface, before any later word."""
    return (
        speech.last_named is not None
        and speech.tail <= LIST_BLOCK
        and not speech.listening
        and speech.fatal is None
    )


def _close(gaps: list[Gap], runs: list[Run]) -> None:
    """Ends gaps that last to the end of their source: where rsyslog told, or where another source goes on."""
    speeches = sorted((speech for run in runs for speech in run.speeches), key=lambda one: one.first)
    for gap in gaps:
        if gap.end is None and gap.begin is not None:
            second = gap.begin.time // SECOND
            later = (one for one in speeches if one.first.time // SECOND > second and _ends(gap, one))
            gap.end = gap.told or next((one.first for one in later), None)


def _once(runs: list[Run]) -> list[Run]:
    """One run per life: of those that begin in the same second on a host, the one told most fully."""
    best: dict[tuple[object, ...], Run] = {}
    nth: Counter[tuple[object, ...]] = Counter()
    for run in runs:
        same = (run.speaker, run.first.time // SECOND)
        nth[(same, run.first.source)] += 1
        kept = best.get((same, nth[(same, run.first.source)]))
        if kept is None or (run.lines, len(run.gaps)) > (kept.lines, len(kept.gaps)):
            best[(same, nth[(same, run.first.source)])] = run
    lives: dict[Speaker, list[Run]] = {}
    for run in best.values():
        lives.setdefault(run.speaker, []).append(run)
    whole = (run for run in best.values() if not _is_part(run, lives[run.speaker]))
    return sorted(whole, key=lambda run: run.first)


def _is_part(run: Run, lives: list[Run]) -> bool:
    """Whether a run without its start is but the end of one that another source tells."""
    return run.started is None and any(
        other.first.source != run.first.source
        and other.first < run.first
        and run.first.time <= other.last.time
        for other in lives
    )


def _gaps_once(gaps: list[Gap], kept: list[Run]) -> list[Gap]:
    """One gap per drop: two sources may tell the same one, and each what the other does not."""
    held = {id(gap) for run in kept for gap in run.gaps}
    one: dict[tuple[object, ...], Gap] = {}
    of: dict[int, Gap] = {}
    nth: Counter[tuple[object, ...]] = Counter()
    for gap in sorted(gaps, key=lambda gap: (gap.begin is None, id(gap) not in held, gap.at.place)):
        same = (gap.host, gap.pid, gap.at.time // SECOND, gap.begin is None)
        nth[(same, gap.at.source)] += 1
        key = (same, nth[(same, gap.at.source)])
        whole = one.get(key) or (_begun(gap, one.values()) if gap.begin is None else None)
        of[id(gap)] = whole or one.setdefault(key, gap)
        if whole:
            whole.absorb(gap)
    for run in kept:
        run.gaps = list({id(of[id(gap)]): of[id(gap)] for gap in run.gaps}.values())
    return sorted(one.values(), key=lambda gap: gap.at)


def _begun(gap: Gap, others: Iterable[Gap]) -> Gap | None:
    """The gap whose end another source tells, as where a log was rotated in the middle of it."""
    for other in others:
        same = (other.host, other.pid) == (gap.host, gap.pid) and other.at.source != gap.at.source
        told_alike = other.told is not None and other.told.time // SECOND == gap.at.time // SECOND
        if same and other.begin and other.begin < gap.at and (other.lost is None or told_alike):
            return other
    return None
