"""Oracle: Lark itself reading lines and messages, one kind at a time, from the grammars as they are written.

It is slow and it is right: `--engine lark` runs on it, and tests hold the lowered tables to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from logdiag.parse.grammar import Alternative, Grammar, Grammars, Kind, Text
from logdiag.parse.lower import fields_of, speaker, trimmed
from logdiag.record import Match


class Oracle(NamedTuple):
    """The grammars and a parser for each of their files, by path."""

    grammars: Grammars
    parsers: Mapping[str, Lark]

    def message(self, program: str | None, text: str) -> Match | None:
        """The first kind, by priority and then by file, that reads the whole text."""
        for grammar, kind in _kinds_spoken(self.grammars, speaker(program, self._speakers())):
            for alternative in kind.alternatives:
                fields = _ask(self.parsers[grammar.path], kind, alternative, text)
                if fields is not None:
                    return Match(kind.name, fields)
        return None

    def line(self, name: str, text: str) -> Mapping[str, str | None] | None:
        """The fields of the first shape of this format that reads the line; absent ones are None."""
        for grammar in self.grammars.lines:
            if grammar.name == name:
                return _first_shape(grammar, self.parsers[grammar.path], text)
        return None

    def _speakers(self) -> frozenset[str]:
        return frozenset(program for grammar in self.grammars.messages for program in grammar.programs)


def oracle_of(grammars: Grammars) -> Oracle:
    """An Oracle that reads these grammars."""
    files = [*grammars.lines, *grammars.messages]
    return Oracle(grammars, {grammar.path: _parser(grammar) for grammar in files})


def _first_shape(grammar: Grammar, parser: Lark, text: str) -> Mapping[str, str | None] | None:
    for kind in grammar.kinds:
        for alternative in kind.alternatives:
            fields = _ask(parser, kind, alternative, text)
            if fields is not None:
                return {name: fields.get(name) for name in fields_of(alternative.parts)}
    return None


def _ask(parser: Lark, kind: Kind, alternative: Alternative, text: str) -> dict[str, str] | None:
    """The fields of a text that is this alternative as a whole; Lark is not bothered if it opens otherwise."""
    first = alternative.parts[0]
    if isinstance(first, Text) and not text.startswith(first.text):
        return None
    try:
        tree = parser.parse(text, start=_start(kind, alternative))
    except UnexpectedInput:
        return None
    fields = dict(_read(tree))
    return trimmed(fields, fields_of(alternative.parts), alternative.tail) if alternative.tail else fields


def _read(tree: Tree[Token]) -> Iterator[tuple[str, str]]:
    for token in tree.scan_values(lambda value: isinstance(value, Token)):
        yield token.type.split("__")[0].lower(), str(token)


def _parser(grammar: Grammar) -> Lark:
    """One Earley parser a file, with a start for every alternative: it has no lexer whose order could matter."""
    starts = [_start(kind, alternative) for kind in grammar.kinds for alternative in kind.alternatives]
    return Lark(
        _with_starts(grammar), start=starts, parser="earley", lexer="dynamic", maybe_placeholders=False
    )


def _with_starts(grammar: Grammar) -> str:
    """The file as written, without its kinds' names: each alternative gets a rule of its own."""
    lines = grammar.text.split("\n")
    for kind in grammar.kinds:
        for alternative in kind.alternatives:
            number = alternative.line - 1
            wording = (
                lines[number].split(":", 1)[1] if number == kind.line - 1 else lines[number].lstrip()[1:]
            )
            lines[number] = f"{_start(kind, alternative)}:{wording}"
    return "\n".join(lines)


def _start(kind: Kind, alternative: Alternative) -> str:
    return f"{kind.rule}__{alternative.line}"


def _kinds_spoken(grammars: Grammars, program: str | None) -> list[tuple[Grammar, Kind]]:
    spoken = [
        (grammar, kind)
        for grammar in grammars.messages
        for kind in grammar.kinds
        if kind.any_program or program in grammar.programs
    ]
    return sorted(spoken, key=lambda pair: -pair[1].priority)
