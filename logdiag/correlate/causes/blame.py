"""Blame: the deep failure and not the loudest symptom: incidents that another one explains become its symptoms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from logdiag.correlate.causes.cause import Cause
from logdiag.report.values import Explains
from logdiag.rules.rule import ANY_RULE, Rule

# Incidents that no rule makes alone, and how those begin that are deeper where the same instances are hit.
DEEPER = {"guests-silent": "tap-"}


def blamed(causes: Sequence[Cause], rules: Mapping[str, Rule]) -> list[Cause]:
    """The causes without those that others explain; where another explains a part of the instances, the rest stays."""
    above = {cause.incident.id: _above(cause, causes, rules) for cause in causes}
    roots = {name: _root(name, above) for name in above}
    kept: list[Cause] = []
    for cause in causes:
        if roots[cause.incident.id] != cause.incident.id:
            rest = _rest(cause, [one for one in causes if one.incident.id in above[cause.incident.id]])
            if rest is not None:
                kept.append(rest)
            continue
        under = [one for one in causes if roots[one.incident.id] == cause.incident.id and one is not cause]
        kept.append(_with_symptoms(cause, under))
    return kept


def _above(cause: Cause, causes: Sequence[Cause], rules: Mapping[str, Rule]) -> list[str]:
    """The incidents that explain one, in the order of its rule's list."""
    if cause.only_told:
        ids = set(cause.incident.explains.ids)
        return [
            one.incident.id for one in causes if not one.only_told and ids & set(one.incident.explains.ids)
        ]
    if deeper_kind := DEEPER.get(cause.incident.fingerprint.partition(":")[0]):
        ids = set(cause.incident.explains.ids)
        return [
            one.incident.id
            for one in causes
            if one.incident.id.startswith(deeper_kind) and ids & set(one.incident.explains.ids)
        ]
    rule = rules.get(_rule_of(cause))
    deeper = rule.symptom_of if rule else ()
    if ANY_RULE in deeper:
        return [
            one.incident.id
            for one in causes
            if _rule_of(one) != _rule_of(cause) and _is_related(one, cause)
        ]
    return [
        one.incident.id
        for name in deeper
        for one in causes
        if _rule_of(one) == name and one is not cause and _is_related(one, cause)
    ]


def _rule_of(cause: Cause) -> str:
    return cause.incident.causes[0].partition("@")[0] if cause.incident.causes else ""


def _is_related(deep: Cause, shown: Cause) -> bool:
    """Whether one may have brought about the other: no later where both tell a time, on the same host or instances."""
    of_deep, of_shown = set(deep.incident.explains.ids), set(shown.incident.explains.ids)
    if of_deep and of_shown:
        return bool(of_deep & of_shown)
    here, there = set(deep.incident.hosts), set(shown.incident.hosts)
    is_here = deep.hits_all or not here or not there or bool(here & there)
    began, ended = deep.incident.first, shown.incident.last
    return is_here and (began is None or ended is None or began <= ended)


def _root(name: str, above: Mapping[str, list[str]]) -> str:
    """The deepest incident above one; one of a circle has none above it."""
    seen = {name}
    while above[name]:
        name = above[name][0]
        if name in seen:
            return min(seen)
        seen.add(name)
    return name


def _rest(cause: Cause, deeper: Sequence[Cause]) -> Cause | None:
    """What is left of an incident for the instances that nothing deeper explains; None if that is nothing."""
    explained = {name for one in deeper for name in one.incident.explains.ids}
    rest = tuple(name for name in cause.incident.explains.ids if name not in explained)
    if not explained or not rest:
        return None
    return replace(cause, incident=replace(cause.incident, explains=Explains(len(rest), rest)))


def _with_symptoms(cause: Cause, under: Sequence[Cause]) -> Cause:
    if not under:
        return cause
    incident = cause.incident
    ids = (
        tuple(sorted({*incident.explains.ids, *_ids(under)})) if _has_none(cause) else incident.explains.ids
    )
    symptoms = dict.fromkeys((*incident.symptoms, *(name for one in under for name in one.incident.causes)))
    more = replace(
        incident,
        symptoms=tuple(symptoms),
        explains=Explains(max(incident.explains.instances, len(ids)), ids),
    )
    return replace(cause, incident=more)


def _has_none(cause: Cause) -> bool:
    return not cause.incident.explains.ids


def _ids(causes: Sequence[Cause]) -> Iterator[str]:
    for one in causes:
        yield from one.incident.explains.ids
