"""Told: rules about what a program says in so many words, written as values: kinds, a subject, sentences.

Most rules are such: a message that means something for a launch, messages that say it was mended, and what the
log itself does not say. Sentences may name fields in braces: "nova could not plug {port}".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from logdiag.context import Context, named
from logdiag.event import At, after
from logdiag.reasons import last_words
from logdiag.report.values import Entity, InstanceState, Severity, Status
from logdiag.rules.counts import (
    ANSWERED,
    ASKED,
    BEFORE,
    Counts,
    Fields,
    Owner,
    Where,
    Wording,
    line_of,
    owner_of,
)
from logdiag.rules.counts import MENDED as MENDED
from logdiag.rules.counts import TOLD as TOLD
from logdiag.rules.folds import EVIDENCE, Cell, Ended, Seen, Sequence, Steps, Values
from logdiag.rules.rule import Judged, Rule, Telling
from logdiag.rules.timing import Timing

# The parts of a judgement whose entities did recover.
RECOVERED = "worked later"
LONGEST_VALUE = 160
"""Characters of a field in a sentence; the line itself is shown as evidence."""
NOT_TOLD = "one that is not named"

_PLACE = re.compile(r"\{([a-z_]+)\}")
_AT_END = re.compile(r": \{([a-z_]+)\}$")
_WORDS = frozenset({"many", "name", "where"})


class _Trouble(NamedTuple):
    """One subject in trouble on one host: the fields its lines told, what was told, and whether that was mended."""

    subject: str
    fields: Fields
    cell: Cell
    is_mended: bool


def told(
    *,
    id: str,
    kinds: Iterable[str],
    subject: str,
    title: str,
    means: str,
    severity: Severity,
    stage: str,
    category: str,
    says: str,
    fires: tuple[str, ...],
    quiet: tuple[str, ...],
    fix: str,
    mended_by: Iterable[str] = (),
    noun: str = "",
    nouns: str = "",
    fields: tuple[str, ...] = (),
    state: InstanceState | None = None,
    where: Where | None = None,
    times: int = 1,
    telling: Telling | None = None,
    symptom_of: tuple[str, ...] = (),
    within: int = 0,
    answers: Iterable[str] = (),
    follows: Iterable[str] = (),
    asked_by: Iterable[str] = (),
    grammar: str = "",
    page: str = "",
) -> Rule:
    """A rule about messages of these kinds.

    `subject` is the field that names who is hit (or "program", "host"), `noun` what to call one of them and `nouns`
    several. `fields` are others that sentences or `where` speak of. `mended_by` are kinds that say of the same
    subject, or of the whole host where they name none, that all is well again. `state` is that of the instances that
    are hit. The rule is silent until `times` messages came; with `within`, that many about one subject in so many
    seconds. `answers` are kinds of which one must come `within` so many seconds, else it is told; `follows` are
    kinds behind which alone it counts, `asked_by` kinds with which somebody asked for it. `grammar` has messages of
    the rule's own. Sentences may have {many} (3 instances), {name} (the first subject, and how many more), {where}
    (the host) and {FIELD}. Raises ValueError for a sentence that names another.
    """
    noun = noun or subject
    wording = Wording(
        kinds=frozenset(kinds),
        mended_by=frozenset(mended_by),
        subject=subject,
        noun=noun,
        nouns=nouns or f"{noun}s",
        fields=fields,
        title=title,
        severity=severity,
        state=state,
        where=where,
        times=times,
        timing=Timing(times, within, frozenset(answers), frozenset(follows), frozenset(asked_by)),
    )
    telling = (telling or Telling())._replace(means=means, state=state)
    _refuse_unknown(id, wording, telling)
    return Rule(
        id=id,
        severity=severity,
        stage=stage,
        category=category,
        fold=_fold(wording),
        judge=partial(judge, wording),
        says=says,
        fires=fires,
        quiet=quiet,
        fix=fix,
        telling=telling,
        symptom_of=symptom_of,
        grammar=grammar,
        page=page,
    )


def _refuse_unknown(id: str, wording: Wording, telling: Telling) -> None:
    known = _WORDS | {*wording.key}
    for sentence in (wording.title, *telling.sentences()):
        for name in _PLACE.findall(sentence):
            if name not in known:
                raise ValueError(f"{id}: no field {{{name}}} for {sentence!r}; there are {sorted(known)}")


def _fold(wording: Wording) -> Seen | Sequence | Ended:
    timing = wording.timing
    steps = {
        MENDED: wording.mended_by,
        ANSWERED: timing.answers,
        BEFORE: timing.after,
        ASKED: timing.unless,
    }
    ends = {step: kinds for step, kinds in steps.items() if kinds}
    if not ends and not timing.within:
        return Seen(wording.kinds, wording.key)
    told = Sequence({TOLD: wording.kinds}, wording.key)
    return Ended(told, Sequence(ends, wording.key[:2])) if ends else told


def judge(wording: Wording, state: Values[Cell] | Values[Steps], context: Context) -> Iterator[Judged]:
    """One finding a host: about those still in trouble, else about those that were."""
    by_host: dict[str, list[_Trouble]] = {}
    for host, trouble in _troubles(wording, state, context):
        by_host.setdefault(host, []).append(trouble)
    for host, troubles in sorted(by_host.items()):
        if wording.timing.is_rate or sum(one.cell.count for one in troubles) >= wording.times:
            yield _judged(wording, host, troubles, context)


def _troubles(
    wording: Wording, state: Values[Cell] | Values[Steps], context: Context
) -> Iterator[tuple[str, _Trouble]]:
    """Host and trouble, of all that `where` and the timing let through."""
    seen = [(key, value) for key, value in state.items()]
    mended: dict[Owner, list[At]] = {}
    for key, value in seen:
        cure = line_of(value, MENDED)
        if cure:
            mended.setdefault(owner_of(wording, key), []).append(cure.last)
    counts = Counts(wording, seen, context)
    for key, value in seen:
        fields = dict(zip(wording.key, key, strict=True))
        if wording.where is not None and not wording.where(fields):
            continue
        cell = counts.of(key, value)
        if cell:
            cures = [*mended.get(owner_of(wording, key), ()), *mended.get((key[0], ""), ())]
            is_mended = any(after(cure, cell.last) for cure in cures)
            yield key[0], _Trouble(key[1] or NOT_TOLD, fields, cell, is_mended)


def _judged(wording: Wording, host: str, troubles: list[_Trouble], context: Context) -> Judged:
    """The judgement over those that are still in trouble; over all where none is."""
    whole = _named(troubles)
    still = (
        [one for one in troubles if not one.is_mended] if not all(one.is_mended for one in whole) else []
    )
    shown = sorted(still or troubles, key=lambda one: one.cell.evidence[0].place)
    counts: dict[str, int] = {}
    for one in _named(shown):
        counts[one.subject] = counts.get(one.subject, 0) + one.cell.count
    last = max(one.cell.last for one in shown)
    at_least = bool(context.gaps_of(host))
    values = _values(wording, host, shown, len(counts), at_least=at_least)
    names = {one.subject for one in troubles if one.is_mended} - counts.keys() if still else counts.keys()
    return Judged(
        host=host,
        title=filled(wording.title, values),
        severity=wording.severity if still else "info",
        role="cause" if still else "noise",
        status=_status(wording, host, last, context) if still else "over",
        entities=tuple(Entity(wording.noun, name, count) for name, count in counts.items()),
        count=sum(counts.values()),
        at_least=at_least,
        first=min(one.cell.first for one in shown),
        last=last,
        evidence=_evidence(shown),
        members={RECOVERED: tuple(sorted(names))} if any(one.is_mended for one in troubles) else {},
        values=values,
    )


def _named(troubles: list[_Trouble]) -> list[_Trouble]:
    """Those that name who is hit, if any does: lines that name nobody beside them tell of the same."""
    return [one for one in troubles if one.subject != NOT_TOLD] or troubles


def _evidence(shown: list[_Trouble]) -> tuple[At, ...]:
    """The first line of each subject; where there is one subject alone, its first lines."""
    if len(shown) == 1:
        return tuple(shown[0].cell.evidence[:EVIDENCE])
    return tuple(one.cell.evidence[0] for one in shown[:EVIDENCE])


def _status(wording: Wording, host: str, last: At, context: Context) -> Status:
    """An instance that failed stays failed; of anything else nothing is known long after it was last told."""
    return "ongoing" if wording.state == "failed" else context.status_since(host, last)


def _values(
    wording: Wording, host: str, shown: list[_Trouble], count: int, *, at_least: bool
) -> Mapping[str, str]:
    """What stands for the names in braces: each field as it was first told of the first subject."""
    subject = _named(shown)[0].subject
    first, of_first = subject[:LONGEST_VALUE], [one.fields for one in shown if one.subject == subject]
    more = f" and {count - 1} more" if count > 1 else ""
    told = {name: next((one[name] for one in of_first if one[name]), "") for name in of_first[0]}
    fields = {name: short(last_words(value)) for name, value in told.items()}
    noun = wording.noun if count == 1 else wording.nouns
    many = f"{'at least ' if at_least else ''}{count} {noun}"
    name = "" if subject == NOT_TOLD and count == 1 else f"{first}{more}"
    return {**fields, "many": many, "name": name, "noun": wording.noun, "where": named(host)}


def short(value: str) -> str:
    """As much of a value as sentences show."""
    return value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 2]}.."


def filled(sentence: str, values: Mapping[str, str]) -> str:
    """A sentence with its names in braces put in; one without a value is said to be unknown, or left out at the end."""
    end = _AT_END.search(sentence)
    if end and not values.get(end[1]):
        sentence = sentence[: end.start()]

    def value(place: re.Match[str]) -> str:
        if told := values.get(place[1]):
            return told
        noun, before = values.get("noun", ""), sentence[: place.start()].rstrip().rpartition(" ")[2]
        if place[1] != "name" or not noun or before in (noun, "the", "of") or before.endswith("-"):
            return "(not told)"
        return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"

    return _PLACE.sub(value, sentence)
