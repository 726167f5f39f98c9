"""Evidence: the texts of the lines that a finished report cites, read back at the end and put in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from logdiag.parse.entries import begins_record
from logdiag.read.source import LogSource, lines_at
from logdiag.report.values import Evidence

V = TypeVar("V")
_PLAIN = (str, int, float, type(None))


def with_texts(
    value: V, sources: Iterable[LogSource], first_lines: Sequence[Mapping[int, int]], grain: int
) -> V:
    """The value with the text of every cited line of these sources filled in, wherever in it they stand.

    `first_lines` has the number of each block's first line by source, `grain` is where blocks are cut.
    """
    by_name = {source.name: (source, lines) for source, lines in zip(sources, first_lines, strict=True)}
    wanted: dict[str, set[int]] = {}
    for one in _cited(value):
        if one.source in by_name and not one.text:
            wanted.setdefault(one.source, set()).add(one.line)
    texts = {
        (name, line): text.removesuffix(b"\r").decode("utf-8", "backslashreplace")
        for name, lines in wanted.items()
        for line, text in lines_at(by_name[name][0], lines, by_name[name][1], begins_record, grain).items()
    }
    filled: V = _filled(value, texts)
    return filled


def _cited(value: object) -> Iterator[Evidence]:
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            if not isinstance(item, _PLAIN):
                yield from _cited(item)
    else:
        for name in _names(value):
            yield from _cited(getattr(value, name))


def _filled(value: Any, texts: Mapping[tuple[str, int], str]) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Evidence):
        if value.text:
            return value
        return Evidence(value.source, value.line, texts.get((value.source, value.line), ""))
    if isinstance(value, tuple):
        items = tuple([_filled(item, texts) for item in value])
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    changed: dict[str, Any] = {}
    for name in _names(value):
        held = getattr(value, name)
        filled = _filled(held, texts)
        if filled is not held:
            changed[name] = filled
    return dataclasses.replace(value, **changed) if changed else value


def _names(value: object) -> Iterable[str]:
    """The fields of a value; none of one that is no dataclass."""
    names: Iterable[str] = getattr(value, "__dataclass_fields__", ())
    return names
