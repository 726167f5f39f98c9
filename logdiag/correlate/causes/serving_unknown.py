"""The log is cut before the line that tells whether dhcpd serves: nothing is shown to be wrong, nor right."""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.context import named
from logdiag.correlate.case import Case, clock, many, stamp
from logdiag.correlate.causes.cause import EUCA_CONF, Cause, check, conf_path
from logdiag.correlate.runs import Gap, Run
from logdiag.report.values import Bar, Check, Claim, Explains, Incident, Picture, Rival, Verdict

MOST_NAMED = 3


def explain(case: Case) -> Iterator[Cause]:
    """One incident a host whose last run of dhcpd is cut before it says whether it listens."""
    table = case.context.instances
    if table is not None and table[1].in_state("pending"):
        return  # the list of instances says more: see stopped_before_plugged
    for host in case.context.hosts:
        runs = case.context.runs_on(host)
        if runs and _is_cut_short(runs[-1], case, host):
            yield _cause(case, runs[-1], runs[-1].gaps[-1])


def _is_cut_short(run: Run, case: Case, host: str) -> bool:
    """Named interfaces, then a drop, then nothing that tells: neither of it nor of any later run."""
    tells = run.serves or run.fatal is not None
    served = any(other.serves and other.last > run.last for other in case.context.runs_on(host))
    return bool(run.taps) and bool(run.gaps) and not tells and not served


def _cause(case: Case, run: Run, gap: Gap) -> Cause:
    host = run.host
    began = clock(run.first)
    lines = _source_lines(run, gap)
    incident = Incident(
        id=f"dhcpd-serving-unknown@{host}",
        fingerprint="dhcpd-serving-unknown:dhcp.server",
        title=f"whether dhcpd on {named(host)} serves is not known: the log is cut before the line that tells",
        category="dhcp.server",
        stage="addressed",
        severity="warning",
        confidence="possible",
        status="unknown",
        hosts=(host,) if host else (),
        first=stamp(run.first),
        last=stamp(run.last),
        at_least=True,
        causes=(),
        symptoms=(f"dhcpd-no-subnet@{host}", f"rsyslog-rate-limit@{host}"),
        explains=Explains(),
        supports=tuple(_says(case, run)),
        against=tuple(_cannot_say(case, run, gap)),
        rivals=(
            Rival("dhcpd serves, and all is well", "pgrep -lf dhcpd prints a process"),
            Rival("dhcpd found no interface to listen on and is dead", "pgrep -lf dhcpd prints nothing"),
        ),
        why_beyond="whether anything failed at all is not known",
        checks=_checks(case, host),
        fix=(
            "$SystemLogRateLimitInterval 0 in /etc/rsyslog.conf, restart rsyslog: keeps the next log whole",
        ),
        supports_title="WHAT THE LINES SAY",
        against_title="WHAT THEY CANNOT SAY",
    )
    verdict = Verdict(
        f"A launch problem on {named(host)} is POSSIBLE, not shown: the {lines} stop before the telling one.",
        f"dhcpd restarted at {began}. Did it serve, did anyone ask, did anyone wait: NOT KNOWN.",
        "possible",
        "unknown",
        incident.id,
        (
            f"{named(host)}: nothing shown; the log is cut before dhcpd says whether it serves. POSSIBLE.",
            f"Next: {incident.checks[0].command}",
        ),
    )
    return Cause(incident, verdict, _picture(case, run))


def _source_lines(run: Run, gap: Gap) -> str:
    lines = sum(speech.lines for speech in run.speeches) + (gap.begin is not None)
    return f"{lines} lines" if lines > 1 else "lines"


def _says(case: Case, run: Run) -> Iterator[Claim]:
    newest_first, speech = run.taps[::-1], run.speeches[0]
    count = len(newest_first)
    shown = (
        " and ".join(newest_first) if count <= MOST_NAMED else f"{newest_first[0]} to {newest_first[-1]}"
    )
    places = [name[1] for name in (speech.first_named, speech.last_named) if name]
    yield Claim(
        f"{many(count, 'machine', at_least=True)} had {'its' if count == 1 else 'their'} tap"
        f" on {named(run.host)}: {shown}.",
        case.lines(sorted(set(places), key=lambda at: at.place), 2),
    )
    taps = case.context.taps.get(run.host)
    if taps and taps.how == "reckoned":
        yield Claim(
            f"About {taps.taps} had one (reckoned): {taps.why}.",
            note=_others(taps.taps, case.context.requested),
        )
    yield Claim('"No subnet declaration" itself is normal: it comes for every tap at every dhcpd start.')


def _others(taps: int, requested: int | None) -> str:
    """What the taps mean for the instances that were asked for."""
    if requested is None:
        return f"So if you asked for clearly more than {taps}, the others had no machine yet. Look there first."
    if requested <= taps:
        return f"So all {requested} that were asked for may have had theirs."
    return f"So about {requested - taps} of the {requested} asked for had no machine yet. Look there first."


def _cannot_say(case: Case, run: Run, gap: Gap) -> Iterator[Claim]:
    evidence = (case.line(gap.begin),) if gap.begin else ()
    whose = (
        f"pid {gap.pid} is dhcpd by timing: the list stops in mid-block in that second, and dhcpd logs no pid"
        if gap.inferred
        else ""
    )
    yield Claim(
        "whether dhcpd served. The line that tells comes after the list, and was dropped:"
        ' "Listening on LPF/br0/.." or "Not configured to listen on any interfaces!"',
        evidence,
        note=whose,
    )
    begin = clock(gap.begin) if gap.begin else clock(run.last)
    lost = "how many lines were lost" if gap.lost is None else f"what the {gap.lost} lost lines said"
    yield Claim(f"{lost}. Nothing after {begin} can be counted, or missed.")


def _checks(case: Case, host: str) -> tuple[Check, ...]:
    path = conf_path(case, host, EUCA_CONF)
    logs = " ".join(sorted(source for source in case.context.sources if source != "-")[:1]) or "messages"
    plain = logs.replace("/", "").replace("-", "").replace("_", "").replace(".", "")
    log = logs if plain.isascii() and plain.isalnum() else "messages"
    return (
        check(
            f"pgrep -lf dhcpd; grep -c ^host {path}",
            ("no process", "DHCP is down for all"),
            ("n", "at most n instances can get an address"),
            host=host,
        ),
        check(
            "virsh -r list | grep -c running",
            (
                "fewer than asked for",
                "they stopped before DHCP, read /var/log/eucalyptus/nc.log",
            ),
            ("as many as asked for", "they run: ask dhcpd"),
            host=host,
        ),
        check(
            f"euca-describe-instances > instances.txt; logdiag scan {log} instances.txt {path}",
            ("a new page", "turns this page into an answer"),
            host=host,
        ),
    )


def _picture(case: Case, run: Run) -> Picture:
    taps = case.context.taps.get(run.host)
    named = len(run.taps)
    size = taps.taps if taps else named
    value = f"about {taps.taps}" if taps and taps.how == "reckoned" else f"at least {named}"
    note = f"{named} named, the rest reckoned" if taps and taps.how == "reckoned" else f"{named} named"
    asked = case.context.requested
    requested = (Bar("requested", str(asked), asked, "--requested"),) if asked is not None else ()
    addressed = Bar("addressed", "?", None, "the log is cut before it")
    return Picture(bars=(*requested, Bar("plugged", value, size, note), addressed))
