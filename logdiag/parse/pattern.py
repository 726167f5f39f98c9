"""Pattern: what a field may hold, in the small language a terminal is written in.

A terminal's text comes in, a tree of character classes comes out, or a BadPattern that says what to write instead.
There is no `.`, no `|`, no look-around, no lazy repeat and no `\\d`: see docs/grammars.md.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

BEYOND_ASCII = 1 << 128
ANYTHING = (1 << 129) - 1
ANY_TEXT = r"[\s\S]"


class BadPattern(ValueError):  # noqa: N818  it is caught by the loader, which knows the line
    """What is wrong with a terminal, and what to write instead."""


class Char(NamedTuple):
    """One character of a class. Bit n of `mask` is code n; bit 128 is all that is not ASCII."""

    text: str
    mask: int


class Repeat(NamedTuple):
    """`part`, at least `least` times, at most `most` times (None: no bound)."""

    part: Node
    least: int
    most: int | None


class Sequence(NamedTuple):
    """Parts, one after the other."""

    parts: tuple[Node, ...]


Node = Char | Repeat | Sequence

_TOKEN = re.compile(
    r"""(?P<any>\[\\s\\S\])
      | (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
      | (?P<open>\()(?!\?)
      | (?P<close>\))
      | (?P<times>\+|\*|\?|\{[0-9]+(?:,[0-9]*)?\})(?![?+*{])
      | (?P<escaped>\\[^a-zA-Z0-9]|\\[nt])
      | (?P<plain>[^\\.^$|?*+()\[\]{}])""",
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "t": "\t"}


def read_pattern(text: str) -> Sequence:
    """The tree of a terminal's text; raises BadPattern."""
    stack: list[list[Node]] = [[]]
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise BadPattern(_refusal(text[at:]))
        _take(token, stack)
        at = token.end()
    if len(stack) != 1:
        raise BadPattern("a '(' is not closed")
    return Sequence(tuple(stack[0]))


def exactly(text: str) -> Sequence:
    """The tree of a fixed text."""
    return Sequence(tuple(Char(re.escape(character), mask_of(character)) for character in text))


def expression(node: Node) -> str:
    """The tree as a regular expression without groups that count."""
    match node:
        case Char(text):
            return text
        case Sequence(parts):
            return "".join(map(expression, parts))
        case Repeat(part, least, most):
            inner = expression(part)
            if isinstance(part, Sequence):
                inner = f"(?:{inner})"
            return inner + _times(least, most)


def can_be_empty(node: Node) -> bool:
    """Whether the tree matches no characters at all."""
    match node:
        case Char():
            return False
        case Sequence(parts):
            return all(map(can_be_empty, parts))
        case Repeat(part, least):
            return least == 0 or can_be_empty(part)


def has_endless_group(node: Node) -> bool:
    """Whether a bracketed group repeats without a bound."""
    match node:
        case Char():
            return False
        case Sequence(parts):
            return any(map(has_endless_group, parts))
        case Repeat(part, _, most):
            return (most is None and isinstance(part, Sequence)) or has_endless_group(part)


def mask_of(characters: str) -> int:
    """The class of exactly these characters."""
    mask = 0
    for character in characters:
        mask |= 1 << ord(character) if ord(character) < 128 else BEYOND_ASCII
    return mask


def _take(token: re.Match[str], stack: list[list[Node]]) -> None:
    text = token.group()
    match token.lastgroup:
        case "any":
            stack[-1].append(Char(ANY_TEXT, ANYTHING))
        case "set":
            stack[-1].append(Char(text, _set_mask(text)))
        case "open":
            stack.append([])
        case "close":
            _close(stack)
        case "times":
            _repeat(text, stack[-1])
        case _:
            stack[-1].append(Char(text, mask_of(_unescaped(text))))


def _close(stack: list[list[Node]]) -> None:
    if len(stack) == 1:
        raise BadPattern("a ')' closes nothing")
    group = Sequence(tuple(stack.pop()))
    stack[-1].append(group)


def _repeat(times: str, parts: list[Node]) -> None:
    if not parts:
        raise BadPattern(f"'{times}' repeats nothing")
    least, most = {"+": (1, None), "*": (0, None), "?": (0, 1)}.get(times) or _bounds(times[1:-1])
    if can_be_empty(parts[-1]):
        raise BadPattern(f"'{times}' repeats something that may be empty")
    if most is not None and (most < least or most == 0):
        raise BadPattern(f"'{times}' never matches")
    parts[-1] = Repeat(parts[-1], least, most)


def _bounds(inner: str) -> tuple[int, int | None]:
    low, comma, high = inner.partition(",")
    if not comma:
        return int(low), int(low)
    return int(low), int(high) if high else None


def _times(least: int, most: int | None) -> str:
    short = {(1, None): "+", (0, None): "*", (0, 1): "?"}.get((least, most))
    if short:
        return short
    if most is None:
        return f"{{{least},}}"
    return f"{{{least}}}" if least == most else f"{{{least},{most}}}"


def _set_mask(text: str) -> int:
    """The characters of `[...]`; ranges are ASCII, and so is what a class names."""
    negated = text.startswith("[^")
    raw = re.findall(r"\\.|.", text[2 if negated else 1 : -1], re.DOTALL)
    if raw[:1] == ["["] or any(one == other and one in "-&~|" for one, other in pairwise(raw)):
        raise BadPattern(
            f"the class {text} holds what re keeps for sets of sets; put a \\ before each - & ~ | ["
        )
    items = list(map(_unescaped, raw))
    mask, at = 0, 0
    while at < len(items):
        if at + 2 < len(items) and raw[at + 1] == "-":
            mask |= _range_mask(items[at], items[at + 2])
            at += 3
        else:
            mask |= mask_of(items[at])
            at += 1
    if mask & BEYOND_ASCII:
        raise BadPattern(
            f"the class {text} names characters that are not ASCII; write [^...] of what ends it"
        )
    if not mask:
        raise BadPattern(f"the class {text} is empty")
    return ANYTHING & ~mask if negated else mask


def _range_mask(first: str, last: str) -> int:
    if ord(first) > ord(last) or ord(last) > 127:
        raise BadPattern(f"the range {first}-{last} is empty or not ASCII")
    return mask_of("".join(map(chr, range(ord(first), ord(last) + 1))))


def _unescaped(text: str) -> str:
    if not text.startswith("\\") or len(text) == 1:
        return text
    if text[1].isalnum() and text[1] not in _ESCAPES:
        raise BadPattern(
            f"'{text}' is a Unicode class or a code; write the ASCII characters out, as in [0-9]"
        )
    return _ESCAPES.get(text[1], text[1])


def _refusal(rest: str) -> str:
    if rest.startswith("(?"):
        return f"'{rest[:3]}' is look-around, a flag or a named group; a terminal has none"
    if rest.startswith("."):
        return "'.' is any character; write the class of what may stand here, as in [^ ]"
    if rest.startswith("|"):
        return "'|' inside a terminal; write two alternatives"
    if rest.startswith("\\"):
        return f"'{rest[:2]}' is a Unicode class or a back-reference; write the ASCII characters out, as in [0-9]"
    if re.match(r"[+*?{]", rest):
        return f"'{rest[:2]}' is a lazy, possessive or doubled repeat; end the class before the next byte instead"
    return f"'{rest[:1]}' cannot stand here"
