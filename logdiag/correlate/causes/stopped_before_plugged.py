"""Launches that still wait though nothing of them was plugged: where they stopped, not why.

In Eucalyptus `pending` ends before DHCP begins (change_state(), node/handlers.c; VmInstance.java:389-391,
v4.0.2): an instance without a lease is `running`. So what is pending has no machine, or the node lost sight of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from logdiag.context import SECOND, named
from logdiag.correlate.case import Case, clock, stamp
from logdiag.correlate.causes.cause import Cause, check, short
from logdiag.correlate.ledger import Ledger, addressed, make_ledger, plugged
from logdiag.correlate.limits import limits_of
from logdiag.documents.values import InstanceTable, ReadDocument
from logdiag.report.values import (
    Bar,
    Check,
    Claim,
    Confidence,
    Evidence,
    Explains,
    Incident,
    Limit,
    Picture,
    Rival,
    Stage,
    Verdict,
)

# "Good to one": the reckoning of a cut list may miss by a tap, and libvirt may hold one of another user.
TOLERANCE = 2
# An image of some GB takes minutes to copy: what waits for less may be on its way.
YOUNG = timedelta(minutes=3)


@dataclass(frozen=True)
class _View:
    case: Case
    document: ReadDocument
    table: InstanceTable
    ledger: Ledger

    @cached_property
    def pending(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.table.rows if row.state == "pending")

    @cached_property
    def running(self) -> int:
        return len(self.table.in_state("running"))

    @property
    def asked(self) -> int:
        return self.ledger.requested or len(self.table.rows)

    @cached_property
    def host(self) -> str:
        """The one host whose log there is, else the cloud."""
        named = {run.host for run in self.case.context.runs} or set(self.case.context.hosts)
        return next(iter(named)) if len(named) == 1 else "the cloud"

    @cached_property
    def plugged(self) -> Stage:
        return plugged(self.case, self.ledger)

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        return limits_of(self.case, self.ledger.requested, self.ledger.running)

    @cached_property
    def made(self) -> tuple[str, ...]:
        """Those that wait by the list, and yet asked dhcpd for an address: they have a machine."""
        asked = {row.id for row in self.ledger.rows if row.host is not None}
        return tuple(name for name in self.pending if name in asked)

    @cached_property
    def taps_are_theirs(self) -> bool:
        """Whether the host that counts taps is theirs, by the guests that asked there; true if none did."""
        asked = [self.case.identities.instance_of(client.mac) for client in self.case.context.clients]
        listed = {row.id for row in self.table.rows}
        return not asked or any(name in listed for name in asked)

    @property
    def taps_agree(self) -> bool:
        """Whether the taps, counted apart, are as many as run: then the others had none."""
        taps = self.ledger.taps
        return taps is not None and self.taps_are_theirs and abs(taps.taps - self.running) <= TOLERANCE

    @property
    def taps_contradict(self) -> bool:
        """Whether machines of some that wait were made and not reported: they asked, or there are taps for them."""
        taps, ended = self.ledger.taps, len(self.table.rows) - len(self.pending)
        too_many = taps is not None and self.taps_are_theirs and taps.taps > ended + TOLERANCE
        return bool(self.made) or too_many

    @cached_property
    def are_young(self) -> bool:
        """Whether all that wait were launched shortly before the log ends: they may just not be done yet."""
        last = max((span.end for span in self.case.context.spans.values()), default=None)
        launched = [row.launched for row in self.table.in_state("pending") if row.launched]
        if last is None or last.offset is None or not launched:
            return False
        ends = datetime.fromtimestamp((last.wall - last.offset * 60 * SECOND) / SECOND, UTC)
        return ends - min(launched) < YOUNG

    @property
    def confidence(self) -> Confidence:
        return "likely" if self.taps_agree and not self.are_young and not self.made else "possible"


def explain(case: Case) -> Iterator[Cause]:
    """One incident, if the list of instances has any that wait."""
    table = case.context.instances
    if table is None or not table[1].in_state("pending"):
        return
    yield _cause(_View(case, *table, make_ledger(case)))


def _cause(view: _View) -> Cause:
    incident = _incident(view)
    waiting, host = len(view.pending), view.host
    on = f" on {named(host)}" if host != "the cloud" else ""
    stopped = "They stopped before a machine was made for them."
    if view.taps_contradict:
        stopped = "Machines seem to have been made for some of them, and not reported."
    elif view.are_young:
        stopped = "They were launched in the last minutes of the log."
    proof = "nc.log would prove it"
    doubt = (
        f"{incident.confidence.upper()}; {proof}. What held them up: NOT KNOWN,"
        f" it is not in {_files(view)}."
    )
    stopped_there = (
        "stopped before a machine was made"
        if not view.taps_contradict
        else "made, it seems, and not reported"
    )
    verdict = Verdict(
        f"{waiting} of {view.asked} instances did not start{on}. {stopped}",
        doubt,
        incident.confidence,
        incident.status,
        incident.id,
        (
            f"{named(host)}: {waiting} of {view.asked} instances did not start; {stopped_there}."
            f" {incident.confidence.upper()}.",
            f"Why not known (nc.log missing). Next: {incident.checks[0].command}",
        ),
    )
    return Cause(incident, verdict, _picture(view))


def _files(view: _View) -> str:
    count = len(view.case.context.sources) + len(view.case.context.documents)
    return "this file" if count == 1 else f"these {count} files"


def _incident(view: _View) -> Incident:
    spans = view.case.context.spans
    last = max((span.end for span in spans.values()), default=None)
    symptoms = [
        f"{rule}@{one.host}"
        for rule in ("dhcpd-no-subnet", "rsyslog-rate-limit")
        for one in view.case.of(rule)
    ]
    return Incident(
        id="launch-stops-before-plugged",
        fingerprint="launch-stops-before-plugged:nc",
        title=f"{len(view.pending)} of {view.asked} instances stay pending"
        + ("" if view.taps_contradict else ": no machine was made for them"),
        category="unknown",
        stage="plugged",
        severity="error" if view.confidence == "likely" else "warning",
        confidence=view.confidence,
        status="unknown",
        hosts=tuple(sorted(spans)),
        first=None,
        last=stamp(last),
        at_least=False,
        causes=(),
        symptoms=tuple(symptoms),
        explains=Explains(),
        supports=tuple(_supports(view)),
        against=tuple(_against(view)),
        rivals=tuple(_rivals(view)),
        why_beyond="not known",
        checks=_checks(view),
        rivals_title="WHAT MAY HAVE HELD THEM (none shown, none excluded)",
        room=_room(view),
        since=_since(view),
    )


def _since(view: _View) -> str:
    spans = view.case.context.spans
    last = max((span.end for span in spans.values()), default=None)
    return f"the log ends at {clock(last)}; first failure not seen" if last else ""


def _supports(view: _View) -> Iterator[Claim]:
    conf = view.case.context.conf
    if conf:
        yield _entries(view)
    yield Claim(
        '"pending" ends before DHCP begins: Eucalyptus shows a machine without a lease as "running". So missing'
        " host entries are a result of what stopped them, not the cause."
    )
    taps = view.ledger.taps
    if taps:
        about = "About " if taps.how != "exact" else ""
        yield Claim(
            f"{about}{taps.taps} taps were up{_when(view)}: {taps.why}.",
            tuple(_tap_lines(view)),
        )


def _entries(view: _View) -> Claim:
    conf = view.case.context.conf
    assert conf is not None
    entries = {host.mac for host in conf[1].hosts}
    rows = {row.id: row.mac for row in view.ledger.rows}
    waiting = sum(rows.get(name) in entries for name in view.pending)
    having = sum(rows.get(row.id) in entries for row in view.table.in_state("running"))
    place = (view.case.document_line(conf[0], conf[1].hosts[0].line),) if conf[1].hosts else ()
    if not view.case.identities.from_mac:
        return Claim(
            f"{short(conf[0].name)} has {len(conf[1].hosts)} host entries; {view.running} instances run.",
            place,
        )
    some = "None" if not waiting else str(waiting)
    every = f"all {view.running}" if having == view.running else f"{having} of {view.running}"
    has = "has" if waiting < 2 else "have"
    return Claim(
        f"{some} of the {len(view.pending)} {has} a host entry in {short(conf[0].name)}, {every} that run have one.",
        place,
    )


def _when(view: _View) -> str:
    runs = [run for run in view.case.context.runs if run.host in view.case.context.taps]
    return f" at {clock(runs[-1].first)}" if runs else ""


def _tap_lines(view: _View) -> Iterator[Evidence]:
    runs = [run for run in view.case.context.runs if run.host in view.case.context.taps and len(run.names)]
    for run in runs[-1:]:
        named = run.speeches[0].last_named
        if named:
            yield view.case.line(named[1])
        for gap in run.gaps[:1]:
            if gap.begin:
                yield view.case.line(gap.begin)


def _against(view: _View) -> Iterator[Claim]:
    conf, taps = view.case.context.conf, view.ledger.taps
    if conf and len(conf[1].hosts) == view.running:
        yield Claim(
            f"{len(conf[1].hosts)} entries and {view.running} running are one fact seen twice: both follow the"
            " node's report."
        )
    if view.made:
        first = next(
            c for c in view.case.context.clients if view.case.identities.instance_of(c.mac) in view.made
        )
        place = (first.leased or first.refused or first.asked or first.requested or first.offered).first
        yield Claim(
            f"{len(view.made)} of the {len(view.pending)} asked dhcpd for an address: they have a machine.",
            (view.case.line(place),),
        )
    elif view.taps_contradict and taps:
        yield Claim(
            f"{taps.taps} taps are more than the {view.running} that run: some that wait were made."
        )
    if taps is None:
        yield Claim("No start list of dhcpd is in the log: how many taps there were is not counted.")


def _rivals(view: _View) -> Iterator[Rival]:
    yield Rival(
        "still copying images, or stuck at it: a node copies 4 at a time (CONCURRENT_DISK_OPS)",
        "the number of running machines rises; nc.log has them in Staging",
    )
    memory = next((limit for limit in view.limits if limit.name.startswith("memory")), None)
    yield Rival(
        f"memory: {memory.why}" if memory else "memory: what the node had free is not among the files",
        'nc.log or the qemu log says "cannot allocate memory"',
    )
    yield Rival(
        "the machines exist, and the node or the controller lost sight of them",
        f"virsh -r list shows about {view.asked}",
    )
    conf = view.case.context.conf
    if conf:
        whole = "unlikely, that would not keep them pending"
        ends = "its last } is there" if conf[1].complete else f"it does end too early: {conf[0].error}"
        yield Rival(
            f"{short(conf[0].name)} was cut short while written: {whole}, and {ends}",
            "the file has no last }",
        )


def _room(view: _View) -> str:
    parts = []
    for limit in view.limits:
        if limit.name.endswith(" slots"):
            parts.append(f"{limit.value} {limit.name} ({limit.state})")
        elif limit.name.startswith("disk"):
            parts.append(f"disk {limit.why} GB" if limit.state == "unknown" else f"disk {limit.why}")
        elif limit.name == "cores":
            parts.append(f"{limit.value} cores ({limit.state})")
    return f"Room: {'; '.join(parts)}." if parts else ""


def _checks(view: _View) -> tuple[Check, ...]:
    host = view.host if view.host != "the cloud" else None
    return (
        check(
            "virsh -r list | grep -c running",
            (str(view.running), "never made, go to the next line"),
            (f"about {view.asked}", "they exist: the node or the controller lost sight of them"),
            host=host,
        ),
        check(
            "grep -E ' (ERROR|FATAL) ' /var/log/eucalyptus/nc.log | tail -20",
            ("lines", "name what stopped them: image, memory, disk, libvirt"),
            ("none", "the node was not asked: see cc.log"),
            host=host,
        ),
        check(
            "watch -n 60 'virsh -r list | grep -c running'",
            ("rising", "slow, wait"),
            (f"stays {view.running}", "stuck"),
            host=host,
        ),
    )


def _picture(view: _View) -> Picture:
    requested = Bar("requested", str(view.asked), view.asked, short(view.document.name))
    between = Bar("scheduled, prepared, defined", "?", None, "no cc.log, no nc.log")
    taps = view.plugged
    named = sum(len(run.taps) for run in view.case.context.runs[-1:])
    value = {"exact": "", "reckoned": "about ", "at_least": "at least ", "unknown": ""}[taps.how]
    tapped = Bar(
        "plugged",
        f"{value}{taps.reached}" if taps.reached is not None else "?",
        taps.reached,
        f"{named} named, the rest reckoned" if taps.how == "reckoned" else taps.why,
    )
    leased = addressed(view.case, view.ledger)
    most = {"exact": "", "at_least": "at least "}.get(leased.how, "")
    given = Bar(
        "addressed",
        f"{most}{leased.reached}" if leased.reached is not None else "?",
        leased.reached,
        leased.why,
    )
    failed = len(view.table.rows) - view.running - len(view.pending)
    beside = f"{len(view.pending)} pending, {failed} failed or gone"
    return Picture(
        bars=(requested, between, tapped, given, Bar("running", str(view.running), view.running, beside))
    )
