"""Evidence: the texts of the lines that a finished report cites, read back at the end and put in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from logdiag.kept import Kept
from logdiag.plan import Plan
from logdiag.read.numbering import Numbering
from logdiag.read.source import BeginsRecord, LogSource, lines_at
from logdiag.report.values import Entity, Evidence, Instance, names_of

V = TypeVar("V")
# What holds no evidence; of instances and entities there may be thousands.
_PLAIN = (str, int, float, type(None), Instance, Entity)


def with_texts(
    value: V,
    sources: Sequence[LogSource],
    first_lines: Sequence[Mapping[int, int]],
    numberings: Sequence[Numbering],
    kept: Sequence[Kept | None],
    plan: Plan,
) -> V:
    """The value with the text of every cited line of these sources filled in, wherever in it they stand.

    `first_lines` has the number of each block's first line by source, `numberings` how lines are cited, `kept` what was
    kept of it, `plan` says how blocks are cut.
    """
    begins = {
        name: (place, first)
        for place, numbering in enumerate(numberings)
        for name, first in zip(numbering.names, numbering.firsts, strict=True)
    }
    wanted: dict[int, set[int]] = {}
    for one in _cited(value):
        if one.source in begins and not one.text:
            place, first = begins[one.source]
            wanted.setdefault(place, set()).add(first + one.line - 1)
    texts: dict[tuple[str, int], str] = {}
    for place, lines in wanted.items():
        cutting = plan.framings[place].begins, plan.grain
        for line, text in _texts_of(
            sources[place], lines, first_lines[place], kept[place], cutting
        ).items():
            texts[numberings[place].place(line)] = text.decode("utf-8", "backslashreplace")
    filled: V = _filled(value, texts)
    return filled


def _texts_of(
    source: LogSource,
    wanted: set[int],
    first_lines: Mapping[int, int],
    kept: Kept | None,
    cutting: tuple[BeginsRecord, int],
) -> dict[int, bytes]:
    """The wanted lines of a source without their ends."""
    found = kept.lines(wanted, first_lines) if kept else {}
    if missing := wanted - found.keys():
        read = lines_at(source, missing, first_lines, *cutting)
        found |= {number: line.removesuffix(b"\r") for number, line in read.items()}
    return found


def _cited(value: object) -> Iterator[Evidence]:
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            if not isinstance(item, _PLAIN):
                yield from _cited(item)
    else:
        for name in names_of(value):
            yield from _cited(getattr(value, name))


def _filled(value: Any, texts: Mapping[tuple[str, int], str]) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Evidence):
        if value.text:
            return value
        return Evidence(value.source, value.line, texts.get((value.source, value.line), ""))
    if isinstance(value, tuple):
        items = [_filled(item, texts) for item in value]
        if all(a is b for a, b in zip(items, value, strict=True)):
            return value
        return type(value)(*items) if names_of(value) else tuple(items)
    changed: dict[str, Any] = {}
    for name in names_of(value):
        held = getattr(value, name)
        filled = _filled(held, texts)
        if filled is not held:
            changed[name] = filled
    return dataclasses.replace(value, **changed) if changed else value
