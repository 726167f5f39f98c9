"""Records as lines of text: JSON for programs, columns for people."""

from __future__ import annotations

import json

from logdiag.record import Record, Unread
from logdiag.report.escape import terminal

MESSAGE = 100


def as_jsonl(record: Record | Unread) -> str:
    """One JSON object and a newline. A line not understood has `unread` and its text in `message`."""
    if isinstance(record, Unread):
        told = {"source": record.source, "line": record.line, "lines": record.lines, "unread": record.why}
        return f"{json.dumps({**told, 'message': record.message})}\n"
    fields = record._asdict()
    fields["time"] = record.time.isoformat() if record.time else None
    fields["inferred"] = list(record.inferred)
    fields["structured_data"] = _plain(record.structured_data)
    fields["fields"] = dict(record.fields)
    return f"{json.dumps(fields)}\n"


def _plain(data: object) -> object:
    return {key: dict(value) for key, value in data.items()} if isinstance(data, dict) else data


def as_table(record: Record | Unread) -> str:
    """One line of columns: line, time, host, program[pid], kind, message."""
    if isinstance(record, Unread):
        return f"{record.line:>7}  {'not understood':25}  {terminal(f'{record.why}: {record.message}')[:MESSAGE]}\n"
    time = record.time.isoformat(" ") if record.time else "-"
    who = f"{record.program or '-'}[{record.pid}]" if record.pid else record.program or "-"
    columns = f"{record.line:>7}  {time:25}  {record.host or '-':10}  {who:20}  {record.kind or '-':24}"
    return f"{terminal(columns)}  {terminal(record.message)[:MESSAGE]}\n"
