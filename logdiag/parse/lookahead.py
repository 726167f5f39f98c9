"""Lookahead: whether the next two characters always tell which way an alternative goes on.

The parts of an alternative come in, the first doubt about them goes out. Without a doubt a backtracking expression
and Lark's longest-match lexer agree, and neither takes more than linear time. Follow sets are Glushkov's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from logdiag.parse import pattern
from logdiag.parse.grammar import Field, Part, Text
from logdiag.parse.pattern import ANYTHING, Char, Node, Repeat

_END = 1 << 130
_MOST_POSITIONS = 6000


class Doubt(NamedTuple):
    """Where two ways on begin alike: the texts of the class just read and of the two that may follow."""

    after: str
    one: str
    other: str


class _Span(NamedTuple):
    """The positions a tree may begin and end with, and whether it may be left out."""

    first: frozenset[int]
    last: frozenset[int]
    empty: bool


class _Positions(NamedTuple):
    """Every character of an alternative written out. `owners` is the field a position is in, 0 for fixed text;
    `closes` holds the positions that may be the last of their field."""

    chars: list[Char]
    follow: list[set[int]]
    owners: list[int]
    closes: set[int]


def doubt(parts: Sequence[Part]) -> Doubt | None:
    """The first place where two characters do not decide; None if there is none. ValueError if it is too long."""
    positions = _Positions([], [], [], set())
    span = _join([_place_part(part, positions) for part in parts], positions)
    clash = _first_clash("the beginning", None, span.first, positions, span.last)
    for at, char in enumerate(positions.chars):
        clash = clash or _first_clash(char.text, at, positions.follow[at], positions, span.last)
    return clash


def opening(parts: Sequence[Part], length: int) -> tuple[int, ...]:
    """The classes of the first characters, at most `length` of them, fewer where a shorter text may end."""
    positions = _Positions([], [], [], set())
    span = _join([_place_part(part, positions) for part in parts], positions)
    classes: list[int] = []
    ways = set(span.first)
    while ways and len(classes) < length:
        classes.append(reduce(or_, (positions.chars[at].mask for at in ways)))
        if ways & span.last:
            break
        ways = {following for at in ways for following in positions.follow[at]}
    return tuple(classes)


def may_both_be_read(one: pattern.Sequence, other: pattern.Sequence) -> bool:
    """Whether the first two characters leave open which of two terminals stands here."""
    return any(
        first & other_first and second & other_second
        for first, second in _beginnings(one)
        for other_first, other_second in _beginnings(other)
    )


def _beginnings(node: pattern.Sequence) -> Iterator[tuple[int, int]]:
    """The classes of the first character and of the one after it, which may be anything where the first is the last."""
    positions = _Positions([], [], [], set())
    span = _place(node, positions)
    positions.closes.update(span.last)
    for at in span.first:
        yield positions.chars[at].mask, _second(at, positions, span.last, is_greedy=True)


def _first_clash(
    after: str, at: int | None, ways: set[int] | frozenset[int], positions: _Positions, last: frozenset[int]
) -> Doubt | None:
    for one, other in _pairs(sorted(ways)):
        if not positions.chars[one].mask & positions.chars[other].mask:
            continue
        same = _same_field(one, other, positions)
        one_stays, other_stays = (
            same or (at is not None and _same_field(at, way, positions)) for way in (one, other)
        )
        if _second(one, positions, last, one_stays) & _second(other, positions, last, other_stays):
            return Doubt(after, positions.chars[one].text, positions.chars[other].text)
    return None


def _pairs(ways: list[int]) -> Iterator[tuple[int, int]]:
    for index, one in enumerate(ways):
        for other in ways[index + 1 :]:
            yield one, other


def _same_field(one: int, other: int, positions: _Positions) -> bool:
    return positions.owners[one] != 0 and positions.owners[one] == positions.owners[other]


def _second(at: int, positions: _Positions, last: frozenset[int], is_greedy: bool) -> int:
    """What may come after `at`; anything, where Lark stays in a field that may end here: it never gives back."""
    if is_greedy and at in positions.closes:
        return ANYTHING | _END
    mask = _END if at in last else 0
    for following in positions.follow[at]:
        mask |= positions.chars[following].mask
    return mask


def _place_part(part: Part, positions: _Positions) -> _Span:
    match part:
        case Text(text):
            chars = [Char(repr(char), pattern.mask_of(char)) for char in text]
            return _join([_place_char(char, positions) for char in chars], positions)
        case Field():
            return _place_field(part, positions)
        case _:
            return _join([_place_part(inner, positions) for inner in part.parts], positions)._replace(
                empty=True
            )


def _place_field(field: Field, positions: _Positions) -> _Span:
    begins = len(positions.chars)
    span = _place(field.pattern, positions)
    owner = begins + 1
    positions.owners[begins:] = [owner] * (len(positions.chars) - begins)
    positions.closes.update(span.last)
    return span


def _place(node: Node, positions: _Positions) -> _Span:
    match node:
        case Char():
            return _place_char(node, positions)
        case pattern.Sequence(parts):
            return _join([_place(part, positions) for part in parts], positions)
        case Repeat(part, least, None):
            spans = [_place(part, positions) for _ in range(max(least, 1))]
            _link(spans[-1].last, spans[-1].first, positions)
            return _join(spans, positions, least)
        case Repeat(part, least, most):
            assert most is not None
            return _join([_place(part, positions) for _ in range(most)], positions, least)


def _place_char(char: Char, positions: _Positions) -> _Span:
    if len(positions.chars) >= _MOST_POSITIONS:
        raise ValueError(f"more than {_MOST_POSITIONS} characters when its counted parts are written out")
    positions.chars.append(char)
    positions.follow.append(set())
    positions.owners.append(0)
    at = frozenset({len(positions.chars) - 1})
    return _Span(at, at, False)


def _join(spans: list[_Span], positions: _Positions, least: int | None = None) -> _Span:
    """One after the other; from number `least` on each may be the last one (counted repeats)."""
    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    empty = True
    ends: frozenset[int] = frozenset()
    for number, span in enumerate(spans):
        _link(last, span.first, positions)
        first = first | span.first if empty else first
        if least is not None and number >= least:
            ends |= last
        last = last | span.last if span.empty else span.last
        empty = empty and span.empty
    return _Span(first, last | ends, empty or least == 0)


def _link(before: frozenset[int], after: frozenset[int], positions: _Positions) -> None:
    for at in before:
        positions.follow[at] |= after
