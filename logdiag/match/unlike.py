"""Unlike: an expression for what does not begin as a form of classes, numbers and words says; nothing else matches it.

Hyperscan has no negation of its own. A text that ends before the form does matches neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Digits(NamedTuple):
    """A number of one digit or more, at most so many; a byte that is no digit has to follow it in the form."""

    most: int


class Words(NamedTuple):
    """One of some words, none of which another begins with."""

    words: tuple[bytes, ...]


Class = str
"""What stands in the brackets of a class of bytes: "0-9"."""
Item = bytes | Class | Digits | Words
Form = Sequence[Item]


def like(form: Form) -> bytes:
    """An expression for what begins as a form says."""
    return b"".join(map(_like, form))


def unlike(form: Form) -> bytes:
    """An expression for what does not; b"" for what everything begins like."""
    if not form:
        return b""
    first, *rest = form
    if isinstance(first, bytes):
        out = unlike(rest)
        for byte in reversed(first):
            out = _step({rb"\x%02x" % byte: out})
        return out
    if isinstance(first, str):
        return _step({first.encode(): unlike(rest)})
    if isinstance(first, Words):
        return _unlike_words(first.words, unlike(rest))
    return _unlike_digits(first.most, rest)


def _like(item: Item) -> bytes:
    if isinstance(item, bytes):
        return b"".join(rb"\x%02x" % byte for byte in item)
    if isinstance(item, str):
        return b"[" + item.encode() + b"]"
    if isinstance(item, Words):
        return b"(?:" + b"|".join(item.words) + b")"
    return b"[0-9]{1,%d}" % item.most


def _step(ways: dict[bytes, bytes]) -> bytes:
    """What goes none of these ways with its first byte, or goes one and then on as that says."""
    on = b"".join(b"|[" + one + b"]" + then for one, then in ways.items() if then)
    return b"(?:[^" + b"".join(ways) + b"]" + on + b")"


def _unlike_words(words: tuple[bytes, ...], then: bytes) -> bytes:
    """What begins with none of some words, or with one and goes on as `then` says."""
    if words == (b"",):
        return then
    firsts = sorted({word[:1] for word in words})
    return _step(
        {
            rb"\x%02x" % first[0]: _unlike_words(
                tuple(word[1:] for word in words if word[:1] == first), then
            )
            for first in firsts
        }
    )


def _unlike_digits(most: int, rest: Form) -> bytes:
    first, *behind = rest
    assert isinstance(first, bytes)
    end, then = rb"\x%02x" % first[0], unlike([first[1:], *behind] if first[1:] else behind)
    out = _step({end: then})
    for _ in range(most - 1):
        out = _step({end: then, b"0-9": out})
    return _step({b"0-9": out})
