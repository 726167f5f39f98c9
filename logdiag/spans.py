"""Spans: the first and the last line of each host that matters, in each source; and who speaks at all.

They are looked for from either end after folding, so that nothing has to be kept of lines that say nothing.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from logdiag.event import At
from logdiag.gather import Ear, Gathered
from logdiag.match.finder import finder_of
from logdiag.match.stamps import hosts_in
from logdiag.numbered import SaidLines, said_in
from logdiag.parse.frames import Frame
from logdiag.parse.framing import Framing
from logdiag.parse.heads import Heads
from logdiag.plan import Plan
from logdiag.read.source import Block, LogSource, blocks, blocks_backwards
from logdiag.states import BlockKey, States

Ends = tuple[At, At]
# Programs whose lines may speak about launches, by how their names begin.
LAUNCHERS = (
    *(
        "dhcpd",
        "dnsmasq-dhcp",
        "kea-dhcp",
        "libvirtd",
        "virtqemud",
        "virtnetworkd",
        "qemu",
        "nova",
        "neutron",
    ),
    *("placement", "glance", "cinder", "keystone", "euca", "cloud-init", "ovs-vswitchd"),
    *("ironic", "octavia", "heat-", "magnum", "manila", "designate", "oslo_", "ovn-controller"),
    *("kubelet", "virt-launcher", "virt-handler", "virt-controller", "lxd", "incusd", "multipassd"),
    *("pvedaemon", "pvestatd", "vdsm", "ovirt", "xapi", "xenopsd", "ganeti", "oned", "VirtualDomain"),
    *("kvm.resource", "cloud.agent"),  # CloudStack
)
# So many lines are read at first, at either end of a block; then four times as many, and so on.
_FEW_LINES = 400
# Beyond so many hosts a block is sooner read than searched for each.
_MANY_HOSTS = 16
# Blocks that are held at a time until it is known whether a host speaks in a later one.
_MOST_HELD = 24
_WORTH_COMPILING = 1 << 20
# In lines, in objects of JSON, in exports of a journal.
_NAMED = (b" %b ", b" %b:", b'"%b"', b"=%b\n", b"=%b\r")
_DEAF = Ear(frozenset(), frozenset(), frozenset(), (), False)


def spans_of(sources: Sequence[LogSource], plan: Plan, states: States) -> dict[str, dict[int, Ends]]:
    """Host -> source -> its first and last line there.

    Of hosts that said something a fold took, and of those that said the first and the last line of a source.
    """
    heard = frozenset().union(*(outline.hosts for outline in states.outlines.values()))
    found: dict[str, dict[int, Ends]] = {}
    for index, source in enumerate(sources):
        search = Search(source, index, plan, states, Heads(plan.vocabulary))
        for host, ends in _ends_of(search, heard).items():
            of_host = found.setdefault(plan.short.get(host, host), {})
            of_host[index] = _both(of_host[index], ends) if index in of_host else ends
    return found


def _both(one: Ends, other: Ends) -> Ends:
    return min(one[0], other[0], key=_place), max(one[1], other[1], key=_place)


def _place(at: At) -> tuple[int, int, int]:
    return at.place


class Search(NamedTuple):
    """A source that is looked through, by which plan and after which folding."""

    log: LogSource
    source: int
    plan: Plan
    states: States
    heads: Heads

    @property
    def framing(self) -> Framing:
        """How the source is taken apart."""
        return self.plan.framings[self.source]

    def gathered(self, block: int, plan: Plan | None = None) -> Gathered:
        """What lines of a block are taken in with."""
        return Gathered(plan or self.plan, _DEAF, self.heads, self.source, block)

    def may_have(self, block: Block, hosts: Set[str]) -> bool:
        """Whether a block may have a line of one of these hosts; it is sure to have where one was heard."""
        outline = self.states.outlines[self.source, block.index]
        if outline.is_empty:
            return False
        if outline.speakers is not None:
            return not outline.speakers.isdisjoint(hosts)
        if not outline.hosts.isdisjoint(hosts):
            return True
        if len(hosts) > _MANY_HOSTS:
            speak = None if self.framing.frames else hosts_in(block.data)
            return speak is None or any(name.encode("utf-8", "surrogatepass") in speak for name in hosts)
        return any(_is_named(block.data, host) for host in hosts)


def _is_named(data: bytes, host: str) -> bool:
    """Whether a host may be named at the beginning of a line. The host of lines that name none is ""."""
    name = host.encode("utf-8", "surrogatepass")
    return not name or any(form % name in data for form in _NAMED)


def _ends_of(search: Search, heard: Set[str]) -> dict[str, Ends]:
    """The first and the last line of each host that was heard, and of those that speak first and last."""
    tally = search.states.tally(search.source)
    if tally.first is None or tally.last is None:
        return {}
    firsts, lasts = {tally.first_host: tally.first}, {tally.last_host: tally.last}
    sought = heard | firsts.keys() | lasts.keys()
    kept = tally.kept.lasts if tally.kept else {}
    lasts |= {host: kept[host] for host in sought & kept.keys()}
    in_order = blocks(search.log, search.framing.begins, search.plan.grain)
    unseen = sought - lasts.keys()
    is_one = len(search.log.parts) == 1
    if is_one and tally.kept and 0 < len(unseen) <= _MANY_HOSTS:
        passing = _Passing(search, in_order, unseen)
        firsts |= _sought(search, passing, sought - firsts.keys(), _firsts)
        lasts |= passing.lasts()
    elif sought - firsts.keys():
        firsts |= _sought(search, in_order, sought - firsts.keys(), _firsts)
    if firsts.keys() - lasts.keys():
        backwards = blocks_backwards(search.log, search.framing.begins, search.plan.grain)
        lasts |= _sought(search, backwards, firsts.keys() - lasts.keys(), _lasts)
    return {host: (firsts[host], lasts[host]) for host in firsts.keys() & lasts.keys()}


def lasts_in(search: Search, ending: Sequence[Block]) -> dict[str, At]:
    """The last lines of hosts in a source, told by its last blocks: of those that speak at its end or were heard."""
    tally, found = search.states.tally(search.source), dict[str, At]()
    if tally.first is None or not ending:
        return found
    outlines = search.states.outlines
    heard = frozenset().union(*(one.hosts for key, one in outlines.items() if key[0] == search.source))
    sought = heard | {tally.first_host}
    if not outlines[search.source, ending[-1].index].is_empty:
        found |= _lasts(search, ending[-1], frozenset())
    return found | _sought(search, reversed(ending), sought - found.keys(), _lasts)


_Look = Callable[[Search, Block, Set[str]], Mapping[str, At]]


def _sought(search: Search, in_order: Iterable[Block], hosts: Set[str], look: _Look) -> dict[str, At]:
    """Which line of each of these hosts comes first, in this order of blocks."""
    found: dict[str, At] = {}
    missing = set(hosts)
    for block in in_order if hosts else ():
        if search.may_have(block, missing):
            here = look(search, block, missing)
            found |= {host: here[host] for host in missing & here.keys()}
            missing -= found.keys()
            if not missing:
                break
    return found


class _Passing:
    """Blocks that go by, and the last of them in which each host may speak, so that they need not be read twice."""

    def __init__(self, search: Search, in_order: Iterable[Block], hosts: Set[str]) -> None:
        self._search, self._hosts = search, hosts
        self._blocks = self._noted(in_order)
        self._latest: dict[str, Block] = {}
        self._found: dict[str, At] = {}

    def __iter__(self) -> Iterator[Block]:
        return self._blocks

    def _noted(self, in_order: Iterable[Block]) -> Iterator[Block]:
        for block in in_order:
            self._latest |= {host: block for host in self._hosts if self._search.may_have(block, {host})}
            if len({held.index for held in self._latest.values()}) > _MOST_HELD:
                self._look()
            yield block

    def lasts(self) -> dict[str, At]:
        """The last lines of hosts that do speak where they seemed to, when all blocks have gone by."""
        deque(self._blocks, maxlen=0)
        self._look()
        return self._found

    def _look(self) -> None:
        """Looks into the blocks that are held; one that only names a host may come behind its last line."""
        for block in {held.index: held for held in self._latest.values()}.values():
            hosts = {host for host, held in self._latest.items() if held is block}
            here = _lasts(self._search, block, hosts)
            self._found |= {host: here[host] for host in hosts & here.keys()}
            for host in hosts - here.keys():
                self._found.pop(host, None)
        self._latest.clear()


def _firsts(search: Search, block: Block, hosts: Set[str]) -> dict[str, At]:
    """The first line of each host in a block, as far as needed to find these."""
    lines = said_in(block.data, search.framing)
    gathered = search.gathered(block.index)
    taken = 0
    for behind in _growing(len(lines.said)):
        gathered.take(lines.between(taken, behind))
        taken = behind
        if hosts <= set(gathered.hosts):
            break
    gathered.parts |= lines.parts()
    found: dict[str, int] = {}
    for host, number in gathered.speakers(lines.place(taken)):
        found.setdefault(host, number)
    return {host: gathered.at(number) for host, number in found.items()}


def _lasts(search: Search, block: Block, hosts: Set[str]) -> dict[str, At]:
    """The last line of each host in a block, as far as needed to find these."""
    lines = said_in(block.data, search.framing)
    for many in _growing(len(lines.said)):
        gathered = _ending(search, block.index, lines, many)
        if hosts <= set(gathered.hosts):
            break
    gathered.parts |= lines.parts()
    found = dict(gathered.speakers(lines.of))
    return {host: gathered.at(number) for host, number in found.items()}


def _ending(search: Search, block: int, lines: SaidLines, many: int) -> Gathered:
    """The last lines of a block. They are dated from its end: its first and last year are known by folding."""
    key = search.source, block
    outline = search.states.outlines[key]
    last_year = search.plan.starts.get(key, outline.relative_year) + outline.passed
    gathered = _taken(search, key, lines, many, last_year)
    passed = gathered.times.outline.passed
    return _taken(search, key, lines, many, last_year - passed) if passed else gathered


def _taken(search: Search, key: BlockKey, lines: SaidLines, many: int, year: int) -> Gathered:
    """The last lines of a block, of which the first is of that relative year."""
    gathered = search.gathered(key[1], replace(search.plan, starts={key: year}))
    gathered.take(lines.between(len(lines.said) - many, len(lines.said)))
    return gathered


def _growing(size: int) -> Iterator[int]:
    """Growing numbers up to a size, which comes last."""
    many = _FEW_LINES
    while many < size:
        yield many
        many *= 4
    yield size


def launchers_in(sources: Sequence[LogSource], plan: Plan) -> list[str]:
    """Which programs that may speak about launches do speak, sorted; families of them by how their names begin."""
    missing = set(LAUNCHERS)
    heads = Heads(plan.vocabulary)
    is_large = sum(source.size for source in sources) >= _WORTH_COMPILING
    search = _tags_of(missing, is_large=is_large)
    known: set[bytes] = set()
    for source, framing in zip(sources, plan.framings, strict=True):
        for block in blocks(source, framing.begins, plan.grain):
            if framing.frames:
                programs = set(_programs_of(framing.frames(block.data), heads))
            else:
                programs = set(_programs(block.data, search(block.data), heads, known))
            found = {name for name in missing if any(program.startswith(name) for program in programs)}
            if found:
                missing -= found
                search = _tags_of(missing, is_large=is_large)
    return sorted(set(LAUNCHERS) - missing)


def _tags_of(names: Set[str], *, is_large: bool) -> Callable[[bytes], Sequence[int]]:
    """Finds where such names stand as those of programs do: behind a blank, or in a journal's quotes or escapes."""
    texts = (*(mark + name.encode() for mark in (b" ", b'"', b"[") for name in sorted(names)), b"\\u")
    finder = finder_of(texts, None) if is_large else None
    if finder:
        search = finder.search
        return lambda data: search(data, len(data))
    pattern = re.compile(b"|".join(map(re.escape, texts)))
    return lambda data: [found.end() for found in pattern.finditer(data)]


def _programs_of(frames: Iterable[Frame], heads: Heads) -> Iterator[str]:
    """Who speaks in records that are more than lines."""
    for frame in frames:
        read = None if frame.why else heads.read(frame.said)
        if read and read[0]:
            yield read[1].program


def _programs(data: bytes, ends: Sequence[int], heads: Heads, known: set[bytes]) -> Iterator[str]:
    """Who speaks in the lines that hold these places, of lines that have a time.

    `known` are the names that lines of which that was told have behind their dates: they are not told again.
    """
    behind = 0
    for end in ends:
        if end <= behind:
            continue
        start = data.rfind(b"\n", 0, end) + 1
        behind = data.find(b"\n", end) + 1 or len(data)
        line = data[start:behind].rstrip(b"\r\n")
        place = 16 if line[:1].isalpha() else line.find(b" ") + 1
        names = line[place : line.find(b": ", place) + 2]
        if names in known:
            continue
        read = heads.read(line)
        if read and read[0]:
            yield read[1].program
            if read[3] == place + len(names):
                known.add(names)
