"""Diagnose: what was found to read -> one finished Report. The whole pipeline, in order.

Nothing here reads the clock or the terminal: the moment of reading is an option.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from itertools import chain

from logdiag.by_source import BySource, by_name
from logdiag.context import Context, named
from logdiag.correlate import rows
from logdiag.correlate.ages import ages_of
from logdiag.correlate.case import Case
from logdiag.correlate.causes.library import found_causes, ranked
from logdiag.correlate.core import case_folds, make_context
from logdiag.correlate.evidence import with_texts
from logdiag.correlate.journals import late_journals
from logdiag.correlate.ledger import make_launches, make_ledger
from logdiag.correlate.quiet import quiet_verdict
from logdiag.correlate.scope import scope_of
from logdiag.documents.dhcpd import DhcpdConf
from logdiag.documents.values import InstanceTable, ReadDocument
from logdiag.own.applied import Applied, effect_of, with_effect
from logdiag.own.settings import NAME, Settings
from logdiag.pace import Pace, uncollected
from logdiag.parse.dating import Known
from logdiag.parse.lines import TIMELESS
from logdiag.parse.moments import iso
from logdiag.parse.vocabulary import Vocabulary
from logdiag.parse.zones import zone_named
from logdiag.plan import Asked, Plan
from logdiag.read.findings import Found, Note
from logdiag.read.source import GRAIN
from logdiag.report.values import Incident, Report, Severity
from logdiag.rules.library import all_rules, rules_hash
from logdiag.rules.rule import Rule
from logdiag.rules.told import filled
from logdiag.share import fold_case
from logdiag.spans import launchers_in, spans_of
from logdiag.states import States
from logdiag.views import view_of
from logdiag.window import NO_LIMITS, Bound, Limits

NAMED = 6
SEVERITIES: Mapping[Severity, int] = {"info": 0, "warning": 1, "error": 2}


@dataclass(frozen=True)
class Options:
    """What changes the answer: `now` is the moment of reading, for sources without any year."""

    year: int | None = None
    tz: str | None = None
    zone: tzinfo | None = None
    year_of: Mapping[str, int] = field(default_factory=dict)
    tz_of: Mapping[str, str] = field(default_factory=dict)
    requested: int | None = None
    limits: Limits = NO_LIMITS
    host: str | None = None
    instance: str | None = None
    now: datetime | None = None
    settings: Settings = field(default_factory=Settings)

    def told(self) -> Mapping[str, int | str]:
        """The options that were given, as the report tells them."""
        given = {
            **BySource(self.year, self.year_of).told("year"),
            **BySource(self.tz, self.tz_of).told("tz"),
            "requested": self.requested,
            "since": self.limits.since and self.limits.since.text,
            "until": self.limits.until and self.limits.until.text,
            "host": self.host,
            "instance": self.instance,
        }
        return {name: value for name, value in given.items() if value is not None}

    def known(self, found: Found, launches: Mapping[str, datetime] | None = None) -> Known:
        """What settles years and zones of these logs. Raises BadOptionError where an option names no log."""
        names = [log.name for log in found.logs]
        others = [problem.name for problem in found.problems]
        years = by_name("--year", BySource(None, self.year_of), names, others)
        zones = by_name("--tz", BySource(None, self.tz_of), names, others)
        return Known(
            self.year,
            self.zone,
            launches or {},
            self.now,
            years,
            {name: zone_named(zone) for name, zone in zones.items()},
        )


@dataclass(frozen=True)
class Folded:
    """A case after folding: what judgement and `why` begin from."""

    found: Found
    plan: Plan
    states: States
    documents: tuple[ReadDocument, ...]
    texts: Mapping[str, tuple[str, ...]]


def diagnose(
    found: Found,
    options: Options,
    vocabulary: Vocabulary,
    version: str,
    pace: Pace | None = None,
    rules: tuple[Rule, ...] | None = None,
) -> Report:
    """The report of everything that was found, by these rules: those that came along, if none are named."""
    rules, pace = all_rules() if rules is None else rules, pace or Pace()
    folded = fold(found, options, vocabulary, rules, pace=pace)
    tallies = folded.states.tallies.values()
    pace.watch.counts = {
        "lines": sum(tally.lines for tally in tallies),
        "candidates": sum(tally.looked_at for tally in tallies),
        "events": sum(tally.events for tally in tallies),
    }
    with pace.watch.stage("judge"), uncollected():
        return report_of(folded, options, rules, version)


def plan_of(
    found: Found,
    options: Options,
    vocabulary: Vocabulary,
    rules: tuple[Rule, ...],
    documents: tuple[ReadDocument, ...],
    grain: int = GRAIN,
) -> Plan:
    """Years and zones settled for every source, and the folds to run."""
    return fold_case(_asked(found, options, vocabulary, rules, documents, grain))[0]


def _asked(
    found: Found,
    options: Options,
    vocabulary: Vocabulary,
    rules: tuple[Rule, ...],
    documents: tuple[ReadDocument, ...],
    grain: int,
) -> Asked:
    known = options.known(found, _launches(documents))
    folds = partial(case_folds, rules=rules)
    return Asked(found.logs, known, vocabulary, folds, grain, options.limits)


def read_documents(found: Found) -> tuple[ReadDocument, ...]:
    """Every document, read as far as it can be."""
    if not found.documents:
        return ()
    from logdiag.documents.reading import read_documents_in  # its readers take time to load

    return tuple(
        each for one in found.documents for each in read_documents_in(one.name, one.text, one.kind)
    )


def fold(
    found: Found,
    options: Options,
    vocabulary: Vocabulary,
    rules: tuple[Rule, ...],
    grain: int = GRAIN,
    pace: Pace | None = None,
) -> Folded:
    """Documents read, time settled, and everything folded."""
    pace = pace or Pace()
    with pace.watch.stage("documents"):
        documents = read_documents(found)
    with pace.watch.stage("fold"), uncollected():
        plan, states = fold_case(_asked(found, options, vocabulary, rules, documents, grain), pace)
    texts = {one.name: tuple(one.text.splitlines()) for one in found.documents}
    return Folded(found, plan, states, documents, texts)


def _launches(documents: tuple[ReadDocument, ...]) -> dict[str, datetime]:
    """Document -> the latest launch it tells."""
    found: dict[str, datetime] = {}
    for document in documents:
        if isinstance(document.content, InstanceTable):
            times = [row.launched for row in document.content.rows if row.launched]
            if times:
                found[document.name] = max(times)
    return found


def case_of(folded: Folded, options: Options, rules: tuple[Rule, ...]) -> Case:
    """The case: every rule has judged."""
    logs = folded.found.logs
    spans = spans_of(logs, folded.plan, folded.states)
    context = make_context(folded.states, folded.plan, logs, folded.documents, options.requested, spans)
    judged = {
        rule.id: tuple(rule.judge(view_of(folded.states, folded.plan, f"rule.{rule.id}"), context))
        for rule in rules
        if rule.id not in options.settings.off
    }
    applied = Applied(options.settings, options.now.date() if options.now else None)
    left, suppressed = applied.judgements(judged)
    return Case(context, left, folded.texts, rules, lambda: _launchers(folded), applied, suppressed)


def _launchers(folded: Folded) -> list[str]:
    """Programs that may speak about launches: by name, and by the format of logs whose lines name nobody."""
    plan, tallies = folded.plan, folded.states.tallies.values()
    formats = {name for tally in tallies for name in tally.formats}
    voices = {voice for name, voice in plan.vocabulary.voices.items() if name in formats}
    return sorted({*launchers_in(folded.found.logs, plan), *voices})


def report_of(folded: Folded, options: Options, rules: tuple[Rule, ...], version: str) -> Report:
    """The finished report of a folded case."""
    case = case_of(folded, options, rules)
    logs, tallies = folded.found.logs, folded.states.tallies
    found, suppressed = found_causes(case)
    every, ledger = ranked(found, case), make_ledger(case)
    scope = scope_of(options.host, options.instance, case, ledger, every)
    causes = tuple(cause for cause in every if scope.concerns(cause, case)) if scope else every
    left_out = len(every) - len(causes)
    incidents = tuple(cause.incident for cause in causes)
    shown_case = scope.case(case, causes)
    lines = sum(tally.lines for tally in tallies.values())
    verdict, picture = (
        (causes[0].verdict, causes[0].picture)
        if causes
        else scope.answer(left_out)
        if left_out
        else quiet_verdict(case, lines, _left_out(folded.found))
    )
    effect = effect_of(case.applied, (rule.id for rule in rules), suppressed)
    holes = (*rows.holes(case), *rows.cut_lines(case.context.numberings, tallies))
    holes = scope.holes(holes)
    shown = holes if len(holes) <= rows.ROWS else (*holes[: rows.ROWS], *rows.summed(holes[rows.ROWS :]))
    unread = tuple(rows.unread_lines(case.context.numberings, tallies))
    report = Report(
        version=version,
        rules_hash=rules_hash(rules),
        options=options.told(),
        verdict=with_effect(verdict, effect),
        launches=scope.launches(make_launches(case, ledger, incidents), ledger),
        incidents=incidents,
        findings=tuple(rows.findings(shown_case, rules, _symptoms(incidents))),
        coverage=shown,
        coverage_total=len(holes),
        sources=tuple(
            chain(rows.sources(logs, folded.plan, tallies), rows.unreadable(folded.found.problems))
        ),
        documents=tuple(rows.documents(case)),
        unread=unread,
        unread_total=sum(tally.unread for tally in tallies.values()),
        not_run=tuple(rows.not_run(case, rules)),
        picture=picture,
        normal=tuple(_normal(shown_case)),
        notes=tuple(_asides(shown_case, incidents)),
        not_seen=(*_not_seen(case.context), *late_journals(case, logs, folded.plan, tallies)),
        hints=(*folded.found.hints, *_notes(folded.found)),
        footer=(*_read_here(folded.found), *scope.told(left_out), *_footer(folded, options), *effect.told),
        settings=effect,
    )
    kept = [tally.kept if (tally := tallies.get(index)) else None for index in range(len(logs))]
    numbers = case.context.first_lines, case.context.numberings
    # Of a long log these are large, and nothing asks them any more.
    del case, shown_case, every, causes, ledger
    return with_texts(report, logs, *numbers, kept, folded.plan)


def _symptoms(incidents: tuple[Incident, ...]) -> frozenset[str]:
    """Findings that another one explains."""
    causes = {name for one in incidents for name in one.causes}
    return frozenset(name for one in incidents for name in one.symptoms) - causes


def _asides(case: Case, incidents: tuple[Incident, ...]) -> Iterator[str]:
    """Trouble that rules tell of and that is no incident: no launch is in sight, or only the log is hit."""
    shown = {name for one in incidents for name in (*one.causes, *one.symptoms)}
    for rule in case.rules:
        for judged in case.of(rule.id) if rule.telling else ():
            is_log = rule.category == "logging" and not incidents and not case.context.runs
            is_log = is_log and judged.status != "over"
            if f"{rule.id}@{judged.host}" not in shown and (is_log or judged.role != "noise"):
                assert rule.telling
                yield f"{judged.title}. {filled(rule.telling.means, judged.values)}"


def _normal(case: Case) -> Iterator[str]:
    """What shouts though it is innocent."""
    for judged in case.of("dhcpd-no-subnet"):
        taps = judged.members.get("tap", ())
        if taps:
            family = taps[0].rstrip("0123456789")
            count = sum(entity.count for entity in judged.entities if entity.name in set(taps))
            what = "printed for every tap at every dhcpd start"
            if judged.role == "symptom":
                what = "would be normal, were there one bridge that dhcpd listens on"
            yield f'{count} x "No subnet declaration for {family}..": {what}.'
    for judged in case.of("dhcpd-no-free-leases"):
        others = judged.members.get("served by another server", ())
        if others:
            where, count = named(judged.host), len(others)
            yield f'"no free leases" on {where} for {count} that another server serves: refused rightly.'
    for rule in ("dhcpd-not-listening", "dhcpd-exited"):
        for judged in case.of(rule):
            if judged.role == "noise":
                yield f"A second start of dhcpd on {named(judged.host)} failed; the first serves on."
    for run in case.context.runs:
        if run.fatal and run.fatal[0] == "dhcpd.already_running":
            yield f'"There\'s already a DHCP server running." on {named(run.host)}: a second start was refused.'


def _not_seen(context: Context) -> Iterator[str]:
    """Stages that nothing read can speak about."""
    if not context.runs:
        return
    yield "the stages before DHCP (no nc.log, libvirtd.log) and whether the guests booted"
    if not any(isinstance(one.content, DhcpdConf) for one in context.documents):
        yield "which guests have a host entry (no dhcpd.conf)"


def _footer(folded: Folded, options: Options) -> Iterator[str]:
    """Where years and zones came from."""
    plan = folded.plan
    yield from _window(folded, options)
    if not options.limits:  # else the log goes on beyond what was read of it
        yield from ages_of(folded.documents, folded.states.tallies)
    yield from _boots(folded)
    inferred = {how for dating in plan.datings for how in dating.inferred}
    tellers = {document.name: f"launch times in {_short(document.name)}" for document in folded.documents}
    words = {
        "mtime": "file date",
        "name": "file name",
        "clock": "today's, the log has none (--year)",
        "none": "not known (--year)",
    }
    told = {**{log.name: _short(log.name) for log in folded.found.logs}, **tellers, **words}
    years = sorted({f"{dating.year}" for dating in plan.datings if dating.year is not None})
    of_years = _tellers(inferred, "year:", told) or "--year"
    zone, of_zone = _zones(plan), _tellers(inferred, "zone:", told)
    for log in folded.found.logs:
        if log.rotation and log.rotation.by_times:
            yield f"Parts of {_short(log.name)} are in the order of their times, which is not that of their names."
    if years and of_zone == of_years:
        yield f"Year {', '.join(years)}, zone {zone}: {of_years}."
        return
    if years:
        yield f"Year {', '.join(years)}: {of_years}."
    if of_zone:
        yield f"Zone {zone}: {of_zone}."
    elif options.tz or options.tz_of:
        yield f"Zone: {', '.join(_zones_given(options))}, --tz."
    elif plan.datings and not plan.is_utc:
        yield "Zone: not in the log (--tz)."


def _window(folded: Folded, options: Options) -> Iterator[str]:
    """Which lines count, where not all do, and that none does."""
    if not options.limits:
        return
    since, until = folded.plan.window
    words = [f"{word} {_told(bound)}" for word, bound in (("since", since), ("until", until)) if bound]
    none = "" if any(tally.first for tally in folded.states.tallies.values()) else ": there is none"
    yield f"Only lines {' '.join(words)} count{none}."


def _boots(folded: Folded) -> Iterator[str]:
    """Which clock times since boot were tied to, and which logs tell no time at all."""
    words = {
        "audit": "its audit lines",
        "rtc": "the clock the kernel set",
        "none": "no clock (never compared)",
    }
    tallies = folded.states.tallies
    for place, (log, dating) in enumerate(zip(folded.found.logs, folded.plan.datings, strict=True)):
        told = [how.removeprefix("boot:") for how in dating.inferred if how.startswith("boot:")]
        if place in tallies and tallies[place].formats and TIMELESS.issuperset(tallies[place].formats):
            yield f"{_short(log.name)} has no times: what it tells is never compared with other logs."
        elif told:
            yield f"{_short(log.name)} counts from boot: {', '.join(words.get(one, _short(one)) for one in told)}."


def _told(bound: Bound) -> str:
    return (iso(bound.moment) or "").replace("T", " ")


def _zones_given(options: Options) -> Iterator[str]:
    if options.tz:
        yield options.tz
    for source, zone in options.tz_of.items():
        yield f"{zone} ({source})"


def _read_here(found: Found) -> Iterator[str]:
    """What was read where nobody named a path."""
    if found.of_machine:
        names = [*(log.name for log in found.logs), *(one.name for one in found.documents)]
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        yield f"Read on this machine: {', '.join(names[:NAMED]) or 'nothing'}{more}."


def _notes(found: Found) -> Iterator[str]:
    """What was left out of folders, and why."""
    for note in _left(found)[:NAMED]:
        if note.examples:
            many = f"{note.count} files, {_short(note.examples[0])} among them"
            yield f"{note.name}: {many}, {note.why.removeprefix('is ')}."
        else:
            yield f"{note.name}: {note.why}."


def _left_out(found: Found) -> int:
    """How many files of folders are in no form that is read yet."""
    return sum(note.count for note in _left(found))


def _left(found: Found) -> list[Note]:
    """Notes of what is not read, but for settings, which are."""
    return [note for note in found.notes if not note.is_double and _short(note.name) != NAME]


def _short(name: str) -> str:
    return name.rstrip("/").rsplit("/", 1)[-1]


def _tellers(inferred: set[str], what: str, told: Mapping[str, str]) -> str:
    names = sorted(how.removeprefix(what) for how in inferred if how.startswith(what))
    return ", ".join(dict.fromkeys(told.get(name, name) for name in names))


def _zones(plan: Plan) -> str:
    """Fixed offsets that were inferred, as +09:00."""
    offsets = {
        dating.zone for dating in plan.datings if any(how.startswith("zone:") for how in dating.inferred)
    }
    return ", ".join(sorted(datetime(2000, 1, 1, tzinfo=zone).isoformat()[19:] for zone in offsets))


def exit_status(report: Report, found: Found, fail_on: str, named: Collection[str] | None = None) -> int:
    """0, 1 or 2, as the command line's contract says; docs/cli.md, "Exit status".

    `named` are the paths that were typed: one that could not be read to its end counts as one that could not
    be read. None: all were.
    """
    if any(problem.named and not problem.is_hollow for problem in found.problems):
        return 2
    if any(named is None or name in named for name in _half_read(report)):
        return 2
    if not any(source.lines for source in report.sources) and not report.documents:
        return 2
    if fail_on == "never":
        return 0
    least = SEVERITIES["warning" if fail_on == "warning" else "error"]
    counts = [one for one in report.incidents if one.status in ("ongoing", "unknown")]
    return int(any(SEVERITIES[one.severity] >= least for one in counts))


def _half_read(report: Report) -> Iterator[str]:
    """Logs and documents that could not be read to their end, so that they tell less than they hold."""
    yield from (one.name for one in report.sources if one.error and one.lines)
    yield from (one.name for one in report.documents if one.error and one.line is not None)
