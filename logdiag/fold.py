"""The folding of a case: blocks are gathered, and what they say goes to the folds that want it.

`fold_block` turns one block into states, `merge_states` joins any two; the order of merging never matters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from logdiag.event import Event, Position
from logdiag.gather import NO_SUCH_DAY, Ear, Gathered, Said, ear_of, lines_of
from logdiag.match.dates import format_of
from logdiag.match.finder import Finder
from logdiag.match.pick import Count, pick
from logdiag.parse.entries import continues
from logdiag.parse.heads import Heading, Heads
from logdiag.plan import Plan
from logdiag.read.source import Block
from logdiag.said import Group, Sayings, groups_of
from logdiag.states import States, Tally


class Tools(NamedTuple):
    """What a process folds with, made once: `finder` is None where every line is to be read."""

    ear: Ear
    heads: Heads
    sayings: Sayings
    wanting: Mapping[str, tuple[str, ...]]
    always: tuple[str, ...]
    finder: Finder | None
    counter: Count | None


def tools_of(plan: Plan, finder: Finder | None = None, count: Count | None = None) -> Tools:
    """The tools for folding by a plan."""
    by_kind: dict[str, list[str]] = {}
    for name, fold in plan.folds.items():
        for kind in fold.kinds:
            by_kind.setdefault(kind, []).append(name)
    wanting = {kind: tuple(names) for kind, names in by_kind.items()}
    always = tuple(name for name, fold in plan.folds.items() if getattr(fold, "programs", None))
    ear = ear_of(plan)
    return Tools(ear, Heads(plan.vocabulary), Sayings(plan.vocabulary), wanting, always, finder, count)


def start_states(plan: Plan) -> States:
    """The states of no blocks: the identity of merging."""
    return States({name: fold.start() for name, fold in plan.folds.items()})


def merge_states(plan: Plan, left: States, right: States) -> States:
    """The states of both; associative and commutative. Takes both over: neither may be used again."""
    for name, fold in plan.folds.items():
        left.folds[name] = fold.merge(left.folds[name], right.folds[name])
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
    speech: list[tuple[Event, Position]] = []
    for group in groups_of(heard.gathered, heard.line_at, tools.sayings):
        _give(group, heard.gathered, states, plan, tools, speech)
    for number, digest in sorted(heard.gathered.digests):
        heard.gathered.times.outline.draw(digest, *heard.gathered.times.stamp_of(number))
    for event, position in sorted(speech, key=lambda said: said[1].line):
        for name in tools.always:
            plan.folds[name].add(states.folds[name], event, position)


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
    gathered = Gathered(plan, tools.ear, tools.heads, source, block.index)
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
    gathered = Gathered(plan, tools.ear, tools.heads, source, block.index)
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


def _give(
    group: Group,
    gathered: Gathered,
    states: States,
    plan: Plan,
    tools: Tools,
    speech: list[tuple[Event, Position]],
) -> None:
    """A group to the folds that want it."""
    heading, said = group.heading, group.said
    names = tools.wanting.get(said.kind, ())
    is_always = (
        heading.program in tools.ear.programs
        or heading.pid in tools.ear.pids
        or said.kind.startswith("dhcpd.")
    )
    hits = group.hits
    is_speech = is_always or any(name in tools.always for name in names)
    outline = gathered.times.outline
    if not names and not is_speech and not plan.wanted.everything:
        return
    outline.hosts.add(heading.host)
    if plan.sketched:
        gathered.digests.append((group.hits[0], _digest(heading, said)))
    if names or is_speech:
        states.tally(gathered.times.source).events += len(hits)
    for number in hits if names or is_speech else ():
        at = gathered.at(number)
        event = Event(
            said.kind,
            said.fields,
            plan.short.get(heading.host, heading.host),
            heading.program,
            heading.pid,
            at.time,
            at.wall,
            at.offset,
            group.times,
            said.text,
        )
        position = Position(at.source, at.block, at.line)
        if is_speech:
            speech.append((event, position))
        for name in names:
            if name not in tools.always:
                plan.folds[name].add(states.folds[name], event, position)


def _digest(heading: Heading, said: Said) -> int:
    text = f"{heading.host}\0{heading.program}\0{heading.pid}\0{said.text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
