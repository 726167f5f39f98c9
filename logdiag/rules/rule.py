"""Rule: one value a file, what it folds and how it judges. Findings come out, with places for evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from logdiag.context import Context
from logdiag.event import At
from logdiag.report.values import Entity, Part, Role, Severity, Status
from logdiag.rules.folds import EVIDENCE, Cell, Fold, Glimpse


@dataclass(frozen=True)
class Judged:
    """What a rule says of one host. `entities` are all of them, by name; places stand for evidence.

    `members` maps a part's name to the entities in it, `networks` are those its lines name.
    """

    host: str
    title: str
    severity: Severity
    role: Role
    status: Status
    entities: tuple[Entity, ...]
    count: int
    at_least: bool
    first: At
    last: At
    evidence: tuple[At, ...]
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    networks: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts with their counts, empty ones left out."""
        return tuple(Part(name, len(members)) for name, members in self.members.items() if members)


def judged_of(
    host: str,
    subject: str,
    cells: Iterable[tuple[str, Cell | Glimpse]],
    *,
    title: str,
    severity: Severity,
    role: Role,
    status: Status,
    at_least: bool,
    members: dict[str, tuple[str, ...]] | None = None,
    networks: tuple[str, ...] = (),
) -> Judged:
    """The judgement over named cells of one kind of subject; a name may come more than once.

    Entities stand in the order in which the log first names them, and so does the evidence, a line a cell.
    """
    ordered = sorted(cells, key=lambda named: named[1].evidence[0].place)
    counts: dict[str, int] = {}
    for name, cell in ordered:
        counts[name] = counts.get(name, 0) + cell.count
    return Judged(
        host=host,
        title=title,
        severity=severity,
        role=role,
        status=status,
        entities=tuple(Entity(subject, name, count) for name, count in counts.items()),
        count=sum(counts.values()),
        at_least=at_least,
        first=min(cell.first for _, cell in ordered),
        last=max(cell.last for _, cell in ordered),
        evidence=tuple(cell.evidence[0] for _, cell in ordered[:EVIDENCE]),
        members=members or {},
        networks=networks,
    )


Judge = Callable[[Any, Context], Iterable[Judged]]


@dataclass(frozen=True)
class Rule:
    """A pattern that means something for a launch.

    `says` is the sentence of the rule list. `fires` and `quiet` are raw logs that must and must not give a
    finding of this rule; `alarms` says of which roles a firing log's findings are. `needs` names documents
    without which a part of the judgement is left out. `page` is the docstring of its file.
    """

    id: str
    severity: Severity
    stage: str
    category: str
    fold: Fold[Any]
    judge: Judge
    says: str
    fires: tuple[str, ...]
    quiet: tuple[str, ...]
    fix: str = ""
    needs: tuple[str, ...] = ()
    page: str = ""

    def fingerprint(self, parts: Iterable[Part]) -> str:
        """Rule and parts: no host, no entity, no time."""
        return ":".join((self.id, *(part.name.replace(" ", "-") for part in parts)))
