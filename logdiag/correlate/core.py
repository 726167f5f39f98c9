"""The core folds: what every judgement leans on, whatever rules there are; their states become a Context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from logdiag.context import Client, Context, Span
from logdiag.correlate.reckon import Reckoned, taps_of
from logdiag.correlate.runs import DHCPD, Gap, Notes, Run, walk
from logdiag.documents.values import ReadDocument
from logdiag.event import said_last
from logdiag.fold import Plan, States, Tally
from logdiag.rules.folds import Cell, Fold, Keyed, Seen, Sequence, Steps
from logdiag.rules.rule import Rule

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
            *(
                "nak",
                "decline",
                "abandoning",
                "reclaiming",
                "request_refused",
                "inform_refused",
                "packet_refused",
            ),
            *("unknown_subnet", "no_address", "receive_failed", "several_interfaces", "send_failed"),
            *(
                "address_answers",
                "duplicate_leases",
                "duplicate_uid",
                "dynamic_and_static",
                "pool_threshold",
            ),
            *("commit_failed", "write_lease_failed", "config_error", "cannot_write_pid", "subnets_overlap"),
        )
    ),
    # A request that names its server was for another one, and refused rightly: see CHOSEN.
    key=("host", "server_ip"),
)
SPANS = Seen(kinds=frozenset(), key=("host", "program"))


def case_folds(dropped: frozenset[str], rules: Iterable[Rule]) -> Mapping[str, Fold[Any]]:
    """The core folds and those of the rules, by name."""
    folds: dict[str, Fold[Any]] = {
        "core.notes": Notes(dropped),
        "core.clients": CLIENTS,
        "core.leases": LEASES,
        "core.chosen": CHOSEN,
        "core.complaints": COMPLAINTS,
        "core.spans": SPANS,
    }
    return {**folds, **{f"rule.{rule.id}": rule.fold for rule in rules}}


def make_context(
    states: States,
    plan: Plan,
    sources: tuple[str, ...],
    documents: tuple[ReadDocument, ...],
    requested: int | None,
) -> Context:
    """What the core folds saw, with the documents of the case."""
    runs, gaps = walk(states.folds["core.notes"])
    taps = {run.host: reckoned for run in runs if (reckoned := _accounted(run))}
    clients: Keyed[Steps] = states.folds["core.clients"]
    leases: Keyed[Cell] = states.folds["core.leases"]
    spoken: Keyed[Cell] = states.folds["core.spans"]
    return Context(
        sources=sources,
        spans=_spans(spoken),
        programs=frozenset((key[0], key[1]) for key, _ in spoken.items()),
        runs=tuple(run for run in runs if DHCPD.match(run.program)),
        gaps=tuple(gaps),
        taps=taps,
        clients=tuple(Client(key[0], key[1], steps) for key, steps in clients.items()),
        leases=dict(leases.items()),
        chosen={key[:2]: cell.last for key, cell in states.folds["core.chosen"].items() if key[2]},
        torn=tuple(_torn(spoken, states.tallies)),
        complaints={key[0]: cell for key, cell in states.folds["core.complaints"].items() if not key[1]},
        documents=documents,
        requested=requested,
        zone_by_launch=_zone_by_launch(plan, documents),
        capped=frozenset(name for name, state in states.folds.items() if getattr(state, "over", False)),
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


def _spans(spoken: Keyed[Cell]) -> dict[str, Span]:
    """Of each host, its earliest line, its latest, and the one said last."""
    cells: dict[str, list[Cell]] = {}
    for (host, _), cell in spoken.items():
        cells.setdefault(host, []).append(cell)
    return {
        host: Span(
            min(cell.first for cell in some),
            max(cell.last for cell in some),
            said_last(told.end for cell in some for told in cell.told.values()),
        )
        for host, some in cells.items()
    }


def _torn(spoken: Keyed[Cell], tallies: Mapping[int, Tally]) -> Iterator[Gap]:
    """Where a source that is cut short ends: for each host in it, until another source tells of that host."""
    for source, end in sorted(
        (n, tally.last) for n, tally in tallies.items() if tally.problem and tally.last
    ):
        hosts = {key[0] for key, cell in spoken.items() if source in cell.told}
        for host in sorted(hosts):
            later = (
                told.first
                for key, cell in spoken.items()
                for other, told in cell.told.items()
                if key[0] == host and other != source and told.first.time > end.time
            )
            yield Gap(host, None, None, False, end, min(later, default=None), kind="truncated")
