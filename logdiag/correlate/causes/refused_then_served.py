"""Guests that dhcpd refused and served later: trouble that is over, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from logdiag.context import Client, named
from logdiag.correlate.case import Case, clock, many, stamp
from logdiag.correlate.causes.cause import Cause, check, conf_path, incident_of, strip
from logdiag.correlate.runs import Run
from logdiag.event import At, after, said_last
from logdiag.report.values import Claim, Incident, Picture, Verdict
from logdiag.rules.dhcpd_no_free_leases import REFUSED, SERVED_LATER
from logdiag.rules.rule import Judged

RULE = "dhcpd-no-free-leases"


def explain(case: Case) -> Iterator[Cause]:
    """One incident a host where everybody who was refused has a lease by now."""
    for judged in case.of(RULE):
        healed = judged.members.get(SERVED_LATER, ())
        if healed and not any(judged.members.get(part) for part in REFUSED):
            those = set(healed)
            clients = tuple(client for client in case.clients_on(judged.host) if client.mac in those)
            yield _cause(case, judged, clients)


def _cause(case: Case, judged: Judged, clients: tuple[Client, ...]) -> Cause:
    restart = _restart(case, judged.host, clients)
    incident = _incident(case, judged, clients, restart)
    facts = (f"refused {len(clients)}", f"served later {len(clients)}", "refused still 0")
    verdict = _verdict(incident, judged.host, _served(clients), restart)
    return Cause(incident, verdict, Picture(facts=facts, strip=strip(case, judged.host)))


def _incident(case: Case, judged: Judged, clients: tuple[Client, ...], restart: Run | None) -> Incident:
    host, served = judged.host, _served(clients)
    noun = "instance" if any(case.identities.instance_of(client.mac) for client in clients) else "client"
    much = many(len(clients), noun, at_least=judged.at_least)
    return replace(
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
        supports=tuple(_supports(case, clients, restart)),
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


def _supports(case: Case, clients: tuple[Client, ...], restart: Run | None) -> Iterator[Claim]:
    refused, served = _refused(clients), _served(clients)
    yield Claim(
        f"Each was refused until {clock(refused)} at the latest, and had a lease by {clock(served)}.",
        (case.line(refused), case.line(served)),
    )
    if restart:
        text = f"dhcpd was started again at {clock(restart.first)}."
        yield Claim(text, (case.line(restart.first),))


def _verdict(incident: Incident, host: str, served: At, restart: Run | None) -> Verdict:
    sure = incident.confidence.upper()
    after_what = f" after dhcpd was started again at {clock(restart.first)}" if restart else ""
    return Verdict(
        f"It is over: {incident.title}, and all have one now.",
        f"{sure}: each that was refused got a lease{after_what}. Why the entries were missing at first: NOT KNOWN.",
        incident.confidence,
        incident.status,
        incident.id,
        (f"{named(host)}: over. {incident.title.replace(f' on {named(host)}', '')}; all served since.",),
    )


def _refused(clients: tuple[Client, ...]) -> At:
    """The last refusal of any."""
    return said_last(client.refused.end for client in clients)


def _served(clients: tuple[Client, ...]) -> At:
    """When the last of them got its first lease after it was refused."""
    return said_last(_first_since(client) for client in clients)


def _first_since(client: Client) -> At:
    """A client's first lease that is surely after its last refusal."""
    since = [cell.first for cell in client.leased if after(cell.first, client.refused.end)]
    return since[0] if since else client.leased.end


def _restart(case: Case, host: str, clients: tuple[Client, ...]) -> Run | None:
    """The first start of dhcpd after the last refusal."""
    refused = _refused(clients)
    runs = case.context.runs_on(host)
    return next((run for run in runs if run.started and after(run.started, refused)), None)
