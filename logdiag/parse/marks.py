"""Marks: what the comments of a grammar say, which Lark does not read.

The text of a grammar and a line number come in, the Marks standing right above that line come out.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from logdiag.errors import GrammarError

Weight = Literal["primary", "context"]

_MARK = re.compile(r"(?P<words>(?:primary|context|also)(?:, [a-z ]+)*): (?P<source>.+)")
_WORDS = {"any program", "near program"}
_SHAPE = "// primary: FILE:LINE (VERSION)"


class Marks(NamedTuple):
    """The comments above one alternative.

    `any_program`: it may stand under every program's tag. `near_program`: its literal is short, so a filter
    over raw text asks for the program's name too. `tail` is cut off the last field's end.
    """

    weight: Weight | None
    any_program: bool
    near_program: bool
    source: str
    samples: tuple[str, ...]
    tail: str


def marks_above(path: str, lines: list[str], line: int) -> Marks:
    """The marks of the alternative that begins on `line` (from 1); raises GrammarError for a bad one."""
    top = line - 1
    while top > 0 and lines[top - 1].lstrip().startswith("//"):
        top -= 1
    marks = Marks(None, False, False, "", (), "")
    for number in range(top, line - 1):
        marks = _with(marks, path, number + 1, lines[number].lstrip()[2:])
    return marks


def programs_of(path: str, lines: list[str]) -> tuple[str, ...]:
    """The names of the `// programs:` line, as they stand in tags; () if there is none."""
    for line in lines:
        if line.startswith("// programs: "):
            return tuple(line.removeprefix("// programs: ").split())
        if line and not line.startswith("//"):
            break
    return ()


def is_alone(lines: list[str]) -> bool:
    """Whether the comment that begins a grammar says `// alone`: see docs/grammars.md."""
    for line in lines:
        if line.startswith("// alone"):
            return True
        if line and not line.startswith("//"):
            break
    return False


def _with(marks: Marks, path: str, line: int, comment: str) -> Marks:
    if comment.startswith(" e.g. "):
        return marks._replace(samples=(*marks.samples, comment.removeprefix(" e.g. ")))
    if comment.startswith(" tail: "):
        return marks._replace(tail=comment.removeprefix(" tail: "))
    found = _MARK.fullmatch(comment.strip())
    if found is None:
        return marks
    first, *words = found["words"].split(", ")
    unknown = sorted(set(words) - _WORDS)
    if unknown:
        raise GrammarError(path, line, f"'{unknown[0]}' is no mark; known are {', '.join(sorted(_WORDS))}")
    if marks.source:
        raise GrammarError(path, line, f"two marks for one alternative; write one, as in {_SHAPE}")
    weight: Weight | None = "primary" if first == "primary" else "context" if first == "context" else None
    return marks._replace(
        weight=weight,
        source=found["source"],
        any_program="any program" in words,
        near_program="near program" in words,
    )
