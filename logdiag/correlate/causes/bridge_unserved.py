"""dhcpd listens, but not on the guests' bridge: it has no subnet that the bridge's address lies in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from logdiag.context import named
from logdiag.correlate.case import Case
from logdiag.correlate.causes.cause import DHCPD_CONF, Cause, check, conf_path, incident_of, word
from logdiag.correlate.interfaces import is_bridge
from logdiag.correlate.runs import Run
from logdiag.report.values import Claim, Confidence, Rival, Verdict
from logdiag.rules.dhcpd_no_subnet import unserved_bridges
from logdiag.rules.rule import Judged

RULE = "dhcpd-no-subnet"


def explain(case: Case) -> Iterator[Cause]:
    """One incident a host whose latest run names a bridge as without subnet and listens on none."""
    for judged in case.of(RULE):
        runs = case.context.runs_on(judged.host)
        run = next((run for run in reversed(runs) if len(run.names)), None)
        bridges = unserved_bridges(run) if run else ()
        if run and bridges and not run.fatal and not _is_served(runs, run):
            yield _cause(case, judged, run, bridges[0])


def _is_served(runs: tuple[Run, ...], run: Run) -> bool:
    """Whether another dhcpd of the host listens on a bridge beside that run, or a later one does."""
    return any(
        other is not run and other.last >= run.first and any(is_bridge(name) for name in other.listening)
        for other in runs
    )


def _cause(case: Case, judged: Judged, run: Run, bridge: str) -> Cause:
    host, address = judged.host, run.addressed.get(bridge, ("no IPv4 address", run.first))[0]
    served = ", ".join(sorted(run.listening))
    # Another bridge may be served all the same where lines are lost, and no tap shows whose bridge it is.
    confidence: Confidence = "likely" if run.taps and not run.is_cut else "possible"
    title = f"dhcpd on {named(host)} does not serve {bridge} ({address}): it listens on {served} only"
    path = conf_path(case, host, DHCPD_CONF)
    incident = replace(
        incident_of(
            judged,
            RULE,
            "bridge-unserved",
            title=title,
            category="dhcp.config",
            confidence=confidence,
            who=(),
        ),
        severity="error" if confidence == "likely" else "warning",
        supports=(
            Claim(
                f"It names {bridge} as without a subnet, and listens on {served}.",
                case.lines([at for _, at in (*run.addressed.values(), *run.listening.values())], 2),
            ),
            Claim("Guests' requests arrive on their bridge: there nobody listens, so none is even logged."),
        ),
        rivals=(
            Rival("another DHCP server serves that bridge", "ss -lnup sport = :67"),
            Rival(
                "the guests are on another bridge",
                f"ip -br link show master {word(bridge, 'br0')}: no taps",
            ),
        ),
        why_beyond="why the file has no subnet for it is not known",
        checks=(
            check(
                f"grep -n subnet {path}; ip -br addr show {word(bridge, 'br0')}",
                ("a subnet that holds the address", "dhcpd runs with an older file: restart it"),
                ("none", "write it, or mend the bridge's address"),
                host=host,
            ),
        ),
        fix=(f"a subnet for {bridge} in {path}, then restart dhcpd",),
    )
    verdict = Verdict(
        f"{title}.",
        f"{confidence.upper()} that new guests on {bridge} get no address. Whether another server answers them:"
        " NOT KNOWN.",
        confidence,
        incident.status,
        incident.id,
        (f"{title}. {confidence.upper()}.", f"Next: {incident.checks[0].command}"),
    )
    return Cause(incident, verdict)
