"""Wording: the parts of an alternative, read from the tree of Lark's own grammar parser before it is expanded.

A tree comes in; texts, fields and optional parts come out, shared rules written out where they are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lark import Token, Tree

from logdiag.errors import GrammarError
from logdiag.parse import pattern
from logdiag.parse.grammar import Field, Maybe, Part, Text

GrammarTree = Tree[Token]
_ESCAPED = re.compile(r'\\(["\\])')
_PLAIN = re.compile(r'"(?:[^\\]|\\["\\])*"')


class GrammarFile(NamedTuple):
    """What the parts of one file need to know of it."""

    path: str
    stem: str
    lines: list[str]
    is_message: bool
    terminals: dict[str, pattern.Sequence]
    rules: dict[str, GrammarTree]


def children_of(tree: GrammarTree) -> list[GrammarTree]:
    """The subtrees, without the tokens."""
    return [child for child in tree.children if isinstance(child, Tree)]


def depth_of(tree: GrammarTree) -> int:
    """How many levels of subtrees there are."""
    return 1 + max(map(depth_of, children_of(tree)), default=0)


def line_of(tree: GrammarTree) -> int:
    """The line of the file the tree begins on; 1 if it holds no token."""
    lines = [token.line for token in tree.scan_values(lambda value: isinstance(value, Token))]
    return min((line for line in lines if line), default=1)


def wording_of(expansion: GrammarTree, file: GrammarFile, line: int, name: str) -> tuple[Part, ...]:
    """The parts of one alternative of the rule `name`; raises GrammarError."""
    return tuple(_merged(_parts(expansion, file, line, (name,))))


def _parts(expansion: GrammarTree, file: GrammarFile, line: int, inside: tuple[str, ...]) -> Iterator[Part]:
    for child in children_of(expansion):
        if child.data == "maybe":
            yield from _maybe(child, file, line, inside)
        elif child.data == "value":
            yield from _value(child, file, line, inside)
        else:
            raise GrammarError(
                file.path,
                line,
                f"{inside[0]}: no ( ), + or * between symbols; repeat inside a terminal, or use [ ]",
            )


def _maybe(child: GrammarTree, file: GrammarFile, line: int, inside: tuple[str, ...]) -> Iterator[Part]:
    (expansions,) = children_of(child)
    options = children_of(expansions)
    if len(options) != 1 or options[0].data != "expansion":
        raise GrammarError(
            file.path, line, f"{inside[0]}: one wording in [ ]; write two alternatives of the rule"
        )
    parts = tuple(_merged(_parts(options[0], file, line, inside)))
    if not any(isinstance(part, Text | Field) for part in parts):
        raise GrammarError(file.path, line, f"{inside[0]}: [ ] holds nothing that must be there; unwrap it")
    yield Maybe(parts)


def _value(child: GrammarTree, file: GrammarFile, line: int, inside: tuple[str, ...]) -> Iterator[Part]:
    inner = child.children[0]
    assert isinstance(inner, Tree)
    token = str(inner.children[0])
    match inner.data:
        case "literal":
            yield _text(token, file, line)
        case "terminal":
            if token not in file.terminals:
                raise GrammarError(
                    file.path, line, f"{token} is not defined in this file; write {token}: /.../"
                )
            name = None if token.startswith("_") else token.split("__")[0].lower()
            yield Field(name, token, file.terminals[token])
        case "nonterminal":
            yield from _shared(token, file, line, inside)
        case _:
            raise GrammarError(
                file.path, line, f"{inside[0]}: ranges and templates are not read; write a terminal"
            )


def _shared(name: str, file: GrammarFile, line: int, inside: tuple[str, ...]) -> Iterator[Part]:
    """The parts of a rule whose name begins with `_`: shared wording, written out where it is used."""
    rule = file.rules.get(name)
    if rule is None or not name.startswith("_"):
        raise GrammarError(
            file.path, line, f"{name} is no shared rule of this file; define it, its name beginning with _"
        )
    if name in inside:
        raise GrammarError(file.path, line, f"{name} contains itself; a message has an end")
    expansions = rule.children[-1]
    assert isinstance(expansions, Tree)
    options = children_of(expansions)
    if len(options) != 1 or options[0].data != "expansion":
        raise GrammarError(
            file.path, line_of(rule), f"{name} is shared and has alternatives; give each a name"
        )
    yield from _parts(options[0], file, line, (*inside, name))


def _text(token: str, file: GrammarFile, line: int) -> Text:
    if not token.endswith('"') or token.startswith("/"):
        raise GrammarError(
            file.path, line, f"{token} stands in a rule; give it a name, or drop the flag after it"
        )
    if not _PLAIN.fullmatch(token):
        raise GrammarError(
            file.path,
            line,
            f'{token} holds an escape that is neither \\" nor \\\\; write the character itself',
        )
    text = _ESCAPED.sub(r"\1", token[1:-1])
    if not text:
        raise GrammarError(file.path, line, "an empty text; leave it out")
    return Text(text)


def _merged(parts: Iterator[Part]) -> Iterator[Part]:
    """Texts that touch become one, so that a filter sees them whole."""
    held = ""
    for part in parts:
        if isinstance(part, Text):
            held += part.text
            continue
        if held:
            yield Text(held)
        held = ""
        yield part
    if held:
        yield Text(held)
