"""Plain: searching where Hyperscan is not installed: Python's own search for texts, and `re`.

It takes a pass over a piece for each literal, so that it is only of use where these are few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Search = Callable[[Any, int], list[int]]
# Beyond so many literals it is quicker to read every line.
MOST_LITERALS = 40
_BREAK = rb"\n"


def literal_search(literals: tuple[bytes, ...]) -> Search:
    """Finds where literals end."""

    def search(piece: Any, most: int) -> list[int]:
        data = bytes(piece)
        return _first_of((end for literal in literals for end in _ends_of(data, literal)), most)

    return search


def expression_search(expressions: tuple[bytes, ...]) -> Search:
    """Finds where matches of expressions end, one for each place where one begins."""
    patterns = [re.compile(_looking(expression), re.DOTALL) for expression in expressions]

    def search(piece: Any, most: int) -> list[int]:
        found = (match.end(1) for pattern in patterns for match in pattern.finditer(piece))
        return _first_of(found, most)

    return search


def _ends_of(data: bytes, literal: bytes) -> Iterator[int]:
    start = data.find(literal)
    while start >= 0:
        yield start + len(literal)
        start = data.find(literal, start + 1)


def _looking(expression: bytes) -> bytes:
    """An expression that takes no more than a line break: what is behind it may be the beginning of another match."""
    if expression.startswith(_BREAK):
        return _BREAK + rb"(?=(" + expression[len(_BREAK) :] + rb"))"
    return rb"(?=(" + expression + rb"))"


def _first_of(ends: Iterator[int], most: int) -> list[int]:
    """All of them in order, or one more than `most` of them."""
    found: list[int] = []
    for end in ends:
        found.append(end)
        if len(found) > most:
            break
    return sorted(found)
