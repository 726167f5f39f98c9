"""What the lists of OpenStack's clients and of virsh tell: services down, agents dead, servers that failed or hang."""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.correlate.case import Case, many
from logdiag.correlate.causes.cause import Cause, check, sentence, short, word
from logdiag.documents.values import Agent, Agents, ReadDocument, Server, Service, Services
from logdiag.report.values import (
    Check,
    Claim,
    Evidence,
    Explains,
    Incident,
    Picture,
    Rival,
    Severity,
    Verdict,
)

COMPUTE = "nova-compute"
# What an agent does for a launch, by how its type begins; others are no launch's affair.
AGENTS = {
    "Open vSwitch agent": (
        "plugged",
        "network.plug",
        "plugs no port there: instances time out or fail at it",
    ),
    "Linux bridge agent": (
        "plugged",
        "network.plug",
        "plugs no port there: instances time out or fail at it",
    ),
    "OVN Controller": ("plugged", "network.plug", "wires no port there: instances time out or fail at it"),
    "DHCP agent": ("addressed", "dhcp.server", "tells its dnsmasq of no new guest"),
    "Metadata agent": ("configured", "metadata", "answers no guest that asks for its keys and user data"),
}


def explain(case: Case) -> Iterator[Cause]:
    """One incident a service that is down, an agent that is dead, a fault, and for machines that run unseen."""
    for document in case.context.documents:
        if isinstance(document.content, Services):
            yield from _services(case, document, document.content)
        if isinstance(document.content, Agents):
            for agent in document.content.rows:
                if agent.kind in AGENTS and not agent.is_alive:
                    yield _dead_agent(case, document, agent)
    yield from _faults(case)
    yield from _unseen(case)


def _services(case: Case, document: ReadDocument, services: Services) -> Iterator[Cause]:
    computes = [row for row in services.rows if row.binary == COMPUTE]
    fit = [row for row in computes if row.is_up and row.is_enabled]
    as_of = max((row.updated for row in services.rows), default="")
    for row in services.rows:
        if not row.is_up:
            grave = row.binary != COMPUTE or not fit
            yield _down(case, document, row, as_of, "error" if grave else "warning")
        elif not row.is_enabled and row.binary == COMPUTE and row.reason.startswith("AUTO:"):
            yield _switched_off(case, document, row, "error" if not fit else "warning")


def _down(case: Case, document: ReadDocument, row: Service, as_of: str, severity: Severity) -> Cause:
    effect = "the scheduler places nothing there" if row.binary == COMPUTE else "launches wait for it"
    last = f" It reported last at {row.updated}; the list is of {as_of} or later." if row.updated else ""
    return _cause(
        name=f"{row.binary}-down@{row.host}",
        title=f"{row.binary} on {row.host} is down: {effect}",
        stage="scheduled",
        category="control.messaging",
        severity=severity,
        claim=f"{short(document.name)} has it down: it has not reported for a minute or more.{last}",
        evidence=_line(case, document, row.line),
        host=row.host,
        ids=_building_on(case, row.host) if row.binary == COMPUTE else (),
        beyond="whether it died, hangs, or lost RabbitMQ or the database is not known",
        rivals=(
            Rival("it runs and lost the message bus", "AMQP errors in its log"),
            Rival("its clock is wrong", "timedatectl on it and on the controller"),
        ),
        checks=(
            check(
                f"systemctl status {word(row.binary, COMPUTE)}",
                ("inactive or failed", "it died: its log's last lines say why"),
                ("active", "it hangs or lost RabbitMQ: see its log for AMQP and for silence"),
                host=row.host,
            ),
        ),
        fix=(f"start {row.binary} on {row.host} again once its log has told why",),
    )


def _switched_off(case: Case, document: ReadDocument, row: Service, severity: Severity) -> Cause:
    return _cause(
        name=f"{row.binary}-disabled@{row.host}",
        title=f"nova-compute on {row.host} switched itself off: {row.reason.removeprefix('AUTO:').strip()}",
        stage="scheduled",
        category="hypervisor",
        severity=severity,
        claim="A reason that begins with AUTO is nova's own: it takes the host out until what it needs is back.",
        evidence=_line(case, document, row.line),
        host=row.host,
        ids=(),
        beyond="not known",
        rivals=(),
        checks=(
            check(
                "systemctl status libvirtd",
                ("not active", "start it"),
                ("active", "see its log"),
                host=row.host,
            ),
        ),
        fix=(f"bring back what it misses on {row.host}; nova switches the host on by itself",),
    )


def _dead_agent(case: Case, document: ReadDocument, agent: Agent) -> Cause:
    stage, category, effect = AGENTS[agent.kind]
    return _cause(
        name=f"agent-dead-{agent.kind.lower().replace(' ', '-')}@{agent.host}",
        title=f"the {agent.kind} on {agent.host} is dead: it {effect}",
        stage=stage,
        category=category,
        severity="error",
        claim=f"{short(document.name)} has it dead: it has not reported for over agent_down_time (75 s by default).",
        evidence=_line(case, document, agent.line),
        host=agent.host,
        ids=_building_on(case, agent.host) if stage == "plugged" else (),
        beyond="whether it died, hangs, or lost RabbitMQ is not known",
        rivals=(Rival("it runs and lost the message bus", "AMQP errors in its log"),),
        checks=(
            check(
                "systemctl list-units 'neutron-*' 'ovn-*' 'openvswitch*'",
                ("failed", "journalctl -u of that unit says why"),
                ("all active", "it hangs or lost RabbitMQ: its log"),
                host=agent.host,
            ),
        ),
        fix=(f"start the agent on {agent.host} again once its log has told why",),
    )


def _faults(case: Case) -> Iterator[Cause]:
    """Servers in ERROR by what their fault says: that they failed is sure, what stands behind it is not told."""
    groups: dict[str, list[tuple[ReadDocument, Server]]] = {}
    for document, server in case.context.servers:
        if server.status == "ERROR":
            groups.setdefault(server.fault, []).append((document, server))
    for number, (fault, rows) in enumerate(sorted(groups.items())):
        document, first = rows[0]
        ids = tuple(server.id for _, server in rows)
        yield _cause(
            name=f"servers-in-error-{number}",
            title=f"{many(len(ids), 'server')} in ERROR: {fault.rstrip('.') or 'the list does not say why'}",
            stage="requested",
            category="unknown",
            severity="error",
            claim="nova's API tells so; the fault is its last word to the user, seldom the cause.",
            evidence=_line(case, document, first.line),
            host="",
            ids=ids,
            beyond="not known",
            rivals=(),
            checks=(
                check(
                    f"openstack server event list {word(first.id, '')}"
                    if word(first.id, "")
                    else "openstack server list",
                    (
                        "create, Error",
                        "its request id finds the lines in nova-conductor.log and nova-compute.log",
                    ),
                ),
            ),
            fix=(),
            only_told=True,
        )


def _unseen(case: Case) -> Iterator[Cause]:
    """Instances that the API calls pending while the hypervisor runs their machine."""
    pending = {server.id: server.domain for _, server in case.context.servers if server.status == "BUILD"}
    table = case.context.instances
    pending |= {row.id: row.id for row in (table[1].in_state("pending") if table else ())}
    domains = case.context.domains
    running = {name: domain for name, domain in pending.items() if domain in domains}
    ids = tuple(sorted(name for name in running if domains[running[name]][1].state == "running"))
    if not ids:
        return
    document, row = domains[running[ids[0]]]
    yield _cause(
        name="running-unseen",
        title=f"{many(len(ids), 'instance')} pending for the API, yet the hypervisor runs the machine",
        stage="plugged",
        category="control.api",
        severity="error",
        claim="virsh's list is the hypervisor's own word: what was to be made was made, and nobody was told.",
        evidence=_line(case, document, row.line),
        host="",
        ids=ids,
        beyond="who lost the report, the node or the controller, is not known",
        rivals=(Rival("the two lists are of different moments", "make both again, one after the other"),),
        checks=(
            check(
                "virsh -r list",
                ("they still run", "the node's service does not report them"),
                ("gone", "over"),
            ),
        ),
        fix=(),
    )


def _building_on(case: Case, host: str) -> tuple[str, ...]:
    return tuple(s.id for _, s in case.context.servers if s.host == host and s.status == "BUILD")


def _line(case: Case, document: ReadDocument, line: int) -> tuple[Evidence, ...]:
    return (case.document_line(document, line),) if line else ()


def _cause(
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
) -> Cause:
    """An incident that a list tells of, as of when it was made: what came after is not in it."""
    incident = Incident(
        id=name,
        fingerprint=name.partition("@")[0],
        title=title,
        category=category,
        stage=stage,
        severity=severity,
        confidence="likely",
        status="unknown",
        hosts=(host,) if host else (),
        first=None,
        last=None,
        at_least=False,
        causes=(),
        symptoms=(),
        explains=Explains(len(ids), ids),
        supports=(Claim(claim, evidence),),
        against=(),
        rivals=rivals,
        why_beyond=beyond,
        checks=checks,
        fix=fix,
    )
    doubt = "LIKELY: so it was when the list was made. What stands behind it: NOT KNOWN."
    brief = (f"{title}. LIKELY.", f"Next: {checks[0].command}")
    verdict = Verdict(sentence(title), doubt, "likely", "unknown", name, brief)
    return Cause(incident, verdict, Picture(facts=(f"hit {len(ids)}",) if ids else ()), only_told=only_told)
