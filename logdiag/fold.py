"""The folding of a case: blocks are gathered, and what they say goes to the folds that want it.

`fold_block` turns one block into states, `merge_states` joins any two; the order of merging never matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from logdiag.correlate.notes import NOTICES, Notes, Spoken
from logdiag.correlate.speech import COUNTED, Lines, Speaker
from logdiag.correlate.speech import Heard as Speech
from logdiag.event import At, Event, Position
from logdiag.gather import Ear, Gathered, Passing, ear_of
from logdiag.heard import Heard, Hearing, count, passed_over, picked, whole
from logdiag.match.finder import Finder
from logdiag.match.pick import Count
from logdiag.parse.heads import Heading, Heads
from logdiag.parse.uptimes import without_seconds
from logdiag.plan import Plan
from logdiag.read.source import Block
from logdiag.rules.folds import is_shelved
from logdiag.said import (
    NO_FIELDS,
    Group,
    Join,
    Said,
    Sayings,
    Use,
    Wording,
    groups_of,
    message_text,
)
from logdiag.shelf import ONCE, RECORD
from logdiag.states import Shelves, States

# Beyond so many nobody asks who has a line in a block and who has not.
_MANY_HOSTS = 16
Puts = list[tuple[Callable[[str, bytes], None], Join]]


class Tools(NamedTuple):
    """What a process folds with, made once. `notes` is the fold that hears a block at once, if there is one."""

    hearing: Hearing
    ear: Ear
    notes: str | None


def tools_of(plan: Plan, finder: Finder | None = None, counter: Count | None = None) -> Tools:
    """The tools for folding by a plan."""
    ear = ear_of(plan)
    notes = next((name for name, fold in plan.folds.items() if isinstance(fold, Notes)), None)
    uses = _uses(plan, notes)
    counted = frozenset() if plan.wanted.everything or notes is None else COUNTED
    sayings = Sayings(plan.vocabulary, ear, uses, counted)
    return Tools(Hearing(Heads(plan.vocabulary), sayings, finder, counter), ear, notes)


def _uses(plan: Plan, notes: str | None) -> Mapping[str, Use]:
    """Kind -> what becomes of its events."""
    keys: dict[str, list[tuple[str, ...]]] = {
        kind: [] for fold in plan.folds.values() for kind in fold.kinds
    }
    for key, shelving in plan.shelvings.items():
        for kind in shelving.kinds:
            keys[kind].append(key)
    wanting: dict[str, list[str]] = {kind: [] for kind in keys}
    for name, fold in plan.folds.items():
        if not is_shelved(fold) and name != notes:
            for kind in fold.kinds:
                wanting[kind].append(name)
    return {
        kind: Use(
            plan.numbers.numbers[kind],
            tuple(keys[kind]),
            tuple(wanting[kind]),
            notes is not None and kind in NOTICES,
        )
        for kind in keys
    }


def start_states(plan: Plan) -> States:
    """The states of no blocks: the identity of merging."""
    return States(
        {name: fold.start() for name, fold in plan.folds.items() if not is_shelved(fold)},
        Shelves(frozenset(key for key, shelving in plan.shelvings.items() if shelving.is_timed)),
    )


def merge_states(plan: Plan, left: States, right: States) -> States:
    """The states of both; associative and commutative. Takes both over: neither may be used again."""
    for name, state in right.folds.items():
        left.folds[name] = plan.folds[name].merge(left.folds[name], state)
    for key in [*right.shelves]:
        left.shelves[key].absorb(right.shelves.pop(key))
    for key in [*right.sent]:
        left.shelves[key].absorb(right.sent.pop(key))
    for source, tally in right.tallies.items():
        left.tally(source).absorb(tally)
    left.outlines.update(right.outlines)
    return left


def fold_block(block: Block, plan: Plan, source: int, tools: Tools | None = None) -> States:
    """The states of one block."""
    states = start_states(plan)
    fold_into(states, block, plan, source, tools or tools_of(plan))
    return states


def fold_into(states: States, block: Block, plan: Plan, source: int, tools: Tools) -> Heard:
    """Takes a block into states, as merging its own into them would. Gives what was read of it."""
    hearing = tools.hearing
    heard = (
        passed_over(block, plan, source, hearing)
        or picked(block, plan, source, hearing)
        or whole(block, plan, source, hearing)
    )
    tally = states.tally(source)
    if block.cut:
        tally.shorten(block.index, [line - block.first_line + 1 for line in block.cut])
    if block.problem:
        tally.problems[block.index] = (block.problem.why, block.problem.cure)
    count(tally, heard, block.index)
    outline = states.outlines[source, block.index] = heard.gathered.times.outline
    if heard.is_whole:
        outline.speakers = _few(frozenset(heard.gathered.hosts))
    _hear(heard, states, plan, tools)
    outline.settle()
    return heard


def _few(hosts: frozenset[str]) -> frozenset[str] | None:
    return hosts if len(hosts) <= _MANY_HOSTS else None


def _hear(heard: Heard, states: States, plan: Plan, tools: Tools) -> None:
    """What a block says to the folds that want it."""
    gathered, times = heard.gathered, heard.gathered.times
    listening = _Listening(gathered, plan, states, tools)
    for heading, group in groups_of(gathered, heard.line_at, tools.hearing.sayings):
        listening.take(heading, [group])
    for heading, voice in gathered.voices.items():
        listening.take(
            heading, [(said, hits, 1) for said, hits in voice.table.items() if hits], voice.passed
        )
    states.tally(times.source).events += listening.events
    for number, digest in sorted(listening.digests):
        times.outline.draw(digest, *times.stamp_of(number))
    for number, message in sorted(listening.of_kernel):
        times.outline.draw_kernel(message, *times.stamp_of(number))
    notes = plan.folds[tools.notes] if tools.notes else None
    if isinstance(notes, Notes) and tools.notes:

        def text(number: int) -> str:
            read = gathered.read(heard.line_at(number) or b"")
            return message_text(read[2]) if read else ""

        place, lines = (times.source, times.block), Lines(gathered.at, text)
        notes.hear(states.folds[tools.notes], place, listening.notices, listening.spoken, lines)


class _Listening:
    """Hands the groups of one block on: to shelves at once, to folds of another kind event by event."""

    def __init__(self, gathered: Gathered, plan: Plan, states: States, tools: Tools) -> None:
        self._gathered, self._plan, self._states, self._tools = gathered, plan, states, tools
        self.events = 0
        self.digests: list[tuple[int, int]] = []
        self.of_kernel: list[tuple[int, str]] = []
        self.notices: list[tuple[Event, At]] = []
        self.spoken: dict[Speaker, list[Spoken]] = {}

    def take(self, heading: Heading, groups: Sequence[Group], passed: Sequence[Passing] = ()) -> None:
        """What one speaker says, to the folds that want it."""
        plan, ear, records = self._plan, self._tools.ear, self._gathered.records
        host = plan.short.get(heading.host, heading.host)
        has_notes = self._tools.notes is not None
        is_server = has_notes and (heading.program in ear.programs or heading.pid in ear.pids)
        spoken: list[Spoken] = []
        counted: dict[str, list[int]] = defaultdict(list)
        shelves = self._states.shelves
        self._pass(host, heading.program, passed, counted)
        events = len(passed)
        for said, hits, times in groups:
            use = said.use
            if use is None and not is_server and not plan.sketched:
                continue
            if use is not None:
                for key, rest in said.keys:
                    shelves[key].put(host + rest, records(hits, use.number, times))
                if use.apart or use.is_notice:
                    self._one_by_one(host, heading, said, hits, times)
            if plan.sketched:
                self._draw(heading, said, hits)
            if is_server or (has_notes and said.kind.startswith("dhcpd.")):
                if times == 1 and said.kind in COUNTED:
                    counted[said.kind].extend(hits)
                elif use is None or not use.is_notice:
                    spoken.append(Spoken(Speech(said.kind, said.fields, said.text, hits), times))
            elif use is None:
                continue
            events += len(hits)
        spoken += [
            Spoken(Speech(kind, NO_FIELDS, None, sorted(lines)), 1) for kind, lines in counted.items()
        ]
        if spoken:
            self.spoken.setdefault((host, heading.program, heading.pid), []).extend(spoken)
        if events:
            self._gathered.times.outline.hosts |= {heading.host}
        self.events += events

    def _pass(
        self, host: str, program: str, passed: Sequence[Passing], counted: dict[str, list[int]]
    ) -> None:
        """Hands on what is not remembered: records for shelves, and lines that are counted."""
        base, pack = self._gathered.times.base, RECORD.pack
        told_by = program.replace("\0", "\ufffd")
        to: dict[Wording, tuple[int, Puts, list[int]]] = {}
        for (wording, groups), number, (time, _, _, zone) in passed:
            found = to.get(wording)
            if found is None:
                assert wording.use is not None
                puts: Puts = [(self._states.shelves[key].put, join) for key, join in wording.keys or ()]
                found = to[wording] = wording.use.number | ONCE, puts, counted[wording.row.kind]
            what, puts, lines = found
            record = pack(time, base | number, what | zone)
            values = (host, *groups, told_by, "")
            for put, join in puts:
                put(_key(join(values)), record)
            lines.append(number)

    def _draw(self, heading: Heading, said: Said, hits: Sequence[int]) -> None:
        """What sources are compared by."""
        text, of_kernel = said.text or "", heading.program == "kernel"
        if self._plan.is_drawn(without_seconds(text) if of_kernel else text):
            self.digests.append((hits[0], _digest(heading, said)))
            if of_kernel:
                self.of_kernel += [(number, text) for number in hits]

    def _one_by_one(self, host: str, heading: Heading, said: Said, hits: Sequence[int], times: int) -> None:
        """Events of a kind that a fold of its own sort wants, or that are notices."""
        assert said.use is not None
        for number in hits:
            at = self._gathered.at(number)
            event = Event(
                said.kind,
                said.fields,
                host,
                heading.program,
                heading.pid,
                at.time,
                at.wall,
                at.offset,
                times,
                said.text or "",
            )
            if said.use.is_notice:
                self.notices.append((event, at))
            for name in said.use.apart:
                place = Position(at.source, at.block, at.line)
                self._plan.folds[name].add(self._states.folds[name], event, place)


def _key(parts: Sequence[str | None]) -> str:
    try:
        return "\0".join(parts)  # type: ignore[arg-type]
    except TypeError:  # a value is not told: seldom
        return "\0".join([part or "" for part in parts])


def _digest(heading: Heading, said: Said) -> int:
    text = f"{heading.host}\0{heading.program}\0{heading.pid}\0{said.text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
