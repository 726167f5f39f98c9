"""Fewer instances in the list, or fewer taps, than were asked for: some were refused, or had no machine here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from logdiag.context import named
from logdiag.correlate.case import Case, stamp
from logdiag.correlate.causes.cause import Cause, check, short
from logdiag.correlate.causes.stopped_before_plugged import TOLERANCE
from logdiag.correlate.ledger import make_ledger
from logdiag.correlate.reckon import Reckoned
from logdiag.documents.values import ReadDocument
from logdiag.report.values import Bar, Claim, Explains, Incident, Picture, Rival, Verdict


def explain(case: Case) -> Iterator[Cause]:
    """One incident, where --requested says how many and the list of instances, or the taps, are fewer."""
    requested, table = case.context.requested, case.context.instances
    if requested is None:
        return
    taps = make_ledger(case).taps
    if table is not None and len(table[1].rows) < requested:
        yield _not_listed(requested, table[0], len(table[1].rows))
    elif table is None and taps is not None and taps.taps + TOLERANCE < requested:
        yield _not_plugged(case, requested, taps)


def _not_plugged(case: Case, requested: int, taps: Reckoned) -> Cause:
    """Fewer taps than were asked for, and no list of instances that says more."""
    hosts = tuple(sorted(case.context.taps))
    about = "" if taps.how == "exact" else "about "
    where = named(hosts[0]) if len(hosts) == 1 else f"{len(hosts)} hosts"
    run = next(run for run in reversed(case.context.runs) if run.host in hosts and run.taps)
    title = f"{about}{requested - taps.taps} of {requested} instances asked for had no tap on {where}"
    incident = replace(
        _possible("fewer-taps-than-requested", "unknown", "plugged", title),
        hosts=tuple(host for host in hosts if host),
        last=stamp(run.last),
        supports=(Claim(f"{taps.taps} taps: {taps.why}.", (case.line(run.first),)),),
        against=(Claim("Nothing says how many of them this host was to run."),),
        rivals=(
            Rival("they were placed on other nodes", "virsh -r list on the other nodes"),
            Rival(
                "their machines came later: images are copied 4 at a time", "the number of running rises"
            ),
            Rival("they stopped before a machine was made", "nc.log has ERROR lines"),
        ),
        checks=(
            check(
                "virsh -r list | grep -c running",
                (f"{taps.taps}", "the others have no machine here: read nc.log"),
                (f"about {requested}", "they came later: it was only slow"),
                host=hosts[0],
            ),
        ),
    )
    text = f"{title[0].upper()}{title[1:]} when dhcpd last started."
    doubt = "POSSIBLE that they failed; as well they may be on other nodes, or came later. Why: NOT KNOWN."
    plugged = Bar("plugged", f"{about}{taps.taps}", taps.taps)
    return _cause(incident, text, doubt, requested, plugged)


def _not_listed(requested: int, document: ReadDocument, listed: int) -> Cause:
    """Fewer instances in the list than were asked for: the cloud refused, or forgot, the others."""
    name = short(document.name)
    title = f"{requested - listed} of {requested} instances asked for are not in {name}"
    incident = replace(
        _possible("fewer-instances-than-requested", "control.api", "requested", title),
        supports=(Claim(f"{name} lists {listed}, --requested says {requested}."),),
        against=(Claim("Whether the list is of the same account and moment is not told."),),
        rivals=(
            Rival("the list shows one account's instances only", "euca-describe-instances verbose"),
            Rival("they ended since and were forgotten", "cloud-output.log names them"),
        ),
        checks=(
            check(
                "grep -iE 'NotEnoughResources|quota|denied' /var/log/eucalyptus/cloud-output.log | tail -20",
                ("lines", "the cloud refused them: quota, slots, permission"),
                ("none", "the list is of another account, or the number asked for is another"),
            ),
        ),
    )
    doubt = "POSSIBLE that the cloud refused them; the list may be of one account or of a later time."
    return _cause(
        incident,
        f"{title}.",
        f"{doubt} Why: NOT KNOWN.",
        requested,
        Bar("listed", str(listed), listed, name),
    )


def _possible(name: str, category: str, stage: str, title: str) -> Incident:
    """An incident that is possible at most, since nothing but a number speaks for it."""
    return Incident(
        id=name,
        fingerprint=f"{name}:{category}",
        title=title,
        category=category,
        stage=stage,
        severity="warning",
        confidence="possible",
        status="unknown",
        hosts=(),
        first=None,
        last=None,
        at_least=False,
        causes=(),
        symptoms=(),
        explains=Explains(),
        supports=(),
        against=(),
        rivals=(),
        why_beyond="not known",
        checks=(),
    )


def _cause(incident: Incident, text: str, doubt: str, requested: int, reached: Bar) -> Cause:
    brief = (f"{incident.title}. POSSIBLE.", f"Next: {incident.checks[0].command}")
    verdict = Verdict(text, doubt, incident.confidence, incident.status, incident.id, brief)
    asked = Bar("requested", str(requested), requested, "--requested")
    return Cause(incident, verdict, Picture(bars=(asked, reached)))
