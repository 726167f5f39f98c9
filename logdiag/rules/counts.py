"""Counts: what counts of what a rule of sentences is told: by subject, by step, by when things were said.

The wording of a rule and its values by key come in; the cell of each key comes out, None where nothing of it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from logdiag.context import Context
from logdiag.report.values import InstanceState, Severity
from logdiag.rules.folds import Cell, Steps, Timeline
from logdiag.rules.timing import Timing, behind, in_one, joined, not_behind, reaches_rate, unanswered

TOLD, MENDED = "told", "mended"
ANSWERED, BEFORE, ASKED = "answered", "before", "asked"
# Subjects that one name means on every host: what is mended elsewhere is mended.
EVERYWHERE = frozenset({"instance", "domain", "mac", "port", "volume", "image"})

Fields = Mapping[str, str]
Where = Callable[[Fields], bool]


Owner = tuple[str, str]


class Wording(NamedTuple):
    """What a rule of this sort is made of; see `told`."""

    kinds: frozenset[str]
    mended_by: frozenset[str]
    subject: str
    noun: str
    nouns: str
    fields: tuple[str, ...]
    title: str
    severity: Severity
    state: InstanceState | None
    where: Where | None
    times: int
    timing: Timing = Timing()

    @property
    def key(self) -> tuple[str, ...]:
        """What events are kept by."""
        return ("host", self.subject, *self.fields)


class Counts:
    """What counts of the events of a key, by what was told of its subject under other keys."""

    def __init__(
        self, wording: Wording, seen: list[tuple[tuple[str, ...], Cell | Steps]], context: Context
    ) -> None:
        self._wording, self._context = wording, context
        self._lines: dict[tuple[str, Owner], list[Timeline]] = {}
        timing = wording.timing
        asked = [(TOLD, timing.is_rate), (ANSWERED, bool(timing.answers)), (BEFORE, bool(timing.after))]
        asked.append((ASKED, bool(timing.unless)))
        steps = [step for step, is_asked in asked if is_asked]
        for key, value in seen if steps else ():
            for step in steps:
                if line := line_of(value, step):
                    self._lines.setdefault((step, owner_of(wording, key)), []).append(line)

    def of(self, key: tuple[str, ...], value: Cell | Steps) -> Cell | None:
        """The cell of what counts, None if nothing does."""
        if isinstance(value, Cell):
            return value
        timing, told = self._wording.timing, value.of(TOLD)
        if not told:
            return None
        cells = list(told)
        if timing.is_rate and not reaches_rate(timing, self._all(TOLD, key)):
            return None
        if timing.answers:
            cells = unanswered(timing, told, self._all(ANSWERED, key), self._context, key[0])
        if timing.after:
            before = self._all(BEFORE, key)
            cells = behind(cells, before.first) if before else []
        if timing.unless and (wish := self._all(ASKED, key)):
            cells = not_behind(cells, wish.first)
        return in_one(cells)

    def _all(self, step: str, key: tuple[str, ...]) -> Timeline:
        owner = owner_of(self._wording, key)
        whole = self._lines.get((step, owner), [])
        of_host = self._lines.get((step, (key[0], "")), []) if step != TOLD and key[1] else []
        return joined([*whole, *of_host])


def line_of(value: Cell | Steps, step: str) -> Timeline | None:
    """The timeline of a step, None where it was not taken."""
    line = value.of(step) if isinstance(value, Steps) else None
    return line or None


def owner_of(wording: Wording, key: tuple[str, ...]) -> Owner:
    """Whose trouble ends: a subject's on a host, or on every host."""
    is_everywhere = wording.subject in EVERYWHERE and key[1]
    return ("", key[1]) if is_everywhere else (key[0], key[1])
