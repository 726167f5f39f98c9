"""Lending: the first lines of a part that go on with the last record of the part before are read with that one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from logdiag.read.content import Content, ReadProblem, chunks, head, spliced, tail
from logdiag.read.open_file import Splice
from logdiag.read.source import BeginsRecord, Part, two_lines_before

# What goes on for longer begins a block all the same: see source.LARGEST_BLOCK.
LONGEST = 1 << 16
GLANCE = 1 << 12
_CARET = b"^"


class _Lent(NamedTuple):
    """Whole lines that go to the part before, how many, and whether that has to be ended by a line break first.

    `is_all`: the part has no others.
    """

    data: bytes = b""
    lines: int = 0
    needs_break: bool = False
    is_all: bool = False


def with_lending(
    parts: Sequence[Part], beginnings: Sequence[bytes], begins: BeginsRecord
) -> tuple[Part, ...]:
    """The parts of one log, the oldest first, each with what of the next goes on with it.

    `beginnings` are the first GLANCE bytes of each: mostly they tell that nothing does.
    """
    made: list[Part] = []
    more, borrowed = b"", 0
    for place in range(len(parts) - 1, -1, -1):
        part = parts[place]
        before = parts[place - 1].content if place else None
        lent = _lent(before, part.content, beginnings[place], begins) if before else _Lent()
        left_out = len(lent.data)
        mine, passed = (b"", more) if lent.is_all else (more, b"")
        content = spliced(part.content, Splice(left_out, mine)) if left_out or mine else part.content
        made.append(Part(part.name, content, lent.lines, 0 if lent.is_all else borrowed))
        more, borrowed = _joined(lent, passed), lent.lines + (borrowed if lent.is_all else 0)
    return tuple(reversed(made))


def _joined(lent: _Lent, passed: bytes) -> bytes:
    between = b"\n" if passed and not lent.data.endswith(b"\n") and not passed.startswith(b"\n") else b""
    return (b"\n" if lent.needs_break else b"") + lent.data + between + passed if lent.lines else b""


def _lent(before: Content, content: Content, beginning: bytes, begins: BeginsRecord) -> _Lent:
    """What of a part goes on with the part before."""
    ending = _ending(before, beginning, begins)
    if not ending or not beginning:
        return _Lent()
    lent = _going_on(ending, beginning, begins)
    if len(lent.data) < len(beginning):
        return lent
    beginning, problem = head(content, LONGEST)
    if problem:
        return _Lent()
    lent = _going_on(ending, beginning, begins)
    is_all = len(lent.data) == len(beginning)
    return _Lent() if is_all and len(beginning) >= LONGEST else lent._replace(is_all=is_all)


def _going_on(ending: bytes, beginning: bytes, begins: BeginsRecord) -> _Lent:
    """What of a beginning goes on with this ending: all of it, where no record begins in it."""
    last_two = two_lines_before(_ended(ending), len(_ended(ending)), (b"", b""))
    taken, lines = 0, 0
    while taken < len(beginning):
        end = beginning.find(b"\n", taken) + 1 or len(beginning)
        line = beginning[taken:end].removesuffix(b"\n")
        if begins(*last_two, line):
            break
        last_two, taken, lines = (last_two[1], line), end, lines + 1
    return _Lent(beginning[:taken], lines, not ending.endswith(b"\n"))


def _ended(ending: bytes) -> bytes:
    return ending if ending.endswith(b"\n") else ending + b"\n"


def _ending(before: Content, beginning: bytes, begins: BeginsRecord) -> bytes:
    """The last bytes of a part; none where it matters not what they are, or where the part breaks off.

    What is packed has to be read to its end for that: only where the next part seems to go on.
    """
    if before.is_plain:
        return tail(before)
    first, second, *_ = [*beginning.split(b"\n", 2), b"", b""]
    if begins(b"", b"", first) and not any(line.rstrip().endswith(_CARET) for line in (first, second)):
        return b""
    ending = b""
    for chunk in chunks(before):
        if isinstance(chunk, ReadProblem):
            return b""
        ending = (ending + chunk)[-LONGEST:]
    return ending
