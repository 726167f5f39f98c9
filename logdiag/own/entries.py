"""Entries: the values of a rule file by key, each of the sort it has to be, or a RuleError at its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from logdiag.own.tree import Node
from logdiag.usage import nearest

LONGEST = 20_000
"""Characters of one text."""

_SPAN = re.compile(r"([0-9]{1,7}) ?(s|seconds?|m|min|minutes?|h|hours?)?")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_YES = {"true": True, "yes": True, "false": False, "no": False}


def pairs_of(node: Node, known: Collection[str], required: Collection[str] = ()) -> dict[str, Node]:
    """The entries of a mapping, all of them known and none missing."""
    if node.pairs is None:
        raise node.wrong(f"here stand entries, as in `{next(iter(known))}: ...`")
    for name, key in node.keys.items():
        if name not in known:
            raise key.wrong(f"{name}: no such entry; {nearest(name, sorted(known))}")
    missing = [name for name in required if name not in node.pairs]
    if missing:
        raise node.wrong(f"has no {missing[0]}; add `{missing[0]}: ...`")
    return dict(node.pairs)


def text_of(node: Node) -> str:
    """A text that is not empty."""
    if node.text is None:
        raise node.wrong("here stands a text, not a list or entries")
    if not node.text.strip():
        raise node.wrong("is empty; write what belongs here, or leave the entry out")
    if len(node.text) > LONGEST:
        raise node.wrong(f"is longer than {LONGEST:,} characters")
    return node.text


def line_of(node: Node) -> str:
    """A text on one line, blanks joined."""
    return " ".join(text_of(node).split())


def word_of(node: Node, words: Sequence[str]) -> str:
    """One of these words."""
    word = text_of(node)
    if word not in words:
        raise node.wrong(f"{word}: no such value; {nearest(word, words)}")
    return word


def count_of(node: Node) -> int:
    """A number of one or more."""
    text = text_of(node)
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise node.wrong(f"{text} is no number of messages; write one like 3")
    return int(text)


def seconds_of(node: Node) -> int:
    """A span of time: 30, 30 s, 5 min, 2 h."""
    found = _SPAN.fullmatch(text_of(node))
    seconds = int(found[1]) * _SECONDS[(found[2] or "s")[0]] if found else 0
    if not seconds:
        raise node.wrong(f"{node.text} is no span of time; write one like 30 s, 5 min, 2 h")
    return seconds


def yes_of(node: Node) -> bool:
    """Yes or no."""
    text = text_of(node).lower()
    if text not in _YES:
        raise node.wrong(f"{node.text}: write true or false")
    return _YES[text]


def items_of(node: Node) -> Iterator[Node]:
    """The items of a list; one that stands alone is a list of one."""
    if node.items is None:
        yield node
    else:
        yield from node.items


def lines_of(node: Node) -> tuple[str, ...]:
    """A list of texts on one line each."""
    return tuple(line_of(item) for item in items_of(node))


def logs_of(node: Node) -> tuple[str, ...]:
    """A list of raw logs, each of lines that end."""
    found = tuple(text_of(item) for item in items_of(node))
    if not found:
        raise node.wrong("needs at least one log")
    return tuple(log if log.endswith("\n") else f"{log}\n" for log in found)
