"""The file has an entry for a guest, and the running dhcpd refuses it all the same: it loaded an older file.

Or the file at hand is newer than the log: then the refusal is a thing of the past. Which, only the host can say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from logdiag.context import named
from logdiag.correlate.case import Case, clock, many
from logdiag.correlate.causes.cause import (
    DHCPD_CONF,
    EUCA_CONF,
    Cause,
    check,
    conf_path,
    incident_of,
    short,
    strip,
)
from logdiag.correlate.entities import EUCA_NETWORK
from logdiag.event import At
from logdiag.report.values import (
    Claim,
    Confidence,
    Picture,
    Rival,
    Severity,
    Status,
    Verdict,
)
from logdiag.rules.dhcpd_no_free_leases import HAS_ENTRY
from logdiag.rules.rule import Judged

RULE = "dhcpd-no-free-leases"


def explain(case: Case) -> Iterator[Cause]:
    """One incident a host on which clients with an entry are refused."""
    for judged in case.of(RULE):
        refused = judged.members.get(HAS_ENTRY, ())
        if refused:
            yield _cause(case, judged, refused, _blocked(case, judged.host))


def _blocked(case: Case, host: str) -> At | None:
    """Where a start was refused since another dhcpd runs: that one keeps its older file."""
    places = [mark for run in case.context.runs_on(host) if (mark := run.mark("dhcpd.already_running"))]
    return places[-1] if places else None


def _cause(case: Case, judged: Judged, refused: tuple[str, ...], blocked: At | None) -> Cause:
    host, conf = judged.host, case.context.conf
    assert conf is not None
    sure: Confidence = "likely" if blocked else "possible"
    severity: Severity = "error" if blocked else "warning"
    status: Status = judged.status if blocked else "unknown"
    path = conf_path(case, host, EUCA_CONF if EUCA_NETWORK in judged.networks else DHCPD_CONF)
    noun = "instance" if any(case.identities.instance_of(mac) for mac in refused) else "client"
    much = many(len(refused), noun, at_least=judged.at_least)
    supports = [
        Claim(
            f"Their entries stand in {short(conf[0].name)}, and dhcpd refused them at {clock(judged.last)}.",
            (case.line(judged.evidence[0]), case.document_line(conf[0], _entry_line(case, refused[0]))),
        )
    ]
    if blocked:
        supports.append(
            Claim(
                "A start of dhcpd was refused: the old one ran on with its old file.", (case.line(blocked),)
            )
        )
    incident = replace(
        incident_of(
            judged,
            RULE,
            "stale-server",
            title=f"dhcpd on {named(host)} refuses {much} whose host entries are in {short(conf[0].name)}",
            category="dhcp.server",
            confidence=sure,
            who=tuple(sorted(case.identities.name_of(mac) for mac in refused)),
        ),
        severity=severity,
        status=status,
        supports=tuple(supports),
        against=()
        if blocked
        else (
            Claim(
                "Nothing in the log says that dhcpd was kept from loading the file, nor when it was written."
            ),
        ),
        rivals=(
            Rival(
                "the file is newer than the log: the entries came later, and all may be well by now",
                f"stat -c %y {path}: after {clock(judged.last)}",
            ),
        ),
        why_beyond="when the file was written is not known",
        checks=(
            check(
                f"stat -c %y {path}; ps -o lstart=,args= -C dhcpd",
                ("dhcpd is older than the file", "it serves the old file: restart it"),
                ("dhcpd is younger", "it has the entries by now: over"),
                host=host,
            ),
        ),
        fix=("restart dhcpd (with Eucalyptus: restart eucanetd), so that it loads the file",),
        since=f"{clock(judged.first)}, last at {clock(judged.last)}.",
    )
    doubt = (
        "LIKELY: a new start was refused, since another dhcpd was running."
        if blocked
        else "POSSIBLE that it runs with an older file; as well the file may be newer than the log, and all is well."
    )
    verdict = Verdict(
        f"{incident.title}: it runs with an older file."
        if blocked
        else f"dhcpd on {named(host)} refused {much}; {short(conf[0].name)} has their entries.",
        doubt,
        sure,
        status,
        incident.id,
        (
            f"{named(host)}: dhcpd refused {much} that have a host entry. {sure.upper()}.",
            f"Next: {incident.checks[0].command}",
        ),
    )
    facts = (f"refused {len(refused)}, all with a host entry",)
    return Cause(incident, verdict, Picture(facts=facts, strip=strip(case, host)))


def _entry_line(case: Case, mac: str) -> int:
    conf = case.context.conf
    entry = conf[1].host_of(mac) if conf else None
    return entry.line if entry else 1
