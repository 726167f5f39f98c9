"""The ledger: one row an instance, how far each came, and the numbers that stand side by side.

State is what the API says; stage is how far a launch is seen to have come. In Eucalyptus an instance is
`running` before it has a lease (VmInstance.java:389-391), so a running one has its tap and no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from logdiag.context import Client
from logdiag.correlate.case import Case
from logdiag.correlate.entities import mac_of
from logdiag.correlate.limits import limits_of
from logdiag.correlate.reckon import Reckoned
from logdiag.report.values import Count, Evidence, How, Incident, Instance, InstanceState, Launches, Stage
from logdiag.rules.rule import Judged, Rule

ROWS = 10_000
STATES: Mapping[str, InstanceState] = {
    "pending": "pending",
    "running": "running",
    "shutting-down": "terminated",
    "terminated": "terminated",
    "stopping": "terminated",
    "stopped": "terminated",
    "failed": "failed",
    "error": "failed",
}
# What nova's API calls them (nova/api/openstack/common.py, _STATE_MAP); what is not here is unknown.
SERVER_STATES: Mapping[str, InstanceState] = {
    "ACTIVE": "running",
    "BUILD": "pending",
    "REBUILD": "pending",
    "ERROR": "failed",
    **dict.fromkeys(("DELETED", "SOFT_DELETED", "SHUTOFF", "SHELVED", "SHELVED_OFFLOADED"), "terminated"),
}


STAGES = ("requested", "scheduled", "prepared", "defined", "plugged", "addressed", "configured", "usable")


@dataclass(frozen=True)
class Ledger:
    """All rows, uncapped, and what was counted. `rows` are sorted by id."""

    rows: tuple[Instance, ...]
    requested: int | None
    running: int | None
    pending: int | None
    failed: int | None
    taps: Reckoned | None

    def in_state(self, state: InstanceState) -> tuple[Instance, ...]:
        """Rows of one state."""
        return tuple(row for row in self.rows if row.state == state)


def make_ledger(case: Case) -> Ledger:
    """The ledger as documents and log tell it, before any incident explains a row."""
    rows = tuple(sorted(_rows(case).values(), key=lambda row: row.id))
    table = case.context.instances
    listed = len(table[1].rows) if table else None
    requested = case.context.requested if case.context.requested is not None else listed
    told: list[InstanceState] = [STATES.get(row.state, "unknown") for row in table[1].rows] if table else []
    told += [SERVER_STATES.get(row.status, "unknown") for _, row in case.context.servers]
    return Ledger(
        rows=rows,
        requested=requested,
        running=told.count("running") if told else None,
        pending=told.count("pending") if told else None,
        failed=told.count("failed") if told else _failed(rows),
        taps=_all_taps(case),
    )


def _servers(case: Case) -> Iterator[Instance]:
    """Servers as nova's API tells them."""
    for _, server in case.context.servers:
        state = SERVER_STATES.get(server.status, "unknown")
        stage = "plugged" if state == "running" else "scheduled" if server.host else "requested"
        doing = f", {server.task}" if server.task else ""
        why = server.fault or f"{server.status}{doing}: not seen further"
        if state == "running":
            why = "ACTIVE: its machine was made"
        host, ip = server.host or None, server.address or None
        yield Instance(server.id, state, stage, host, None, ip, None, None, why)


def _failed(rows: tuple[Instance, ...]) -> int | None:
    """How many are told to have failed; None where nobody tells of any."""
    return sum(row.state == "failed" for row in rows) or None


def _all_taps(case: Case) -> Reckoned | None:
    """Taps of all hosts together; reckoned if any is."""
    taps = list(case.context.taps.values())
    if len(taps) < 2:
        return taps[0] if taps else None
    how: How = "exact" if all(one.how == "exact" for one in taps) else "reckoned"
    return Reckoned(sum(one.taps for one in taps), how, "; ".join(one.why for one in taps), taps[0].first)


def _rows(case: Case) -> dict[str, Instance]:
    rows = {row.id: row for row in _listed(case)}
    rows |= {row.id: row for row in _servers(case)}
    _add_told(rows, case)
    for host in case.context.hosts:
        for client in case.clients_on(host):
            name = case.identities.instance_of(client.mac)
            if name is not None:
                rows[name] = _with_client(rows.get(name), name, client, case)
    return rows


def _add_told(rows: dict[str, Instance], case: Case) -> None:
    """What cloud services and hypervisors say: which instances they started, and which rules tell of as hit."""
    for (host, name), _ in case.context.launched.items():
        if name and name not in rows:
            rows[name] = Instance(
                name, "running", "plugged", host or None, None, None, None, None, "it was started"
            )
    for rule in case.rules:
        if rule.telling and rule.telling.state:
            for judged in case.of(rule.id):
                for name in case.names_of(judged) if judged.role != "noise" else ():
                    rows[name] = _hit(rows.get(name), name, rule, rule.telling.state, judged)


def _hit(row: Instance | None, name: str, rule: Rule, state: InstanceState, judged: Judged) -> Instance:
    """The row of an instance that a rule tells of as hit."""
    host = judged.host or None
    if row is None:
        return Instance(name, state, _before(rule.stage), host, None, None, None, None, judged.title)
    return row._replace(state=state, host=row.host or host, why=judged.title)


def _before(stage: str) -> str:
    """The stage that was reached by a launch that failed on its way to this one."""
    return STAGES[max(0, STAGES.index(stage) - 1)] if stage in STAGES else STAGES[0]


def _listed(case: Case) -> Iterator[Instance]:
    """Instances that the API or the configuration names."""
    conf = case.context.conf
    table = case.context.instances
    for row in table[1].rows if table else ():
        state = STATES.get(row.state, "unknown")
        mac = mac_of(row.id) if case.identities.from_mac else None
        entry = conf[1].host_of(mac) if conf and mac else None
        ip = row.private_ip or (entry.addresses[0] if entry and entry.addresses else None)
        stage = "plugged" if state == "running" else "requested"
        why = "running: its machine was made" if state == "running" else f"{row.state}: not seen further"
        yield Instance(row.id, state, stage, None, mac, ip, None, None, why)
    known = {row.id for row in table[1].rows} if table else set()
    for host in conf[1].hosts if conf else ():
        name = case.identities.instance_of(host.mac) if host.mac else None
        if name is not None and name not in known:
            address = host.addresses[0] if host.addresses else None
            yield Instance(
                name, "unknown", "scheduled", None, host.mac, address, None, None, "has a host entry"
            )


def _with_client(row: Instance | None, name: str, client: Client, case: Case) -> Instance:
    """A row with what the DHCP server saw of it: a guest that asks has its tap, one with a lease its address."""
    row = row or Instance(name, "unknown", "requested", None, None, None, None, None, "")
    ip = row.ip
    stage = "plugged"
    if client.did("leased"):
        ip = case.context.address_of(client.host, client.mac) or ip
        stage, why = "addressed", "has a lease"
    elif row.stage == "addressed":
        return row
    else:
        why = "refused: no free leases" if client.did("refused") else "asked for an address"
    return Instance(name, row.state, stage, client.host, client.mac, ip, row.interface, row.incident, why)


def make_launches(case: Case, ledger: Ledger, incidents: tuple[Incident, ...]) -> Launches:
    """The ledger as the report shows it: rows tied to the incidents that explain them."""
    explained = {
        name: one.id for one in reversed(incidents) for name in one.explains.ids if one.status != "over"
    }
    rows = tuple(
        row._replace(incident=explained[row.id]) if row.id in explained else row
        for row in ledger.rows[:ROWS]
    )
    return Launches(
        requested=ledger.requested,
        running=ledger.running,
        pending=ledger.pending,
        failed=ledger.failed,
        unexplained=_unexplained(ledger, explained),
        stages=tuple(_stages(case, ledger)),
        counts=tuple(_counts(case, ledger)),
        limits=limits_of(case, ledger.requested, ledger.running),
        instances=rows,
        total=len(ledger.rows),
    )


def _unexplained(ledger: Ledger, explained: Collection[str]) -> int | None:
    """Launches that are seen to have failed, or still to wait, and that no incident explains."""
    rows = ledger.rows
    if not rows:
        return None
    wanting = [row for row in rows if row.state in ("pending", "failed") or row.why.startswith("refused")]
    beyond = max(0, (ledger.requested or 0) - len(rows)) if ledger.running is not None else 0
    return sum(row.id not in explained for row in wanting) + beyond


def _stages(case: Case, ledger: Ledger) -> Iterator[Stage]:
    asked, how = ledger.requested, "the list of instances" if ledger.running is not None else "--requested"
    yield Stage(
        "requested", asked, "exact" if asked is not None else "unknown", how if asked is not None else ""
    )
    for stage in ("scheduled", "prepared", "defined"):
        yield Stage(stage, None, "unknown", "no cc.log, no nc.log")
    yield plugged(case, ledger)
    yield addressed(case, ledger)
    for stage in ("configured", "usable"):
        yield Stage(stage, None, "unknown", "no console output")


def plugged(case: Case, ledger: Ledger) -> Stage:
    """How many had their tap: by dhcpd's start list, or at least those that asked or run."""
    asked = len({client.mac for client in case.context.clients if _is_guest(client, case)})
    least = max(asked, ledger.running or 0)
    if ledger.taps:
        taps = ledger.taps
        return Stage("plugged", max(taps.taps, least), taps.how, taps.why)
    named = max((len(run.taps) for run in case.context.runs), default=0)
    least = max(least, named)
    if not least:
        return Stage("plugged", None, "unknown", "no tap is named")
    return Stage("plugged", least, "at_least", "named by dhcpd, asked for an address, or run")


def _is_guest(client: Client, case: Case) -> bool:
    """Whether a MAC is one of this cloud's: refused as another server's it may not be."""
    others = [other for other in case.context.served_by.get(client.mac, ()) if other.host != client.host]
    return not others


def addressed(case: Case, ledger: Ledger) -> Stage:
    """How many got a lease."""
    leased = len({client.mac for client in case.context.clients if client.did("leased")})
    if not case.context.runs:
        return Stage("addressed", None, "unknown", "no dhcpd in the log")
    if any(case.context.gaps_on(host) for host in case.context.hosts):
        if leased:
            return Stage("addressed", leased, "at_least", "DHCPACKs seen; the log has holes")
        conf = case.context.conf
        could = (
            f"{len(conf[1].hosts)} could be: host entries" if conf and conf[1].hosts else "the log is cut"
        )
        return Stage("addressed", None, "unknown", could)
    runs = case.context.runs
    if not leased and not any(run.serves or run.fatal for run in runs):
        return Stage("addressed", None, "unknown", "the log ends before dhcpd says whether it serves")
    if not all(run.started for run in runs):
        return Stage("addressed", leased, "at_least", "DHCPACKs seen; the log begins after dhcpd's start")
    return Stage("addressed", leased, "exact", "DHCPACKs, the log is whole")


def _counts(case: Case, ledger: Ledger) -> Iterator[Count]:
    conf, table = case.context.conf, case.context.instances
    follows = ledger.running is not None
    if conf:
        places = tuple(case.document_line(conf[0], host.line) for host in conf[1].hosts[:1])
        why = "follow what the node reported, as the state does" if follows else ""
        yield Count("host entries", len(conf[1].hosts), "exact", not follows, why, places)
    if table and ledger.running is not None:
        first = next((row.line for row in table[1].rows if row.state == "running"), None)
        running = (case.document_line(table[0], first),) if first else ()
        yield Count("running", ledger.running, "exact", False, "follow what the node reported", running)
    if ledger.taps:
        yield Count("taps", ledger.taps.taps, ledger.taps.how, True, ledger.taps.why, _tap_places(case))
    leased = {client.mac for client in case.context.clients if client.did("leased")}
    first_lease = case.context.clients.first("leased")
    if first_lease:
        gaps = any(case.context.gaps_on(host) for host in case.context.hosts)
        places = (case.line(first_lease),)
        yield Count("leases", len(leased), "at_least" if gaps else "exact", True, "", places)


def _tap_places(case: Case) -> tuple[Evidence, ...]:
    runs = [run for run in case.context.runs if run.host in case.context.taps and len(run.names)]
    named = [speech.last_named for run in runs[-1:] for speech in run.speeches[:1]]
    return tuple(case.line(name[1]) for name in named if name)
