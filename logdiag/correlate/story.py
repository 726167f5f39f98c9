"""The story of one instance, MAC, ip or interface: its verdict, what is known of it, and its lines in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from logdiag.correlate.case import Case, many
from logdiag.correlate.causes.cause import short
from logdiag.correlate.core import numberings_of
from logdiag.correlate.ledger import make_ledger
from logdiag.correlate.mentions import entries_about
from logdiag.correlate.subject import MAC, Names, names_of
from logdiag.diagnose import Folded, Options, case_of, fold, report_of
from logdiag.pace import Pace
from logdiag.parse.entries import Entry, entries
from logdiag.parse.vocabulary import Vocabulary
from logdiag.read.findings import Found
from logdiag.read.numbering import Numbering
from logdiag.read.source import blocks
from logdiag.report.values import Evidence, Incident, Instance, Report, Story
from logdiag.rules.library import all_rules
from logdiag.rules.rule import Rule

LINES = 50


def story_of(
    subject: str,
    found: Found,
    options: Options,
    vocabulary: Vocabulary,
    version: str,
    pace: Pace | None = None,
    rules: tuple[Rule, ...] | None = None,
) -> Story:
    """Everything that what was found tells of the subject, by these rules: those that came along, if none are named."""
    rules = all_rules() if rules is None else rules
    folded = fold(found, options, vocabulary, rules, pace=pace)
    report = report_of(folded, options, rules, version)
    case = case_of(folded, options, rules)
    names = names_of(subject.strip(), case, make_ledger(case))
    events, total = _events(folded, names)
    return _story(names, report, case, events, total)


def _events(folded: Folded, names: Names) -> tuple[tuple[Evidence, ...], int]:
    """The first lines that name the subject, in the order of sources, documents first, and how many there are."""
    shown: list[Evidence] = []
    total = 0
    for line in _lines(folded, names):
        total += 1
        if len(shown) < LINES:
            shown.append(line)
    return tuple(shown), total


def _lines(folded: Folded, names: Names) -> Iterator[Evidence]:
    pattern = _pattern(names.names)
    for name, lines in folded.texts.items():
        yield from (Evidence(name, n, text) for n, text in enumerate(lines, 1) if pattern.search(text))
    vocabulary = folded.plan.vocabulary
    numberings = numberings_of(folded.found.logs, folded.plan, folded.states.tallies)
    for source, numbers, framing in zip(folded.found.logs, numberings, folded.plan.framings, strict=True):
        is_own = names.has_log(source.name)
        for block in blocks(source, framing.begins):
            read = (
                entries(block.data, block.first_line, vocabulary, framing)
                if is_own
                else entries_about(block, names.names, vocabulary, framing)
            )
            for entry in read:
                if is_own or pattern.search(entry.text):
                    yield _shown(numbers, entry, pattern if framing.frames else None)


def _shown(numbers: Numbering, entry: Entry, pattern: re.Pattern[str] | None) -> Evidence:
    """The first line of a record, or the first that names the subject where a record is a paragraph."""
    lines = entry.text.split("\n")
    place = next((at for at, line in enumerate(lines) if pattern and pattern.search(line)), 0)
    source, line = numbers.place(entry.line + place)
    return Evidence(source, line, lines[place])


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the names as a whole word: vnet6 is not in vnet68, nor 172.31.0.1 in 172.31.0.15."""
    words = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<![\w:.-])(?:{words})(?![\w:-]|\.\d)", re.IGNORECASE)


def _story(names: Names, report: Report, case: Case, events: tuple[Evidence, ...], total: int) -> Story:
    subject, row = names.asked, names.row
    explained = {name: one for one in reversed(report.incidents) for name in one.explains.ids}
    incident = next(
        (explained[name] for name in (row.id if row else "", *names.names) if name in explained), None
    ) or (_shown_by(report, names) if row is None else None)
    if incident is None and not total:
        return Story(
            subject,
            f"Nothing here speaks about {subject}.",
            "Give more logs, or check the name.",
            (),
            (),
            0,
            None,
        )
    is_tap = any(name in run.names for run in case.context.runs for name in names.names)
    verdict = f"{subject}: {_verdict(row, incident.title if incident else None, total, is_tap=is_tap)}"
    doubt = _sure(incident) if incident else _doubt(row, report, is_tap=is_tap)
    return Story(
        subject=subject,
        verdict=verdict,
        doubt=doubt,
        facts=tuple(_facts(names, case)),
        events=events,
        total_events=total,
        incident=incident.id if incident else None,
        confidence=incident.confidence if incident else "none",
    )


def _shown_by(report: Report, names: Names) -> Incident | None:
    """The incident of which a line that shows it names this guest, or stands in the guest's own log."""
    pattern = _pattern(names.names)
    findings = {one.id: one for one in report.findings}
    for incident in report.incidents:
        cited = (
            each for cause in incident.causes if cause in findings for each in findings[cause].evidence
        )
        if any(pattern.search(each.text) or names.has_log(each.source) for each in cited):
            return incident
    return None


def _sure(incident: Incident) -> str:
    """How sure the incident is, and where its evidence ends."""
    if incident.why_beyond == "not known":
        return f"{incident.confidence.upper()}. Why: NOT KNOWN."
    beyond = incident.why_beyond.replace("not known", "NOT KNOWN")
    return f"{incident.confidence.upper()}. {beyond[:1].upper()}{beyond[1:]}."


def _verdict(row: Instance | None, title: str | None, total: int, *, is_tap: bool) -> str:
    if title is not None:
        return f"part of this: {title}."
    if row is None and is_tap:
        return "it was up when dhcpd started; that dhcpd names it without a subnet is normal for a tap."
    if row is None:
        return f"{many(total, 'line')} named it; no incident does."
    if row.stage == "addressed":
        return "it has an address; nothing wrong is seen."
    return f"{row.why}; no incident explains it."


def _doubt(row: Instance | None, report: Report, *, is_tap: bool) -> str:
    if is_tap and row is None:
        return "Which instance it belongs to: NOT KNOWN, nothing here ties it to a MAC."
    if row is not None and row.state == "pending" and report.incidents:
        return f"Where it stopped: {report.incidents[0].title}. Why: NOT KNOWN."
    if row is not None and row.stage == "addressed":
        return "Whether the guest came up and answers: NOT KNOWN, its console was not read."
    return "Why: NOT KNOWN."


def _facts(names: Names, case: Case) -> Iterator[str]:
    row, conf = names.row, case.context.conf
    if row is not None:
        told = {"state": row.state, "stage": row.stage, "host": row.host, "MAC": row.mac, "address": row.ip}
        yield "  ".join(f"{name} {value}" for name, value in told.items() if value)
    if conf:
        entry = next((conf[1].host_of(name) for name in names.names if MAC.match(name)), None)
        if entry:
            yield f"host entry {entry.name} in {short(conf[0].name)}:{entry.line}"
        elif row is not None and row.mac:
            yield f"no host entry in {short(conf[0].name)}"
    for name in names.names:
        named = [run for run in case.context.runs if name in run.names]
        if named:
            yield f"named without a subnet by {many(len(named), 'start')} of dhcpd: normal for a tap"
