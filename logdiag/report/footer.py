"""The end of a page: files that could not be read, what was read, how times were settled, what else."""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Sequence

from logdiag.report.answer import files_of, main_first
from logdiag.report.escape import terminal
from logdiag.report.layout import Goes, Section, block, cut_middle, hang, pack
from logdiag.report.understood import hardly_understood, read_lines, why_unread
from logdiag.report.values import Document, Report, Source

_MOST_TROUBLE = 5
_MOST_READ = 8


def trouble_section(report: Report, width: int, room: int | None) -> Section:
    """One line a file that could not be read whole, or of which under half was understood; never folded.

    Where room is short, lines are cut in their middle, and files beyond the fifth are counted.
    """
    told = [_trouble(each) for each in files_of(report) if each.error]
    told += [_hardly(each) for each in hardly_understood(report)]
    if room is None:
        return Section(tuple(block(hang(f"{label} ", text, width)) for label, text in told))
    more = len(told) - _MOST_TROUBLE
    lines = [cut_middle(f"{label} {text}", width) for label, text in told[:_MOST_TROUBLE]]
    lines += [f"NOT READ {more:,} files more: -v"] if more > 0 else []
    return Section((block(lines),) if lines else ())


def _trouble(file: Source | Document) -> tuple[str, str]:
    """The error of a document begins with its line and column."""
    return "NOT READ", terminal(f"{file.name}: {file.error}")


def _hardly(log: Source) -> tuple[str, str]:
    of = f"{log.unread:,} of its {_number(log.lines, 'line')}"
    return "NOT UNDERSTOOD", terminal(f"{log.name}: {of}{''.join(f' ({why})' for why in why_unread(log))}.")


def footer_section(report: Report, width: int, *, each_log: bool = True) -> Section:
    """The first line stays on any screen. `each_log`: a line a log, where there is room."""
    lines = pack([terminal(text) for text in (_counted(report), *report.footer)], width)
    read = (
        [block(hang("  ", terminal(text), width), Goes.FOOTER) for text in _read(report)]
        if each_log
        else []
    )
    hints = [line for text in report.hints for line in hang("", terminal(text), width)]
    more = pack([terminal(text) for text in _more(report)], width, between="   ")
    pieces = (
        block(lines[:1]),
        block(lines[1:], Goes.FOOTER),
        *read,
        block(hints, Goes.NORMAL),
        block(more, Goes.FOOTER),
    )
    return Section(tuple(piece for piece in pieces if piece.lines))


def _read(report: Report) -> list[str]:
    """What was read, a log each; many are counted."""
    told = read_lines(report.sources)
    more = len(told) - _MOST_READ
    return [*told[:_MOST_READ], *([f"and {_number(more, 'log')} more: -v"] if more > 0 else [])]


def _counted(report: Report) -> str:
    files = sum(max(1, len(each.parts)) for each in report.sources) + len(report.documents)
    lines = sum(each.lines for each in report.sources)
    shown = " (-v shows them)" if report.unread_total else ""
    read = f"{_number(files, 'file')}, {_number(lines, 'log line')}"
    return f"{read}, {report.unread_total:,} not understood{shown}{_hidden(report)}."


def _hidden(report: Report) -> str:
    """What settings took out, in the line that stays on any screen."""
    hidden, off = len(report.settings.suppressed), len(report.settings.off)
    told = [_number(hidden, "finding") + " suppressed"] if hidden else []
    told += [_number(off, "rule") + " switched off"] if off else []
    return "".join(f", {each}" for each in told)


def _number(count: int, name: str) -> str:
    return f"{count:,} {name}" if count == 1 else f"{count:,} {name}s"


def _more(report: Report) -> Sequence[str]:
    one = _one_instance(report)
    ways = [f"One instance: {one}"] if one else []
    ways += ["Ticket: --format markdown"] if report.incidents else []
    not_run = f" ({_number(len(report.not_run), 'rule')} had nothing to read)" if report.not_run else ""
    return [*ways, f"All: -v{not_run}", f"logdiag {report.version}"]


def _one_instance(report: Report) -> str:
    """`logdiag why` of the first instance the incident explains, else of the first not running."""
    main, _ = main_first(report)
    waiting = [each.id for each in report.launches.instances if each.state in ("pending", "failed")]
    ids = [*(main.explains.ids if main else ()), *waiting]
    return " ".join(["logdiag why", shlex.quote(ids[0]), *_where(report)]) if main and ids else ""


def _where(report: Report) -> list[str]:
    """The path that holds everything that was read, as far as the names tell."""
    files = [name for each in files_of(report) for name in getattr(each, "parts", ()) or (each.name,)]
    names = [name.partition("!")[0] for name in files]
    if not names or "-" in names or len({name.startswith("/") for name in names}) > 1:
        return []
    return [shlex.quote(posixpath.commonpath(names) or ".")]
