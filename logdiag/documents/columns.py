"""Columns: a table whose cells stand below their headings, as virsh prints it. Rows come out, by heading.

libvirt 9.0.0 tools/vsh-table.c (cells parted by three blanks); before 4.10 by printf with fixed widths, which long
names overflow: then cells are cut where two blanks stand, or at every blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

RULE = re.compile(r"-{20,}\s*\Z")


class Cells(NamedTuple):
    """A row: its cells by heading ("" for `-`), and its line, from 1."""

    told: dict[str, str]
    line: int


def read_columns(text: str, headings: Sequence[str]) -> Iterator[Cells]:
    """The rows below the first line that has all these headings, up to the first that is no row."""
    lines = text.splitlines()
    head = next((place for place, line in enumerate(lines) if _places(line, headings)), None)
    if head is None:
        return
    places = _places(lines[head], headings)
    for number, line in enumerate(lines[head + 1 :], head + 2):
        if RULE.match(line):
            continue
        cells = _cells(line, places)
        if not line.strip() or not cells:
            return
        told = (("" if cell == "-" else cell) for cell in cells)
        yield Cells(dict(zip(headings, told, strict=True)), number)


def _places(line: str, headings: Sequence[str]) -> list[int]:
    """Where the headings begin; [] where one is missing."""
    places: list[int] = []
    for heading in headings:
        place = line.find(heading, places[-1] + 1 if places else 0)
        if place < 0:
            return []
        places.append(place)
    return places


def _cells(line: str, places: Sequence[int]) -> list[str]:
    """The cells of a row, [] where they are not as many as the headings."""
    ends = (*places[1:], max(len(line), places[-1]))
    if all(place >= len(line) or line[place - 1 : place] in ("", " ") for place in places):
        return [line[begin:end].strip() for begin, end in zip(places, ends, strict=True)]
    parted = re.split(r"\s{2,}", line.strip())
    parted = parted if len(parted) == len(places) else line.split()
    return parted if len(parted) == len(places) else []
