"""The picture under the answer: bars of a funnel, or a small table, or one line of facts; a time strip."""

from __future__ import annotations

from collections.abc import Sequence

from logdiag.report.escape import terminal
from logdiag.report.layout import cut_middle, pack
from logdiag.report.values import Bar, Picture, Table

_WIDEST_BAR = 40
_NARROWEST_BAR = 10


def picture_lines(picture: Picture, width: int) -> list[list[str]]:
    """Groups of lines that stand apart from each other."""
    main = (
        _bars(picture.bars, width)
        or (_table(picture.table, width) if picture.table else [])
        or _facts(picture.facts, width)
    )
    strip = [f"  {cut_middle(terminal(picture.strip), width - 2)}"] if picture.strip else []
    return [group for group in (main, strip) if group]


def _bars(bars: Sequence[Bar], width: int) -> list[str]:
    if not bars:
        return []
    names = [_name(terminal(bar.label), terminal(bar.value), width // 2) for bar in bars]
    left = max(len(label) + 2 + len(value) for label, value in names)
    free = width - left - 3  # two before the label, one before the bar
    widest_note = max(len(terminal(bar.note)) for bar in bars)
    longest = max(_NARROWEST_BAR, min(_WIDEST_BAR, free - widest_note - 2))
    most = max((bar.size or 0 for bar in bars), default=0)
    return [
        f"  {label.ljust(left - len(value))}{value} {_drawn(bar, most, longest, free)}".rstrip()
        for bar, (label, value) in zip(bars, names, strict=True)
    ]


def _name(label: str, value: str, width: int) -> tuple[str, str]:
    """Label and value, which share one field: long labels have short values."""
    value = cut_middle(value, width // 2)
    return cut_middle(label, width - 2 - len(value)), value


def _drawn(bar: Bar, most: int, longest: int, free: int) -> str:
    length = bar.size * longest // most if bar.size and most else 0
    drawn = "#" * (max(1, length) if bar.size else 0)
    return f"{drawn.ljust(longest)}  {cut_middle(terminal(bar.note), free - longest - 2)}".rstrip()


def _table(table: Table, width: int) -> list[str]:
    rows = [[terminal(cell) for cell in row] for row in (table.columns, *table.rows)]
    columns = max(map(len, rows))
    if not columns:
        return []
    rows = [row + [""] * (columns - len(row)) for row in rows]
    widths = [max(len(row[at]) for row in rows) for at in range(columns)]
    between = 4 if 2 + sum(widths) + 4 * (columns - 1) <= width else 2
    lines = [cut_middle(_row(row, _shrunk(widths, between, width), between), width) for row in rows]
    return _with_note(lines, terminal(table.note), width)


def _shrunk(widths: list[int], between: int, width: int) -> list[int]:
    """The first column gives way: the others hold the numbers."""
    over = 2 + sum(widths) + between * (len(widths) - 1) - width
    return [max(widths[0] - max(over, 0), 10), *widths[1:]]


def _row(cells: Sequence[str], widths: Sequence[int], between: int) -> str:
    first = cut_middle(cells[0], widths[0]).ljust(widths[0])
    rest = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return "  " + (" " * between).join([first, *rest])


def _with_note(lines: list[str], note: str, width: int) -> list[str]:
    if not note:
        return lines
    if len(lines[0]) + 4 + len(note) <= width:
        return [f"{lines[0]}    {note}", *lines[1:]]
    return [*lines, f"  {cut_middle(note, width - 2)}"]


def _facts(facts: Sequence[str], width: int) -> list[str]:
    """On one line if any spacing allows it."""
    texts = [terminal(fact) for fact in facts]
    packed = [pack(texts, width - 2, between=" " * gap) for gap in (4, 3, 2)]
    best = next((lines for lines in packed if len(lines) == 1), packed[0])
    return [f"  {line}" for line in best]
