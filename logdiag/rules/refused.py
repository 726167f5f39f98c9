"""Refused: a rule of sentences whose messages give a reason, said with what the reason means and what mends it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from logdiag.context import Context
from logdiag.refusals import refusal_of
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
    return replace(rule, judge=partial(_judge, rule.judge, field), telling=telling)


def _judge(
    judge: Callable[[Any, Context], Any], field: str, state: Any, context: Context
) -> Iterator[Judged]:
    for judged in judge(state, context):
        told = judged.values.get(field, "")
        refusal, shown = refusal_of(_clean(_whole(told, state)))
        values = {field: shown or NO_REASON, "because": refusal.means, "cure": refusal.cure}
        title = judged.title.replace(told, shown) if told else judged.title
        yield replace(judged, title=title, values={**judged.values, **values})


def _whole(told: str, state: Any) -> str:
    """A reason as the line had it: sentences are given no more than the beginning of a long one."""
    return min(
        (part for key, _ in state.items() for part in key if told and short(part) == told), default=told
    )


def _clean(reason: str) -> str:
    return _FIELDS_BEHIND.sub("", reason).replace('\\"', '"').strip(" .")
