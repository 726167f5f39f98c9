"""Captures: a message as an operator writes it, "failed to plug {iface:IFACE} into {bridge:IFACE}", made a grammar.

Patterns come in, the text of a .lark grammar comes out, which is checked, lowered and searched for as any other is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from logdiag.errors import LogdiagError
from logdiag.usage import nearest

TYPES = ("IFACE", "MAC", "IP", "UUID", "INSTANCE", "INT", "SIZE", "WORD", "PATH", "REST")
# What each may look like, for the sample that a grammar has to have.
SAMPLES = {
    "IFACE": "eth0",
    "MAC": "52:54:00:12:34:56",
    "IP": "192.0.2.7",
    "UUID": "6f1c1f3e-6a3b-4c1d-9a55-0d8a6a3c2b10",
    "INSTANCE": "i-0123abcd",
    "INT": "7",
    "SIZE": "512",
    "WORD": "word",
    "PATH": "/var",
    "REST": "and so on",
}
# Own messages come before those that are known, and the longer wording before the shorter.
FIRST = 1_000

_PIECE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]|[^{}]+")
_CAPTURE = re.compile(r"\{([a-z][a-z_]*):([A-Z]+)\}")
_PLAIN = re.compile(r"[ -~]+")
_PROGRAM = re.compile(r"[A-Za-z0-9_.@/-]+[*]?")
_UNIT = re.compile(r" ?(?:([KMGTP])(?:i?B|bytes)?|B|bytes?)\b", re.IGNORECASE)


class PatternError(LogdiagError):
    """A pattern is none; says why, and what to write."""


class Literal(NamedTuple):
    """Characters that always stand there."""

    text: str


class Capture(NamedTuple):
    """A field and its type."""

    name: str
    type: str


class Message(NamedTuple):
    """One wording: its kind's short name, and its pieces."""

    name: str
    pieces: tuple[Literal | Capture, ...]


def read_message(name: str, text: str) -> Message:
    """The pieces of a pattern; `{{` and `}}` stand for braces. Raises PatternError."""
    if not _PLAIN.fullmatch(text):
        raise PatternError("a message is one line of ASCII, and not empty")
    pieces = tuple(_joined(_pieces(text)))
    names = [piece.name for piece in pieces if isinstance(piece, Capture)]
    twice = sorted({one for one in names if names.count(one) > 1})
    if twice:
        raise PatternError(f"the field {twice[0]} comes twice; rename one")
    rest = [piece for piece in pieces[:-1] if isinstance(piece, Capture) and piece.type == "REST"]
    if rest:
        raise PatternError(f"{{{rest[0].name}:REST}} takes all that follows; put it last, or use WORD")
    for one, other in pairwise(pieces):
        if isinstance(one, Capture) and isinstance(other, Capture):
            raise PatternError(
                f"nothing stands between {{{one.name}}} and {{{other.name}}}; write what does"
            )
    return Message(name, pieces)


def _pieces(text: str) -> Iterator[Literal | Capture]:
    for piece in _PIECE.findall(text):
        if piece in ("{{", "}}"):
            yield Literal(piece[0])
        elif piece in ("{", "}"):
            raise PatternError(f"a lone {piece}; write {piece}{piece} where the message has one")
        elif piece.startswith("{"):
            yield _capture(piece)
        else:
            yield Literal(piece)


def _capture(piece: str) -> Capture:
    found = _CAPTURE.fullmatch(piece)
    if found is None:
        raise PatternError(
            f"{piece} is no capture; write one like {{iface:IFACE}}, or {{{piece}}} for the braces"
        )
    name, kind = found.groups()
    if kind not in TYPES:
        raise PatternError(f"{kind}: no such type; {nearest(kind, TYPES)}")
    return Capture(name, kind)


def _joined(pieces: Iterator[Literal | Capture]) -> Iterator[Literal | Capture]:
    held = ""
    for piece in pieces:
        if isinstance(piece, Literal):
            held += piece.text
            continue
        if held:
            yield Literal(held)
        held = ""
        yield piece
    if held:
        yield Literal(held)


def is_program(name: str) -> bool:
    """Whether a tag may be called so; `nova.*` is a family."""
    return _PROGRAM.fullmatch(name) is not None


def grammar_of(programs: Sequence[str], messages: Sequence[Message], *, near: bool = False) -> str:
    """The text of a message grammar. `near`: the texts are too short to look for without the program's name."""
    mark = "primary, near program" if near else "primary"
    lines = [f"// programs: {' '.join(programs)}"]
    terminals: list[str] = []
    for number, message in enumerate(messages):
        lines += ["", f"// {mark}: a rule of one's own", f"// e.g. {sample_of(message)}"]
        parts = list(_parts(message, number, terminals))
        rank = FIRST + sum(len(one.text) for one in message.pieces if isinstance(one, Literal))
        lines.append(f"{message.name}.{rank}: {' '.join(parts)}")
    return "\n".join([*lines, "", *terminals, ""])


def _parts(message: Message, number: int, terminals: list[str]) -> Iterator[str]:
    for at, piece in enumerate(message.pieces):
        if isinstance(piece, Literal):
            yield '"' + piece.text.replace("\\", "\\\\").replace('"', '\\"') + '"'
            continue
        after = message.pieces[at + 1].text if at + 1 < len(message.pieces) else ""  # type: ignore[union-attr]
        terminal = f"{piece.name.upper()}__{piece.type}{number}"
        terminals.append(f"{terminal}: /{_expression(piece.type, after)}/")
        yield terminal


def sample_of(message: Message) -> str:
    """A message as this one may look."""
    return "".join(
        piece.text if isinstance(piece, Literal) else SAMPLES[piece.type] for piece in message.pieces
    )


def unit_of(message: Message, field: str) -> str | None:
    """The letter of the unit that stands behind a field in the message, "" for bytes; None if none does."""
    for one, other in pairwise(message.pieces):
        if isinstance(one, Capture) and one.name == field and isinstance(other, Literal):
            found = _UNIT.match(other.text)
            return (found[1] or "").upper() if found else None
    return None


def _expression(kind: str, after: str) -> str:
    """What a field of a type may hold, by what stands behind it: two characters must tell that it ends."""
    is_spaced = after[1:2] in ("", " ")
    match kind:
        case "IFACE" if after[:1] in (".", ":") and not is_spaced:
            return "[^ .:\\/]+"
        case "IFACE":
            own = _without(" .:/", after)
            return f"{own}+([.:]{own}+){{0,7}}"
        case "MAC":
            return "[0-9a-fA-F]{1,2}([:-][0-9a-fA-F]{1,2}){5}"
        case "IP" if after[:1] in (".", ":"):  # nothing tells where an IPv6 address ends before a colon
            return r"[0-9]{1,3}(\.[0-9]{1,3}){3}"
        case "IP":
            return "[0-9a-fA-F]{1,4}([.:][0-9a-fA-F]{0,4}){2,7}"
        case "UUID":
            return "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
        case "INSTANCE":
            return "[0-9a-zA-Z]+(-[0-9a-zA-Z]+){1,4}"
        case "INT":
            return "-?[0-9]+"
        case "SIZE" if _UNIT.match(after):
            return r"[0-9]+(\.[0-9]+)?"
        case "SIZE":
            return r"[0-9]+(\.[0-9]+)?( ?[KMGTPkmgtpB]i?B?)?"
        case "PATH":
            return f"\\/{_without(' ', after)}*"
        case "WORD":
            return f"{_without(' ', after)}+"
        case _:
            return "[^\\n]+"


def _without(characters: str, after: str) -> str:
    """The class of anything but these and what stands behind the field."""
    more = after[:1] if after[:1] and not after[:1].isalnum() else ""
    escaped = "".join(
        f"\\{one}" if one in "\\]/^-[&~|" else one for one in dict.fromkeys(characters + more)
    )
    return f"[^{escaped}\\n]"
