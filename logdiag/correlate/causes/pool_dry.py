"""A range ran dry, or it can not be told whether it did: dhcpd has no free lease and no entry is the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address

from logdiag.context import named
from logdiag.correlate.case import Case, clock, many
from logdiag.correlate.causes.cause import DHCPD_CONF, Cause, check, conf_path, incident_of, strip
from logdiag.correlate.entities import EUCA_NETWORK
from logdiag.documents.dhcpd import DhcpdConf, Range
from logdiag.report.values import Claim, Confidence, Incident, Picture, Rival, Verdict
from logdiag.rules.dhcpd_no_free_leases import NO_CONF, POOL
from logdiag.rules.rule import Judged

RULE = "dhcpd-no-free-leases"


def explain(case: Case) -> Iterator[Cause]:
    """One incident a host whose refused clients draw from a range, or from nobody knows what."""
    for judged in case.of(RULE):
        dry = judged.members.get(POOL, ())
        unknown = () if EUCA_NETWORK in judged.networks else judged.members.get(NO_CONF, ())
        if dry or unknown:
            yield _cause(case, judged, (*dry, *unknown), is_pool=bool(dry))


def _ranges(conf: DhcpdConf, network: str) -> list[Range]:
    """The ranges of a network."""
    named = conf.network_named(network)
    subnets = [subnet for subnet in conf.subnets if subnet is named or subnet.shared_network == network]
    return [addresses for subnet in subnets for addresses in subnet.ranges]


def _holds(addresses: Range, ip: str) -> bool:
    """Whether an address lies in a range: one given by a host entry mostly does not."""
    try:
        return IPv4Address(addresses.low) <= IPv4Address(ip) <= IPv4Address(addresses.high)
    except ValueError:
        return False


def _size(addresses: Range) -> int:
    try:
        return int(IPv4Address(addresses.high)) - int(IPv4Address(addresses.low)) + 1
    except ValueError:
        return 0


def _cause(case: Case, judged: Judged, refused: tuple[str, ...], *, is_pool: bool) -> Cause:
    host, network = judged.host, judged.networks[0]
    conf = case.context.conf
    ranges = _ranges(conf[1], network) if conf and is_pool else []
    leased = {key.split("\0")[2] for key in case.context.leases.keys_on(host)}
    given = {ip for ip in leased if not ranges or any(_holds(one, ip) for one in ranges)}
    size = sum(_size(one) for one in ranges)
    confidence: Confidence = "confirmed" if size and len(given) >= size else "likely"
    incident = _incident(case, judged, refused, size=size, given=len(given), confidence=confidence)
    what = (
        "every address of its range is taken"
        if is_pool
        else "its range is used up, or it has none for them"
    )
    much = many(len(refused), "client", at_least=judged.at_least)
    doubt = (
        f"CONFIRMED: the range holds {size} addresses and the log shows {len(given)} given out."
        if confidence == "confirmed"
        else f"LIKELY; {conf_path(case, host, DHCPD_CONF)} and dhcpd.leases would prove it."
    )
    verdict = Verdict(
        f"dhcpd on {named(host)} has no free lease on network {network} for {much}: {what}.",
        f"{doubt} Who holds the leases: NOT KNOWN.",
        confidence,
        incident.status,
        incident.id,
        (
            f"{named(host)}: no free lease on network {network} for {much}. {confidence.upper()}.",
            f"Next: {incident.checks[0].command}",
        ),
    )
    facts = (
        f"got an address {len(given)}",
        f"refused {len(refused)}",
        *((f"range {size}",) if size else ()),
    )
    return Cause(incident, verdict, Picture(facts=facts, strip=strip(case, host)))


def _incident(
    case: Case, judged: Judged, refused: tuple[str, ...], *, size: int, given: int, confidence: Confidence
) -> Incident:
    host, network = judged.host, judged.networks[0]
    names = tuple(sorted(case.identities.name_of(mac) for mac in refused))
    return replace(
        incident_of(
            judged,
            RULE,
            "no-free-lease",
            title=f"dhcpd on {named(host)} has no free lease on network {network} for"
            f" {many(len(refused), 'client', at_least=judged.at_least)}",
            category="dhcp.pool",
            confidence=confidence,
            who=names,
        ),
        supports=tuple(_supports(case, judged, network, size, given)),
        against=(Claim("Where several servers share the segment, another may answer these clients."),),
        rivals=_rivals(case, host, is_known=bool(size)),
        why_beyond="who holds the leases is not known",
        checks=(
            check(
                "grep -c 'binding state active' /var/lib/dhcp/dhcpd.leases",
                (
                    f"{size} or more" if size else "as many as the range holds",
                    "the pool is used up: enlarge the range",
                ),
                ("fewer", "the range is not theirs: look for a host entry or a class"),
                host=host,
            ),
            check(
                f"grep -n -A3 range {conf_path(case, host, DHCPD_CONF)}",
                ("a small range", "enlarge it"),
                ("no range", "these clients need host entries"),
                host=host,
            ),
        ),
        fix=("enlarge the range of the network, or shorten default-lease-time, then restart dhcpd",),
        since=f"{clock(judged.first)}, still so at {clock(judged.last)}.",
    )


def _supports(case: Case, judged: Judged, network: str, size: int, given: int) -> Iterator[Claim]:
    yield Claim(f"dhcpd says so: network {network}: no free leases.", case.lines(judged.evidence, 2))
    conf = case.context.conf
    if size and conf:
        named = conf[1].network_named(network)
        place = (case.document_line(conf[0], named.line),) if named else ()
        yield Claim(f"The range holds {size} addresses; {given} were given out in this log.", place)


def _rivals(case: Case, host: str, *, is_known: bool) -> tuple[Rival, ...]:
    if is_known:
        return (
            Rival("leases of guests that are gone, not yet expired", "dhcpd.leases: names of dead guests"),
        )
    path = conf_path(case, host, DHCPD_CONF)
    return (
        Rival("the range is used up", f"count the addresses of the range in {path}"),
        Rival("the network has no range, and these clients have no host entry", f"grep -c ^host {path}"),
    )
