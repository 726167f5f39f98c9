"""Guests that run and never asked for an address, beside a dhcpd that listens: the guest or its image.

Only where the log is whole, and goes on for minutes after they were launched.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from logdiag.context import SECOND, named
from logdiag.correlate.case import Case, clock, many, stamp
from logdiag.correlate.causes.cause import Cause, check, word
from logdiag.correlate.entities import mac_of
from logdiag.correlate.runs import Run
from logdiag.documents.values import InstanceRow
from logdiag.event import At
from logdiag.report.values import (
    Check,
    Claim,
    Confidence,
    Evidence,
    Explains,
    Incident,
    Picture,
    Rival,
    Verdict,
)

# A guest of a cloud asks within a minute or two of its start; slow images may take a few.
PATIENCE = timedelta(minutes=5)
# Eucalyptus starts dhcpd again for every launch, so the launch comes a little before the start.
JUST_BEFORE = timedelta(minutes=2)


def explain(case: Case) -> Iterator[Cause]:
    """One incident, if running instances of the case never asked any dhcpd of it."""
    table, conf = case.context.instances, case.context.conf
    run = next((run for run in reversed(case.context.runs) if run.listening), None)
    if table is None or conf is None or run is None or not case.identities.from_mac:
        return
    if case.context.gaps_on(run.host):
        return
    entered = {host.mac for host in conf[1].hosts}
    asked = {client.mac for client in case.context.clients}
    silent = [
        row
        for row in table[1].in_state("running")
        if (mac := mac_of(row.id)) in entered and mac not in asked and _had_time(case, run, row)
    ]
    if silent:
        yield _cause(case, run, silent)


def _had_time(case: Case, run: Run, row: InstanceRow) -> bool:
    """Whether it was launched when dhcpd began to listen or later, and the log goes on for long enough after that.

    One launched before may hold its lease from an earlier dhcpd; with the zone unknown that can not be told.
    """
    last = case.context.spans[run.host].end
    begins, ends = _utc(next(iter(run.listening.values()))[1]), _utc(last)
    if row.launched is None or begins is None or ends is None:
        return False
    return begins - JUST_BEFORE <= row.launched and ends - row.launched > PATIENCE


def _utc(at: At) -> datetime | None:
    """A moment of the log in UTC, None where its zone is unknown."""
    if at.offset is None:
        return None
    return datetime.fromtimestamp((at.wall - at.offset * 60 * SECOND) / SECOND, UTC)


def _cause(case: Case, run: Run, silent: list[InstanceRow]) -> Cause:
    names = tuple(sorted(row.id for row in silent))
    incident = _incident(case, run, silent, names)
    return Cause(incident, _verdict(incident), Picture(facts=(f"run and silent {len(names)}",)))


def _incident(case: Case, run: Run, silent: list[InstanceRow], names: tuple[str, ...]) -> Incident:
    host, last = run.host, case.context.spans[run.host].end
    sure: Confidence = "possible" if case.context.zone_by_launch else "likely"
    listening = next(iter(run.listening.values()))[1]
    said = f"dhcpd listens since {clock(listening)}, has their entries, and the log is whole."
    return Incident(
        id=f"guests-silent@{host}",
        fingerprint="guests-silent:dhcp.client",
        title=f"{many(len(names), 'instance')} on {named(host)} run and never asked for an address",
        category="dhcp.client",
        stage="configured",
        severity="error" if sure == "likely" else "warning",
        confidence=sure,
        status="ongoing",
        hosts=(host,) if host else (),
        first=stamp(run.first),
        last=stamp(last),
        at_least=False,
        causes=(),
        symptoms=(),
        explains=Explains(len(names), names),
        supports=(Claim(said, (case.line(listening), *_listed(case, silent))),),
        against=(),
        rivals=(
            Rival(
                "their requests do not reach the bridge: a tap that is down, or on another bridge",
                "bridge link",
            ),
            Rival("they run on another node", f"virsh -r list has no {names[0]}"),
        ),
        why_beyond="what keeps the guests from asking is not known",
        checks=_checks(host, names[0]),
        since=f"{clock(run.first)}, still so at {clock(last)} where the log ends.",
    )


def _listed(case: Case, silent: list[InstanceRow]) -> Iterator[Evidence]:
    """The host entry of the first, else its row in the list of instances."""
    conf, table = case.context.conf, case.context.instances
    entry = conf[1].host_of(mac_of(silent[0].id) or "") if conf else None
    if conf and entry:
        yield case.document_line(conf[0], entry.line)
    elif table:
        yield case.document_line(table[0], silent[0].line)


def _checks(host: str, instance: str) -> tuple[Check, ...]:
    name = word(instance, "i-00000000")
    return (
        check(
            f"virsh -r dumpxml {name}",
            ("an interface on the bridge", "its network is right: look inside the guest, next line"),
            ("no interface, or another bridge", "it was plugged elsewhere"),
            host=host,
        ),
        check(
            f"euca-get-console-output {name}",
            ("stops before the network", "the image or its kernel"),
            ("waits for DHCP", "its requests do not reach the bridge"),
            host=host,
        ),
    )


def _verdict(incident: Incident) -> Verdict:
    sure = incident.confidence.upper()
    doubt = "dhcpd listens and not one request is in a whole log. What is wrong in the guest: NOT KNOWN."
    if incident.confidence == "possible":
        doubt = (
            "they may hold leases from before the log: its zone, and so their age, is only inferred (--tz)."
        )
    return Verdict(
        f"{incident.title}: the guest or its image, not DHCP.",
        f"{sure}: {doubt}",
        incident.confidence,
        incident.status,
        incident.id,
        (f"{incident.title}. {sure} the guest or its image.", f"Next: {incident.checks[0].command}"),
    )
