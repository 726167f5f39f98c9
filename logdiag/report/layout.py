"""A page for a terminal: lines in blocks, blocks in sections, folded until it fits, then coloured.

Text that comes in here is already escaped. Widths are in columns, which are characters: all is ASCII.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Literal, NamedTuple

Role = Literal["plain", "answer", "fine", "command", "evidence"]

PROSE = 100
"""Sentences are never set wider than this, however wide the terminal is."""
_LONGEST_SENTENCE = 6
"""Lines a sentence may take: more is cut from its middle."""
_SHORTEST_CUT = 8
_GAP = -1


_Place = tuple[int, int]
"""A section, and a block in it or the gap before it."""


class Goes(IntEnum):
    """What goes when room is short, first to last. NEVER stays on any screen."""

    FOOTER = 0
    NORMAL = 1
    NOT_SEEN = 2
    RIVAL_BEYOND_TWO = 3
    SECOND_EVIDENCE = 4
    HOLE_BEYOND_ONE = 5
    NOTE = 6
    WHO = 7
    MEND = 8
    THIRD_COMMAND = 9
    BLANK = 10
    RIVAL = 11
    SINCE = 12
    ALSO_BEYOND_TWO = 13
    SECOND_COMMAND = 14
    FOOTNOTE = 15
    AGAINST = 16
    CLAIM_BEYOND_THREE = 17
    ALSO = 18
    EVIDENCE = 19
    CLAIM_BEYOND_ONE = 20
    HOLE = 21
    NEVER = 99


class Line(NamedTuple):
    """One line of the screen, without colour."""

    text: str
    role: Role = "plain"


class Block(NamedTuple):
    """Lines that stay or go together. `under`: also goes with the last block before that is not `under`."""

    lines: tuple[Line, ...]
    goes: Goes = Goes.NEVER
    under: bool = False


class Section(NamedTuple):
    """Blocks under a title; the title goes with the last of them. `apart`: a blank line stands before."""

    blocks: tuple[Block, ...]
    title: str = ""
    apart: bool = True


def cut_middle(text: str, width: int) -> str:
    """`text` in at most `width` columns. The middle goes, between words where that costs little.

    The beginning names the speaker; the end holds the reason, so it is never what goes.
    """
    if len(text) <= width:
        return text
    if width < _SHORTEST_CUT:
        return text[len(text) - max(width, 0) :]
    tail = text[-(width // 3) :]
    word = tail.find(" ")
    tail = tail[word:] if 0 <= word < len(tail) // 2 else tail
    head = text[: width - 2 - len(tail)]
    word = head.rfind(" ")
    head = head[: word + 1] if word > len(head) - _SHORTEST_CUT else head
    return f"{head}..{tail}"


def hang(label: str, text: str, width: int, at: int | None = None) -> list[str]:
    """`label`, then `text` wrapped to the right of column `at` (by default where the label ends)."""
    at = len(label) if at is None else at
    room = max(width - at, 10)
    lines = textwrap.wrap(
        cut_middle(text.replace("NOT KNOWN", "NOT\0KNOWN"), room * _LONGEST_SENTENCE),
        width,
        initial_indent=label.ljust(at),
        subsequent_indent=" " * at,
        break_on_hyphens=False,
    )
    return [line.replace("\0", " ") for line in lines] or [label.rstrip()]


def pack(sentences: Sequence[str], width: int, between: str = " ") -> list[str]:
    """Whole sentences set side by side as long as they fit; one too long for a line is wrapped."""
    lines: list[str] = []
    for sentence in sentences:
        if lines and len(lines[-1]) + len(between) + len(sentence) <= width:
            lines[-1] += between + sentence
        else:
            lines += hang("", sentence, width)
    return lines


def block(
    texts: Sequence[str], goes: Goes = Goes.NEVER, role: Role = "plain", *, under: bool = False
) -> Block:
    """Equal lines as one block."""
    return Block(tuple(Line(text, role) for text in texts), goes, under)


def fit(sections: Sequence[Section], rows: int | None, width: int) -> list[Line]:
    """The page in at most `rows` lines where that can be done; None: all of it. It says what it folded."""
    whole = list(_shown(sections, frozenset()))
    if rows is None or len(whole) <= rows:
        return whole
    gone: frozenset[_Place] = frozenset()
    order = _order_of_going(sections)
    for place in order:
        gone |= {place}
        if len(_folded(sections, gone, width)) <= rows:
            break
    for place in reversed(order):  # what went early may have found room since
        if len(_folded(sections, gone - {place}, width)) <= rows:
            gone -= {place}
    return _folded(sections, gone, width)


def _folded(sections: Sequence[Section], gone: frozenset[_Place], width: int) -> list[Line]:
    page = list(_shown(sections, gone))
    written = sum(1 for line in _shown(sections, frozenset()) if line.text)
    return _say_folded(page, written - sum(1 for line in page if line.text), width)


def _order_of_going(sections: Sequence[Section]) -> list[_Place]:
    """Places of the blocks and gaps that may go, first to last; of equals the lowest on the page first."""
    blocks = [
        (piece.goes, -at, -n, (at, n))
        for at, section in enumerate(sections)
        for n, piece in enumerate(section.blocks)
        if piece.goes is not Goes.NEVER
    ]
    gaps = [(Goes.BLANK, -at, 0, (at, _GAP)) for at, section in enumerate(sections) if section.apart]
    return [place for *_, place in sorted(blocks + gaps)]


def _shown(sections: Sequence[Section], gone: frozenset[_Place]) -> Iterator[Line]:
    for at, section in enumerate(sections):
        lines = list(_lines(section, {n for where, n in gone if where == at}))
        if not lines:
            continue
        if section.apart and (at, _GAP) not in gone:
            yield Line("")
        if section.title:
            yield Line(section.title)
        yield from lines


def _lines(section: Section, gone: set[int]) -> Iterator[Line]:
    head_gone = False
    for n, piece in enumerate(section.blocks):
        head_gone = head_gone if piece.under else n in gone
        if n not in gone and not (piece.under and head_gone):
            yield from piece.lines


def _say_folded(page: list[Line], folded: int, width: int) -> list[Line]:
    if not folded:
        return page
    said = f"({folded} {'line' if folded == 1 else 'lines'} folded, -v)"
    if page and len(page[-1].text) + 2 + len(said) <= width:
        return [*page[:-1], Line(f"{page[-1].text}  {said}", page[-1].role)]
    return [*page, Line(said)]


_SGR: dict[Role, str] = {"fine": "32", "command": "1", "evidence": "2"}
_SURE = re.compile(r"\b(?P<bad>CONFIRMED)\b|\b(?P<unsure>LIKELY|POSSIBLE|NOT KNOWN)\b|^(?P<hole>HOLES?)\b")
_FAILED = re.compile(
    r"(?<!of )\b[1-9][0-9,]*(?= of [0-9,]+ instances\b| instances\b| launches\b| pending\b| failed\b| refused\b)"
)


def paint(line: Line, *, colour: bool) -> str:
    """The line as the terminal gets it. Colour repeats what the words say; it carries nothing alone."""
    text = line.text.rstrip()
    if not colour or not text:
        return text
    if line.role in _SGR:
        bare = text.lstrip(" ")
        return " " * (len(text) - len(bare)) + _sgr(_SGR[line.role], bare)
    if line.role == "answer":
        text = _FAILED.sub(lambda found: _sgr("1;31", found[0]), text)
    return _SURE.sub(lambda found: _sgr("1;31" if found["bad"] else "33", found[0]), text)


def _sgr(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"
