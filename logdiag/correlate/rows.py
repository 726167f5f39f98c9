"""Rows of the report: findings, holes, sources and documents, from what the folds and the reader saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain

from logdiag.correlate.case import Case, stamp
from logdiag.correlate.causes.cause import hole_sentence
from logdiag.correlate.gaps import Gap
from logdiag.correlate.skews import told as told_skew
from logdiag.event import At
from logdiag.plan import Plan
from logdiag.read.findings import Problem
from logdiag.read.numbering import Numbering
from logdiag.read.source import LogSource
from logdiag.read.whole_lines import LONGEST_LINE
from logdiag.report.values import Document, Finding, Hole, NotRun, Reason, Source, UnreadLine
from logdiag.rules.rule import Judged, Rule
from logdiag.states import Tally

ROWS = 10_000
EVIDENCE = 10
UNREAD = 100


def findings(case: Case, rules: Sequence[Rule], symptoms: Set[str]) -> Iterator[Finding]:
    """Every judgement as a finding, by rule, then by host; `symptoms` are ids of those that others explain."""
    for rule in rules:
        for judged in case.of(rule.id):
            found = _finding(case, rule, judged)
            is_symptom = bool(rule.symptom_of) and found.id in symptoms
            yield replace(found, role="symptom") if is_symptom else found


def _finding(case: Case, rule: Rule, judged: Judged) -> Finding:
    parts = judged.parts
    return Finding(
        id=f"{rule.id}@{judged.host}",
        fingerprint=rule.fingerprint(parts),
        rule=rule.id,
        severity=judged.severity,
        role=judged.role,
        status=judged.status,
        title=judged.title,
        host=judged.host or None,
        entities=judged.entities[:ROWS],
        entity_count=len(judged.entities),
        count=judged.count,
        at_least=judged.at_least or f"rule.{rule.id}" in case.context.capped,
        parts=parts,
        first=stamp(judged.first),
        last=stamp(judged.last),
        evidence=case.lines(judged.evidence, EVIDENCE),
    )


def holes(case: Case) -> Iterator[Hole]:
    """What the log could not say, and where."""
    for gap in chain(case.context.gaps, case.context.jumps):
        yield Hole(
            kind=gap.kind,
            host=gap.host or None,
            program=gap.program,
            pid=gap.pid,
            pid_inferred=gap.inferred,
            from_=stamp(gap.begin),
            to=stamp(gap.end),
            lost=gap.lost,
            accounted=bool(gap.accounted),
            text=hole_sentence(case, gap),
            evidence=tuple(case.line(at) for at in _where(gap) if at),
        )
    for skew in case.context.skews:
        places = tuple(case.line(at) for at in skew.places)
        told = told_skew(skew)
        yield Hole("clock_skew", skew.ahead, None, None, True, None, None, None, True, told, places)
    for one in case.context.breaks:
        yield Hole(
            one.kind, None, None, None, False, stamp(one.begin), stamp(one.end), None, False, one.why
        )


def _where(gap: Gap) -> tuple[At | None, ...]:
    """The lines that tell of it: of a clock that steps back, the last before and the first after."""
    return (gap.end, gap.begin) if gap.kind == "clock_jump" else (gap.begin, gap.told)


def cut_lines(numberings: Sequence[Numbering], tallies: Mapping[int, Tally]) -> Iterator[Hole]:
    """The lines that were longer than is read of one: nothing but their own ends is lost."""
    for index, tally in sorted(tallies.items()):
        if tally.cut:
            firsts = tally.first_lines()
            places = [
                numberings[index].place(firsts[block] + line - 1) for block, line in tally.cut[:EVIDENCE]
            ]
            shown = ", ".join(f"{name}:{line}" for name, line in places)
            more = f" and {tally.cut_in_all - EVIDENCE} more" if tally.cut_in_all > EVIDENCE else ""
            text = f"{shown}{more}: only the first {LONGEST_LINE >> 20} MiB of the line was read."
            yield Hole("truncated", None, None, None, False, None, None, None, True, text)


def summed(beyond: Sequence[Hole]) -> Iterator[Hole]:
    """Holes beyond the cap: one row a host and program, with the sum of what was told lost."""
    groups: dict[tuple[str, str, str], list[Hole]] = {}
    for hole in beyond:
        groups.setdefault((hole.kind, hole.host or "", hole.program or ""), []).append(hole)
    for (kind, host, program), holes in sorted(groups.items()):
        told = [hole.lost for hole in holes if hole.lost is not None]
        text = f"{len(holes)} holes more of {program or 'unknown programs'} on {host or 'unknown hosts'}."
        lost = sum(told) if told else None
        yield Hole(
            kind, host or None, program or None, None, False, holes[0].from_, None, lost, False, text
        )


def sources(logs: Sequence[LogSource], plan: Plan, tallies: Mapping[int, Tally]) -> Iterator[Source]:
    """One row a log."""
    for index, log in enumerate(logs):
        tally = tallies.get(index, Tally())
        formats = sorted(tally.formats.items(), key=lambda pair: (-pair[1], pair[0]))
        error = f"{tally.problem[0]}; {tally.problem[1]}" if tally.problem else None
        yield Source(
            name=log.name,
            format=formats[0][0] if formats else None,
            lines=tally.lines,
            unread=tally.unread,
            first=stamp(tally.first),
            last=stamp(tally.last),
            inferred=(*plan.datings[index].inferred, *_order(log), *_in_front(log)),
            error=error,
            reasons=tuple(_reasons(tally)),
            parts=tuple(part.name for part in log.parts) if len(log.parts) > 1 else (),
        )


def _reasons(tally: Tally) -> Iterator[Reason]:
    """The most frequent first."""
    for why, lines in sorted(tally.reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        yield Reason(why, lines)


def _order(log: LogSource) -> tuple[str, ...]:
    return ("order:times",) if log.rotation and log.rotation.by_times else ()


def _in_front(log: LogSource) -> list[str]:
    return sorted({f"front:{name}" for part in log.parts if (name := part.content.wrapping)})


def unreadable(problems: Sequence[Problem]) -> Iterator[Source]:
    """One row for each path that gave nothing."""
    for problem in problems:
        yield Source(problem.name, None, 0, 0, None, None, (), f"{problem.why}; {problem.cure}")


def documents(case: Case) -> Iterator[Document]:
    """One row a document."""
    for one in case.context.documents:
        yield Document(one.name, one.kind, one.facts, one.error, one.line, one.column)


def unread_lines(numberings: Sequence[Numbering], tallies: Mapping[int, Tally]) -> Iterator[UnreadLine]:
    """The first lines of each source that nobody understood."""
    for index, numbering in enumerate(numberings):
        tally = tallies.get(index, Tally())
        firsts = tally.first_lines()
        for block, line, why, text in tally.shown[:UNREAD]:
            yield UnreadLine(*numbering.place(firsts[block] + line - 1), why, text)


def not_run(case: Case, rules: Sequence[Rule]) -> Iterator[NotRun]:
    """Rules that lack a document for a part of their judgement."""
    kinds = {document.kind for document in case.context.documents}
    for rule in rules:
        for need in rule.needs:
            if need not in kinds:
                yield NotRun(rule.id, f"needs {need}")
