"""Vocabulary: what lines and messages say, by the grammars. Two engines read them, and they never differ.

A program's name and a message come in, a Match comes out; a line comes in, its format and fields come out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from logdiag.parse.classes import holds
from logdiag.parse.grammar import Grammar, grammar_folder, load
from logdiag.parse.lower import (
    BEGINNING,
    Lowered,
    Tables,
    match_of,
    may_begin,
    shape_of,
    speaker,
    tables_for,
)
from logdiag.parse.wrapped import thrown_in
from logdiag.record import Match

Engine = Literal["auto", "lark"]
LONGEST_MESSAGE = 65_536
"""Characters; longer messages are cut to this before they are matched."""

KEY = 9
"""Characters by which alternatives are looked up."""

USUAL = ("rfc3164", "iso", "rfc5424")
"""Formats of most lines, asked first: no line is of two, so that the order says nothing."""
LENIENT = ("dmesg", "ctime", "plain")
"""Formats that may read what others know better: tried after all others, in this order, whatever came before."""

ReadMessage = Callable[[str | None, str], Match | None]
ReadLine = Callable[[str, str], Mapping[str, str | None] | None]


class Vocabulary:
    """What is known of how lines and messages look. Immutable; make it with load_vocabulary.

    `is_oracle`: the grammars themselves are asked, so that nothing may be taken for granted to be quick.
    No line is of two formats that are `told_apart`. `voices` has the program that speaks in lines of a format
    that name none.
    """

    __slots__ = (
        *("_priorities", "_read_line", "_read_message", "digest", "formats", "is_oracle"),
        *("speakers", "tables", "told_apart", "voices"),
    )

    def __init__(
        self, tables: Tables, read_message: ReadMessage, read_line: ReadLine, *, is_oracle: bool = False
    ) -> None:
        self.tables = tables
        self.speakers = _speakers(tables)
        self.is_oracle = is_oracle
        self.digest = tables.digest
        self.formats = _in_order(table.name for table in tables.lines)
        self.told_apart = frozenset(self.formats).difference(LENIENT)
        self.voices = {table.name: table.programs[0] for table in tables.lines if table.programs}
        self._priorities: dict[str, int] = {}
        self._read_message = read_message
        self._read_line = read_line

    def message(self, program: str | None, text: str) -> Match | None:
        """The kind and the fields of a message of this program, None if it is of no known kind."""
        text = text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE]
        found = self._read_message(program, text)
        if found and self.priority(found.kind) >= 0:
            return found
        for thrown in thrown_in(program, text):
            other = self._read_message(program, thrown)
            if other and (found is None or self.priority(other.kind) > self.priority(found.kind)):
                return other
        return found

    def priority(self, kind: str) -> int:
        """That of a kind: what is below 0 fits much, and says little."""
        if not self._priorities:
            self._priorities.update(
                (row.kind, row.priority) for one in self.tables.messages for row in one.alternatives
            )
        return self._priorities.get(kind, 0)

    def line(
        self, text: str, formats: Sequence[str] | None = None
    ) -> tuple[str, Mapping[str, str | None]] | None:
        """The format of a line and all fields of its shape (None where absent)."""
        for name in formats or self.formats:
            fields = self._read_line(name, text)
            if fields is not None:
                return name, fields
        return None

    def kinds(self, program: str | None) -> tuple[Lowered, ...]:
        """The alternatives that may stand under this tag, in the order they are tried."""
        return _spoken_by(self.tables, speaker(program, self.speakers))


def load_vocabulary(
    engine: Engine = "auto", folder: Path | None = None, own: Sequence[Grammar] = ()
) -> Vocabulary:
    """The vocabulary of the grammars in `folder` (default: those that came along); raises GrammarError.

    "auto" matches with the lowered tables; "lark" asks the grammars themselves, slowly. `own` are message grammars
    of rules of one's own.
    """
    tables = tables_for(folder)
    if own:
        from logdiag.parse.together import grammars_together, tables_together

        tables = tables_together(tables, own)
    if engine == "lark":
        from logdiag.parse.oracle import oracle_of  # Lark is only loaded when it is asked for

        grammars = load(folder or grammar_folder())
        oracle = oracle_of(grammars_together(grammars, own) if own else grammars)
        return Vocabulary(tables, oracle.message, oracle.line, is_oracle=True)
    return Vocabulary(tables, _message_reader(tables), _line_reader(tables))


class Candidates(NamedTuple):
    """Alternatives of one program by the first characters of a message. `floating` open with a field.

    Every list holds the floating ones too, so that the order of trying is that of the grammar.
    """

    opened: Mapping[str, tuple[Lowered, ...]]
    floating: tuple[Lowered, ...]


def candidates_of(tables: Tables, program: str | None) -> Candidates:
    """The alternatives that a message under a tag may be."""
    return _candidates(_spoken_by(tables, speaker(program, _speakers(tables))))


def _message_reader(tables: Tables) -> ReadMessage:
    speakers = _speakers(tables)

    @cache
    def candidates(name: str | None) -> Candidates:
        return _candidates(_spoken_by(tables, name))  # few programs speak in one log

    def read(program: str | None, text: str) -> Match | None:
        known = candidates(speaker(program, speakers))
        for row in known.opened.get(text[:KEY], known.floating):
            if row.required in text:
                found = match_of(row, text)
                if found is not None:
                    return found
        return None

    return read


def _line_reader(tables: Tables) -> ReadLine:
    """Of the shapes of a format only those are asked, and compiled, that may begin as a line does."""
    shapes = {table.name: table.alternatives for table in tables.lines}

    @lru_cache(maxsize=1024)
    def of_first(name: str, first: str) -> tuple[Lowered, ...]:
        return tuple(
            row for row in shapes[name] if not first or not row.begins or holds(row.begins[0], first)
        )

    @lru_cache(maxsize=4096)
    def of_beginning(name: str, beginning: str) -> tuple[Lowered, ...]:
        return tuple(row for row in of_first(name, beginning[:1]) if may_begin(row, beginning))

    def read(name: str, text: str) -> Mapping[str, str | None] | None:
        for row in of_beginning(name, text[:BEGINNING]):
            fields = shape_of(row, text)
            if fields is not None:
                return fields
        return None

    return read


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    """The usual formats first, the lenient ones last."""
    return tuple(
        sorted(
            names, key=lambda name: (name in LENIENT and 1 + LENIENT.index(name), name not in USUAL, name)
        )
    )


def _speakers(tables: Tables) -> frozenset[str]:
    return frozenset(program for table in tables.messages for program in table.programs)


def _spoken_by(tables: Tables, program: str | None) -> tuple[Lowered, ...]:
    is_alone = program in programs_alone(tables)
    rows = [
        row
        for table in tables.messages
        for row in table.alternatives
        if program in table.programs or (row.any_program and (table.alone or not is_alone))
    ]
    return tuple(sorted(rows, key=lambda row: -row.priority))


def programs_alone(tables: Tables) -> frozenset[str]:
    """Programs that say nothing of what any program may say, but for repeat notices."""
    return frozenset(program for table in tables.messages if table.alone for program in table.programs)


def _candidates(rows: Sequence[Lowered]) -> Candidates:
    keyed = [(row, _key(row)) for row in rows]
    opened: dict[str, list[Lowered]] = {key: [] for _, key in keyed if key}
    for row, key in keyed:
        for some in (opened[key],) if key else opened.values():
            some.append(row)
    return Candidates(
        {key: tuple(some) for key, some in opened.items()}, tuple(row for row, key in keyed if not key)
    )


def _key(row: Lowered) -> str:
    """The characters a message of this alternative begins with; "" if they are too few to look it up by."""
    whole = not row.fields and re.escape(row.opening) == row.expression
    return row.opening[:KEY] if whole or len(row.opening) >= KEY else ""
