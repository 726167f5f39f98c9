"""Rule: one value a file, what it folds and how it judges. Findings come out, with places for evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from logdiag.context import Context
from logdiag.event import At
from logdiag.report.values import Confidence, Entity, InstanceState, Part, Role, Severity, Status
from logdiag.rules.folds import EVIDENCE, Cell, Ended, Fold, Glimpse


@dataclass(frozen=True)
class Judged:
    """What a rule says of one host. `entities` are all of them, by name; places stand for evidence.

    `members` maps a part's name to the entities in it, `networks` are those its lines name. `values` are what the
    names in braces of the rule's sentences stand for.
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
    values: Mapping[str, str] = field(default_factory=dict)

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


class Asked(NamedTuple):
    """One thing a rule asks of what was read, in words, whether it holds, and the line that shows it."""

    text: str
    holds: bool
    at: At | None = None


Explain = Callable[[Any, Context], Iterable[Asked]]


class Ask(NamedTuple):
    """A read-only command and its outcomes as (what it prints, what that means)."""

    command: str
    outcomes: tuple[tuple[str, str], ...]


class Telling(NamedTuple):
    """What makes an incident of findings: what the log itself does not say. Sentences may name fields in braces.

    `means` is what it is and why it keeps guests from launching. `rivals` are (what else fits, what would show it).
    `beyond` is the next why: "not known" where the evidence ends. `fix` are steps, the rule's own where there are none.
    `state` is that of the instances that are hit. `hits_all`: whoever launches is hit, on whatever host.
    `needs_launch`: it is an incident only where a hypervisor, a DHCP server or a cloud service speaks.
    """

    means: str = ""
    confidence: Confidence = "likely"
    rivals: tuple[tuple[str, str], ...] = ()
    against: tuple[str, ...] = ()
    beyond: str = "not known"
    asks: tuple[Ask, ...] = ()
    fix: tuple[str, ...] = ()
    state: InstanceState | None = None
    hits_all: bool = False
    needs_launch: bool = False

    def sentences(self) -> Iterator[str]:
        """All of them."""
        yield from (self.means, *self.against, self.beyond, *self.fix)
        for rival in self.rivals:
            yield from rival
        for ask in self.asks:
            yield ask.command
            for outcome in ask.outcomes:
                yield from outcome


ANY_RULE = "*"
"""Instead of a rule's name in `symptom_of`: of a last resort, which has nothing to tell where another rule does."""


@dataclass(frozen=True)
class Rule:
    """A pattern that means something for a launch.

    `says` is the sentence of the rule list. `fires` and `quiet` are raw logs that must and must not give a
    finding of this rule; `alarms` says of which roles a firing log's findings are. `needs` names documents
    without which a part of the judgement is left out. `page` is the docstring of its file. `telling` makes an
    incident of its findings, where no cause of its own does; `symptom_of` are rules whose trouble explains this one's,
    ANY_RULE for whatever else is found.
    `grammar` is the text of a message grammar of its own, named like the rule: see docs/grammars.md.
    `asks` tells what it asks of a state, step by step, where that is more than that messages are there: for `explain`.
    `text` is the file that it was written in as data, "" where it is written in Python.
    """

    id: str
    severity: Severity
    stage: str
    category: str
    fold: Fold[Any] | Ended
    judge: Judge
    says: str
    fires: tuple[str, ...]
    quiet: tuple[str, ...]
    fix: str = ""
    needs: tuple[str, ...] = ()
    page: str = ""
    telling: Telling | None = None
    symptom_of: tuple[str, ...] = ()
    grammar: str = ""
    text: str = ""
    asks: Explain | None = None

    def fingerprint(self, parts: Iterable[Part]) -> str:
        """Rule and parts: no host, no entity, no time."""
        return ":".join((self.id, *(part.name.replace(" ", "-") for part in parts)))
