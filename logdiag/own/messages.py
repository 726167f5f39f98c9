"""Messages: what the messages of a YAML rule are: those it brings, made a grammar, and kinds of the grammars there are.

Entries of a rule come in, Words come out, or a RuleError that names file, line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import NamedTuple

from logdiag.errors import GrammarError
from logdiag.own.captures import Capture, Message, PatternError, grammar_of, is_program, read_message
from logdiag.own.entries import items_of, text_of
from logdiag.own.tree import Node
from logdiag.usage import nearest

Known = Mapping[str, frozenset[str]]
"""Kind -> its fields."""

_NAME = re.compile(r"[a-z_]+")


class Words(NamedTuple):
    """What the messages of a rule are: kinds that the rule names, their fields, and its own grammar."""

    known: Known
    own: tuple[Message, ...]
    prefix: str
    grammar: str

    def kind(self, name: str) -> str:
        """The full name of a kind; one of the rule's own messages goes by its short one."""
        return f"{self.prefix}.{name}" if any(one.name == name for one in self.own) else name


def words_of(entries: Mapping[str, Node], name: str, root: Node, known: Known) -> Words:
    """The messages that a rule brings, and the kinds it may name."""
    prefix = name.replace("-", "_")
    if "messages" not in entries:
        if "programs" in entries:
            raise entries["programs"].wrong(
                "programs stand beside messages; kinds have theirs in their grammar"
            )
        return Words(known, (), prefix, "")
    if "programs" not in entries:
        raise entries["messages"].wrong(
            "whose messages are these? Add `programs: [NAME]`, as tags name them"
        )
    programs = _programs(entries["programs"])
    placed = list(_messages(entries["messages"]))
    own = tuple(message for message, _ in placed)
    grammar = _grammar(root.path, prefix, programs, placed)
    fields: dict[str, frozenset[str]] = {}
    for message in own:
        names = frozenset(piece.name for piece in message.pieces if isinstance(piece, Capture))
        kind = f"{prefix}.{message.name}"
        fields[kind] = fields.get(kind, frozenset()) | names
    return Words({**known, **fields}, own, prefix, grammar)


def _programs(node: Node) -> tuple[str, ...]:
    found = tuple(items_of(node))
    for each in found:
        if not is_program(text_of(each)):
            raise each.wrong(
                f"{each.text}: no name of a program; write it as tags do: rackd, nova-compute, nova.*"
            )
    return tuple(text_of(each) for each in found)


def _messages(node: Node) -> Iterator[tuple[Message, Node]]:
    """Each with its place: a list of patterns, or names with one."""
    named = node.pairs or {f"message_{_letter(at)}": item for at, item in enumerate(items_of(node))}
    if not named:
        raise node.wrong("needs at least one message")
    for name, each in named.items():
        if not _NAME.fullmatch(name) or name.startswith("_"):
            raise node.keys[name].wrong(f"{name}: a message is named in small letters, as in plug_failed")
        try:
            yield read_message(name, text_of(each)), each
        except PatternError as error:
            raise each.wrong(str(error)) from None


def _letter(at: int) -> str:
    return chr(ord("a") + at) if at < 26 else f"{_letter(at // 26 - 1)}{_letter(at % 26)}"


def _grammar(path: str, prefix: str, programs: tuple[str, ...], placed: list[tuple[Message, Node]]) -> str:
    """The grammar of all messages; each is tried alone first, so that an error has the place of its own."""
    for message, node in placed:
        try:
            _checked(path, prefix, programs, [message])
        except GrammarError as error:
            raise node.wrong(f"logdiag could not read this apart: {_plainly(error.why)}") from None
    try:
        return _checked(path, prefix, programs, [message for message, _ in placed])
    except GrammarError as error:
        raise placed[0][1].wrong(f"two messages are alike: {_plainly(error.why)}") from None


def _checked(path: str, prefix: str, programs: tuple[str, ...], messages: list[Message]) -> str:
    from logdiag.parse.author import read_grammar
    from logdiag.parse.grammar import Grammars
    from logdiag.parse.lower import lower

    name = f"{PurePath(path).parent}/{prefix}.lark"
    text = grammar_of(programs, messages)
    try:
        grammar = read_grammar(name, text, True)
    except GrammarError as error:
        if "near program" not in error.why:
            raise
        text = grammar_of(programs, messages, near=True)
        grammar = read_grammar(name, text, True)
    lower(Grammars((), (grammar,), ""))
    return text


def _plainly(why: str) -> str:
    return why.split("; ")[0]


def told_kinds(entries: Mapping[str, Node], words: Words, root: Node) -> frozenset[str]:
    """The kinds that a rule tells of: those it names, else its messages that nothing else is made of."""
    if "kinds" in entries:
        return kinds_of(entries, "kinds", words)
    if not words.own:
        raise root.wrong("has neither kinds nor messages: what is it about?")
    others = {kind for key in ("mended_by", "answers", "follows") for kind in kinds_of(entries, key, words)}
    left = frozenset(f"{words.prefix}.{one.name}" for one in words.own) - others
    if not left:
        raise entries["messages"].wrong("all of these mend, answer or come before: none is told")
    return left


def kinds_of(entries: Mapping[str, Node], key: str, words: Words) -> frozenset[str]:
    """The kinds of one entry, by their full names."""
    if key not in entries:
        return frozenset()
    found = set()
    for each in items_of(entries[key]):
        kind = words.kind(text_of(each))
        if kind not in words.known:
            names = [*(one.name for one in words.own), *sorted(words.known)]
            near = nearest(kind, names)
            hint = near if near.startswith("did you") else "`logdiag rules show RULE` names those of a rule"
            raise each.wrong(f"{kind}: no such kind of message; {hint}")
        found.add(kind)
    return frozenset(found)
