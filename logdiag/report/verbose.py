"""What -v adds: every incident in full, the ledger, findings, coverage, what was read and what was not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from logdiag.report.commands import mend_section, next_section
from logdiag.report.escape import terminal
from logdiag.report.evidence import Headline, evidence_lines
from logdiag.report.layout import PROSE, Block, Line, Section, block, cut_middle, hang
from logdiag.report.understood import read_lines
from logdiag.report.values import Evidence, Finding, Hole, Incident, Launches, Report
from logdiag.report.why import reasons

_MOST_UNREAD = 20
_MOST_INSTANCES = 20
_WIDEST_CELL = 30

_Rows = Sequence[tuple[str, ...]]


def verbose_sections(report: Report, others: Sequence[Incident], width: int) -> Iterator[Section]:
    """The sections between the holes and what to do next."""
    for incident in others:
        yield from _in_full(report, incident, width)
    yield from _launches(report.launches, width)
    yield Section(tuple(_finding(each, width) for each in report.findings), title="FINDINGS")
    yield Section(tuple(_hole(each, width) for each in report.coverage), title="COVERAGE")
    yield from _files(report, width)
    yield _unread(report, width)
    yield Section(
        (_rows([(each.rule, each.why) for each in report.not_run], width),), title="RULES NOT RUN"
    )


def _in_full(report: Report, incident: Incident, width: int) -> Iterator[Section]:
    prose = min(width, PROSE)
    yield Section((block(hang("", terminal(f"{incident.id}: {incident.title}"), prose), role="answer"),))
    yield from reasons(report, incident, width, every=True)
    yield next_section(incident, prose, every=True)
    yield mend_section(incident, prose)


def _launches(launches: Launches, width: int) -> Iterator[Section]:
    counts = [
        (each.name, _told(each.value), each.how.replace("_", " "), each.why) for each in launches.counts
    ]
    limits = [(each.name, _told(each.value), each.state, each.why) for each in launches.limits]
    shown = launches.instances[:_MOST_INSTANCES]
    instances = [
        (each.id, each.state, each.stage, each.host or "-", each.interface or "-", each.ip or "-", each.why)
        for each in shown
    ]
    more = max(launches.total, len(launches.instances)) - len(shown)
    rest = block([f"  and {more:,} more: --format csv"] if more > 0 else [])
    yield Section((_rows(counts, width),), title="COUNTS")
    yield Section((_rows(limits, width),), title="LIMITS")
    head = [("id", "state", "stage", "host", "interface", "ip", "why")] if instances else []
    yield Section((_rows([*head, *instances], width), rest), title="INSTANCES")


def _told(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _finding(finding: Finding, width: int) -> Block:
    """One line of what and how often, one of whom, and all its evidence."""
    at_least = "at least " if finding.at_least else ""
    where = f" on {finding.host}" if finding.host else ""
    head = f"{finding.role}  {finding.rule}{where}: {finding.title}"
    often = f"{at_least}{finding.count:,} times, {at_least}{finding.entity_count:,} subjects"
    parts = [f"{part.name}: {part.entity_count:,}" for part in finding.parts]
    times = [f"{finding.first} to {finding.last}"] if finding.first else []
    names = [" ".join(each.name for each in finding.entities[:5])] if finding.entities else []
    lines = hang("  ", terminal(head), width)
    lines += hang("    ", terminal("; ".join([often, *parts, *times, finding.status, *names])), width)
    hosts = frozenset([finding.host] if finding.host else [])
    return Block((*map(Line, lines), *_shown(finding.evidence, hosts, width)))


def _hole(hole: Hole, width: int) -> Block:
    pid = f" pid {hole.pid}{' (inferred)' if hole.pid_inferred else ''}" if hole.pid else ""
    who = " ".join(part for part in (hole.host, hole.program) if part) or "all programs"
    lost = "lost: not told" if hole.lost is None else f"lost: {hole.lost:,}"
    known = ", accounted for" if hole.accounted else ""
    span = f"{hole.from_ or 'the beginning'} to {hole.to or 'the end'}"
    what = hole.text if hole.kind == "clock_skew" else f"{who}{pid}: {span}; {lost}{known}"
    head = f"{hole.kind.replace('_', ' ')}  {what}"
    return Block(
        (*map(Line, hang("  ", terminal(head), width)), *_shown(hole.evidence, frozenset(), width))
    )


def _shown(evidence: Sequence[Evidence], hosts: frozenset[str], width: int) -> list[Line]:
    lines, _ = evidence_lines(evidence, Headline(hosts=hosts), 6, width, whole=True)
    return [Line(text, "evidence") for text in lines]


def _files(report: Report, width: int) -> Iterator[Section]:
    parts = [f"{each.name}: {', '.join(each.parts)}" for each in report.sources if each.parts]
    documents = [
        (each.name, each.kind, ", ".join(f"{name} {value}" for name, value in each.facts.items()))
        for each in report.documents
    ]
    yield _sentences(read_lines(report.sources), width, "SOURCES")
    yield _sentences(parts, width, "PARTS")
    yield Section((_rows(documents, width),), title="DOCUMENTS")


def _sentences(texts: Sequence[str], width: int, title: str) -> Section:
    return Section(tuple(block(hang("  ", terminal(text), width)) for text in texts), title=title)


def _unread(report: Report, width: int) -> Section:
    shown = report.unread[:_MOST_UNREAD]
    rows = [(f"{each.source}:{each.line}", each.why, each.text) for each in shown]
    more = max(report.unread_total, len(report.unread)) - len(shown)
    rest = block([f"  and {more:,} more"] if more > 0 else [])
    return Section((_rows(rows, width), rest), title="LINES NOT UNDERSTOOD")


def _rows(rows: _Rows, width: int) -> Block:
    """Cells under each other; the last cell of a row takes what room there is, cut in its middle."""
    cells = [[terminal(cell) for cell in row] for row in rows]
    cells = [[*(cut_middle(cell, _WIDEST_CELL) for cell in row[:-1]), row[-1]] for row in cells]
    widths = [max(map(len, column)) for column in list(zip(*cells, strict=True))[:-1]]
    lines = [
        "  " + "  ".join([*(cell.ljust(to) for cell, to in zip(row, widths, strict=False)), row[-1]])
        for row in cells
    ]
    return block([cut_middle(line, width) for line in lines])
