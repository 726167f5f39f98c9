"""Near: what stands around a rule: the messages it is made of with their sources, and the rules it is related to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from logdiag.parse.cited import Cited, cited, cited_in
from logdiag.rules.rule import Rule

ALIKE = 6
"""Rules of the same category that are named."""


class Message(NamedTuple):
    """A kind, where its wordings are printed, and lines that were."""

    kind: str
    programs: tuple[str, ...]
    sources: tuple[str, ...]
    samples: tuple[str, ...]


def messages_of(rule: Rule) -> tuple[Message, ...]:
    """The kinds that a rule listens to, by name."""
    known = cited()
    own = cited_in(rule.id.replace("-", "_"), rule.grammar) if rule.grammar else {}
    every = ((kind, own.get(kind) or known.get(kind, Cited())) for kind in sorted(rule.fold.kinds))
    return tuple(Message(kind, *one) for kind, one in every)


def relatives_of(rule: Rule, rules: Sequence[Rule]) -> Iterator[tuple[Rule, str]]:
    """Rules whose trouble brings this one about, those it brings about, and those of its category."""
    alike = 0
    for one in rules:
        if one.id == rule.id:
            continue
        if one.id in rule.symptom_of:
            yield one, "its trouble explains this one"
        elif rule.id in one.symptom_of:
            yield one, "this one explains its trouble"
        elif one.category == rule.category and (alike := alike + 1) <= ALIKE:
            yield one, f"{rule.category} too"
