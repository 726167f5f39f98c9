"""Transcript: a text in which somebody typed commands: each document in it stands behind its prompt.

The parts come out as texts with lines that are numbered as in the whole, each with the command above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from logdiag.documents.recognise import (
    CPUINFO,
    DHCPD_CONF,
    DHCPD_LEASES,
    PROMPT,
    UNITS,
)

# These hold blank lines; what else is printed ends at its first.
_WITH_BLANKS = frozenset({CPUINFO, DHCPD_CONF, DHCPD_LEASES, UNITS})
_END = re.compile(r"^[ \t\r]*\n|^(?:```|~~~|rc=)", re.MULTILINE)
_FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)
MOST_PARTS = 500


class Part(NamedTuple):
    """A document in a transcript: its kind, the command that printed it, its text behind as many empty lines."""

    kind: str
    command: str
    text: str


def parts_of(text: str) -> Iterator[Part]:
    """The documents of a text, in its order, those that are known by their content."""
    text = text.removeprefix("\ufeff")
    typed = [found for found, _ in zip(PROMPT.finditer(text), range(MOST_PARTS), strict=False)]
    begins = [("", 0, 0), *((found.group().strip(), found.start(), found.end()) for found in typed)]
    ends = [*(start for _, start, _ in begins[1:]), len(text)]
    line, counted = 0, 0
    for (command, _, begin), end in zip(begins, ends, strict=True):
        line, counted = line + text.count("\n", counted, begin), begin
        part = _part(command, text[begin:end], line)
        if part:
            yield part


def _part(command: str, printed: str, above: int) -> Part | None:
    """What was printed, if it is a document; `above` are the lines before it."""
    from logdiag.documents.kinds import kind_of  # most texts are logs, and need none of its expressions

    bare = printed.lstrip("\r\n")
    kind = kind_of(bare) if bare else None
    if kind is None:
        return None
    empty = above + printed.count("\n", 0, len(printed) - len(bare))
    return Part(kind, command, "\n" * empty + _printed(bare, kind))


def _printed(text: str, kind: str) -> str:
    """What a command printed, without what somebody wrote behind it."""
    end = (_FENCE if kind in _WITH_BLANKS else _END).search(text)
    cut = text[: end.start()] if end else text
    return cut if cut.endswith("\n") else cut + "\n"


def is_transcript(head: str) -> bool:
    """Whether documents stand behind prompts in a text. A configuration with commands in its comments is none."""
    first = next(parts_of(head), None)
    return first is not None and (bool(first.command) or first.kind not in (DHCPD_CONF, DHCPD_LEASES))
