"""Context: what every rule may know when it judges: spans, runs, gaps, clients, documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from logdiag.correlate.breaks import Break
from logdiag.correlate.reckon import Reckoned
from logdiag.correlate.runs import DHCPD, Gap, Run
from logdiag.documents.dhcpd import DhcpdConf
from logdiag.documents.values import Domain, Domains, InstanceTable, ReadDocument, Server, Servers
from logdiag.event import At
from logdiag.read.numbering import Numbering
from logdiag.report.values import Status
from logdiag.rules.folds import Cell, Steps, Timeline
from logdiag.views import View

if TYPE_CHECKING:
    from logdiag.correlate.skews import Skew

SECOND = 1_000_000
# A DHCP client that still wants an address asks again within minutes.
RECENT = 600 * SECOND


def named(host: str) -> str:
    """A host in a sentence: lines of some formats do not tell theirs."""
    return host or "this host"


class Span(NamedTuple):
    """Of a host over all sources: the first line by time, and the one said last (`said_last`)."""

    first: At
    end: At


class Client(NamedTuple):
    """One MAC as one host's DHCP server saw it, and which steps it took; when, is looked up when asked for."""

    host: str
    mac: str
    took: frozenset[str]
    seen: View[Steps]

    def did(self, *steps: str) -> bool:
        """Whether it took any of these steps."""
        return not self.took.isdisjoint(steps)

    def _of(self, step: str) -> Timeline:
        steps = self.seen.get(f"{self.host}\0{self.mac}") if step in self.took else None
        return steps.of(step) if steps else Timeline()

    @property
    def asked(self) -> Timeline:
        """DISCOVERs that were not refused in the same line."""
        return self._of("asked")

    @property
    def offered(self) -> Timeline:
        """OFFERs to it."""
        return self._of("offered")

    @property
    def requested(self) -> Timeline:
        """REQUESTs from it, refused ones too: it saw an offer."""
        return self._of("requested")

    @property
    def leased(self) -> Timeline:
        """ACKs to it."""
        return self._of("leased")

    @property
    def refused(self) -> Timeline:
        """`no free leases`."""
        return self._of("refused")


class Clients:
    """All MACs that DHCP servers dealt with, by host and MAC."""

    def __init__(self, seen: View[Steps]) -> None:
        self._seen = seen
        self._known: dict[str, tuple[Client, ...]] = {}

    def __iter__(self) -> Iterator[Client]:
        for host in self._seen.hosts:
            yield from self.on(host)

    def on(self, host: str) -> tuple[Client, ...]:
        """Those of one host."""
        known = self._known.get(host)
        if known is None:
            known = self._known[host] = tuple(self._met(host))
        return known

    def _met(self, host: str) -> Iterator[Client]:
        for key in self._seen.keys_on(host):
            took = self._seen.steps_of(key)
            if took:
                yield Client(host, key.partition("\0")[2], took, self._seen)

    def get(self, host: str, mac: str) -> Client | None:
        """What a host's server saw of a MAC; None if nothing."""
        took = self._seen.steps_of(f"{host}\0{mac}")
        return Client(host, mac, took, self._seen) if took else None

    def first(self, step: str, host: str | None = None) -> At | None:
        """Where a step was first taken by any of them, or by any of a host's."""
        return self._seen.first(step, host)


@dataclass(frozen=True)
class Context:
    """Everything a judgement may lean on.

    `first_lines` has the number of each block's first line by source, `numberings` how its lines are cited;
    `runs` are those of dhcpd; `leases` is keyed (host, mac, ip, via); `taps` are those of a host's latest
    start list; `chosen` is (host, MAC) -> when a client last asked another server for what that one offered;
    `launched` is (host, instance) -> when a hypervisor or a cloud service said that it runs;
    `breaks` are where sources stop in their midst, `torn` these as gaps of hosts; `jumps` are times that a host tells
    twice, as its clock stepped back: no line is missing, but what came first or not at all is not known;
    `skews` are by how much clocks of hosts differ;
    `complaints` are what dhcpd on a host complains of, whether a rule judges it or not. `zone_by_launch`: a
    zone was taken from launch times, so that these can not be held against the log again. `ends` has by host and source
    the last line of that host there. `domains_named` are libvirt's names of machines with the ids that a line tells.
    """

    sources: tuple[str, ...]
    spans: Mapping[str, Span]
    first_lines: tuple[Mapping[int, int], ...]
    numberings: tuple[Numbering, ...]
    runs: tuple[Run, ...]
    gaps: tuple[Gap, ...]
    taps: Mapping[str, Reckoned]
    clients: Clients
    leases: View[Cell]
    complaints: Mapping[str, Cell]
    torn: tuple[Gap, ...] = ()
    breaks: tuple[Break, ...] = ()
    jumps: tuple[Gap, ...] = ()
    skews: tuple[Skew, ...] = ()
    chosen: Mapping[tuple[str, ...], At] = field(default_factory=dict)
    launched: Mapping[tuple[str, ...], Cell] = field(default_factory=dict)
    documents: tuple[ReadDocument, ...] = ()
    requested: int | None = None
    zone_by_launch: bool = False
    capped: frozenset[str] = field(default_factory=frozenset)
    ends: Mapping[str, Mapping[int, At]] = field(default_factory=dict)
    domains_named: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def conf(self) -> tuple[ReadDocument, DhcpdConf] | None:
        """The dhcpd.conf of the case: the one from Eucalyptus first, else the first with host entries."""
        confs = [(d, d.content) for d in self.documents if isinstance(d.content, DhcpdConf)]
        ranked = sorted(confs, key=lambda pair: (not pair[1].from_eucalyptus, not pair[1].hosts))
        return ranked[0] if ranked else None

    def conf_of(self, host: str) -> tuple[ReadDocument, DhcpdConf] | None:
        """The dhcpd.conf that the server of a host may read: of several, the one that knows those it served.

        None if it served some and the one file there is knows none of them: then it reads another.
        """
        return self._confs.get(host, self.conf)

    @cached_property
    def _confs(self) -> Mapping[str, tuple[ReadDocument, DhcpdConf] | None]:
        """For every host that served somebody, the file that fits."""
        served: dict[str, set[str]] = {}
        for client in self.clients:
            if client.did("leased"):
                served.setdefault(client.host, set()).add(client.mac)
        confs = [(d, d.content) for d in self.documents if isinstance(d.content, DhcpdConf)]
        return {host: self._fitting(confs, macs) for host, macs in served.items()} if confs else {}

    def _fitting(
        self, confs: list[tuple[ReadDocument, DhcpdConf]], served: set[str]
    ) -> tuple[ReadDocument, DhcpdConf] | None:
        known = {index: len(served & conf.hosts_by_mac.keys()) for index, (_, conf) in enumerate(confs)}
        best = max(known, key=lambda index: (known[index], confs[index] == self.conf))
        is_foreign = known[best] == 0 and bool(confs[best][1].hosts) and not confs[best][1].ranges
        return None if is_foreign else confs[best]

    @cached_property
    def instances(self) -> tuple[ReadDocument, InstanceTable] | None:
        """The list of instances, if there is one."""
        tables = [(d, d.content) for d in self.documents if isinstance(d.content, InstanceTable)]
        return tables[0] if tables else None

    @cached_property
    def servers(self) -> tuple[tuple[ReadDocument, Server], ...]:
        """Servers as nova's API tells them, by id; of several tellings the one with a fault, else the last."""
        found: dict[str, tuple[ReadDocument, Server]] = {}
        for document in self.documents:
            for row in document.content.rows if isinstance(document.content, Servers) else ():
                if row.id not in found or row.fault or not found[row.id][1].fault:
                    found[row.id] = (document, row)
        return tuple(found[name] for name in sorted(found))

    @cached_property
    def domains(self) -> Mapping[str, tuple[ReadDocument, Domain]]:
        """Domain -> its row of virsh list."""
        return {
            row.name: (document, row)
            for document in self.documents
            for row in (document.content.rows if isinstance(document.content, Domains) else ())
        }

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """Hosts of which there are lines, sorted."""
        return tuple(sorted(self.spans))

    @cached_property
    def served_by(self) -> Mapping[str, tuple[Client, ...]]:
        """MAC -> clients, one for every host whose server offered or gave it a lease."""
        found: dict[str, tuple[Client, ...]] = {}
        for client in self.clients:
            if client.did("leased", "offered"):
                found[client.mac] = (*found.get(client.mac, ()), client)
        return found

    def address_of(self, host: str, mac: str) -> str | None:
        """The address that a client was given last by a host's server."""
        latest = max(self.leases.lasts_under(f"{host}\0{mac}\0"), default=None)
        return None if latest is None else latest[1][2]

    def runs_on(self, host: str) -> tuple[Run, ...]:
        """The runs of dhcpd on a host, in order."""
        return self._runs_by_host.get(host, ())

    @cached_property
    def _runs_by_host(self) -> Mapping[str, tuple[Run, ...]]:
        found: dict[str, list[Run]] = {}
        for run in self.runs:
            found.setdefault(run.host, []).append(run)
        return {host: tuple(runs) for host, runs in found.items()}

    def gaps_on(self, host: str, *, unaccounted: bool = True) -> tuple[Gap, ...]:
        """Gaps that may have taken lines of dhcpd on a host."""
        gaps = self._gaps.get(host, ())
        return tuple(gap for gap in gaps if not gap.accounted) if unaccounted else gaps

    @cached_property
    def _gaps(self) -> Mapping[str, tuple[Gap, ...]]:
        """Host -> gaps that may have taken lines of dhcpd."""
        found: dict[str, list[Gap]] = {}
        for gap in chain(self.gaps, self.torn):
            if gap.program is None or DHCPD.match(gap.program):
                found.setdefault(gap.host, []).append(gap)
        return {host: tuple(gaps) for host, gaps in found.items()}

    def gaps_of(self, host: str) -> tuple[Gap, ...]:
        """Gaps that may have taken lines of any program on a host."""
        return tuple(
            gap
            for gap in chain(self.gaps, self.torn)
            if gap.host == host and gap.program is None and not gap.accounted
        )

    def knows(self, host: str, start: int, end: int) -> bool:
        """Whether the log of a host speaks whole about [start, end] in microseconds."""
        span = self.spans.get(host)
        if span is None or end // SECOND >= span.end.time // SECOND:
            return False
        twice = (gap for gap in self.jumps if gap.host == host)
        return not any(gap.touches(start, end) for gap in chain(self.gaps_on(host), twice))

    def on_clock_of(self, other: str, host: str, time: int) -> int:
        """A time that a host tells as another host's clock told it, where both logged what shows the difference."""
        return time - self._ahead.get((host, other), 0)

    @cached_property
    def _ahead(self) -> Mapping[tuple[str, str], int]:
        """Host, another host -> by how many microseconds its clock stands before the other's."""
        one_way = {(skew.ahead, skew.behind): skew.by for skew in self.skews}
        return one_way | {(behind, ahead): -by for (ahead, behind), by in one_way.items()}

    def status_since(self, host: str, last: At) -> Status:
        """Ongoing if a host's trouble was last seen shortly before its log ends; nothing is known long after."""
        return "ongoing" if self.spans[host].end.time - last.time < RECENT else "unknown"

    def serving_on(self, host: str) -> Run | None:
        """The latest run on a host that is seen to serve."""
        return next((run for run in reversed(self.runs_on(host)) if run.serves), None)
