"""Heard: a block that was listened to, whole or only where it matters, and what was understood of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from logdiag.gather import NO_SUCH_DAY, Gathered
from logdiag.match.dates import SPACED, beginning_of, format_of
from logdiag.match.entries import FORMAT, is_entry
from logdiag.match.finder import Finder
from logdiag.match.outside import begin_within, form_of, reach
from logdiag.match.pick import Count, pick
from logdiag.numbered import said_in
from logdiag.parse.entries import continues
from logdiag.parse.heads import Heads
from logdiag.parse.line_bytes import lines_of
from logdiag.plan import Plan
from logdiag.read.source import Block
from logdiag.said import Sayings
from logdiag.states import Tally
from logdiag.window import ALL

# A block that is passed over has lines between its ends.
_FEWEST = 3

NO_SIZES: Mapping[int, int] = MappingProxyType({})


class Hearing(NamedTuple):
    """What a process listens with, made once; without a `finder` every line is read."""

    heads: Heads
    sayings: Sayings
    finder: Finder | None
    counter: Count | None


class Heard(NamedTuple):
    """A block that was listened to: the lines that were taken, by number, and how many there are.

    `sizes` are the lines of records that have more than one. `is_own`: see Framing. `is_whole`: no line was left out.
    """

    gathered: Gathered
    line_at: Callable[[int], bytes | None]
    numbers: Sequence[int]
    of: int
    form: str | None
    sizes: Mapping[int, int] = NO_SIZES
    is_own: bool = False
    is_whole: bool = False


def whole(block: Block, plan: Plan, source: int, hearing: Hearing) -> Heard:
    """A block of which every line is read."""
    framing = plan.framings[source]
    if framing.frames:
        return _framed(block, plan, source, hearing)
    lines = lines_of(block.data)
    gathered = Gathered(plan, hearing.sayings, hearing.heads, source, block.index)
    gathered.take(enumerate(lines, 1))

    def line_at(number: int) -> bytes | None:
        return lines[number - 1] if 0 < number <= len(lines) else None

    numbers = range(1, len(lines) + 1)
    return Heard(gathered, line_at, numbers, len(lines), None, is_own=framing.is_own, is_whole=True)


def _framed(block: Block, plan: Plan, source: int, hearing: Hearing) -> Heard:
    """A block that is taken apart into frames: what a record says is taken to stand in one line of it."""
    lines = said_in(block.data, plan.framings[source])
    frames = lines.frames or ()
    gathered = Gathered(plan, hearing.sayings, hearing.heads, source, block.index)
    gathered.following = {one.place: other.place for one, other in pairwise(frames)}
    gathered.take((frame.place, b"" if frame.why else frame.said) for frame in frames)
    gathered.apart |= {frame.place: frame.why for frame in frames if frame.why}
    gathered.parts |= lines.parts()
    sizes = {frame.place: frame.lines for frame in frames if frame.lines > 1}
    said = {frame.place: frame.said for frame in frames}

    def line_at(number: int) -> bytes | None:
        return said.get(number, b"") if 0 < number <= lines.of else None

    return Heard(gathered, line_at, sorted(said), lines.of, None, sizes, is_whole=True)


def picked(block: Block, plan: Plan, source: int, hearing: Hearing) -> Heard | None:
    """A block of which only lines that matter are read; None where that will not do."""
    framing = plan.framings[source]
    if hearing.finder is None or hearing.counter is None or framing.frames or b"\x1b" in block.data:
        return None
    lines = pick(block.data, hearing.finder, hearing.counter)
    if lines is None:
        return None
    gathered = Gathered(plan, hearing.sayings, hearing.heads, source, block.index)
    gathered.take(lines.lines)
    numbers = [number for number, _ in lines.lines]
    if not (gathered.is_dated(numbers[0]) and gathered.is_dated(numbers[-1])):
        return None
    if not gathered.outside.isdisjoint((numbers[0], numbers[-1])):
        return None  # which of the others count is only known by reading them
    return Heard(gathered, dict(lines.lines).get, numbers, lines.of, lines.form, is_own=framing.is_own)


def passed_over(block: Block, plan: Plan, source: int, hearing: Hearing) -> Heard | None:
    """A block of which no line counts, as far as its first and last line and a count of beginnings tell; else None."""
    if plan.window is ALL or hearing.counter is None or plan.framings[source].frames:
        return None
    data, ends = block.data, _first_and_last(block.data)
    form = form_of(ends[0])
    if form is None or form != form_of(ends[1]):
        return None
    gathered = Gathered(plan, hearing.sayings, hearing.heads, source, block.index)
    first, last = (gathered.moment_of(line) for line in ends)
    between = reach(first, last, form) if first and last else None
    if first is None or last is None or between is None:
        return None
    if not plan.window.is_beyond(*between, first.wall - plan.footing(first)):
        return None
    lines = begin_within(data, first, last, form, hearing.counter)
    if lines is None or lines < _FEWEST or not _are_all_of(form, block.data, ends[0], hearing.finder):
        return None
    numbered = [(1, ends[0]), (lines, ends[1])]
    gathered.take(numbered)
    return Heard(gathered, dict(numbered).get, [1, lines], lines, form)


def _are_all_of(form: str, data: bytes, first: bytes, finder: Finder | None) -> bool:
    """Whether all lines are of the form of the first, where a date alone does not tell it."""
    beginning = beginning_of(first)
    return form not in SPACED or (
        finder is not None and beginning is not None and not finder.others(beginning)(data, 0)
    )


def _first_and_last(data: bytes) -> tuple[bytes, bytes]:
    # A block is not copied to look at two of its lines.
    stop = len(data) - data.endswith(b"\n")
    first_stop = data.find(b"\n", 0, stop)
    first = data[: stop if first_stop < 0 else first_stop]
    last = data[data.rfind(b"\n", 0, stop) + 1 : stop]
    return first.removesuffix(b"\r"), last.removesuffix(b"\r")


def count(tally: Tally, heard: Heard, block: int) -> None:
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
    first, last = _ends(heard)
    if first is not None and last is not None:
        ends = gathered.at(first), gathered.at(last)
        tally.begin(ends[0], gathered.host_of(first))
        tally.end(ends[1], gathered.host_of(last))
        tally.span(gathered.times.plan.part_of(gathered.times.source, block), *ends)


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
        if is_behind and why != NO_SUCH_DAY and _continues(text, form, is_own=heard.is_own):
            gathered.parts.add(number)
            continue
        begun = format_of(text) if why.startswith("begins like no") else FORMAT if is_entry(text) else None
        if form:
            tally.formats[form] -= 1
        if begun:
            tally.formats[begun] += 1
            continue
        tally.unread += heard.sizes.get(number, 1)
        tally.reasons[why] += 1
        tally.show(block, number, why, text.decode("utf-8", "backslashreplace").removeprefix("\ufeff"))
    tally.formats = +tally.formats


def _continues(line: bytes, form: str | None, *, is_own: bool) -> bool:
    text = line.decode("utf-8", "backslashreplace").removeprefix("\ufeff")
    return continues(text, form, is_own=is_own)
