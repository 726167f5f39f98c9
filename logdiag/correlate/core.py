"""The core folds: what every judgement leans on, whatever rules there are; their states become a Context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Row
from typing import Any

from logdiag.context import Clients, Context, Span
from logdiag.correlate.breaks import breaks_of, gaps_at
from logdiag.correlate.clocks import jumps_of
from logdiag.correlate.launched import LAUNCHED
from logdiag.correlate.reckon import Reckoned, taps_of
from logdiag.correlate.runs import DHCPD, Notes, Run, walk
from logdiag.correlate.skews import skews_of
from logdiag.documents.values import ReadDocument
from logdiag.event import At, said_last
from logdiag.plan import Plan
from logdiag.read.numbering import Numbering, numbering
from logdiag.read.source import LogSource
from logdiag.rules.folds import Cell, Ended, Fold, Seen, Sequence, Steps
from logdiag.rules.rule import Rule
from logdiag.states import States, Tally
from logdiag.views import View, ends_of, view_of

CLIENTS = Sequence(
    steps={
        "asked": frozenset({"dhcpd.discover"}),
        "offered": frozenset({"dhcpd.offer"}),
        "requested": frozenset({"dhcpd.request", "dhcpd.request_refused"}),
        "leased": frozenset({"dhcpd.ack"}),
        "refused": frozenset({"dhcpd.no_free_leases"}),
    },
    key=("host", "mac"),
)
# A client that names a server in its REQUEST takes that one's offer (RFC 2131, 4.3.2: SELECTING).
CHOSEN = Seen(kinds=frozenset({"dhcpd.request_refused"}), key=("host", "mac", "server_ip"))
LEASES = Seen(kinds=frozenset({"dhcpd.ack"}), key=("host", "mac", "ip", "via"))
# What dhcpd complains of, judged by a rule or not: an answer of "nothing wrong" has to count it.
COMPLAINTS = Seen(
    kinds=frozenset(
        f"dhcpd.{kind}"
        for kind in (
            *("inform_refused", "no_address", "duplicate_leases"),
            *("config_error", "cannot_write_pid", "subnets_overlap", "lease_twice"),
        )
    ),
    # A request that names its server was for another one, and refused rightly: see CHOSEN.
    key=("host", "server_ip"),
)

# Lines that name a machine by libvirt's name and by its id at once.
NAMED = Seen(
    kinds=frozenset({"libvirt.tainted", "libvirt.domain_exists", "libvirt.domain_unknown"}),
    key=("host", "domain", "instance"),
)


def case_folds(dropped: frozenset[str], rules: Iterable[Rule]) -> Mapping[str, Fold[Any]]:
    """The core folds and those of the rules, by name."""
    folds: dict[str, Fold[Any]] = {
        "core.notes": Notes(dropped),
        "core.clients": CLIENTS,
        "core.leases": LEASES,
        "core.chosen": CHOSEN,
        "core.complaints": COMPLAINTS,
        "core.launched": LAUNCHED,
        "core.named": NAMED,
    }
    for rule in rules:
        if isinstance(rule.fold, Ended):
            folds |= {f"rule.{rule.id}": rule.fold.told, ends_of(f"rule.{rule.id}"): rule.fold.ends}
        else:
            folds[f"rule.{rule.id}"] = rule.fold
    return folds


def make_context(
    states: States,
    plan: Plan,
    logs: Row[LogSource],
    documents: tuple[ReadDocument, ...],
    requested: int | None,
    spans: Mapping[str, Mapping[int, tuple[At, At]]],
) -> Context:
    """What the core folds saw, with the documents of the case.

    `spans` has the first and the last line of each host by source.
    """
    breaks = breaks_of(logs, plan, states.tallies)
    runs, gaps = walk(states.folds["core.notes"])
    taps = {run.host: reckoned for run in runs if (reckoned := _accounted(run))}
    clients: View[Steps] = view_of(states, plan, "core.clients")
    leases: View[Cell] = view_of(states, plan, "core.leases")
    return Context(
        sources=tuple(log.name for log in logs),
        spans={host: _span(of_sources.values()) for host, of_sources in spans.items()},
        ends={host: {n: last for n, (_, last) in of.items()} for host, of in spans.items()},
        first_lines=_first_lines(states.tallies, len(logs)),
        numberings=numberings_of(logs, plan, states.tallies),
        runs=tuple(run for run in runs if DHCPD.match(run.program)),
        gaps=tuple(gaps),
        taps=taps,
        clients=(met := Clients(clients)),
        skews=skews_of(met, spans),
        leases=leases,
        chosen={key[:2]: cell.last for key, cell in view_of(states, plan, "core.chosen").items() if key[2]},
        launched=dict(view_of(states, plan, "core.launched").items()),
        domains_named=frozenset(
            (key[1], key[2]) for key, _ in view_of(states, plan, "core.named").items() if key[1] and key[2]
        ),
        breaks=breaks,
        torn=tuple(gaps_at(breaks, spans)),
        jumps=jumps_of(logs, plan, states),
        complaints={
            key[0]: cell for key, cell in view_of(states, plan, "core.complaints").items() if not key[1]
        },
        documents=documents,
        requested=requested,
        zone_by_launch=_zone_by_launch(plan, documents),
        capped=frozenset(
            name for name in plan.folds if getattr(view_of(states, plan, name), "over", False)
        ),
    )


def _zone_by_launch(plan: Plan, documents: tuple[ReadDocument, ...]) -> bool:
    tellers = {f"zone:{document.name}" for document in documents}
    return any(tellers.intersection(dating.inferred) for dating in plan.datings)


def _accounted(run: Run) -> Reckoned | None:
    """The taps of a run; a gap whose lines they account for weakens nothing, and is marked so."""
    reckoned = taps_of(run)
    if reckoned and reckoned.accounted:
        listed = next(gap for gap in run.gaps if gap.begin is not None)
        listed.accounted = reckoned.accounted
    return reckoned


def _span(ends: Iterable[tuple[At, At]]) -> Span:
    """Of a host, its earliest line and the one said last."""
    every = tuple(ends)
    return Span(min(first for first, _ in every), said_last(last for _, last in every))


def _first_lines(tallies: Mapping[int, Tally], sources: int) -> tuple[Mapping[int, int], ...]:
    """Of every source: block -> the number of its first line."""
    return tuple(tallies[source].first_lines() if source in tallies else {} for source in range(sources))


def numberings_of(logs: Row[LogSource], plan: Plan, tallies: Mapping[int, Tally]) -> tuple[Numbering, ...]:
    """How lines of each log are numbered."""
    return tuple(
        numbering(log, tallies[place].lines_of if place in tallies else {}, plan.bases[place])
        for place, log in enumerate(logs)
    )
