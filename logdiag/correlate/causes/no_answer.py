"""Guests that asked and got no answer, and guests that never take what is offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from logdiag.context import named
from logdiag.correlate.case import Case, clock, many
from logdiag.correlate.causes.cause import Cause, check, incident_of, strip, word
from logdiag.report.values import Check, Claim, Confidence, Picture, Rival, Verdict
from logdiag.rules.rule import Judged

UNANSWERED = "dhcpd-discover-unanswered"
LOOP = "dhcpd-offer-not-requested"
# From how many guests on the pattern is no single guest's affair any more.
SEVERAL = 2


def explain(case: Case) -> Iterator[Cause]:
    """One incident a host and rule."""
    for judged in case.of(LOOP):
        yield _offers(case, judged)
    for judged in case.of(UNANSWERED):
        yield _asks(case, judged)


def _names(case: Case, judged: Judged) -> tuple[str, ...]:
    return tuple(sorted(case.identities.name_of(entity.name) for entity in judged.entities))


def _offers(case: Case, judged: Judged) -> Cause:
    names = _names(case, judged)
    much = many(len(names), "guest", at_least=judged.at_least)
    offers = f"{judged.count} offers, no request"
    others = [client for client in case.clients_on(judged.host) if client.did("leased")]
    run = case.context.serving_on(judged.host)
    heard_on = word(next(iter(run.listening), "") if run else "", "br0")
    checks = (
        check(
            f"tcpdump -c 4 -vni {heard_on} port 67 or port 68",
            ("no offer", "a filter on the bridge or a wrong port eats it"),
            ("bad udp cksum", "nobody fills the checksum in: iptables -t mangle ... CHECKSUM"),
            ("offers with good checksums", "look inside the guest"),
            host=judged.host,
        ),
        check(
            "sysctl net.bridge.bridge-nf-call-iptables",
            ("1", "iptables filters what crosses the bridge: see its FORWARD rules"),
            ("0, or no such key", "not that"),
            host=judged.host,
        ),
    )
    return _cause(
        case,
        judged,
        LOOP,
        category="network.link",
        confidence="possible" if others and not _is_cloud(case, judged) else "likely",
        answer=f"dhcpd on {named(judged.host)} offers {much} an address again and again, and none is taken",
        doubt="That the offer does not reach the guest is what fits. What eats it: NOT KNOWN.",
        claim=f"{offers}: a guest that sees an offer answers it within a second.",
        rivals=(
            Rival(
                "the guest's own DHCP client is broken or was stopped", "tcpdump shows the offer on its tap"
            ),
            Rival("the guest took another server's offer", "another node's log has its DHCPACK"),
        ),
        checks=checks,
    )


def _is_cloud(case: Case, judged: Judged) -> bool:
    """Whether any of the clients is an instance: an office's computers may just choose another server."""
    return any(case.identities.instance_of(entity.name) for entity in judged.entities)


def _asks(case: Case, judged: Judged) -> Cause:
    names = _names(case, judged)
    much = many(len(names), "guest", at_least=judged.at_least)
    checks = (
        check(
            "pgrep -lf dhcpd; ss -lnup sport = :67",
            ("no process", "dhcpd died after it logged the request"),
            ("a process", "it runs: see what it waits for, next line"),
            host=judged.host,
        ),
        check(
            "timeout 5 strace -fp $(pgrep -o dhcpd)",
            ("fsync that does not return", "the disk of the lease file"),
            ("sendto errors", "the way out: bridge, iptables"),
            host=judged.host,
        ),
    )
    return _cause(
        case,
        judged,
        UNANSWERED,
        category="dhcp.server",
        confidence="likely" if len(names) >= SEVERAL else "possible",
        answer=f"{much} asked dhcpd on {named(judged.host)} for an address and got no answer",
        doubt="What keeps dhcpd from answering: NOT KNOWN.",
        claim=f"{judged.count} requests without an offer in 10 s or later, in a log that goes on without a hole.",
        rivals=(Rival("another server answered them, whose log is not here", "the other nodes' logs"),),
        checks=checks,
    )


def _cause(
    case: Case,
    judged: Judged,
    rule: str,
    *,
    category: str,
    confidence: Confidence,
    answer: str,
    doubt: str,
    claim: str,
    rivals: tuple[Rival, ...],
    checks: tuple[Check, ...],
) -> Cause:
    names, host = _names(case, judged), judged.host
    incident = replace(
        incident_of(
            judged,
            rule,
            rule,
            title=answer,
            category=category,
            confidence=confidence,
            who=names,
        ),
        severity="error" if confidence == "likely" and len(names) >= SEVERAL else "warning",
        supports=(Claim(claim, case.lines(judged.evidence, 2)),),
        against=(),
        rivals=rivals,
        why_beyond="not known",
        checks=checks,
        since=f"{clock(judged.first)}, still so at {clock(judged.last)}.",
    )
    sure = f"{confidence.upper()}. " if not doubt.startswith(confidence.upper()) else ""
    brief = (f"{answer}. {confidence.upper()}.", f"Next: {checks[0].command}")
    verdict = Verdict(f"{answer}.", f"{sure}{doubt}", confidence, incident.status, incident.id, brief)
    return Cause(incident, verdict, Picture(facts=(f"hit {len(names)}",), strip=strip(case, host)))
