"""Cause: an incident with the answer and the picture that go on the first lines if it leads the report."""

from __future__ import annotations

import shlex
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from math import inf

from logdiag.context import SECOND
from logdiag.correlate.case import Case, clock, stamp
from logdiag.correlate.runs import Gap
from logdiag.report.values import (
    Check,
    Claim,
    Confidence,
    Evidence,
    Explains,
    Incident,
    Outcome,
    Picture,
    Rival,
    Severity,
    Verdict,
)
from logdiag.rules.rule import Judged

STRIP = 50
SAFE_PATH = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-")
EUCA_CONF = "/var/run/eucalyptus/net/euca-dhcp.conf"
DHCPD_CONF = "/etc/dhcp/dhcpd.conf"
_PROGRAMS = frozenset(
    (
        *(
            "dhcpd",
            "dnsmasq",
            "eucanetd",
            "journald",
            "kernel",
            "libvirt",
            "libvirtd",
            "qemu",
            "rsyslog",
            "systemd",
        ),
        *("cinder", "glance", "heat", "ironic", "keystone", "neutron", "nova", "octavia", "placement"),
    )
)


@dataclass(frozen=True)
class Cause:
    """An incident, and how it answers when it leads. `hits_all`: whoever asks on its host is hit.

    `only_told`: a document tells that instances failed, and nothing of why: any other incident of theirs says more.
    `is_note`: it explains others and is none itself: nobody is seen to be hit by it.
    """

    incident: Incident
    verdict: Verdict
    picture: Picture = field(default_factory=Picture)
    hits_all: bool = False
    only_told: bool = False
    is_note: bool = False


Explain = Callable[[Case], Iterable[Cause]]


def incident_of(
    judged: Judged,
    rule: str,
    name: str,
    *,
    title: str,
    category: str,
    confidence: Confidence,
    who: tuple[str, ...],
) -> Incident:
    """What every incident of one rule on one host shares; the cause adds its reasons and commands."""
    return Incident(
        id=f"{name}@{judged.host}",
        fingerprint=f"{name}:{category}",
        title=title,
        category=category,
        stage="addressed",
        severity=judged.severity,
        confidence=confidence,
        status=judged.status,
        hosts=(judged.host,) if judged.host else (),
        first=stamp(judged.first),
        last=stamp(judged.last),
        at_least=judged.at_least,
        causes=(f"{rule}@{judged.host}",),
        symptoms=(),
        explains=Explains(len(who), who),
        supports=(),
        against=(),
        rivals=(),
        why_beyond="not known",
        checks=(),
    )


def check(command: str, *outcomes: tuple[str, str], host: str | None = None) -> Check:
    """A command with its outcomes as (what it prints, what that means)."""
    return Check(command, tuple(Outcome(when, then) for when, then in outcomes), host)


def word(name: str, default: str) -> str:
    """A name from a log as one word of a command: the default where it is none that one may type."""
    return name if name and SAFE_PATH.issuperset(name) and not name.startswith("-") else default


def conf_path(case: Case, host: str, default: str = EUCA_CONF) -> str:
    """The configuration file that dhcpd on a host said it reads, if that is a path one may type."""
    told = [run.conf_path for run in case.context.runs_on(host) if run.conf_path]
    safe = [
        path for path in told if path.startswith("/") and SAFE_PATH.issuperset(path) and ".." not in path
    ]
    return shlex.quote(safe[-1]) if safe else default


def short(name: str) -> str:
    """The last part of a document's or source's name: for sentences, beside evidence that has it whole."""
    return name.rstrip("/").rsplit("/", 1)[-1]


def strip(case: Case, host: str) -> str:
    """The log of a host from first to last line, with the seconds in which lines were lost; "" if none were."""
    span, gaps = case.context.spans[host], [gap for gap in case.context.gaps if gap.host == host]
    first, last = span.first.time // SECOND, span.end.time // SECOND
    if not gaps or last <= first:
        return ""
    is_lost = _losses(gaps, last)
    marks = "".join(
        "/" if is_lost(first + (last - first + 1) * cell // STRIP) else "=" for cell in range(STRIP)
    )
    told = ", ".join(str(gap.lost) if gap.lost is not None else "not told" for gap in gaps[:4])
    return f"{clock(span.first)} |{marks}| {clock(span.end)}   / = lost: {told}"


def _losses(gaps: list[Gap], last: int) -> Callable[[int], bool]:
    """Whether a second lies inside a gap: between the one in which it began and the one in which it ended."""
    spans = sorted(
        (gap.begin.time // SECOND if gap.begin else -inf, gap.end.time // SECOND if gap.end else last + 1)
        for gap in gaps
    )
    begins = [begin for begin, _ in spans]
    latest = list(accumulate((end for _, end in spans), max))

    def is_lost(second: int) -> bool:
        begun = bisect_left(begins, second)
        return begun > 0 and second < latest[begun - 1]

    return is_lost


def sentence(title: str, host: str = "") -> str:
    """A title as a sentence of its own. Names of programs, guests and hosts stay as they write themselves."""
    first = title.partition(" ")[0].removesuffix("'s")
    is_name = first in (*_PROGRAMS, host) or not first.isalpha() or not first[1:].islower()
    return f"{title if is_name else title[:1].upper() + title[1:]}".rstrip(".") + "."


def hole_sentence(case: Case, gap: Gap) -> str:
    """A gap as a sentence for people."""
    begin = clock(gap.begin) if gap.begin else "an earlier time"
    end = clock(gap.end) if gap.end else "the end of the log"
    if gap.kind == "clock_jump":
        whose = f" of {gap.host}" if gap.host else ""
        return f"{begin} to {end} is told twice: the clock{whose} steps back there, or lines came in late."
    if gap.kind == "gap":
        return f"{begin} to {end}, rsyslog was down: whatever was said meanwhile is not in the log."
    lost = "lines lost: not told" if gap.lost is None else f"{gap.lost} lines lost"
    if gap.accounted:
        return f"{begin} to {end}, accounted for: {gap.accounted}."
    return f"{begin} to {end}, {lost}{_whose(gap)}."


def _whose(gap: Gap) -> str:
    if gap.inferred and gap.program:
        return f"; of {gap.program} by timing: its lines stop in that second, and it logs no pid"
    if gap.program:
        return f"; of {gap.program}"
    return f"; of pid {gap.pid}, whatever that was" if gap.pid else ""


def listed_cause(
    *,
    name: str,
    title: str,
    stage: str,
    category: str,
    severity: Severity,
    claim: str,
    evidence: tuple[Evidence, ...],
    host: str,
    ids: tuple[str, ...],
    beyond: str,
    rivals: tuple[Rival, ...],
    checks: tuple[Check, ...],
    fix: tuple[str, ...],
    only_told: bool = False,
    more: tuple[Claim, ...] = (),
    confidence: Confidence = "likely",
) -> Cause:
    """An incident that a list tells of, as of when it was made: what came after is not in it."""
    incident = Incident(
        id=name,
        fingerprint=name.partition("@")[0],
        title=title,
        category=category,
        stage=stage,
        severity=severity,
        confidence=confidence,
        status="unknown",
        hosts=(host,) if host else (),
        first=None,
        last=None,
        at_least=False,
        causes=(),
        symptoms=(),
        explains=Explains(len(ids), ids),
        supports=(Claim(claim, evidence), *more),
        against=(),
        rivals=rivals,
        why_beyond=beyond,
        checks=checks,
        fix=fix,
    )
    sure = confidence.upper()
    doubt = f"{sure}: so it was when the list was made. What stands behind it: NOT KNOWN."
    brief = (f"{title}. {sure}.", *((f"Next: {checks[0].command}",) if checks else ()))
    verdict = Verdict(sentence(title), doubt, confidence, "unknown", name, brief)
    return Cause(incident, verdict, Picture(facts=(f"hit {len(ids)}",) if ids else ()), only_told=only_told)
