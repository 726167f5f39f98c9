"""Lowered tables: one regular expression an alternative of the grammars, so that no run needs Lark to read lines.

Grammars come in, Tables come out. `python -m logdiag.parse.lower` writes them to lowered.json, which carries the
digest of the grammar files it was made from; grammars that were edited since are lowered again in memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from logdiag.errors import GrammarError
from logdiag.parse.classes import holds
from logdiag.parse.grammar import (
    Alternative,
    Field,
    Grammar,
    Grammars,
    Kind,
    Maybe,
    Part,
    Text,
    digest_of,
    fields_in,
    grammar_folder,
    load,
)
from logdiag.parse.levels import names_a_level
from logdiag.record import Match

BEGINNING = 4
"""Characters by which alternatives that cannot be are passed over unasked."""
TABLES = Path(__file__).with_name("lowered.json")

_JOINT = re.compile(r"[.-]")
_LONGEST_FAMILY = 64
_ERROR_CODE = re.compile(r"-[0-9]+")


class Lowered(NamedTuple):
    """One alternative, ready to match. Group n of `expression` is field n; `opening` is the text it begins with.

    `required` is a text every match holds, for filters over raw lines; where `near_program` is set it is too
    short to look for alone. Highest `priority` wins. `tail` is cut off the end of the last field. `begins`
    has the classes of the first characters, as pattern.Char does, fewer where a shorter text may end.
    """

    kind: str
    expression: str
    fields: tuple[str, ...]
    opening: str
    required: str
    priority: int
    primary: bool
    any_program: bool
    near_program: bool
    tail: str
    begins: tuple[int, ...]


class Table(NamedTuple):
    """One grammar, lowered: alternatives in the order they are tried.

    `alone`: under its tags stands no kind of another grammar but such as every program may say, repeat notices.
    """

    name: str
    programs: tuple[str, ...]
    alternatives: tuple[Lowered, ...]
    alone: bool = False


class Tables(NamedTuple):
    """The vocabulary, lowered."""

    digest: str
    lines: tuple[Table, ...]
    messages: tuple[Table, ...]


def lower(grammars: Grammars) -> Tables:
    """Every alternative as an expression; raises GrammarError where a sample is not read as its own kind."""
    tables = Tables(
        grammars.digest, tuple(map(_table, grammars.lines)), tuple(map(_table, grammars.messages))
    )
    for grammar, table in zip(grammars.lines, tables.lines, strict=True):
        _hold_to_samples(grammar, table, first_wins=True)
    anywhere = tuple(row for table in tables.messages for row in table.alternatives if row.any_program)
    for grammar, table in zip(grammars.messages, tables.messages, strict=True):
        others = tuple(row for row in anywhere if row not in table.alternatives)
        _hold_to_samples(grammar, table._replace(alternatives=table.alternatives + others))
    return tables


def tables_for(folder: Path | None = None) -> Tables:
    """The shipped tables if they were made from the grammars of `folder`, else those grammars lowered now."""
    folder = folder or grammar_folder()
    digest = digest_of(folder)
    shipped = read_tables(TABLES)
    return shipped if shipped and shipped.digest == digest else lower(load(folder))


def read_tables(path: Path) -> Tables | None:
    """The tables of a lowered.json; None if there is none or it is of another build."""
    try:
        held = json.loads(path.read_text("ascii"))
        return Tables(held["digest"], _read_part(held["lines"]), _read_part(held["messages"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def written(tables: Tables) -> str:
    """The text of lowered.json: one alternative a line, so that changes can be read."""
    parts = [
        _written_part(name, part) for name, part in (("lines", tables.lines), ("messages", tables.messages))
    ]
    return f'{{"digest": {json.dumps(tables.digest)},\n' + ",\n".join(parts) + "}\n"


@cache
def compiled(text: str) -> re.Pattern[str]:
    """The expression, compiled when it is first needed: a run needs few of them, and compiling takes time."""
    return re.compile(text)


def match_of(row: Lowered, text: str) -> Match | None:
    """What `text` says if it is this alternative from its first to its last character."""
    found = compiled(row.expression).fullmatch(text)
    if found is None:
        return None
    return Match(row.kind, fields_told(row, found.groups()))


def shape_of(row: Lowered, text: str) -> dict[str, str | None] | None:
    """All fields of a line if it is of this shape from its first to its last character: None where absent."""
    found = compiled(row.expression).fullmatch(text)
    if found is None:
        return None
    fields = dict(zip(row.fields, found.groups(), strict=True))
    return fields if names_a_level(fields) else None


def may_begin(row: Lowered, text: str) -> bool:
    """Whether a text may be this alternative, by its first characters."""
    return len(text) >= len(row.begins) and all(map(holds, row.begins, text))


def fields_told(row: Lowered, groups: Sequence[str | None]) -> dict[str, str]:
    """The fields of a message by name, from the groups of its expression; those that are not told are left out."""
    fields = {name: value for name, value in zip(row.fields, groups, strict=True) if value is not None}
    return trimmed(fields, row.fields, row.tail) if row.tail else fields


def trimmed(fields: dict[str, str], names: Sequence[str], tail: str) -> dict[str, str]:
    """The fields with the fixed tail cut off the last one: free text cannot say itself where it ends."""
    last = names[-1]
    return {**fields, last: fields[last].removesuffix(tail)} if last in fields else fields


def speaker(program: str | None, speakers: frozenset[str]) -> str | None:
    """The name whose messages these are: rsyslogd-2177 is rsyslogd, speaking of error 2177. None: no known one.

    A family is known by its beginning, the longest one first: nova.compute.manager is of `nova.*`.
    """
    if program is None or program in speakers:
        return program
    name, dash, code = program.rpartition("-")
    if name in speakers and _ERROR_CODE.fullmatch(dash + code):
        return name
    return next((family for family in _families(program) if family in speakers), None)


def _families(program: str) -> Iterator[str]:
    """`nova.compute.*` and `nova.*` of nova.compute.manager, `nova-*` of nova-compute."""
    for joint in reversed(list(_JOINT.finditer(program, 0, _LONGEST_FAMILY))):
        yield program[: joint.end()] + "*"


def fields_of(parts: Sequence[Part]) -> tuple[str, ...]:
    """The names of the fields of an alternative, in the order they are printed."""
    return tuple(field.name for field in fields_in(parts) if field.name)


def _table(grammar: Grammar) -> Table:
    rows = [_row(kind, alternative) for kind in grammar.kinds for alternative in kind.alternatives]
    ordered = tuple(sorted(rows, key=lambda row: -row.priority))
    return Table(grammar.name, grammar.programs, ordered, grammar.alone)


def _row(kind: Kind, alternative: Alternative) -> Lowered:
    from logdiag.parse.lookahead import opening  # only grammars that are lowered need it

    first = alternative.parts[0]
    return Lowered(
        kind=kind.name,
        expression="".join(map(_expression, alternative.parts)),
        fields=fields_of(alternative.parts),
        opening=first.text if isinstance(first, Text) else "",
        required=alternative.required,
        priority=kind.priority,
        primary=kind.weight == "primary",
        any_program=kind.any_program,
        near_program=kind.near_program,
        tail=alternative.tail,
        begins=opening(alternative.parts, BEGINNING),
    )


def _expression(part: Part) -> str:
    from logdiag.parse.pattern import expression  # no run needs it whose tables are current

    match part:
        case Text(text):
            return re.escape(text)
        case Field(name):
            return f"({expression(part.pattern)})" if name else f"(?:{expression(part.pattern)})"
        case Maybe(parts):
            return f"(?:{''.join(map(_expression, parts))})?"


def _hold_to_samples(grammar: Grammar, table: Table, first_wins: bool = False) -> None:
    """Each sample is its own kind, and of no other kind of equal or higher priority; shapes are tried in order."""
    for kind in grammar.kinds:
        for alternative in kind.alternatives:
            for sample in alternative.samples:
                _hold_to_sample(grammar.path, kind, alternative, sample, table, first_wins)


def _hold_to_sample(
    path: str, kind: Kind, own: Alternative, sample: str, table: Table, first_wins: bool
) -> None:
    readers = [row for row in table.alternatives if _reads(row, sample)]
    mine = _row(kind, own)
    if mine not in readers:
        raise GrammarError(
            path, own.line, f"{kind.rule} does not read its own sample {sample!r}; mend one of them"
        )
    rivals = [row for row in readers if row != mine and row.priority >= kind.priority]
    if first_wins and readers[0] != mine:
        raise GrammarError(
            path, own.line, f"{sample!r} is {readers[0].kind}, which stands first; move {kind.rule} up"
        )
    if rivals and not first_wins:
        raise GrammarError(
            path,
            own.line,
            f"{sample!r} is {kind.name} and {rivals[0].kind}; give the longer wording a priority, as in"
            f" {kind.rule}.{kind.priority + 1}:",
        )


def _reads(row: Lowered, sample: str) -> bool:
    return shape_of(row, sample) is not None


def _read_part(part: Sequence[Mapping[str, Any]]) -> tuple[Table, ...]:
    return tuple(
        Table(
            table["name"],
            tuple(table["programs"]),
            tuple(map(_read_row, table["alternatives"])),
            table["alone"],
        )
        for table in part
    )


def _read_row(row: Sequence[Any]) -> Lowered:
    made = Lowered(*row)
    return made._replace(fields=tuple(made.fields), begins=tuple(made.begins))


def _written_part(name: str, part: Sequence[Table]) -> str:
    return f'"{name}": [' + ",\n".join(map(_written_table, part)) + "]"


def _written_table(table: Table) -> str:
    rows = ",\n  ".join(map(json.dumps, table.alternatives))
    about = f'"name": {json.dumps(table.name)}, "programs": {json.dumps(table.programs)}'
    return f'{{{about}, "alone": {json.dumps(table.alone)}, "alternatives": [\n  {rows}]}}'


if __name__ == "__main__":
    TABLES.write_text(written(lower(load(grammar_folder()))), "ascii")
