"""Fewer taps than instances that were asked for: some had no machine on the hosts whose logs there are."""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.correlate.case import Case, stamp
from logdiag.correlate.causes.cause import Cause, check, short
from logdiag.correlate.causes.stopped_before_plugged import TOLERANCE
from logdiag.correlate.ledger import make_ledger
from logdiag.documents.values import ReadDocument
from logdiag.report.values import Bar, Claim, Explains, Incident, Picture, Rival, Verdict


def explain(case: Case) -> Iterator[Cause]:
    """One incident, where --requested says how many and the list of instances, or the taps, are fewer."""
    requested, table = case.context.requested, case.context.instances
    if requested is not None and table is not None and len(table[1].rows) < requested:
        yield _not_listed(case, requested, table[0], len(table[1].rows))
    taps = make_ledger(case).taps
    if requested is None or table is not None or taps is None or taps.taps + TOLERANCE >= requested:
        return
    hosts = tuple(sorted(case.context.taps))
    about = "" if taps.how == "exact" else "about "
    missing = requested - taps.taps
    where = hosts[0] if len(hosts) == 1 else f"{len(hosts)} hosts"
    run = next(run for run in reversed(case.context.runs) if run.host in hosts and run.taps)
    checks = (
        check(
            "virsh -r list | grep -c running",
            (f"{taps.taps}", "the others have no machine here: read nc.log"),
            (f"about {requested}", "they came later: it was only slow"),
            host=hosts[0],
        ),
    )
    incident = Incident(
        id="fewer-taps-than-requested",
        fingerprint="fewer-taps-than-requested:unknown",
        title=f"{about}{missing} of {requested} instances asked for had no tap on {where}",
        category="unknown",
        stage="plugged",
        severity="warning",
        confidence="possible",
        status="unknown",
        hosts=hosts,
        first=None,
        last=stamp(run.last),
        at_least=False,
        causes=(),
        symptoms=(),
        explains=Explains(),
        supports=(Claim(f"{taps.taps} taps: {taps.why}.", (case.line(run.first),)),),
        against=(Claim("Nothing says how many of them this host was to run."),),
        rivals=(
            Rival("they were placed on other nodes", "virsh -r list on the other nodes"),
            Rival(
                "their machines were made later: images are copied 4 at a time",
                "the number of running rises",
            ),
            Rival("they stopped before a machine was made", "nc.log has ERROR lines"),
        ),
        why_beyond="not known",
        checks=checks,
    )
    text = f"{incident.title[0].upper()}{incident.title[1:]} when dhcpd last started."
    verdict = Verdict(
        text,
        "POSSIBLE that they failed; as well they may be on other nodes, or came later. Why: NOT KNOWN.",
        "possible",
        "unknown",
        incident.id,
        (f"{incident.title}. POSSIBLE.", f"Next: {checks[0].command}"),
    )
    value = f"{about}{taps.taps}"
    bars = (Bar("requested", str(requested), requested, "--requested"), Bar("plugged", value, taps.taps))
    yield Cause(incident, verdict, Picture(bars=bars))


def _not_listed(case: Case, requested: int, document: ReadDocument, listed: int) -> Cause:
    """Fewer instances in the list than were asked for: the cloud refused, or forgot, the others."""
    missing, name = requested - listed, short(document.name)
    checks = (
        check(
            "grep -iE 'NotEnoughResources|quota|denied' /var/log/eucalyptus/cloud-output.log | tail -20",
            ("lines", "the cloud refused them: quota, slots, permission"),
            ("none", "the list is of another account, or the number asked for is another"),
        ),
    )
    incident = Incident(
        id="fewer-instances-than-requested",
        fingerprint="fewer-instances-than-requested:control.api",
        title=f"{missing} of {requested} instances asked for are not in {name}",
        category="control.api",
        stage="requested",
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
        supports=(Claim(f"{name} lists {listed}, --requested says {requested}."),),
        against=(Claim("Whether the list is of the same account and moment is not told."),),
        rivals=(
            Rival("the list shows one account's instances only", "euca-describe-instances verbose"),
            Rival("they ended since and were forgotten", "cloud-output.log names them"),
        ),
        why_beyond="not known",
        checks=checks,
    )
    verdict = Verdict(
        f"{incident.title}.",
        "POSSIBLE that the cloud refused them; the list may be of one account or of a later time. Why: NOT KNOWN.",
        "possible",
        "unknown",
        incident.id,
        (f"{incident.title}. POSSIBLE.", f"Next: {checks[0].command}"),
    )
    bars = (
        Bar("requested", str(requested), requested, "--requested"),
        Bar("listed", str(listed), listed, name),
    )
    return Cause(incident, verdict, Picture(bars=bars))
