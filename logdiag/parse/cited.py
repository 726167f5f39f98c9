"""Cited: what the comments of the message grammars say of a kind: where its lines are printed, and lines that were.

The grammars ship beside the lowered tables, in a wheel too, and are read as text: no Lark is needed for this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from logdiag.parse.grammar import grammar_folder

_RULE = re.compile(r"([a-z][a-z0-9_]*)(?:\.-?[0-9]+)?:(?!:)")
_SOURCE = re.compile(r"\s*// (?:primary|context|also)(?:, [a-z ]+)*: (.+)")
_SAMPLE = re.compile(r"\s*// e\.g\. (.*)")


class Cited(NamedTuple):
    """The sources of a kind's wordings, and their samples, in the order of the file."""

    programs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


@cache
def cited(folder: Path | None = None) -> Mapping[str, Cited]:
    """Kind -> what is said of it, of all message grammars of a folder (default: those that came along)."""
    found: dict[str, Cited] = {}
    for path in sorted(((folder or grammar_folder()) / "message").glob("*.lark")):
        found |= cited_in(path.stem, path.read_text("ascii"))
    return found


def cited_in(stem: str, text: str) -> dict[str, Cited]:
    """The same, of the text of one grammar."""
    programs = re.search(r"^// programs: (.+)$", text, re.MULTILINE)
    names = tuple(programs[1].split()) if programs else ()
    return {f"{stem}.{rule}": one._replace(programs=names) for rule, one in _rules(text)}


def _rules(text: str) -> Iterator[tuple[str, Cited]]:
    above, rule, held = Cited(), "", Cited()
    for line in [*text.splitlines(), "end:"]:
        if found := _SOURCE.match(line):
            above = above._replace(sources=(*above.sources, found[1]))
        elif found := _SAMPLE.match(line):
            above = above._replace(samples=(*above.samples, found[1]))
        elif line.lstrip().startswith("|"):
            held, above = _joined(held, above), Cited()
        elif found := _RULE.match(line):
            if rule and held.sources:
                yield rule, held
            rule, held, above = found[1], above, Cited()
        elif not line.lstrip().startswith("//"):
            above = above if line.strip() else Cited()


def _joined(one: Cited, other: Cited) -> Cited:
    return Cited((), (*one.sources, *other.sources), (*one.samples, *other.samples))
