"""The library of causes: every module of this package with an `explain`, and which incident leads a report."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from logdiag.correlate import causes
from logdiag.correlate.case import Case
from logdiag.correlate.causes.blame import blamed
from logdiag.correlate.causes.cause import Cause, Explain
from logdiag.report.values import Suppressed

PARTS = frozenset({"blame", "cause", "library"})
SEVERITY = {"error": 0, "warning": 1, "info": 2}
STATUS = {"ongoing": 0, "unknown": 1, "none": 2, "over": 3}
# From so many on the number of those hit weighs more than how sure it is, by its digits.
MANY = 10
CONFIDENCE = {"confirmed": 0, "likely": 1, "possible": 2, "none": 3}


@lru_cache(maxsize=1)
def all_causes() -> tuple[Explain, ...]:
    """Every `explain`, in the order of module names."""
    names = sorted(
        module.name for module in pkgutil.iter_modules(causes.__path__) if module.name not in PARTS
    )
    return tuple(importlib.import_module(f"{causes.__name__}.{name}").explain for name in names)


def found_causes(case: Case) -> tuple[list[Cause], tuple[Suppressed, ...]]:
    """Every incident that settings leave, in the order of causes, and what they suppress in all."""
    hidden = {one.finding: one for one in case.suppressed}
    kept: list[Cause] = []
    for cause in (cause for explain in all_causes() for cause in explain(case)):
        incident = cause.incident
        row = case.applied.row(incident)
        if row:
            hidden.setdefault(row.finding, row)
        elif not incident.causes or not hidden.keys() >= {*incident.causes}:
            kept.append(replace(cause, incident=case.applied.graded(incident)))
    return kept, tuple(hidden.values())


def ranked(found: Sequence[Cause], case: Case) -> tuple[Cause, ...]:
    """The incidents of a case, those left out that others explain, the one that leads the report first."""
    rules = {rule.id: rule for rule in case.rules}
    roots = blamed(sorted(found, key=_rank), rules)
    return tuple(sorted((cause for cause in roots if not cause.only_note), key=_rank))


def _rank(cause: Cause) -> tuple[int, int, int, int, int, int, int, str]:
    """What is not over first, then the graver, what hits all, what hits many, the surer, what explains more.

    Ten that are refused an address, likely, come before one that is sure to have lost its console.
    """
    one = cause.incident
    is_over = int(one.status == "over")
    explains = -one.explains.instances
    some, few = int(not cause.hits_all), -len(str(-explains)) if -explains >= MANY else 0
    sure, now = CONFIDENCE[one.confidence], STATUS[one.status]
    return is_over, SEVERITY[one.severity], some, few, sure, explains, now, one.id
