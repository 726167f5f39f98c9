"""Oracle: Lark itself reading lines and messages, one wording at a time, from the grammars as they are written.

It is slow and it is right: `--engine lark` runs on it, and tests hold the lowered tables to it. Whatever it accepts
Lark has parsed; it spares Lark only texts it has just read and texts that lack what always stands in a wording.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial
from typing import NamedTuple, TypeVar

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput
from lark.load_grammar import Grammar as LarkGrammar

from logdiag.parse.classes import holds
from logdiag.parse.grammar import Alternative, Grammar, Grammars, Kind, Text
from logdiag.parse.larks import lark_of, read_by_lark
from logdiag.parse.levels import names_a_level
from logdiag.parse.lookahead import opening
from logdiag.parse.lower import fields_of, speaker, trimmed
from logdiag.record import Match

REMEMBERED = 16_384
"""Texts of each sort that are not parsed again."""
LONGEST_REMEMBERED = 1_000
"""Characters."""
OPENING = 8
"""Characters looked at before Lark is asked."""
LETTERS = 4_096
"""First characters of texts, each with its program, of which it is remembered which wordings may begin so."""

MakeLark = Callable[[LarkGrammar, Kind, Alternative], Lark]
Fields = Mapping[str, str | None]
Key = TypeVar("Key")
Found = TypeVar("Found")


class Oracle(NamedTuple):
    """What Lark reads. `message` takes a program and a text and finds the first kind, by priority and then by file,
    that reads the whole text; `line` takes a format and a line and gives the fields of the first shape that reads it.
    """

    message: Callable[[str | None, str], Match | None]
    line: Callable[[str, str], Fields | None]


class Wording(NamedTuple):
    """One alternative. `lark` makes its parser when it is first asked.

    What always stands in it: `begins` or, where that is "", `opening`, the classes of its first characters; and
    `texts`, in this order, of which `rarest` is the longest.
    """

    kind: Kind
    begins: str
    opening: tuple[int, ...]
    texts: tuple[str, ...]
    rarest: str
    fields: tuple[str, ...]
    tail: str
    lark: Callable[[], Lark]


def oracle_of(grammars: Grammars, make_lark: MakeLark = lark_of) -> Oracle:
    """An Oracle that reads these grammars; tests give it other parsers to compare."""
    shapes = {grammar.name: _wordings(grammar, make_lark) for grammar in grammars.lines}
    spoken = [(grammar, _wordings(grammar, make_lark)) for grammar in grammars.messages]
    speakers = frozenset(program for grammar in grammars.messages for program in grammar.programs)
    wordings_of = {program: _spoken_by(program, spoken) for program in (*speakers, None)}

    @lru_cache(LETTERS)
    def beginning(program: str | None, letter: str) -> tuple[Wording, ...]:
        return tuple(wording for wording in wordings_of[program] if _may_begin(wording, letter))

    def message(program: str | None, text: str) -> Match | None:
        return _first_kind(beginning(speaker(program, speakers), text[:1]), text)

    def line(name: str, text: str) -> Fields | None:
        return _first_shape(shapes.get(name, ()), text)

    return Oracle(_remembering(message), _remembering(line))


def _remembering(read: Callable[[Key, str], Found]) -> Callable[[Key, str], Found]:
    """Logs repeat themselves, and a run reads a line more than once."""
    remembered = lru_cache(REMEMBERED)(read)
    return lambda key, text: (remembered if len(text) <= LONGEST_REMEMBERED else read)(key, text)


def _wordings(grammar: Grammar, make_lark: MakeLark) -> tuple[Wording, ...]:
    read = cache(partial(read_by_lark, grammar))

    def made(kind: Kind, alternative: Alternative) -> Lark:
        return make_lark(read(), kind, alternative)

    return tuple(
        _wording(kind, alternative, cache(partial(made, kind, alternative)))
        for kind in grammar.kinds
        for alternative in kind.alternatives
    )


def _wording(kind: Kind, alternative: Alternative, lark: Callable[[], Lark]) -> Wording:
    first = alternative.parts[0]
    begins = first.text if isinstance(first, Text) else ""
    texts = tuple(part.text for part in alternative.parts if isinstance(part, Text))
    return Wording(
        kind,
        begins,
        () if begins else opening(alternative.parts, OPENING),
        texts,
        max(texts, key=len, default=""),
        fields_of(alternative.parts),
        alternative.tail,
        lark,
    )


def _spoken_by(
    program: str | None, spoken: Iterable[tuple[Grammar, tuple[Wording, ...]]]
) -> tuple[Wording, ...]:
    """What may stand under this program's tag, by priority and then by file."""
    spoken = tuple(spoken)
    is_alone = any(grammar.alone and program in grammar.programs for grammar, _ in spoken)
    heard = [
        wording
        for grammar, wordings in spoken
        for wording in wordings
        if program in grammar.programs or (wording.kind.any_program and (grammar.alone or not is_alone))
    ]
    return tuple(sorted(heard, key=lambda wording: -wording.kind.priority))


def _first_kind(wordings: Iterable[Wording], text: str) -> Match | None:
    for wording in wordings:
        fields = _ask(wording, text)
        if fields is not None:
            return Match(wording.kind.name, fields)
    return None


def _first_shape(wordings: Iterable[Wording], text: str) -> Fields | None:
    for wording in wordings:
        fields = _ask(wording, text)
        if fields is not None and names_a_level(fields):
            return {name: fields.get(name) for name in wording.fields}
    return None


def _ask(wording: Wording, text: str) -> dict[str, str] | None:
    """The fields of a text that is this wording as a whole."""
    if not _may_be(wording, text):
        return None
    try:
        tree = wording.lark().parse(text)
    except UnexpectedInput:
        return None
    fields = dict(_read(tree))
    return trimmed(fields, wording.fields, wording.tail) if wording.tail else fields


def _may_begin(wording: Wording, letter: str) -> bool:
    """Whether a text that begins with this character, or is empty, may be this wording."""
    if not letter:
        return not wording.begins and not wording.opening
    return wording.begins.startswith(letter) or (
        not wording.begins and (not wording.opening or holds(wording.opening[0], letter))
    )


def _may_be(wording: Wording, text: str) -> bool:
    """Whether the text begins as it must and holds the fixed texts outside brackets, one after the other."""
    if (
        wording.rarest not in text
        or not text.startswith(wording.begins)
        or len(text) < len(wording.opening)
        or not all(map(holds, wording.opening, text))
    ):
        return False
    at = 0
    for fixed in wording.texts:
        at = text.find(fixed, at)
        if at < 0:
            return False
        at += len(fixed)
    return True


def _read(tree: Tree[Token]) -> Iterator[tuple[str, str]]:
    for token in tree.scan_values(lambda value: isinstance(value, Token)):
        yield token.type.split("__")[0].lower(), str(token)
