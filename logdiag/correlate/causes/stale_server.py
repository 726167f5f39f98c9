"""The file has an entry for a guest, and the running dhcpd refuses it all the same: it loaded an older file.

Or the file at hand is newer than the log: then the refusal is a thing of the past. Which, only the host can say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
from logdiag.documents.dhcpd import DhcpdConf
from logdiag.documents.values import ReadDocument
from logdiag.event import At
from logdiag.report.values import (
    Claim,
    Confidence,
    Incident,
    Picture,
    Rival,
    Verdict,
)
from logdiag.rules.dhcpd_no_free_leases import HAS_ENTRY
from logdiag.rules.rule import Judged

RULE = "dhcpd-no-free-leases"
NOTHING_SAYS = Claim(
    "Nothing in the log says that dhcpd was kept from loading the file, nor when it was written."
)


@dataclass(frozen=True)
class _View:
    """The refused of one host, the file that has their entries, and where a start was refused, if one was."""

    case: Case
    judged: Judged
    refused: tuple[str, ...]
    document: ReadDocument
    conf: DhcpdConf
    blocked: At | None

    @property
    def host(self) -> str:
        return self.judged.host

    @property
    def file(self) -> str:
        return short(self.document.name)

    @property
    def much(self) -> str:
        noun = (
            "instance" if any(self.case.identities.instance_of(mac) for mac in self.refused) else "client"
        )
        return many(len(self.refused), noun, at_least=self.judged.at_least)

    @property
    def path(self) -> str:
        is_euca = EUCA_NETWORK in self.judged.networks
        return conf_path(self.case, self.host, EUCA_CONF if is_euca else DHCPD_CONF)

    @property
    def sure(self) -> Confidence:
        return "likely" if self.blocked else "possible"


def explain(case: Case) -> Iterator[Cause]:
    """One incident a host on which clients with an entry are refused."""
    for judged in case.of(RULE):
        refused = judged.members.get(HAS_ENTRY, ())
        conf = case.context.conf_of(judged.host)
        if refused and conf is not None:
            view = _View(case, judged, refused, *conf, _blocked(case, judged.host))
            incident = _incident(view)
            facts = (f"refused {len(refused)}, all with a host entry",)
            yield Cause(
                incident, _verdict(view, incident), Picture(facts=facts, strip=strip(case, judged.host))
            )


def _blocked(case: Case, host: str) -> At | None:
    """Where a start was refused since another dhcpd runs: that one keeps its older file."""
    places = [mark for run in case.context.runs_on(host) if (mark := run.mark("dhcpd.already_running"))]
    return places[-1] if places else None


def _incident(view: _View) -> Incident:
    judged = view.judged
    return replace(
        incident_of(
            judged,
            RULE,
            "stale-server",
            title=f"dhcpd on {named(view.host)} refuses {view.much} whose host entries are in {view.file}",
            category="dhcp.server",
            confidence=view.sure,
            who=tuple(sorted(view.case.identities.name_of(mac) for mac in view.refused)),
        ),
        severity="error" if view.blocked else "warning",
        status=judged.status if view.blocked else "unknown",
        supports=tuple(_supports(view)),
        against=() if view.blocked else (NOTHING_SAYS,),
        rivals=(
            Rival(
                "the file is newer than the log: the entries came later, and all may be well by now",
                f"stat -c %y {view.path}: after {clock(judged.last)}",
            ),
        ),
        why_beyond="when the file was written is not known",
        checks=(
            check(
                f"stat -c %y {view.path}; ps -o lstart=,args= -C dhcpd",
                ("dhcpd is older than the file", "it serves the old file: restart it"),
                ("dhcpd is younger", "it has the entries by now: over"),
                host=view.host,
            ),
        ),
        fix=("restart dhcpd (with Eucalyptus: restart eucanetd), so that it loads the file",),
        since=f"{clock(judged.first)}, last at {clock(judged.last)}.",
    )


def _supports(view: _View) -> Iterator[Claim]:
    entry = view.conf.host_of(view.refused[0])
    place = (view.case.document_line(view.document, entry.line),) if entry else ()
    yield Claim(
        f"Their entries stand in {view.file}, and dhcpd refused them at {clock(view.judged.last)}.",
        (view.case.line(view.judged.evidence[0]), *place),
    )
    if view.blocked:
        text = "A start of dhcpd was refused: the old one ran on with its old file."
        yield Claim(text, (view.case.line(view.blocked),))


def _verdict(view: _View, incident: Incident) -> Verdict:
    text = f"dhcpd on {named(view.host)} refused {view.much}; {view.file} has their entries."
    doubt = "POSSIBLE that it runs with an older file; as well the file may be newer than the log, and all is well."
    if view.blocked:
        text = f"{incident.title}: it runs with an older file."
        doubt = "LIKELY: a new start was refused, since another dhcpd was running."
    brief = (
        f"{named(view.host)}: dhcpd refused {view.much} that have a host entry. {view.sure.upper()}.",
        f"Next: {incident.checks[0].command}",
    )
    return Verdict(text, doubt, view.sure, incident.status, incident.id, brief)
