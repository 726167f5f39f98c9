"""The short form for chat, cron mail and pager: what is wrong, how sure, the first command."""

from __future__ import annotations

from logdiag.report.answer import first_check
from logdiag.report.escape import terminal
from logdiag.report.layout import cut_middle
from logdiag.report.values import Report

_LONGEST = 200
"""Columns of one line: chat wraps it, a pager must still take it."""


def render_brief(report: Report) -> str:
    """Two lines, three if the command does not fit beside the second; a newline at the end."""
    said = report.verdict.brief or (report.verdict.text, report.verdict.doubt)
    lines = [cut_middle(terminal(text), _LONGEST) for text in said[:2] if text]
    return "".join(f"{line}\n" for line in _with_command(lines, report))


def _with_command(lines: list[str], report: Report) -> list[str]:
    check = first_check(report)
    if check is None or any("Next:" in line for line in lines):
        return lines
    command = f"Next: {terminal(check.command)}"
    if lines and len(lines[-1]) + 1 + len(command) <= 100:
        return [*lines[:-1], f"{lines[-1]} {command}"]
    return [*lines, command]
