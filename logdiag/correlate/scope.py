"""Scope: what a report is to speak of, where only some hosts or one instance is asked about.

Everything that was read is judged together, as another host's words may explain this one's trouble; only then is
left out what concerns neither the hosts nor the instance that were asked about, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from logdiag.correlate.case import Case, many
from logdiag.correlate.causes.cause import Cause
from logdiag.correlate.ledger import Ledger
from logdiag.correlate.subject import Names, names_of
from logdiag.errors import BadOptionError
from logdiag.report.values import Hole, Incident, Instance, Launches, Picture, Verdict
from logdiag.rules.rule import Judged

SHOWN = 4
"""Hosts that are named where the one asked about is none of them."""


@dataclass(frozen=True)
class Scope:
    """The hosts, as a glob, and the subject that were asked about; None: all of them.

    `ids` are the instances of the ledger that are in it.
    """

    host: str | None = None
    subject: Names | None = None
    ids: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.host is not None or self.subject is not None

    def has_host(self, name: str | None) -> bool:
        """Whether a host is one of those asked about; what has none is not."""
        return self.host is None or (bool(name) and _fits(name or "", self.host))

    def concerns(self, cause: Cause, case: Case) -> bool:
        """Whether an incident explains an instance in scope, or is of such a host and names the subject, if any."""
        one = cause.incident
        if self.ids.intersection(one.explains.ids):
            return True
        if not any(map(self.has_host, one.hosts)) and (self.host is not None or one.hosts):
            return False
        if self.subject is None:
            return True
        row = self.subject.row
        if (
            row
            and (row.host is None or row.host in one.hosts)
            and (cause.hits_all or _tells_where(one, row))
        ):
            return True
        told = {*one.causes, *one.symptoms}
        return any(
            self._names(judged)
            for rule, every in case.judged.items()
            for judged in every
            if f"{rule}@{judged.host}" in told
        )

    def case(self, case: Case, causes: Sequence[Cause]) -> Case:
        """The case with those judgements that concern what was asked about, or are behind these incidents."""
        if not self:
            return case
        behind = {name for cause in causes for name in (*cause.incident.causes, *cause.incident.symptoms)}
        judged = {
            rule: tuple(one for one in every if self._judged(one) or f"{rule}@{one.host}" in behind)
            for rule, every in case.judged.items()
        }
        runs = tuple(run for run in case.context.runs if self.has_host(run.host))
        return replace(case, judged=judged, context=replace(case.context, runs=runs))

    def _judged(self, one: Judged) -> bool:
        return self.has_host(one.host) and (self.subject is None or self._names(one))

    def _names(self, one: Judged) -> bool:
        names = self.subject.names if self.subject else ()
        return any(entity.name.lower() in names for entity in one.entities)

    def holes(self, holes: Sequence[Hole]) -> tuple[Hole, ...]:
        """Those of the hosts, and those of no host: what is missing of a file may be of any."""
        return tuple(hole for hole in holes if hole.host is None or self.has_host(hole.host))

    def launches(self, launches: Launches, ledger: Ledger) -> Launches:
        """The ledger's rows in scope, counted; what is counted in all, or asked for, is not told of a part."""
        if not self:
            return launches
        ids = {row.id: row for row in launches.instances}
        rows = tuple(ids[row.id] for row in ledger.rows if row.id in self.ids and row.id in ids)
        states = [row.state for row in rows]
        return Launches(
            running=states.count("running"),
            pending=states.count("pending"),
            failed=states.count("failed"),
            unexplained=sum(row.incident is None and _wants(row) for row in rows),
            instances=rows,
            total=len(self.ids),
        )

    def answer(self, left_out: int) -> tuple[Verdict, Picture]:
        """That no incident concerns what was asked about, though there are some."""
        row = self.subject.row if self.subject else None
        text = f"No incident concerns {self._asked()}{f': {row.why}' if row else ''}."
        elsewhere = f"{many(left_out, 'incident')} elsewhere {'is' if left_out == 1 else 'are'} left out"
        unknown = "Why it is as it is" if row else "Whether trouble elsewhere hits it"
        doubt = f"{unknown}: NOT KNOWN from what was read; {elsewhere}."
        return Verdict(text, doubt, "none", "none", None, (text,)), Picture()

    def told(self, left_out: int) -> Iterator[str]:
        """What the footer says of it."""
        if self:
            rest = f"; {many(left_out, 'incident')} elsewhere left out" if left_out else ""
            yield f"Only what concerns {self._asked()} is shown{rest}."

    def _asked(self) -> str:
        names = [self.subject.asked] if self.subject else []
        return " on ".join([*names, *([self.host] if self.host else [])])


def _tells_where(incident: Incident, row: Instance) -> bool:
    """Whether an incident only says where launches stopped, and this is one that did not come further."""
    return _wants(row) and not incident.causes and not incident.explains.ids


def scope_of(
    host: str | None, instance: str | None, case: Case, ledger: Ledger, causes: Sequence[Cause]
) -> Scope:
    """What was asked about. Raises BadOptionError where nothing that was read has such a host or instance."""
    if host is None and instance is None:
        return Scope()
    subject = names_of(instance.strip(), case, ledger) if instance is not None else None
    if host is not None and _has_all(host, case, ledger, causes):
        host = None
    scope = Scope(host, subject)
    if subject is not None and subject.row is None and not any(map(scope._names, _every(case))):
        raise BadOptionError(
            f"--instance {instance}: nothing that was read tells of it;"
            f" logdiag why {instance} PATH... shows every line that names it"
        )
    rows = (row for row in ledger.rows if _holds(scope, row))
    return replace(scope, ids=frozenset(row.id for row in rows))


def _every(case: Case) -> Iterator[Judged]:
    for every in case.judged.values():
        yield from every


def _has_all(host: str, case: Case, ledger: Ledger, causes: Sequence[Cause]) -> bool:
    """Whether all hosts are asked about; raises BadOptionError where none is."""
    known = {*case.context.spans, *(one.host for one in _every(case)), *(row.host for row in ledger.rows)}
    known |= {name for cause in causes for name in cause.incident.hosts}
    names = sorted(name for name in known if name)
    if not any(_fits(name, host) for name in names):
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        there = f"there is {', '.join(names[:SHOWN])}{more}" if names else "no line names one"
        raise BadOptionError(f"--host {host}: nothing that was read is of it; {there}")
    return all(_fits(name, host) for name in names)


def _fits(name: str, host: str) -> bool:
    """Whether a host is meant: by its name in any case, by its first label, or by a glob."""
    name, host = name.lower(), host.lower()
    return fnmatchcase(name, host) or ("." not in host and fnmatchcase(name.partition(".")[0], host))


def _holds(scope: Scope, row: Instance) -> bool:
    if scope.subject is not None and scope.subject.row != row:
        return False
    return scope.has_host(row.host)


def _wants(row: Instance) -> bool:
    return row.state in ("pending", "failed") or row.why.startswith("refused")
