"""A Report as one screen of a terminal: answer, picture, why, rivals, holes, what to do next, footer.

It is ASCII, it fits the screen, and it says what it folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from logdiag.report.answer import main_first
from logdiag.report.commands import mend_section, next_section
from logdiag.report.escape import terminal
from logdiag.report.footer import footer_section, trouble_section
from logdiag.report.layout import PROSE, Goes, Section, block, fit, hang, paint
from logdiag.report.picture import picture_lines
from logdiag.report.values import Incident, Report
from logdiag.report.verbose import verbose_sections
from logdiag.report.why import reasons

_NARROWEST = 40
_HEALTHY_ROWS = 11
_LABEL = 9
_MOST_OTHERS = 8
_MOST_HOLES = 5


def render_terminal(
    report: Report, *, columns: int, rows: int | None, colour: bool, verbose: bool = False
) -> str:
    """The page, with a newline at the end.

    `rows` is the height of the terminal: one is left for the prompt, what does not fit is folded, and a
    page without incident stays short on any screen. None, or `verbose`: nothing is folded. Under 40
    columns it is laid out for 40.
    """
    width = max(columns, _NARROWEST)
    room = None if verbose else _room(report, rows)
    lines = fit(list(_sections(report, width, room, verbose=verbose)), room, width)
    return "".join(f"{paint(line, colour=colour)}\n" for line in lines)


def _room(report: Report, rows: int | None) -> int | None:
    if rows is None:
        return None
    return rows - 1 if report.incidents else min(rows - 1, _HEALTHY_ROWS)


def _sections(report: Report, width: int, room: int | None, *, verbose: bool) -> Iterator[Section]:
    """The page in the order of reading: what to do next comes last, beside the prompt."""
    prose = min(width, PROSE)
    first, others = main_first(report)
    yield _answer(report, prose)
    for group in picture_lines(report.picture, width):
        yield Section((block(group, role="answer"),))
    if first:
        yield from reasons(report, first, width, every=verbose)
    yield _also(others, prose)
    yield _asides(report, prose)
    yield trouble_section(report, prose, room)
    if verbose:
        yield from verbose_sections(report, others, width)
    if first:
        yield next_section(first, prose, every=verbose)
        yield mend_section(first, prose)
    yield footer_section(report, prose, each_log=not verbose)


def _answer(report: Report, width: int) -> Section:
    fine = not report.incidents and report.picture.facts
    text = hang("", terminal(report.verdict.text), width)
    doubt = hang("", terminal(report.verdict.doubt), width) if report.verdict.doubt else []
    return Section((block(text, role="fine" if fine else "answer"), block(doubt)), apart=False)


def _also(others: Sequence[Incident], width: int) -> Section:
    """The incidents after the first: one or two lines each."""
    told = [
        f"{_sure(each)}: {terminal(each.title)} ({terminal(each.id)})" for each in others[:_MOST_OTHERS]
    ]
    told += _more(len(others) - _MOST_OTHERS)
    blocks = [
        block(hang("  ", text, width), Goes.ALSO if at < 2 else Goes.ALSO_BEYOND_TWO)
        for at, text in enumerate(told)
    ]
    return Section(tuple(blocks), title="ALSO")


def _more(count: int) -> list[str]:
    return [f"and {count:,} more: -v"] if count > 0 else []


def _sure(incident: Incident) -> str:
    return {"none": "NOT KNOWN"}.get(incident.confidence, incident.confidence.upper())


def _asides(report: Report, width: int) -> Section:
    """HOLES, NOTES, NORMAL and NOT SEEN, one group under one blank line."""
    skews = [hole.text for hole in report.coverage if hole.kind == "clock_skew"][:_MOST_HOLES]
    others = [hole for hole in report.coverage[:_MOST_HOLES] if hole.kind != "clock_skew"]
    holes = [hole.text for hole in others if hole.text]
    holes += _more(max(report.coverage_total, len(report.coverage)) - _MOST_HOLES)
    groups = (
        ("HOLE" if len(holes) == 1 else "HOLES", holes, Goes.HOLE, Goes.HOLE_BEYOND_ONE),
        ("CLOCK" if len(skews) == 1 else "CLOCKS", skews, Goes.HOLE, Goes.HOLE_BEYOND_ONE),
        ("NOTE" if len(report.notes) == 1 else "NOTES", report.notes, Goes.HOLE, Goes.HOLE_BEYOND_ONE),
        ("NORMAL", report.normal, Goes.NORMAL, Goes.NORMAL),
        ("NOT SEEN", report.not_seen, Goes.NOT_SEEN, Goes.NOT_SEEN),
    )
    blocks = [
        block(hang("" if at else label, terminal(text), width, at=_LABEL), then if at else goes)
        for label, texts, goes, then in groups
        for at, text in enumerate(texts)
    ]
    return Section(tuple(blocks))
