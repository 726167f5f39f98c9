"""Explained: why a rule fired on what was read, or its nearest miss: what it asks for, step by step, with lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from logdiag.context import Context, named
from logdiag.correlate.case import Case, many
from logdiag.correlate.evidence import with_texts
from logdiag.diagnose import Folded, Options, case_of, fold, report_of
from logdiag.pace import Pace
from logdiag.parse.entries import entries
from logdiag.parse.lower import speaker
from logdiag.parse.vocabulary import Vocabulary
from logdiag.read.findings import Found
from logdiag.read.source import blocks
from logdiag.report.values import Explanation, Finding, Report, Step
from logdiag.rules.counts import Wording, line_of
from logdiag.rules.folds import Cell, Seen, Steps
from logdiag.rules.near import Message, messages_of
from logdiag.rules.rule import Rule
from logdiag.rules.timing import reaches_rate
from logdiag.rules.told import judge
from logdiag.views import view_of

SHOWN = 3
"""Lines, and misses, that are shown of each sort."""
LOOKED_AT = 64
"""Blocks of each log in which programs are looked for that said nothing known."""


class _Read(NamedTuple):
    """What was read: the case, its report by all rules, and the rule with the cells of each kind it listens to."""

    rule: Rule
    folded: Folded
    case: Case
    report: Report
    heard: Mapping[str, Mapping[str, Cell]]


def explanation_of(
    rule: Rule,
    found: Found,
    options: Options,
    vocabulary: Vocabulary,
    pace: Pace,
    rules: tuple[Rule, ...],
) -> Explanation:
    """Why the rule fired, or what it lacked."""
    listeners = {kind: _listener(kind) for kind in sorted(rule.fold.kinds)}
    folded = fold(found, options, vocabulary, (*rules, *listeners.values()), pace=pace)
    case = case_of(folded, options, rules)
    heard = {kind: _heard(folded, one.id) for kind, one in listeners.items()}
    read = _Read(rule, folded, case, report_of(folded, options, rules, ""), heard)
    steps = tuple(_steps(read))
    made = Explanation(rule.id, _verdict(read, steps), steps)
    tallies = folded.states.tallies
    kept = [tally.kept if (tally := tallies.get(n)) else None for n in range(len(folded.found.logs))]
    numbers = case.context.first_lines, case.context.numberings
    return with_texts(made, folded.found.logs, *numbers, kept, folded.plan)


def _listener(kind: str) -> Rule:
    """A rule that hears a kind and judges nothing: it counts."""
    return Rule(
        id=f"explain.{kind}",
        severity="info",
        stage="",
        category="other",
        fold=Seen(frozenset({kind}), ("host",)),
        judge=_nothing,
        says="",
        fires=(),
        quiet=(),
    )


def _nothing(state: object, context: Context) -> tuple[()]:
    return ()


def _heard(folded: Folded, name: str) -> Mapping[str, Cell]:
    """Host -> the cell of a kind."""
    return {key[0]: cell for key, cell in view_of(folded.states, folded.plan, f"rule.{name}").items()}


def _verdict(read: _Read, steps: Sequence[Step]) -> str:
    findings = _findings(read)
    causes = [one for one in findings if one.role == "cause"]
    if causes:
        return f"{read.rule.id} fires: {causes[0].title}."
    if findings:
        return f"{read.rule.id} is heard and gives no alarm ({findings[0].role}): {findings[0].title}."
    if not any(read.heard.values()) and not any(step.state == "failed" for step in steps):
        return f"{read.rule.id} does not fire: none of its messages is there."
    missed = next((step.text for step in steps if step.state == "failed"), "what it asks for is not met")
    return f"{read.rule.id} does not fire: {missed}."


def _findings(read: _Read) -> list[Finding]:
    return [one for one in read.report.findings if one.rule == read.rule.id]


def _steps(read: _Read) -> Iterator[Step]:
    yield from _off(read)
    yield from _messages(read)
    yield from _asked(read)
    yield from _conditions(read)
    yield from _documents(read)
    yield from _judgements(read)


def _off(read: _Read) -> Iterator[Step]:
    for one in read.report.settings.suppressed:
        if one.rule == read.rule.id:
            yield Step(
                "failed",
                f"its finding on {one.host or 'this host'} is suppressed by {one.by}: {one.reason}",
            )
    if read.rule.id in read.report.settings.off:
        yield Step("failed", "it is switched off by settings")


# ---- what it listens to


def _messages(read: _Read) -> Iterator[Step]:
    """Every kind: where it was said and how often, or that it was not, and whether its program spoke at all."""
    messages = messages_of(read.rule)
    roles = _roles(read.rule)
    for message in messages:
        cells = read.heard[message.kind]
        for host, cell in sorted(cells.items())[:SHOWN]:
            text = f"{roles.get(message.kind, '')}{message.kind} was said {_times(cell.count)} on {named(host)}"
            yield Step("held", text, read.case.lines(cell.evidence, 1))
        if len(cells) > SHOWN:
            yield Step("held", f"{message.kind} was said on {many(len(cells) - SHOWN, 'host')} more")
    silent = [message for message in messages if not read.heard[message.kind]]
    if silent:
        yield from _unsaid(read, silent, roles)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _roles(rule: Rule) -> Mapping[str, str]:
    """Kind -> what it is to a rule of sentences."""
    wording = _wording(rule)
    if wording is None:
        return {}
    sorts = (
        ("what mends: ", wording.mended_by),
        ("what answers: ", wording.timing.answers),
        ("what comes before: ", wording.timing.after),
        ("what is told: ", wording.kinds),
    )
    return {kind: sort for sort, kinds in sorts for kind in kinds}


def _unsaid(read: _Read, silent: Sequence[Message], roles: Mapping[str, str]) -> Iterator[Step]:
    """Messages that never came; how loud the program was that would have said them."""
    spoken = _spoken(read)
    shown: dict[tuple[str, str], list[str]] = {}
    for message in silent:
        lines = sum(spoken[program] for program in message.programs if program in spoken)
        who = message.programs[0] if message.programs else message.kind.partition(".")[0]
        why = f"{who} said {many(lines, 'line')}, none of them this" if lines else f"{who} never spoke"
        shown.setdefault((roles.get(message.kind, ""), why), []).append(message.kind)
    for (role, why), kinds in shown.items():
        more = f" and {len(kinds) - SHOWN} more" if len(kinds) > SHOWN else ""
        yield Step("missing", f"{role}{', '.join(kinds[:SHOWN])}{more}: not said; {why}")


def _spoken(read: _Read) -> Counter[str]:
    """Program, as grammars name it -> its lines in the first blocks of every log."""
    vocabulary, found = read.folded.plan.vocabulary, Counter[str]()
    plan = read.folded.plan
    for source, framing in zip(read.folded.found.logs, plan.framings, strict=True):
        for _, block in zip(range(LOOKED_AT), blocks(source, framing.begins), strict=False):
            for entry in entries(block.data, block.first_line, vocabulary, framing):
                if entry.header and entry.header.program:
                    found[speaker(entry.header.program, vocabulary.speakers) or ""] += 1
    return found


# ---- what it asks of them


def _wording(rule: Rule) -> Wording | None:
    """Of a rule of sentences, what it is made of."""
    held = rule.judge
    return held.args[0] if isinstance(held, partial) and held.func is judge else None


def _conditions(read: _Read) -> Iterator[Step]:
    wording = _wording(read.rule)
    if wording is None:
        return
    state = list(view_of(read.folded.states, read.folded.plan, f"rule.{read.rule.id}").items())
    told = [(dict(zip(wording.key, key, strict=True)), value) for key, value in state if _is_told(value)]
    if wording.where is not None:
        yield from _where(read, wording, told)
    if told:
        yield from _timing(read, wording, told)
    yield from _mended(read)


def _asked(read: _Read) -> Iterator[Step]:
    """What the rule itself says that it asks for."""
    if read.rule.asks is None:
        return
    state = view_of(read.folded.states, read.folded.plan, f"rule.{read.rule.id}")
    for one in read.rule.asks(state, read.case.context):
        lines = read.case.lines([one.at], 1) if one.at else ()
        yield Step("held" if one.holds else "failed", one.text, lines)


def _is_told(value: Cell | Steps) -> bool:
    return isinstance(value, Cell) or line_of(value, "told") is not None


def _cell(value: Cell | Steps) -> Cell:
    if isinstance(value, Cell):
        return value
    line = line_of(value, "told")
    assert line is not None
    return line.in_one()


def _where(read: _Read, wording: Wording, told: list[tuple[dict[str, str], Any]]) -> Iterator[Step]:
    """Of the values: those that let it fire are counted, those that do not are shown."""
    assert wording.where is not None
    wrong = [(fields, value) for fields, value in told if not wording.where(fields)]
    if len(told) > len(wrong):
        yield Step("held", f"its condition holds of {many(len(told) - len(wrong), 'subject')}")
    for fields, value in wrong[:SHOWN]:
        say = getattr(wording.where, "told", None)
        values = ", ".join(f"{name} is {text}" for name, text in fields.items() if name != "host" and text)
        text = say(fields) if say else values
        yield Step(
            "failed", f"its condition does not hold: {text}", read.case.lines(_cell(value).evidence, 1)
        )
    if len(wrong) > SHOWN:
        yield Step("failed", f"nor does it of {len(wrong) - SHOWN} more")


def _timing(read: _Read, wording: Wording, told: list[tuple[dict[str, str], Any]]) -> Iterator[Step]:
    timing = wording.timing
    if timing.is_rate:
        lines = [line for _, value in told if (line := line_of(value, "told"))]
        holds = any(reaches_rate(timing, line) for line in lines)
        most = max(line.count for line in lines)
        text = f"{timing.times} within {timing.within} s about one {wording.noun} are asked for; at most {most} came"
        yield Step("held" if holds else "failed", text)
    elif wording.times > 1:
        came = sum(_cell(value).count for _, value in told)
        yield Step(
            "held" if came >= wording.times else "failed", f"{wording.times} are asked for; {came} came"
        )
    if timing.answers:
        fires = bool(_findings(read))
        yield Step(
            "held" if fires else "failed",
            f"no answer within {timing.within} s is asked for, in a log that is whole and goes on so long",
        )
    if timing.after and not _findings(read):
        yield Step("failed", "it counts only behind what comes before, about the same subject")


def _mended(read: _Read) -> Iterator[Step]:
    """What was mended, and the line that says so."""
    wording = _wording(read.rule)
    over = [one for one in _findings(read) if one.status == "over" and one.role == "noise"]
    if wording is None or not over:
        return
    for finding in over[:SHOWN]:
        cures = [
            cell
            for kind in sorted(wording.mended_by)
            for host, cell in read.heard.get(kind, {}).items()
            if host == finding.host or wording.subject not in ("host", "program")
        ]
        last = max(cures, key=lambda cell: cell.last) if cures else None
        lines = read.case.lines([last.last], 1) if last else ()
        yield Step("failed", f"it is over: {finding.title}; what mends came later", lines)


def _documents(read: _Read) -> Iterator[Step]:
    kinds = {document.kind for document in read.case.context.documents}
    for need in read.rule.needs:
        if need in kinds:
            yield Step("held", f"{need} was read")
        else:
            yield Step("missing", f"no {need} was given: a part of its judgement is left out")


# ---- what came of it


def _judgements(read: _Read) -> Iterator[Step]:
    causes = {name: one for one in read.report.incidents for name in one.causes}
    symptoms = {name: one for one in read.report.incidents for name in one.symptoms}
    for finding in _findings(read)[:SHOWN]:
        evidence = finding.evidence[:SHOWN]
        if finding.id in causes:
            incident = causes[finding.id]
            text = f"{finding.title}: incident {incident.id}, {incident.confidence}, {incident.severity}"
            yield Step("held", text, evidence)
        elif finding.id in symptoms:
            yield Step("noted", f"{finding.title}: explained by {symptoms[finding.id].title}", evidence)
        elif finding.role == "noise":
            yield Step("noted", f"{finding.title}: known as noise, {finding.status}", evidence)
        else:
            yield Step("noted", f"{finding.title}: no incident; {_why_none(read)}", evidence)


def _why_none(read: _Read) -> str:
    telling = read.rule.telling
    if telling and telling.needs_launch and not read.case.launchers:
        return "no hypervisor, DHCP server or cloud service speaks in these logs, so no launch is hit"
    return "no cause is made of it alone"
