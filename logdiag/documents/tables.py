"""Tables as the clients of OpenStack print them: ASCII frames, or JSON with `-f json`. Rows come out, by column.

cliff/formatters/table.py and json_format.py (4.17.0), prettytable before them. A cell may hold the frame's own
character, so columns are cut where the frame has its crosses; where that does not fit, at the bars.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from logdiag.documents.grammar import Fault

_FRAME = re.compile(r"\+(?:[-=]+\+)+\s*\Z")
# What `show` prints: a row a field.
FIELDS = (("Field", "Value"), ("Property", "Value"))


class Row(NamedTuple):
    """A row of a table: its cells by column, as text, and the line it begins on (from 1; 0 where not known)."""

    cells: Mapping[str, str]
    line: int

    def of(self, *names: str) -> str:
        """The first of these columns that has something; "" where none has."""
        return next((told for name in names if (told := self.cells.get(name, "")) not in ("", "None")), "")


def columns_of(text: str) -> tuple[str, ...]:
    """The columns of the table that a text begins with; for a single object its keys. () for no table."""
    if text.lstrip()[:1] in ("[", "{"):
        return _keys(text.lstrip())
    lines = text.split("\n", 2)
    if len(lines) < 3 or not _FRAME.match(lines[0].strip()):
        return ()
    return tuple(_cells(lines[1], lines[0]))


def _keys(text: str) -> tuple[str, ...]:
    """The keys of the object, or of the first in the list, that a text begins; of a cut one by the client's layout."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        depth = 4 if text.startswith("[") else 2
        return tuple(dict.fromkeys(re.findall(rf'^ {{{depth}}}"([^"\n]{{1,60}})": ', text, re.MULTILINE)))
    first = next(iter(held), None) if isinstance(held, list) else held
    return tuple(map(str, first)) if isinstance(first, dict) else ()


def read_table(text: str) -> tuple[tuple[Row, ...], Fault | None]:
    """The rows of a table, of either form, and the first fault: what stands before it is read."""
    return _from_json(text) if text.lstrip()[:1] in ("[", "{") else _from_frame(text)


def read_object(text: str) -> tuple[Row, Fault | None]:
    """What `show` printed, as one row."""
    rows, fault = read_table(text)
    if rows and tuple(rows[0].cells) in FIELDS:
        name, value = rows[0].cells
        lines = {row.cells[name]: row.line for row in rows}
        told = {row.cells[name]: row.cells[value] for row in rows}
        return Row(told, lines.get("fault") or lines.get("status", rows[0].line)), fault
    return (rows[0] if rows else Row({}, 0)), fault


def _from_frame(text: str) -> tuple[tuple[Row, ...], Fault | None]:
    lines = text.splitlines()
    frame = lines[0].rstrip() if lines else ""
    names = _cells(lines[1], frame) if len(lines) > 1 else []
    rows: list[Row] = []
    for number, line in enumerate(lines[3:], 4):
        bare = line.rstrip()
        if not bare or _FRAME.match(bare):
            continue
        cells = _cells(bare, frame)
        if len(cells) != len(names) or not bare.startswith("|"):
            return tuple(rows), Fault(f"expected a row of {len(names)} columns between bars", number, 1)
        _add(rows, dict(zip(names, cells, strict=True)), number)
    if not lines or not _FRAME.match(lines[-1].rstrip()):
        return tuple(rows), Fault("the table has no end: it was cut", max(1, len(lines)), 1)
    return tuple(rows), None


def _add(rows: list[Row], cells: dict[str, str], number: int) -> None:
    """Adds a row; one whose first cell is empty goes on with the row above, which was too wide."""
    first = next(iter(cells))
    if cells[first] or not rows:
        rows.append(Row(cells, number))
        return
    before = rows[-1]
    joined = {name: f"{before.cells[name]} {cells[name]}".strip() for name in cells}
    rows[-1] = Row(joined, before.line)


def _cells(line: str, frame: str) -> list[str]:
    crosses = [place for place, letter in enumerate(frame) if letter == "+"]
    if len(line) > crosses[-1] and all(line[place] == "|" for place in crosses):
        return [line[a + 1 : b].strip() for a, b in pairwise(crosses)]
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _from_json(text: str) -> tuple[tuple[Row, ...], Fault | None]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as broken:
        line, column = getattr(broken, "lineno", 1), getattr(broken, "colno", 1)
        return (), Fault(f"is no whole JSON: {getattr(broken, 'msg', 'too deep')}", line, column)
    objects = [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, dict)]
    starts = list(_starts(text)) if isinstance(held, list) else [1]
    return tuple(
        Row({str(name): _text(value) for name, value in one.items()}, _nth(starts, number))
        for number, one in enumerate(objects)
    ), None


def _starts(text: str) -> Iterator[int]:
    """The lines on which objects of the client's layout begin."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.rstrip() == "  {":
            yield number


def _nth(starts: list[int], number: int) -> int:
    return starts[number] if number < len(starts) else 0


def _text(value: object) -> str:
    """A value as the framed table prints it, or as JSON where it holds others."""
    if value is None or isinstance(value, str | int | float):
        return "" if value is None else str(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
