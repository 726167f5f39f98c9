"""Quiet: what to answer where no incident was found: healthy as far as can be seen, or nothing to see at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from logdiag.context import SECOND, Client, named
from logdiag.correlate.case import Case, clock, many
from logdiag.correlate.causes.cause import strip
from logdiag.correlate.lives import is_unconfigured
from logdiag.report.values import Picture, Verdict


def quiet_verdict(case: Case, lines: int, left_out: int) -> tuple[Verdict, Picture]:
    """The two lines and the picture of a report without incidents.

    `lines` were read, understood or not; `left_out` files of folders are in no form that is read yet.
    """
    context = case.context
    if context.runs:
        return _dhcp(case)
    if case.launchers:
        return _unknown_programs(case, case.launchers, lines), Picture()
    if context.instances:
        return _table_alone(case), Picture()
    return _nothing_about_launches(lines, left_out), Picture()


def _plain(text: str, doubt: str, brief: str) -> Verdict:
    return Verdict(text, doubt, "none", "none", None, (brief,))


def _nothing_about_launches(lines: int, left_out: int) -> Verdict:
    text = "Nothing here speaks about launches"
    what = f"{many(lines, 'line')} read" if lines else "no log was read"
    if left_out:
        return _plain(
            f"Nothing that was read here speaks about launches: {what}, {many(left_out, 'file')} left out.",
            "Whether any launch failed: NOT KNOWN. What was left out is in no form that this version reads.",
            f"Nothing that was read speaks about launches; {many(left_out, 'file')} left out.",
        )
    return _plain(
        f"{text}: no hypervisor, DHCP server or cloud service is in it ({what}).",
        "Whether any launch failed: NOT KNOWN. Give the logs of the node: its messages, libvirtd.log, nc.log.",
        f"{text}: no hypervisor, DHCP server or cloud service in it.",
    )


def _unknown_programs(case: Case, launchers: Sequence[str], lines: int) -> Verdict:
    programs = ", ".join(launchers[:4])
    launched = len({key[1] for key in case.context.launched})
    text = f"No launch failure that logdiag knows is in these {many(lines, 'line')}"
    if launched:
        return _plain(
            f"{text}; {many(launched, 'instance')} started.",
            f"Whether they got an address and came up: NOT KNOWN. Messages of {programs} it does not know may tell.",
            f"No launch failure that logdiag knows; {many(launched, 'instance')} started.",
        )
    return _plain(
        f"{text}.",
        f"Of {programs} it knows messages that fail launches: whether others tell of one is NOT KNOWN.",
        f"No launch failure that logdiag knows in what {programs} said.",
    )


def _table_alone(case: Case) -> Verdict:
    assert case.context.instances is not None
    document, table = case.context.instances
    running = len(table.in_state("running"))
    others = len(table.rows) - running
    rest = f", {others} ended or failed" if others else ""
    return _plain(
        f"{running} of {many(len(table.rows), 'instance')} run{rest}, none is pending, as {document.name} tells.",
        "Whether they have an address and answer: NOT KNOWN, no log of a DHCP server was read.",
        f"{running} of {len(table.rows)} instances run, none pending.",
    )


def _dhcp(case: Case) -> tuple[Verdict, Picture]:
    """dhcpd is in the log and no rule found trouble: how much that means depends on what was seen."""
    hosts = sorted({run.host for run in case.context.runs})
    where = named(hosts[0]) if len(hosts) == 1 else f"{len(hosts)} hosts"
    spans = [case.context.spans[host] for host in hosts]
    first, last = min(span.first for span in spans), max(span.end for span in spans)
    text, doubt = _answer(case, f"on {where} between {clock(first)} and {clock(last)}", hosts)
    holes = any(case.context.gaps_on(host) for host in hosts)
    picture = Picture(facts=tuple(_facts(case)), strip=strip(case, hosts[0]) if holes else "")
    return _plain(text, doubt, text.removesuffix(" Nothing to do.")), picture


def _answer(case: Case, where: str, hosts: list[str]) -> tuple[str, str]:
    runs = case.context.runs
    complaints = sum(cell.count for cell in case.context.complaints.values())
    unknown = sum(speech.unknown for run in runs for speech in run.speeches)
    holes = sum(len(case.context.gaps_on(host)) for host in hosts)
    unconfigured = [host for host in hosts if is_unconfigured(case.context, host)]
    if unconfigured:
        return (
            f"dhcpd on {named(unconfigured[0])} is not configured for any interface, and no guest is seen to need it.",
            "A fresh install says just this: it is expected, and harmless, until a subnet for an interface of this host"
            " is written into dhcpd.conf. Whether guests were meant to be served here: NOT KNOWN.",
        )
    if complaints:
        return (
            f"No failed launch is shown {where}, yet dhcpd complains, {many(complaints, 'line')}.",
            f"First: {_complaint(case)}. What they mean for a launch: NOT KNOWN, no rule judges them yet.",
        )
    if unknown:
        return (
            f"No failed launch is shown {where}; {many(unknown, 'message')} of dhcpd no grammar knows.",
            f"First: {_unknown(case)}. What they mean for a launch: NOT KNOWN.",
        )
    if holes:
        return (
            f"Nothing is seen to be wrong {where}; the log has {many(holes, 'hole')}.",
            f"As far as {_read(case)} can show. What the holes hid, waiting guests among it: NOT KNOWN.",
        )
    if not any(run.serves for run in runs):
        return (
            f"Nothing is shown to have failed {where}, nor to have worked.",
            'No lease and no "Listening on" is in these lines: whether dhcpd serves is NOT KNOWN.',
        )
    if not all(run.started for run in runs):
        return (
            f"No failed launch {where}.",
            f"As far as {_read(case)} can show. What was before the log begins, dhcpd's start among it: NOT KNOWN.",
        )
    waiting = len(_waiting(case))
    if waiting:
        return (
            f"No failed launch {where}; {many(waiting, 'guest')} still waited where the log ends.",
            f"As far as {_read(case)} can show: DHCP seen whole. Whether they got an address: NOT KNOWN.",
        )
    return (
        f"No failed launch {where}. Nothing to do.",
        f"As far as {_read(case)} can show: DHCP seen whole, no holes.",
    )


def _unknown(case: Case) -> str:
    """Where dhcpd first said something that no grammar knows."""
    runs = [speech for run in case.context.runs for speech in run.speeches if speech.unknown]
    places = [speech.marks[""][1] for speech in runs if "" in speech.marks]
    evidence = case.line(min(places))
    return f"{evidence.source}:{evidence.line}"


def _complaint(case: Case) -> str:
    """Where the first complaint stands."""
    first = min(cell.first for cell in case.context.complaints.values())
    evidence = case.line(first)
    return f"{evidence.source}:{evidence.line}"


def _read(case: Case) -> str:
    logs = many(len(case.context.sources), "log")
    documents = len(case.context.documents)
    return f"{logs} and {many(documents, 'document')}" if documents else logs


def _facts(case: Case) -> Iterator[str]:
    guests = case.context.clients
    if not guests:
        yield "asked for an address 0"
        return
    least = (
        "at least "
        if any(case.context.gaps_on(host) for host in {client.host for client in guests})
        else ""
    )
    leased = [client for client in guests if client.leased]
    yield f"asked for an address {least}{len(_asked(case))}"
    yield f"got one {least}{len({client.mac for client in leased})}"
    yield f"refused {len(_refused(case))}"
    yield f"waiting {len(_waiting(case))}"
    waits = [client.leased.first.time - client.asked.first.time for client in leased if client.asked]
    if waits:
        slowest = max(0, max(waits)) // SECOND
        yield f"slowest {slowest} s" if slowest else "slowest under 1 s"


def _asked(case: Case) -> set[str]:
    """MACs that asked for an address."""
    return {c.mac for c in case.context.clients if c.did("asked", "requested", "refused")}


def _refused(case: Case) -> set[str]:
    """MACs that were refused, never served here, and that no other server deals with."""
    refused = (
        client for client in case.context.clients if client.did("refused") and not client.did("leased")
    )
    return {client.mac for client in refused if not _elsewhere(case, client)}


def _waiting(case: Case) -> set[str]:
    """MACs that asked, and of which no more is seen: neither a lease, nor a refusal, nor another server."""
    leased = {client.mac for client in case.context.clients if client.did("leased")}
    elsewhere = {client.mac for client in case.context.clients if _elsewhere(case, client)}
    return _asked(case) - leased - _refused(case) - elsewhere


def _elsewhere(case: Case, client: Client) -> bool:
    """Whether another host serves the client, or it asked another server for what that one offered."""
    others = any(other.host != client.host for other in case.context.served_by.get(client.mac, ()))
    return others or (client.host, client.mac) in case.context.chosen
