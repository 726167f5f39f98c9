"""Notes: what a block says of servers and of what rsyslog dropped of them, in the order of its lines.

Stretches of one program's speech, broken at every start and at every drop notice. Blocks are told apart by
index, so notes merge in any order.
"""

from __future__ import annotations

import pickle
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple
from zlib import compress, decompress

from logdiag.correlate.speech import (
    DHCPD,
    DHCPDS,
    EXITING,
    START,
    Heard,
    Lines,
    Speaker,
    Speech,
    speech_of,
)
from logdiag.event import At, Event, Position


@dataclass(frozen=True, slots=True)
class Drop:
    """rsyslog began to drop lines of a pid. `name` and `program` are as it told, where it did."""

    host: str
    pid: str | None
    name: str | None
    at: At


@dataclass(frozen=True, slots=True)
class Lost:
    """rsyslog told how many lines of a pid it dropped, and the pid's name and its limit where it says so."""

    host: str
    pid: str | None
    count: int
    allowed: int | None
    seconds: int | None
    name: str | None
    at: At


@dataclass(frozen=True, slots=True)
class Suppressed:
    """journald or the kernel told how many lines of a service, or of the kernel, were dropped up to now."""

    host: str
    program: str
    count: int
    at: At


@dataclass(frozen=True, slots=True)
class Turn:
    """rsyslogd itself ended or began: between the two it wrote nobody's lines."""

    host: str
    ends: bool
    at: At


Note = Speech | Drop | Lost | Suppressed | Turn
DROP, LOST = "rsyslogd.drop_begin", "rsyslogd.lost"
# What rsyslog calls the input of its own messages; the others are inputs of everybody's.
ITSELF = "rsyslogd[internal_messages]"
SUPPRESSED = frozenset({"journald.suppressed", "journald.kernel_missed", "printk.dropped"})
STOP, RESUME = "rsyslogd.exit_signal", "rsyslogd.start"
# A limit is met by lines just written: one whose last line is older has given its pid to another since.
# imjournal's interval, rsyslog's longest by default.
LONGEST_INTERVAL = 600_000_000
NOTICES = SUPPRESSED | {DROP, LOST, STOP, RESUME}
# dhcpd's own services, and the one whose child it is on a node of Eucalyptus: a limit is its service's.
DHCPD_SERVICES = re.compile(r"(?:dhcpd|isc-dhcp-server|eucanetd|eucalyptus-nc)[^.]*\.service\Z")


@dataclass(slots=True)
class BlockNotes:
    """The notes of one block, in order."""

    notes: list[Note] = field(default_factory=list)
    open: dict[Speaker, Speech] = field(default_factory=dict)


NotesState = dict[tuple[int, int], BlockNotes | bytes]
"""The notes of each block: as they are while lines are added one by one, packed where a block was heard whole."""


def notes_of(kept: BlockNotes | bytes) -> Sequence[Note]:
    """The notes of one block, in order."""
    if isinstance(kept, BlockNotes):
        return kept.notes
    unpacked: list[Note] = pickle.loads(decompress(kept))  # noqa: S301  # packed by this run itself
    return unpacked


def _packed(notes: list[Note]) -> bytes:
    # A server that is started again and again leaves some of a kilobyte each time, until all blocks are heard.
    return compress(pickle.dumps(notes, pickle.HIGHEST_PROTOCOL), 1)


@dataclass(frozen=True)
class Notes:
    """The fold that takes notes: of notices, of all lines of DHCP servers, and of `pids`, which drop notices name."""

    pids: frozenset[str] = frozenset()
    kinds: frozenset[str] = NOTICES
    programs: frozenset[str] = DHCPDS

    def start(self) -> NotesState:
        """No notes."""
        return {}

    def add(self, state: NotesState, event: Event, position: Position) -> None:
        """Notes one record of a block, in the order of its lines."""
        at = event.at(position)
        if event.kind in NOTICES:
            notes = self._of(state, position)
            notes.notes.append(_notice(event, at))
            if event.kind in (DROP, STOP):
                for speaker in [s for s in notes.open if s[0] == event.host]:
                    del notes.open[speaker]
        elif event.kind.startswith("dhcpd.") or DHCPD.match(event.program) or event.pid in self.pids:
            self._speak(self._of(state, position), event, at)

    @staticmethod
    def _of(state: NotesState, position: Position) -> BlockNotes:
        kept = state.setdefault((position.source, position.block), BlockNotes())
        assert isinstance(kept, BlockNotes), "a block is heard whole or line by line"
        return kept

    @staticmethod
    def _speak(notes: BlockNotes, event: Event, at: At) -> None:
        speaker = (event.host, event.program, event.pid)
        speech = notes.open.get(speaker)
        if speech is None or speech.is_over or event.kind == START:
            started = at if event.kind == START else None
            speech = Speech(speaker, at, at, started=started, version=event.fields.get("version"))
            notes.open[speaker] = speech
            notes.notes.append(speech)
        speech.add(event, at)

    def unclear_pids(self, state: NotesState) -> set[str]:
        """The pids of drop notices that no DHCP server had about then: lines of theirs tell whose they were."""
        spoke: dict[tuple[str, str | None], array[int]] = {}
        drops: list[Drop] = []
        for note in chain.from_iterable(map(notes_of, state.values())):
            if isinstance(note, Drop):
                drops.append(note)
            elif isinstance(note, Speech) and note.speaker[1] in self.programs:
                # Of a server that is started again and again only the times are kept.
                times = spoke.setdefault((note.speaker[0], note.speaker[2]), array("q"))
                times.extend((note.first.time, note.last.time))
        return {
            drop.pid
            for drop in drops
            if drop.pid is not None and not _is_heard(drop, spoke.get((drop.host, drop.pid), ()))
        }

    def hear(
        self,
        state: NotesState,
        place: tuple[int, int],
        notices: Sequence[tuple[Event, At]],
        spoken: Mapping[Speaker, Sequence[Spoken]],
        block: Lines,
    ) -> None:
        """Notes a whole block, as adding its records one by one would; `place` is its source and its index."""
        notes: list[Note] = [_notice(event, at) for event, at in notices]
        breaks: dict[str, list[int]] = {}
        for event, at in notices:
            if event.kind in (DROP, STOP):
                breaks.setdefault(event.host, []).append(at.line + 1)
        for speaker, groups in spoken.items():
            notes += _speeches(speaker, groups, breaks.get(speaker[0], []), block)
        if notes:
            state[place] = _packed(sorted(notes, key=_first_line))

    def merge(self, left: NotesState, right: NotesState) -> NotesState:
        """Union: blocks are told apart by their index."""
        left.update(right)
        return left


class Spoken(NamedTuple):
    """Lines of a speaker that say the same, each `times` times."""

    heard: Heard
    times: int


def _first_line(note: Note) -> int:
    return note.first.line if isinstance(note, Speech) else note.at.line


def _speeches(
    speaker: Speaker, groups: Sequence[Spoken], breaks: list[int], block: Lines
) -> Iterator[Speech]:
    """The stretches of a speaker in a block: a start begins one, a drop notice ends one, and so does an exit."""
    begins = {*breaks}
    for (kind, _, _, lines), _ in groups:
        if kind == START:
            begins.update(lines)
        elif kind == EXITING and speaker[2] is None:
            begins.update(line + 1 for line in lines)
    first = min(heard.lines[0] for heard, _ in groups)
    last = max(heard.lines[-1] for heard, _ in groups)
    borders = sorted(line for line in begins if first < line <= last)
    if not borders:
        yield _speech(speaker, groups, block)
        return
    parts: dict[int, list[Spoken]] = {}
    for group in groups:
        heard, times = group
        part = bisect_right(borders, heard.lines[0])
        if part == len(borders) or heard.lines[-1] < borders[part]:
            parts.setdefault(part, []).append(group)
            continue
        start = 0
        while start < len(heard.lines):
            part = bisect_right(borders, heard.lines[start])
            end = bisect_left(heard.lines, borders[part]) if part < len(borders) else len(heard.lines)
            parts.setdefault(part, []).append(Spoken(heard._replace(lines=heard.lines[start:end]), times))
            start = end
    for part in sorted(parts):
        yield _speech(speaker, parts[part], block)


def _speech(speaker: Speaker, groups: Sequence[Spoken], block: Lines) -> Speech:
    """One stretch; line by line where a notice of repeats is in it."""
    if all(times == 1 for _, times in groups):
        return speech_of(speaker, [heard for heard, _ in groups], block)
    lines = sorted(
        ((line, heard, times) for heard, times in groups for line in heard.lines), key=lambda one: one[0]
    )
    speech: Speech | None = None
    for line, heard, times in lines:
        at = block.at(line)
        text = block.text(line) if heard.text is None else heard.text
        event = Event(heard.kind, heard.fields, *speaker, at.time, at.wall, at.offset, times, text)
        if speech is None:
            started = at if heard.kind == START else None
            speech = Speech(speaker, at, at, started=started, version=heard.fields.get("version"))
        speech.add(event, at)
    assert speech is not None
    return speech


def _is_heard(drop: Drop, spoke: Sequence[int]) -> bool:
    """Whether a server of that pid spoke shortly before a drop notice that names nobody else.

    `spoke` are the times of the first and the last line of each of its stretches, in microseconds.
    """
    return (drop.name is None or drop.name.startswith("dhcpd")) and any(
        first <= drop.at.time <= last + LONGEST_INTERVAL
        for first, last in zip(spoke[::2], spoke[1::2], strict=True)
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 18 else None


def _notice(event: Event, at: At) -> Note:
    fields = event.fields
    name = fields.get("name") or ("rsyslogd" if fields.get("input") == ITSELF else None)
    if event.kind == DROP:
        return Drop(event.host, fields.get("pid"), name, at)
    if event.kind in (STOP, RESUME):
        return Turn(event.host, event.kind == STOP, at)
    count = _number(fields.get("count")) or 0
    if event.kind in SUPPRESSED:
        return Suppressed(event.host, _program_of(fields.get("unit", "kernel")), count, at)
    limit = _number(fields.get("allowed")), _number(fields.get("seconds"))
    return Lost(event.host, fields.get("pid"), count, *limit, name, at)


def _program_of(unit: str) -> str:
    """The program of a systemd unit, told by name or by path: dhcpd's by its services, else as the unit is named."""
    name = unit.rsplit("/", 1)[-1]
    return "dhcpd" if DHCPD_SERVICES.match(name) else name.removesuffix(".service")
