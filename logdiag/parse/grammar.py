"""Grammars: the vocabulary as it is written, checked against the author's rules of docs/grammars.md.

A folder of .lark files comes in, Grammars come out, or a GrammarError naming file, line and cure.
Nothing here expands a rule the way Lark does: one alternative stays one alternative.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from logdiag.errors import GrammarError

if TYPE_CHECKING:
    from logdiag.parse.marks import Weight
    from logdiag.parse.pattern import Sequence


class Text(NamedTuple):
    """Bytes that always stand there."""

    text: str


class Field(NamedTuple):
    """A terminal. `name` is the field it fills, None where its name begins with `_`."""

    name: str | None
    terminal: str
    pattern: Sequence


class Maybe(NamedTuple):
    """Parts in square brackets: all of them or none."""

    parts: tuple[Part, ...]


Part = Text | Field | Maybe


class Alternative(NamedTuple):
    """One wording of a kind, with where the program prints it and a line it printed.

    `required` is the longest text outside its optional parts that a raw filter may look for, "" in line grammars.
    """

    line: int
    parts: tuple[Part, ...]
    required: str
    source: str
    samples: tuple[str, ...]
    tail: str


class Kind(NamedTuple):
    """What a rule of a grammar names: `program.event`, or in a line grammar `format.shape`."""

    name: str
    rule: str
    line: int
    priority: int
    weight: Weight
    any_program: bool
    near_program: bool
    alternatives: tuple[Alternative, ...]


class Grammar(NamedTuple):
    """One .lark file. `path` is as short as the folder allows; kinds stand in file order."""

    path: str
    name: str
    programs: tuple[str, ...]
    kinds: tuple[Kind, ...]
    text: str
    alone: bool = False


class Grammars(NamedTuple):
    """The whole vocabulary; `digest` changes with every byte of it."""

    lines: tuple[Grammar, ...]
    messages: tuple[Grammar, ...]
    digest: str


def fields_in(parts: Iterable[Part]) -> Iterator[Field]:
    """The terminals of these parts in the order they are printed, with those in square brackets."""
    for part in parts:
        if isinstance(part, Field):
            yield part
        elif isinstance(part, Maybe):
            yield from fields_in(part.parts)


def grammar_folder() -> Path:
    """Where the grammars are: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent / "grammars"
    return checkout if (package.parent / "pyproject.toml").exists() else package / "grammars"


def digest_of(folder: Path) -> str:
    """A hash of the names and bytes of all line and message grammars; raises GrammarError."""
    total = hashlib.sha256()
    for path in grammar_files(folder):
        total.update(f"{path.parent.name}/{path.name}\0".encode())
        total.update(_bytes_of(path).replace(b"\r\n", b"\n"))
        total.update(b"\0")
    return total.hexdigest()


def grammar_files(folder: Path) -> list[Path]:
    """The files of line/ and message/, sorted by name."""
    return sorted(path for part in ("line", "message") for path in (folder / part).glob("*.lark"))


def load(folder: Path) -> Grammars:
    """Read and check all line and message grammars; raises GrammarError at the first broken rule."""
    from logdiag.parse.author import read_grammar  # Lark is only loaded when grammars are read

    if not grammar_files(folder):
        raise GrammarError(
            str(folder), 1, "no line/*.lark and no message/*.lark here; name the grammars folder"
        )
    read: dict[str, list[Grammar]] = {"line": [], "message": []}
    for path in grammar_files(folder):
        part = path.parent.name
        read[part].append(
            read_grammar(f"{folder.name}/{part}/{path.name}", _text_of(path), part == "message")
        )
    return Grammars(tuple(read["line"]), tuple(read["message"]), digest_of(folder))


def _text_of(path: Path) -> str:
    try:
        return _bytes_of(path).decode("ascii").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = _bytes_of(path)[: error.start].count(b"\n") + 1
        raise GrammarError(
            str(path), line, "a character that is not ASCII; write the grammar in ASCII"
        ) from None


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GrammarError(
            str(path), 1, f"cannot be read ({error.strerror}); check its permissions"
        ) from None
