"""Applied: settings at work on judgements and incidents: what is hidden is taken out and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from logdiag.own.settings import Settings, Suppression, is_over, sentences
from logdiag.report.values import Effect, Incident, Severity, Suppressed, Verdict
from logdiag.rules.rule import Judged

ROWS = 10_000
"""Rows of what is suppressed."""
TOLD = 20
"""Sentences of settings on a page."""

Judgements = Mapping[str, tuple[Judged, ...]]


@dataclass(frozen=True)
class Applied:
    """Settings on a day. `today` is None where nobody knows it: then no suppression has ended."""

    settings: Settings = field(default_factory=Settings)
    today: date | None = None

    @property
    def _working(self) -> tuple[Suppression, ...]:
        return tuple(one for one in self.settings.suppressions if not is_over(one, self.today))

    def judgements(self, judged: Judgements) -> tuple[Judgements, tuple[Suppressed, ...]]:
        """Those that are left, with their severities, and those that are suppressed."""
        if not self.settings.suppressions and not self.settings.changes:
            return judged, ()
        hidden: list[Suppressed] = []
        left: dict[str, tuple[Judged, ...]] = {}
        for rule, every in judged.items():
            kept: list[Judged] = []
            for one in every:
                names = [entity.name for entity in one.entities]
                by = self._by(rule, one.host, names)
                if by is None:
                    kept.append(self._with_severity(rule, one))
                else:
                    hidden.append(_row(by, f"{rule}@{one.host}", one.host, one.title, one.count))
            left[rule] = tuple(kept)
        return left, tuple(hidden[:ROWS])

    def row(self, incident: Incident) -> Suppressed | None:
        """The row of an incident that is asked not to be shown by its own name, None where none is."""
        host = incident.hosts[0] if len(incident.hosts) == 1 else ""
        by = self._by(incident.id.partition("@")[0], host, incident.explains.ids)
        return _row(by, incident.id, host, incident.title, incident.explains.instances) if by else None

    def _by(self, name: str, host: str, entities: Iterable[str]) -> Suppression | None:
        names = tuple(entities)
        return next((one for one in self._working if one.fits(name, host, names)), None)

    def _with_severity(self, rule: str, judged: Judged) -> Judged:
        severity = self.settings.severities.get(rule)
        return replace(judged, severity=severity) if severity and judged.role != "noise" else judged

    def graded(self, incident: Incident) -> Incident:
        """An incident of the severity that its rule was given; what is only possible is at most a warning."""
        rules = [one.partition("@")[0] for one in incident.causes] or [incident.id.partition("@")[0]]
        found = [self.settings.severities[rule] for rule in rules if rule in self.settings.severities]
        if not found:
            return incident
        severity: Severity = found[0]
        is_doubted = incident.confidence == "possible" and severity == "error"
        return replace(incident, severity="warning" if is_doubted else severity)


def _row(by: Suppression, finding: str, host: str, title: str, count: int) -> Suppressed:
    return Suppressed(finding, by.rule, host or None, title, count, by.reason, by.until.isoformat(), by.by)


NOTHING_SET = Applied()


def effect_of(applied: Applied, ids: Iterable[str], suppressed: Sequence[Suppressed]) -> Effect:
    """What the settings did, for the report: everything, in the words of its last page."""
    known = frozenset(ids)
    told = [*_hidden(suppressed), *sentences(applied.settings, known, applied.today)]
    more = [f"Settings say {len(told) - TOLD} things more: --format json."] if len(told) > TOLD else []
    off = tuple(sorted(applied.settings.off & known))
    return Effect(off, tuple(suppressed)[:ROWS], (*told[:TOLD], *more))


def _hidden(suppressed: Sequence[Suppressed]) -> Iterator[str]:
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for one in suppressed:
        groups.setdefault((one.rule, one.reason, one.until, one.by), []).append(one.host or "this host")
    for (rule, reason, until, by), hosts in groups.items():
        where = hosts[0] if len(hosts) == 1 else f"{len(hosts)} hosts"
        yield f"Suppressed until {until} by {by}: {rule} on {where} ({reason})."


def with_effect(verdict: Verdict, effect: Effect) -> Verdict:
    """A verdict that nothing is wrong says that something was taken out of sight."""
    if verdict.incident is not None or not (effect.suppressed or effect.off):
        return verdict
    what = " and ".join(_counted(effect))
    rest = verdict.text.removesuffix(" Nothing to do.")
    text = f"By settings {what}; what is left: {rest[:1].lower()}{rest[1:]}"
    return verdict._replace(text=text, brief=(f"By settings {what}.", *verdict.brief[:1]))


def _counted(effect: Effect) -> Iterator[str]:
    for count, one, done in (
        (len(effect.suppressed), "finding", "suppressed"),
        (len(effect.off), "rule", "switched off"),
    ):
        if count:
            yield f"{count} {one}{'' if count == 1 else 's'} {done}"
