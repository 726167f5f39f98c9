"""Records as lines of text: JSON for programs, columns for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from logdiag.record import Record, Unread
from logdiag.report.escape import json_text, terminal

if TYPE_CHECKING:
    from logdiag.parse.records import Sight

MESSAGE = 100
FIRST = 20


def jsonl(records: Iterable[Record | Unread]) -> Iterator[str]:
    """One JSON object and a newline a record."""
    return map(as_jsonl, records)


def as_jsonl(record: Record | Unread) -> str:
    """One JSON object and a newline. A line not understood has `unread` and its text in `message`."""
    if isinstance(record, Unread):
        told = {"source": record.source, "line": record.line, "lines": record.lines, "unread": record.why}
        return f"{json.dumps(_plain({**told, 'message': record.message}))}\n"
    fields = record._asdict()
    fields["time"] = record.time.isoformat() if record.time else None
    return f"{json.dumps(_plain(fields))}\n"


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return json_text(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "items"):
        return {json_text(key): _plain(inner) for key, inner in value.items()}
    return value


def table(records: Iterable[Record | Unread]) -> Iterator[str]:
    """A heading where a source begins, then a line of columns a record."""
    source = None
    for record in records:
        if record.source != source:
            yield as_heading(record.source, is_first=source is None)
            source = record.source
        yield as_row(record)


def beginnings(sights: Iterable[Sight], most: int = FIRST) -> Iterator[str]:
    """The first records of each source, to be checked by eye, and how much more there is."""
    for number, sight in enumerate(sights):
        if number:
            yield "\n"
        shown = list(islice(sight.records, most))
        yield from table(shown)
        more = sight.lines - sum(record.lines for record in shown)
        if more > 0:
            counted = f"{more:,} {'line' if more == 1 else 'lines'} more"
            yield f"{'..':>7}  {counted}, {sight.unread:,} of {sight.lines:,} not understood: pipe it to see all\n"


def as_heading(source: str, *, is_first: bool) -> str:
    """The name of the source and the names of the columns."""
    names = _columns("line", "time", "host", "program", "kind")
    return f"{'' if is_first else chr(10)}{terminal(source)}\n{names}  message\n"


def as_row(record: Record | Unread) -> str:
    """One line of columns: line, time, host, program[pid], kind, message."""
    if isinstance(record, Unread):
        why = terminal(f"{record.why}: {record.message}")
        return f"{record.line:>7}  {'not understood':25}  {why[:MESSAGE]}\n"
    time = record.time.isoformat(" ") if record.time else "-"
    who = f"{record.program or '-'}[{record.pid}]" if record.pid else record.program or "-"
    columns = _columns(str(record.line), time, record.host or "-", who, record.kind or "-")
    return f"{columns}  {terminal(record.message)[:MESSAGE]}\n"


def _columns(line: str, time: str, host: str, program: str, kind: str) -> str:
    return f"{line:>7}  {terminal(time):25}  {terminal(host):10}  {terminal(program):20}  {kind:24}"
