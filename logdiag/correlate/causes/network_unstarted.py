"""A network of libvirt that is not active though a machine is plugged into it, or though it was to start at boot."""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.correlate.case import Case
from logdiag.correlate.causes.cause import Cause, check, listed_cause, short, word
from logdiag.correlate.joins import plugged
from logdiag.documents.host_values import Network, Networks
from logdiag.documents.values import ReadDocument
from logdiag.report.values import Confidence, Rival

RULE = "libvirt-network-inactive"


def explain(case: Case) -> Iterator[Cause]:
    """One incident a network, but where a log tells of it: there the list is evidence."""
    if any(one.role != "noise" for one in case.of(RULE)):
        return
    wanted = {one.plug.source for one in plugged(case.context) if one.plug.type == "network"}
    for document in case.context.documents:
        for row in document.content.rows if isinstance(document.content, Networks) else ():
            if not row.is_active and (row.name in wanted or row.autostarts):
                yield _cause(case, document, row, is_wanted=row.name in wanted)


def _cause(case: Case, document: ReadDocument, row: Network, *, is_wanted: bool) -> Cause:
    name = word(row.name, "NETWORK")
    confidence: Confidence = "likely" if is_wanted else "possible"
    lines = [case.document_line(document, row.line)]
    lines += [
        case.document_line(one.document, one.plug.line)
        for one in plugged(case.context)
        if one.plug.source == row.name
    ][:2]
    why = "and a machine is plugged into it" if is_wanted else "though it is marked to start at boot"
    return listed_cause(
        name=f"network-inactive-{row.name}",
        title=f"libvirt's network {row.name} is not active: machines on it do not start, those that run are cut off",
        stage="plugged",
        category="network.plug",
        severity="error" if is_wanted else "warning",
        claim=f"{short(document.name)} has it inactive, {why}.",
        evidence=tuple(lines),
        host="",
        ids=(),
        beyond="not known: somebody stopped it, or its bridge, dnsmasq or firewall rules failed",
        rivals=(Rival("it was stopped on purpose, and nothing is to run on it", "ask who runs this host"),),
        checks=(
            check(
                f"virsh -r net-info {name}",
                ("Active: yes", "it was started since"),
                ("Active: no", "start it: if it will not, its error is the cause"),
            ),
        ),
        fix=(f"virsh net-start {name}, and virsh net-autostart {name}",),
        confidence=confidence,
    )
