"""Refused: a rule of sentences whose messages give a reason, said with what the reason means and what mends it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from logdiag.context import Context
from logdiag.reasons import last_words
from logdiag.refusals import deepest, refusal_of
from logdiag.rules.folds import Ended
from logdiag.rules.rule import Judged, Rule
from logdiag.rules.told import short

NO_REASON = "no reason is given"
_FIELDS_BEHIND = re.compile(r'(?<!\\)"(?: [a-z]+=.*)?$')
"""What stands behind a value in quotes of a line of fields."""


def refused(rule: Rule, field: str = "reason") -> Rule:
    """The same rule, which says after its own words what the reason in this field of its messages means.

    `means` of its telling ends with the meaning, and what mends it stands first in its cures.
    """
    assert rule.telling is not None
    telling = rule.telling._replace(
        means=f"{rule.telling.means} {{because}}.", fix=("{cure}", *(rule.telling.fix or (rule.fix,)))
    )
    return replace(rule, judge=partial(_judge, rule.judge, field, _key(rule)), telling=telling)


def _key(rule: Rule) -> tuple[str, ...]:
    fold: Any = rule.fold.told if isinstance(rule.fold, Ended) else rule.fold
    return tuple(fold.key)


def _judge(
    judge: Callable[[Any, Context], Any], field: str, key: tuple[str, ...], state: Any, context: Context
) -> Iterator[Judged]:
    for judged in judge(state, context):
        told = judged.values.get(field, "")
        refusal, shown = refusal_of(_clean(last_words(_whole(told, field, key, state))))
        values = {field: shown or NO_REASON, "because": refusal.means, "cure": refusal.cure}
        title = judged.title.replace(told, shown) if told else judged.title
        yield replace(judged, title=title, values={**judged.values, **values})


def _whole(told: str, field: str, key: tuple[str, ...], state: Any) -> str:
    """A reason as the line had it: sentences are given no more than the beginning of a long one.

    Where the same subject has several, as a program tells what it met and then how it ended, it is the deepest.
    """
    if not told:
        return told
    at = key.index(field)
    rows = sorted(row for row, _ in state.items())
    own = [row for row in rows if short(row[at]) == told] or [
        row for row in rows if short(last_words(row[at])) == told
    ]
    if not own:
        return told
    return deepest(row[at] for row in (*own, *rows) if row[:2] == own[0][:2] and row[at])


def _clean(reason: str) -> str:
    return _FIELDS_BEHIND.sub("", reason).replace('\\"', '"').removesuffix("\\n").strip(" .")
