"""Tree: the text of a YAML file as plain values that know their place. No tags, no anchors, no types: text stays text.

A file comes in, Nodes come out, or a RuleError that names file, line and column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from logdiag.errors import RuleError

LARGEST = 256 * 1024
"""Bytes of a file of rules."""
DEEPEST = 12
_PLAIN = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Node:
    """A text, a list, or a mapping in the order of the file; `line` and `column` count from 1."""

    path: str
    line: int
    column: int
    text: str | None = None
    items: Sequence[Node] | None = None
    pairs: Mapping[str, Node] | None = None
    keys: Mapping[str, Node] = field(default_factory=dict)

    def wrong(self, why: str) -> RuleError:
        """The error to raise for it."""
        return RuleError(self.path, self.line, why, self.column)


def read_tree(path: str, data: bytes) -> Node:
    """The one document of a file; raises RuleError."""
    if len(data) > LARGEST:
        raise RuleError(path, 1, f"a file of rules has at most {LARGEST // 1024} KiB; split it", 1)
    try:
        text = data.decode("utf-8-sig")
        loader = yaml.SafeLoader
        _refuse(path, yaml.parse(text, Loader=loader))
        root = yaml.compose(text, Loader=loader)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RuleError(path, line, "is no UTF-8 here; write the file as UTF-8", 1) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        why = " ".join(f"{error.problem or error}".split())
        raise RuleError(path, line, f"is no YAML here: {why}", column) from None
    except yaml.YAMLError as error:
        raise RuleError(path, 1, f"is no YAML: {' '.join(str(error).split())}", 1) from None
    if root is None:
        raise RuleError(path, 1, "holds nothing; `logdiag rules new NAME` writes a rule to begin with", 1)
    return _node(path, root)


def _refuse(path: str, events: Iterator[yaml.Event]) -> None:
    """What a rule needs not: it is where hostile files grow."""
    depth = documents = 0
    for event in events:
        line, column = _place(event)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if documents > 1:
            raise RuleError(path, line, "a second document; a file holds one rule", column)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise RuleError(
                path, line, "no anchors and aliases (& and *); write it out, or quote it", column
            )
        if tag := getattr(event, "tag", None):
            raise RuleError(path, line, f"no tags ({tag}); write the value, or quote it", column)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise RuleError(path, line, "lists in lists in lists: nothing in a rule is that deep", column)


def _place(what: yaml.Event | yaml.Node) -> tuple[int, int]:
    mark = what.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _node(path: str, node: yaml.Node) -> Node:
    line, column = _place(node)
    if isinstance(node, yaml.ScalarNode):
        if any("\ud800" <= character <= "\udfff" for character in node.value):
            raise RuleError(path, line, "half a character (a lone surrogate); write the whole one", column)
        is_nothing = node.tag == f"{_PLAIN}null"
        return Node(path, line, column, text="" if is_nothing else str(node.value))
    if isinstance(node, yaml.SequenceNode):
        return Node(path, line, column, items=tuple(_node(path, each) for each in node.value))
    pairs: dict[str, Node] = {}
    keys: dict[str, Node] = {}
    for key, value in node.value:
        name = _node(path, key)
        if name.text is None:
            raise name.wrong("a key is a word")
        if name.text in pairs:
            raise name.wrong(f"{name.text} comes twice; the first is on line {keys[name.text].line}")
        pairs[name.text], keys[name.text] = _node(path, value), name
    return Node(path, line, column, pairs=pairs, keys=keys)
