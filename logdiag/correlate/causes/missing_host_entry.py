"""dhcpd refuses guests because it knows no host entry for them.

Eucalyptus writes one `host` block an instance and no range (net/eucanetd.c:1287-1372, v4.0.2): a MAC without
a block can only get "no free leases". Requests are broadcast, so another node's dhcpd refuses rightly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from logdiag.context import Client, named
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
from logdiag.report.values import (
    Check,
    Claim,
    Confidence,
    Evidence,
    Incident,
    Picture,
    Rival,
    Table,
    Verdict,
)
from logdiag.rules.dhcpd_no_free_leases import HAS_ENTRY, NO_CONF, NO_ENTRY, POOL, SERVED_LATER
from logdiag.rules.rule import Judged

RULE = "dhcpd-no-free-leases"
NAMES_SHOWN = 5
EUCANETD_LOG = check(
    "grep -E ' (ERROR|WARN) ' /var/log/eucalyptus/eucanetd.log | tail -20",
    ("lines", 'say why entries are not written ("unable to generate", "could not fetch", "cannot open")'),
    ("none", "eucanetd was not told of these instances: see the controller's broadcast"),
)


@dataclass(frozen=True)
class _View:
    """Who is refused on one host, who is served, and what speaks for the node's own guests."""

    case: Case
    judged: Judged
    refused: tuple[str, ...]

    @property
    def host(self) -> str:
        return self.judged.host

    @cached_property
    def conf(self) -> tuple[ReadDocument, DhcpdConf] | None:
        return self.case.context.conf_of(self.host)

    @cached_property
    def served(self) -> tuple[Client, ...]:
        return tuple(client for client in self.case.clients_on(self.host) if client.did("leased"))

    @cached_property
    def served_without(self) -> int:
        """Clients that got a lease though the file has no entry for them: they would speak against."""
        return sum(self.conf[1].host_of(client.mac) is None for client in self.served) if self.conf else 0

    @property
    def at_least(self) -> bool:
        return self.judged.at_least

    @cached_property
    def reckoned_total(self) -> int | None:
        """Refused in all, where taps and entries let it be reckoned beyond what the log shows."""
        taps = self.case.context.taps.get(self.host)
        if not self.at_least or taps is None or self.conf is None:
            return None
        total = taps.taps - len(self.conf[1].hosts)
        return total if total > len(self.refused) else None

    @cached_property
    def are_own(self) -> bool:
        """Whether this host has so many taps beyond its entries that the refused can be its own."""
        return self.own_without is not None and self.own_without >= len(self.refused)

    @cached_property
    def own_without(self) -> int | None:
        """Taps on this host that no entry can belong to; None where either number is not known."""
        taps = self.case.context.taps.get(self.host)
        return None if taps is None or self.conf is None else taps.taps - len(self.conf[1].hosts)

    @property
    def is_foreign(self) -> bool:
        """Whether every tap here may have its entry: then the refused are likely another node's guests."""
        return self.own_without is not None and self.own_without <= 0

    @property
    def confidence(self) -> Confidence:
        if self.is_foreign:
            return "possible"
        if self.conf is None or not self.conf[1].complete or self.served_without or self.is_open:
            return "likely"
        several = len(self.refused) > 1 and bool(self.served)
        return "confirmed" if several and self.are_own else "likely"

    @property
    def is_open(self) -> bool:
        """Whether lines are missing after the last refusal, a lease to one of these perhaps among them."""
        last, end = self.judged.last.time, self.case.context.spans[self.host].end.time
        return any(
            gap.begin is not None and gap.begin.time >= last and gap.touches(last, end)
            for gap in self.case.context.gaps_on(self.host)
        )

    @property
    def is_euca(self) -> bool:
        """Whether Eucalyptus writes the file: then eucanetd's log says why an entry is missing."""
        return EUCA_NETWORK in self.judged.networks or bool(self.conf and self.conf[1].from_eucalyptus)

    @cached_property
    def who(self) -> tuple[str, ...]:
        return tuple(sorted(self.case.identities.name_of(mac) for mac in self.refused))

    @cached_property
    def noun(self) -> str:
        known = any(self.case.identities.instance_of(mac) for mac in self.refused)
        return "instance" if known else "client"


def explain(case: Case) -> Iterator[Cause]:
    """One incident a host on which clients without a host entry are refused."""
    for judged in case.of(RULE):
        refused = judged.members.get(NO_ENTRY, ())
        if not refused and EUCA_NETWORK in judged.networks:
            refused = judged.members.get(NO_CONF, ())
        if refused:
            yield _cause(_View(case, judged, refused))


def _cause(view: _View) -> Cause:
    incident = _incident(view)
    return Cause(incident, _verdict(view, incident), _picture(view))


def _incident(view: _View) -> Incident:
    judged, host = view.judged, view.host
    much = many(len(view.refused), view.noun, at_least=view.at_least)
    return replace(
        incident_of(
            judged,
            RULE,
            "missing-host-entry",
            title=f"dhcpd on {named(host)} refuses an address to {much}: {_because(view)}",
            category="dhcp.config",
            confidence=view.confidence,
            who=view.who,
        ),
        severity="warning" if view.confidence == "possible" else "error",
        supports=tuple(_supports(view)),
        against=tuple(_against(view)),
        rivals=tuple(_rivals(view)),
        why_beyond="why the entries are missing is not known",
        checks=_checks(view),
        since=_since(view),
        who=_who(view),
    )


def _because(view: _View) -> str:
    if view.conf is None:
        return "it knows no host entry for them"
    if not view.conf[1].complete:
        return f"{short(view.conf[0].name)} has no entry for them, as far as it can be read"
    return "they have no host entry" if len(view.refused) > 1 else "it has no host entry"


def _verdict(view: _View, incident: Incident) -> Verdict:
    total, sure = view.reckoned_total, incident.confidence.upper()
    more = f" LIKELY {total} in all." if total else ""
    doubt = _doubt(view, sure, more)
    much = many(len(view.refused), view.noun, at_least=view.at_least)
    brief = (
        f"{named(view.host)}: dhcpd refuses {much}, no host entry. {sure}.{more}",
        f"Why they are missing: not known. Next: {incident.checks[0].command}",
    )
    confidence: Confidence = "likely" if total else incident.confidence
    return Verdict(f"{incident.title}.", doubt, confidence, incident.status, incident.id, brief)


def _doubt(view: _View, sure: str, more: str) -> str:
    """How sure it is that they are this host's own and lack an entry, and what is not known."""
    if view.is_foreign:
        return "POSSIBLE that they are its own: its taps are no more than its entries. They may be another node's."
    if view.conf is None:
        proof = (
            f"LIKELY, by the network's name (Eucalyptus gives it no range); {_wanted(view)} would prove it."
        )
        return f"{proof} Why: NOT KNOWN."
    if sure != "CONFIRMED":
        how = f"{sure} that they are its own and it ought to serve them."
    else:
        how = (
            "CONFIRMED that it refuses them."
            if more
            else f"CONFIRMED by the log and {short(view.conf[0].name)}."
        )
    return f"{how}{more} Why the entries are missing: NOT KNOWN."


def _wanted(view: _View) -> str:
    return conf_path(view.case, view.host, EUCA_CONF if view.is_euca else DHCPD_CONF)


def _supports(view: _View) -> Iterator[Claim]:
    case, judged = view.case, view.judged
    evidence = [case.line(judged.evidence[0])]
    if view.conf is None:
        yield Claim(
            f"Network {EUCA_NETWORK} is the one Eucalyptus writes: host entries only, no range. So a refusal"
            " means that the running dhcpd has no entry for that MAC.",
            tuple(evidence),
        )
        if view.served:
            yield Claim(f"{len(view.served)} others got their address from the same dhcpd.", _lease(view))
        return
    document, conf = view.conf
    yield Claim(
        _entries(view),
        (*evidence, *_lease(view)),
        note=_identity_note(view),
    )
    yield from _no_range(view, document, conf)
    yield from _taps(view, conf)


def _entries(view: _View) -> str:
    """Refused and served clients against the entries of the file."""
    refused, served = len(view.refused), len(view.served)
    lack = "The one refused lacks an entry" if refused == 1 else f"All {refused} refused lack an entry"
    if view.served_without:
        return f"{lack}; {view.served_without} served lack one too."
    have = {0: "", 1: ", the one served has one"}.get(served, f", all {served} served have one")
    return f"{lack}{have}. No exception either way."


def _identity_note(view: _View) -> str:
    first = view.case.identities.instance_of(view.refused[0])
    return f"{view.refused[0]} is {first}: Eucalyptus makes the MAC from the id" if first else ""


def _lease(view: _View) -> tuple[Evidence, ...]:
    first = view.case.context.clients.first("leased", view.host)
    return (view.case.line(first),) if first else ()


def _no_range(view: _View, document: ReadDocument, conf: DhcpdConf) -> Iterator[Claim]:
    for network in view.judged.networks:
        named = conf.network_named(network)
        if named is not None and not named.has_range:
            text = f"No pool ran dry: network {network} has no range, only host entries."
            yield Claim(text, (view.case.document_line(document, named.line),))


def _taps(view: _View, conf: DhcpdConf) -> Iterator[Claim]:
    taps = view.case.context.taps.get(view.host)
    if taps and taps.taps > len(conf.hosts):
        missing = taps.taps - len(conf.hosts)
        how = "" if taps.how == "exact" else "About "
        text = f"{how}{taps.taps} taps on {named(view.host)} against {len(conf.hosts)} entries leave {missing} without"
        yield Claim(f"{text}: {taps.why}." if taps.how != "exact" else f"{text}.")


def _against(view: _View) -> Iterator[Claim]:
    if view.conf and not view.conf[1].complete:
        yield Claim(f"{short(view.conf[0].name)} could not be read to its end: {view.conf[0].error}.")
    own = (
        f"The taps here speak for {named(view.host)}'s own; the command with virsh settles it."
        if view.are_own
        else "Nothing here shows on which node they run."
    )
    yield Claim(
        f"Requests are broadcast: were these served by another node, {named(view.host)} would refuse them too,"
        f" and rightly. {own}"
    )


def _rivals(view: _View) -> Iterator[Rival]:
    if view.confidence != "confirmed":
        domain = next((name for name in view.who if name.startswith("i-")), None)
        confirm = (
            f"virsh -r domiflist {domain}: no such domain here"
            if domain
            else "virsh -r list on the other nodes"
        )
        yield Rival("they run on another node, whose own dhcpd serves them", confirm)
    if view.conf and not view.conf[1].complete:
        yield Rival(
            "their entries stand behind the place where the file breaks off", "a whole copy of the file"
        )
    if view.conf is None:
        yield Rival(
            "the entry is in the file by now, and the running dhcpd loaded an older one",
            f"grep -c ^host {_wanted(view)}",
        )


def _checks(view: _View) -> tuple[Check, ...]:
    path = _wanted(view)
    entries = len(view.conf[1].hosts) if view.conf else None
    taps = view.case.context.taps.get(view.host)
    whole = f"about {taps.taps}" if taps else "as many as instances"
    still = f"still {entries}" if entries is not None else "fewer"
    checks = [
        check(
            f"F={path}; grep -c {'^host' if view.is_euca else '-w host'} $F; stat -c %y $F",
            (whole, "it caught up, the next try gets an address"),
            (still, "next line"),
            host=view.host,
        ),
    ]
    if view.is_euca:
        checks.append(replace(EUCANETD_LOG, host=view.host))
    domain = next((name for name in view.who if name.startswith("i-")), None)
    if domain:
        checks.append(
            check(
                f"virsh -r domiflist {domain}",
                ("an interface", f"{named(view.host)}'s own, the above holds"),
                ("no such domain", "ask the node that has it"),
                host=view.host,
            )
        )
    return tuple(checks)


def _since(view: _View) -> str:
    judged = view.judged
    last = view.case.context.spans[view.host].end
    still = f"still so at {clock(judged.last)}"
    ends = " where the log ends" if last.time - judged.last.time < 60_000_000 else ""
    later = "is seen later, the log has a hole there" if view.is_open else "later"
    return f"{clock(judged.first)}, {still}{ends}. No lease to any of them {later}."


def _who(view: _View) -> str:
    names = view.who
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return f"{' '.join(names[:NAMES_SHOWN])}{more}"


def _picture(view: _View) -> Picture:
    if view.conf is None:
        return Picture(
            facts=(
                f"asked {len(view.served) + len(view.refused)}",
                f"got one {len(view.served)}",
                f"refused {len(view.refused)}",
            ),
            strip=strip(view.case, view.host),
        )
    document, conf = view.conf
    macs = {host.mac for host in conf.hosts if host.mac}
    served = sum(client.mac in macs for client in view.served)
    refused_with = len(view.judged.members.get(HAS_ENTRY, ())) + len(view.judged.members.get(POOL, ()))
    unseen = len(macs) - len(macs & {client.mac for client in view.case.clients_on(view.host)})
    rows = [
        ("got an address", str(served), str(view.served_without)),
        ('refused, "no free leases"', str(refused_with), str(len(view.refused))),
    ]
    later = view.judged.members.get(SERVED_LATER, ())
    if later:
        rows.append(("refused, served later", str(len(later)), "0"))
    rows.append(
        (
            "not seen" + (", the log has holes" if view.at_least else ""),
            str(unseen),
            "?" if view.at_least else "0",
        )
    )
    table = Table(
        ("", "has a host entry", "has none"),
        tuple(rows),
        f"{short(document.name)}: {many(len(conf.hosts), 'entry', 'entries')}",
    )
    return Picture(table=table, strip=strip(view.case, view.host))
