"""The folding of a case: blocks are gathered, and what they say goes to the folds that want it.

`fold_block` turns one block into states, `merge_states` joins any two; the order of merging never matters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from logdiag.correlate.notes import NOTICES, Notes, Spoken
from logdiag.correlate.speech import COUNTED, Lines, Speaker
from logdiag.correlate.speech import Heard as Speech
from logdiag.event import At, Event, Position
from logdiag.gather import NO_SUCH_DAY, Ear, Gathered, ear_of, lines_of
from logdiag.match.dates import format_of
from logdiag.match.finder import Finder
from logdiag.match.pick import Count, pick
from logdiag.parse.entries import continues
from logdiag.parse.heads import Heading, Heads
from logdiag.plan import Plan
from logdiag.read.source import Block
from logdiag.rules.folds import Cell, Timeline, is_shelved
from logdiag.said import Group, Said, Sayings, groups_of, message_text
from logdiag.shelf import Shelf, Summed
from logdiag.states import States, Tally


class Tools(NamedTuple):
    """What a process folds with, made once: `finder` is None where every line is to be read.

    `apart` are the folds that keep a state of their own, `notes` the one of them that hears a block at once.
    """

    heads: Heads
    sayings: Sayings
    ear: Ear
    keys: Mapping[str, tuple[ShelfKey, ...]]
    apart: frozenset[str]
    notes: str | None
    finder: Finder | None
    counter: Count | None


class ShelfKey(NamedTuple):
    """Where events of a kind go: the key's names, those of its fields, whether the host is in it, and the number."""

    shelf: tuple[str, ...]
    names: tuple[str, ...]
    number: int


def tools_of(plan: Plan, finder: Finder | None = None, counter: Count | None = None) -> Tools:
    """The tools for folding by a plan."""
    by_kind: dict[str, list[str]] = {}
    for name, fold in plan.folds.items():
        for kind in fold.kinds:
            by_kind.setdefault(kind, []).append(name)
    wanting = {kind: tuple(names) for kind, names in by_kind.items()}
    notes = next((name for name, fold in plan.folds.items() if isinstance(fold, Notes)), None)
    counted = frozenset() if plan.wanted.everything or notes is None else COUNTED - wanting.keys()
    ear = ear_of(plan)
    keys: dict[str, list[ShelfKey]] = {}
    for key, shelving in plan.shelvings.items():
        for kind in shelving.kinds:
            keys.setdefault(kind, []).append(ShelfKey(key, key, plan.numbers.numbers[kind]))
    apart = frozenset(name for name, fold in plan.folds.items() if not is_shelved(fold)) - {notes}
    return Tools(
        Heads(plan.vocabulary),
        Sayings(plan.vocabulary, ear, wanting, counted),
        ear,
        {kind: tuple(some) for kind, some in keys.items()},
        apart,
        notes,
        finder,
        counter,
    )


def start_states(plan: Plan) -> States:
    """The states of no blocks: the identity of merging."""
    return States(
        {name: fold.start() for name, fold in plan.folds.items() if not is_shelved(fold)},
        {key: Shelf(_summed(is_timed=shelving.is_timed)) for key, shelving in plan.shelvings.items()},
    )


def _summed(*, is_timed: bool) -> Callable[[], Summed]:
    return Timeline if is_timed else Cell


def merge_states(plan: Plan, left: States, right: States) -> States:
    """The states of both; associative and commutative. Takes both over: neither may be used again."""
    for name, state in right.folds.items():
        left.folds[name] = plan.folds[name].merge(left.folds[name], state)
    for key, shelf in right.shelves.items():
        left.shelves[key].absorb(shelf)
    for source, tally in right.tallies.items():
        left.tally(source).absorb(tally)
    left.outlines.update(right.outlines)
    return left


def fold_block(block: Block, plan: Plan, source: int, tools: Tools | None = None) -> States:
    """The states of one block."""
    states = start_states(plan)
    fold_into(states, block, plan, source, tools or tools_of(plan))
    return states


def fold_into(states: States, block: Block, plan: Plan, source: int, tools: Tools) -> None:
    """Takes a block into states, as merging its own into them would."""
    heard = _picked(block, plan, source, tools) or _whole(block, plan, source, tools)
    tally = states.tally(source)
    tally.cut += len(block.cut)
    if block.problem:
        tally.problem = (block.problem.why, block.problem.cure)
    _count(tally, heard, block.index)
    states.outlines[source, block.index] = heard.gathered.times.outline
    _hear(heard, states, plan, tools)


def _hear(heard: Heard, states: States, plan: Plan, tools: Tools) -> None:
    """What a block says to the folds that want it."""
    gathered = heard.gathered
    listening = _Listening(gathered, plan, states, tools)
    for group in groups_of(gathered, heard.line_at, tools.sayings):
        listening.take(group)
    states.tally(gathered.times.source).events += listening.events
    outline = gathered.times.outline
    for number, digest in sorted(listening.digests):
        outline.draw(digest, *gathered.times.stamp_of(number))
    if tools.notes:
        times = gathered.times

        def text(number: int) -> str:
            read = gathered.read(heard.line_at(number) or b"")
            return message_text(read[2]) if read else ""

        notes = plan.folds[tools.notes]
        assert isinstance(notes, Notes)
        notes.hear(
            states.folds[tools.notes],
            (times.source, times.block),
            listening.notices,
            listening.spoken,
            Lines(gathered.at, text),
        )


class _Listening:
    """Hands the groups of one block on: to shelves at once, to folds of another kind event by event."""

    def __init__(self, gathered: Gathered, plan: Plan, states: States, tools: Tools) -> None:
        self._gathered, self._plan, self._states, self._tools = gathered, plan, states, tools
        self.events = 0
        self.digests: list[tuple[int, int]] = []
        self.notices: list[tuple[Event, At]] = []
        self.spoken: dict[Speaker, list[Spoken]] = {}

    def take(self, group: Group) -> None:
        """A group to the folds that want it."""
        heading, said, hits, times = group
        is_speech = self._tools.notes is not None and self._is_speech(heading, said)
        if not (is_speech or said.wanted or self._plan.wanted.everything):
            return
        self._gathered.times.outline.hosts.add(heading.host)
        host = self._plan.short.get(heading.host, heading.host)
        if self._plan.sketched:
            self.digests.append((hits[0], _digest(heading, said)))
        if is_speech or said.wanted:
            self.events += len(hits)
        keys = self._tools.keys.get(said.kind)
        if keys:
            self._shelve(keys, host, heading, said, hits, times)
        if said.kind in NOTICES:
            events = (self._event(host, heading, said, number, times) for number in hits)
            self.notices += [
                (event, self._gathered.at(number)) for event, number in zip(events, hits, strict=True)
            ]
        elif is_speech:
            spoken = Spoken(Speech(said.kind, said.fields, said.text, hits), times)
            self.spoken.setdefault((host, heading.program, heading.pid), []).append(spoken)
        for name in said.wanted:
            if name in self._tools.apart:
                for number in hits:
                    event = self._event(host, heading, said, number, times)
                    at = self._gathered.at(number)
                    self._plan.folds[name].add(
                        self._states.folds[name], event, Position(at.source, at.block, at.line)
                    )

    def _is_speech(self, heading: Heading, said: Said) -> bool:
        ear = self._tools.ear
        return heading.program in ear.programs or heading.pid in ear.pids or said.kind.startswith("dhcpd.")

    def _shelve(
        self,
        keys: tuple[ShelfKey, ...],
        host: str,
        heading: Heading,
        said: Said,
        hits: Sequence[int],
        times: int,
    ) -> None:
        for shelf, names, number in keys:
            parts = [_part(name, host, heading, said) for name in names]
            records = self._gathered.records(hits, number, times)
            self._states.shelves[shelf].put("\0".join(parts), records)

    def _event(self, host: str, heading: Heading, said: Said, number: int, times: int) -> Event:
        at = self._gathered.at(number)
        program, pid = heading.program, heading.pid
        return Event(
            said.kind, said.fields, host, program, pid, at.time, at.wall, at.offset, times, said.text or ""
        )


def _part(name: str, host: str, heading: Heading, said: Said) -> str:
    """A part of a key: one of the record's own, or a field."""
    if name == "host":
        return host
    part = heading.program if name == "program" else said.fields.get(name, "")
    return part.replace("\0", "\ufffd") if "\0" in part else part


class Heard(NamedTuple):
    """A block that was listened to: the lines that were taken, by number, and how many there are."""

    gathered: Gathered
    line_at: Callable[[int], bytes | None]
    numbers: Sequence[int]
    of: int
    form: str | None


def _whole(block: Block, plan: Plan, source: int, tools: Tools) -> Heard:
    """A block of which every line is read."""
    lines = lines_of(block.data)
    gathered = Gathered(plan, tools.sayings, tools.heads, source, block.index)
    gathered.take(enumerate(lines, 1))

    def line_at(number: int) -> bytes | None:
        return lines[number - 1] if 0 < number <= len(lines) else None

    return Heard(gathered, line_at, range(1, len(lines) + 1), len(lines), None)


def _picked(block: Block, plan: Plan, source: int, tools: Tools) -> Heard | None:
    """A block of which only lines that matter are read; None where that will not do."""
    if tools.finder is None or tools.counter is None:
        return None
    picked = pick(block.data, tools.finder, tools.counter)
    if picked is None:
        return None
    gathered = Gathered(plan, tools.sayings, tools.heads, source, block.index)
    gathered.take(picked.lines)
    numbers = [number for number, _ in picked.lines]
    if not (gathered.is_record(numbers[0]) and gathered.is_record(numbers[-1])):
        return None
    return Heard(gathered, dict(picked.lines).get, numbers, picked.of, picked.form)


def _count(tally: Tally, heard: Heard, block: int) -> None:
    """What was understood of a block."""
    gathered, numbers = heard.gathered, heard.numbers
    tally.lines_of[block] = heard.of
    tally.looked_at += len(numbers)
    if heard.form:
        tally.formats[heard.form] += heard.of - len(numbers)
    for place, (start, form) in enumerate(gathered.forms):
        end = gathered.forms[place + 1][0] if place + 1 < len(gathered.forms) else numbers[-1] + 1
        tally.formats[form] += bisect_left(numbers, end) - bisect_left(numbers, start)
    _count_apart(tally, heard, block)
    for number, take in zip(_ends(heard), (tally.begin, tally.end), strict=True):
        if number is not None:
            take(gathered.at(number), gathered.host_of(number))


def _ends(heard: Heard) -> tuple[int | None, int | None]:
    """The first and the last line that has a time."""
    is_record = heard.gathered.is_record
    first = next(filter(is_record, heard.numbers), None)
    return first, next(filter(is_record, reversed(heard.numbers)), None)


def _count_apart(tally: Tally, heard: Heard, block: int) -> None:
    """Lines that are no records: they go on with the one before, begin as a record does, or are not understood."""
    gathered = heard.gathered
    for number, why in gathered.apart.items():
        text = heard.line_at(number) or b""
        form = gathered.form_at(number)
        is_behind = heard.line_at(number - 1) is not None and (
            number - 1 in gathered.parts or number - 1 not in gathered.apart
        )
        if is_behind and form != "journal-json" and why != NO_SUCH_DAY and _continues(text):
            gathered.parts.add(number)
            continue
        begun = format_of(text) if why.startswith("begins like no") else None
        if form:
            tally.formats[form] -= 1
        if begun:
            tally.formats[begun] += 1
            continue
        tally.unread += 1
        tally.reasons[why] += 1
        tally.show(block, number, why, text.decode("utf-8", "backslashreplace").removeprefix("\ufeff"))
    tally.formats = +tally.formats


def _continues(line: bytes) -> bool:
    return continues(line.decode("utf-8", "backslashreplace").removeprefix("\ufeff"))


def _digest(heading: Heading, said: Said) -> int:
    text = f"{heading.host}\0{heading.program}\0{heading.pid}\0{said.text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
