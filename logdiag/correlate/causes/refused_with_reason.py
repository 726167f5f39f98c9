"""dhcpd refuses clients and prints why: the reason is its own, what stands behind it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from logdiag.context import named
from logdiag.correlate.case import Case, clock, many
from logdiag.correlate.causes.cause import DHCPD_CONF, Cause, check, conf_path, incident_of, strip
from logdiag.report.values import Check, Claim, Confidence, Picture, Rival, Verdict
from logdiag.rules.rule import Judged

RULE = "dhcpd-discover-refused"
MEANS = {
    "unknown network segment": "no subnet is declared for the interface or relay that the request came by",
    "unknown client": "unknown clients are denied, and it has no host entry",
    "booting disallowed": 'its scope says "deny booting"',
    "peer holds all free leases": "the failover peer has the free leases",
}
PARTNER = "peer holds all free leases"
TO_PARTNER = (
    "bring the failover partner back; if it is dead for good, set this server to partner-down (omshell)"
)
# Refused as the file asks for: it is trouble only if the client is one of the cloud's.
POLICY = frozenset({"unknown client", "booting disallowed"})


def explain(case: Case) -> Iterator[Cause]:
    """One incident a host."""
    for judged in case.of(RULE):
        yield _cause(case, judged)


def _cause(case: Case, judged: Judged) -> Cause:
    host = judged.host
    reason = max(sorted(judged.members), key=lambda one: len(judged.members[one]))
    means = MEANS.get(reason.rstrip("."), "in its own words")
    much = many(len(judged.entities), "client", at_least=judged.at_least)
    path = conf_path(case, host, DHCPD_CONF)
    names = tuple(sorted(case.identities.name_of(entity.name) for entity in judged.entities))
    by_policy = all(one.rstrip(".") in POLICY for one in judged.members)
    by_partner = reason.rstrip(".") == PARTNER
    # The partner answers those that hash to it: ordinary while both run.
    is_doubted = by_partner and not case.on("dhcpd-failover-broken", host)
    sure: Confidence = "possible" if is_doubted else "likely"
    is_ours = any(case.identities.instance_of(entity.name) for entity in judged.entities)
    incident = replace(
        incident_of(
            judged,
            RULE,
            "refused-with-reason",
            title=f'dhcpd on {named(host)} refuses {much}: "{reason}"',
            category="dhcp.config",
            confidence=sure,
            who=names,
        ),
        severity="warning" if is_doubted or (by_policy and not is_ours) else "error",
        supports=(Claim(f'dhcpd says so: "{reason}": {means}.', case.lines(judged.evidence, 2)),),
        against=(Claim("Requests are broadcast: a server that owns the client may answer it elsewhere."),),
        rivals=(
            Rival("another server answers these clients, whose log is not here", "the other nodes' logs"),
        ),
        why_beyond="why the partner keeps them is not known"
        if by_partner
        else "why the configuration lacks it is not known",
        checks=(_of_partner(host),)
        if by_partner
        else (
            check(
                f"grep -nE 'subnet|host|deny|range' {path}",
                ("what the reason asks for", "dhcpd runs with an older file: restart it"),
                ("not there", "write it, then restart dhcpd"),
                host=host,
            ),
        ),
        fix=(
            TO_PARTNER
            if by_partner
            else "write the subnet or host entry that is missing, then restart dhcpd",
        ),
        since=f"{clock(judged.first)}, still so at {clock(judged.last)}.",
    )
    verdict = Verdict(
        f"{incident.title}: {means}.",
        f"{sure.upper()} to leave them without an address; another server may own them."
        f" {'Whether the partner answers them' if by_partner else 'Why it is configured so'}: NOT KNOWN.",
        sure,
        incident.status,
        incident.id,
        (f"{incident.title}. {sure.upper()}.", f"Next: {incident.checks[0].command}"),
    )
    return Cause(incident, verdict, Picture(facts=(f"refused {len(names)}",), strip=strip(case, host)))


def _of_partner(host: str) -> Check:
    return check(
        "grep -A4 'failover peer' /var/lib/dhcp/dhcpd.leases",
        ("normal on both sides", "the partner answers these clients: see its log"),
        ("communications-interrupted", "the partner is down, or cut off"),
        host=host,
    )
