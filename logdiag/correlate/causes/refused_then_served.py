"""Guests that dhcpd refused and served later: trouble that is over, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from logdiag.context import Client, named
from logdiag.correlate.case import Case, clock, many, stamp
from logdiag.correlate.causes.cause import Cause, check, conf_path, incident_of, strip
from logdiag.correlate.runs import Run
from logdiag.report.values import Claim, Picture, Verdict
from logdiag.rules.dhcpd_no_free_leases import REFUSED, SERVED_LATER
from logdiag.rules.rule import Judged

RULE = "dhcpd-no-free-leases"


def explain(case: Case) -> Iterator[Cause]:
    """One incident a host where everybody who was refused has a lease by now."""
    for judged in case.of(RULE):
        healed = judged.members.get(SERVED_LATER, ())
        if healed and not any(judged.members.get(part) for part in REFUSED):
            clients = tuple(client for client in case.clients_on(judged.host) if client.mac in set(healed))
            yield _cause(case, judged, clients)


def _cause(case: Case, judged: Judged, clients: tuple[Client, ...]) -> Cause:
    host = judged.host
    refused = max(client.refused.last for client in clients)
    served = max(client.leased.first for client in clients if client.leased)
    restart = _restart(case, host, clients)
    noun = "instance" if any(case.identities.instance_of(client.mac) for client in clients) else "client"
    much = many(len(clients), noun, at_least=judged.at_least)
    after = f" after dhcpd was started again at {clock(restart.first)}" if restart else ""
    supports = [
        Claim(
            f"Each was refused until {clock(refused)} at the latest, and had a lease by {clock(served)}.",
            (case.line(refused), case.line(max(clients, key=lambda c: c.leased.first).leased.first)),
        )
    ]
    if restart:
        supports.append(
            Claim(f"dhcpd was started again at {clock(restart.first)}.", (case.line(restart.first),))
        )
    incident = replace(
        incident_of(
            judged,
            RULE,
            "refused-then-served",
            title=f"{much} on {named(host)} had no address until {clock(served)}",
            category="dhcp.config",
            confidence="confirmed" if restart and not judged.at_least else "likely",
            who=tuple(sorted(case.identities.name_of(client.mac) for client in clients)),
        ),
        last=stamp(served),
        supports=tuple(supports),
        against=(),
        rivals=(),
        why_beyond="why the first dhcpd had no entry for them is not known",
        checks=(
            check(
                f"F={conf_path(case, host)}; grep -c ^host $F; stat -c %y $F",
                ("the time of the last start", "the file was completed then, and loaded"),
                ("a later time", "it changed again since"),
                host=host,
            ),
        ),
        since=f"{clock(judged.first)} to {clock(served)}.",
    )
    verdict = Verdict(
        f"It is over: {many(len(clients), noun)} on {named(host)} had no address until {clock(served)},"
        " and all have one now.",
        f"{incident.confidence.upper()}: each that was refused got a lease{after}."
        " Why the entries were missing at first: NOT KNOWN.",
        incident.confidence,
        "over",
        incident.id,
        (f"{named(host)}: over. {much} had no address until {clock(served)}; all served since.",),
    )
    picture = Picture(
        facts=(f"refused {len(clients)}", f"served later {len(clients)}", "refused still 0"),
        strip=strip(case, host),
    )
    return Cause(incident, verdict, picture)


def _restart(case: Case, host: str, clients: tuple[Client, ...]) -> Run | None:
    """The start of dhcpd between the last refusal and the first lease of those it had refused."""
    refused = max(client.refused.last for client in clients)
    runs = [run for run in case.context.runs_on(host) if run.started and run.started > refused]
    return runs[0] if runs else None
