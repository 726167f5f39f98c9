"""What programs say in so many words, by the rules that tell of it: an incident for each finding that is no noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from logdiag.correlate.case import Case, clock, is_timeless, many, stamp
from logdiag.correlate.causes.cause import SAFE_PATH, Cause, check, sentence, strip
from logdiag.report.values import Check, Claim, Explains, Incident, Picture, Rival, Verdict
from logdiag.rules.rule import Ask, Judged, Rule, Telling
from logdiag.rules.told import RECOVERED, filled

SAFE = SAFE_PATH | {":", "@", "="}


def explain(case: Case) -> Iterator[Cause]:
    """One incident a rule and host, where the rule tells what it means and the trouble is not over as noise is."""
    for rule in case.rules:
        if rule.telling is None:
            continue
        for judged in case.of(rule.id):
            if judged.role != "noise" and (not rule.telling.needs_launch or case.launchers):
                yield _cause(case, rule, rule.telling, judged)


def _cause(case: Case, rule: Rule, telling: Telling, judged: Judged) -> Cause:
    incident = _incident(case, rule, telling, judged)
    sure = telling.confidence.upper()
    beyond = _sentence(incident.why_beyond.replace("not known", "NOT KNOWN"))
    doubt = f"{sure}. What stands behind it: {beyond}" if beyond == "NOT KNOWN." else f"{sure}. {beyond}"
    brief = [f"{incident.title}. {sure}."]
    if incident.checks:
        brief.append(f"Next: {incident.checks[0].command}")
    verdict = Verdict(
        sentence(incident.title, judged.host),
        doubt,
        telling.confidence,
        judged.status,
        incident.id,
        tuple(brief),
    )
    ends = (f"first {clock(judged.first)}", f"last {clock(judged.last)}")
    picture = Picture(
        facts=(f"told {many(judged.count, 'time')}", *(() if is_timeless(judged.last) else ends)),
        strip=strip(case, judged.host) if judged.host in case.context.spans else "",
    )
    return Cause(incident, verdict, picture, hits_all=telling.hits_all)


def _incident(case: Case, rule: Rule, telling: Telling, judged: Judged) -> Incident:
    names, values = case.names_of(judged), judged.values
    is_doubted = telling.confidence == "possible" and judged.severity == "error"
    return Incident(
        id=f"{rule.id}@{judged.host}",
        fingerprint=rule.fingerprint(judged.parts),
        title=judged.title,
        category=rule.category,
        stage=rule.stage,
        severity="warning" if is_doubted else judged.severity,
        confidence=telling.confidence,
        status=judged.status,
        hosts=(judged.host,) if judged.host else (),
        first=stamp(judged.first),
        last=stamp(judged.last),
        at_least=judged.at_least,
        causes=(f"{rule.id}@{judged.host}",),
        symptoms=(),
        explains=Explains(len(names), names),
        supports=(Claim(filled(telling.means, values), case.lines(judged.evidence, 2)),),
        against=tuple(Claim(filled(text, values)) for text in _against(telling, judged)),
        rivals=tuple(Rival(filled(text, values), filled(shown, values)) for text, shown in telling.rivals),
        why_beyond=filled(telling.beyond, values),
        checks=tuple(_checks(telling, judged)),
        fix=tuple(filled(step, values) for step in telling.fix or (rule.fix,)),
        since="not told: these lines have no times."
        if is_timeless(judged.last)
        else f"{clock(judged.first)}, last told at {clock(judged.last)}.",
    )


def _against(telling: Telling, judged: Judged) -> Iterator[str]:
    yield from telling.against
    over = judged.members.get(RECOVERED, ())
    if over:
        more = f" and {len(over) - 3} more" if len(over) > 3 else ""
        yield f"{', '.join(over[:3])}{more} met the same and {RECOVERED}."


def _checks(telling: Telling, judged: Judged) -> Iterator[Check]:
    """Commands that may be typed as they stand: one for which a name is missing, or is none to type, is left out."""
    for ask in telling.asks:
        command = _command(ask, judged.values)
        if command:
            outcomes = (
                (filled(when, judged.values), filled(then, judged.values)) for when, then in ask.outcomes
            )
            yield check(command, *outcomes, host=judged.host or None)


def _command(ask: Ask, values: Mapping[str, str]) -> str | None:
    safe = {
        name: value
        for name, value in values.items()
        if value and SAFE.issuperset(value) and not value.startswith("-") and ".." not in value
    }
    wanted = [name for name in values if f"{{{name}}}" in ask.command]
    return filled(ask.command, safe) if all(name in safe for name in wanted) else None


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
