"""Parts of a parsed document: the words of a branch, the branches in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Token

    from logdiag.documents.grammar import Branch


def tokens_in(tree: Branch) -> list[Token]:
    """The words that stand in a branch itself, without what is nested in it."""
    return [child for child in tree.children if isinstance(child, str)]


def trees_in(tree: Branch) -> list[Branch]:
    """What is nested in a branch, in order."""
    return [child for child in tree.children if not isinstance(child, str)]


def named(tree: Branch, *names: str) -> list[Branch]:
    """Nested branches of these names, in order."""
    return [child for child in trees_in(tree) if child.data in names]


def line_of(token: Token) -> int:
    """The line a word stands on, from 1."""
    return token.line or 0
