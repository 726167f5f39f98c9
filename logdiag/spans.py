"""Spans: the first and the last line of each host that matters, in each source.

They are looked for from either end after folding, so that nothing has to be kept of lines that say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from logdiag.event import At
from logdiag.gather import Ear, Gathered, lines_of
from logdiag.parse.entries import begins_record
from logdiag.parse.heads import Heads
from logdiag.plan import Plan
from logdiag.read.source import Block, LogSource, blocks, blocks_backwards
from logdiag.states import States

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
)
_DEAF = Ear(frozenset(), frozenset(), frozenset(), (), False)


def spans_of(sources: Sequence[LogSource], plan: Plan, states: States) -> dict[str, dict[int, Ends]]:
    """Host -> source -> its first and last line there.

    Of hosts that said something a fold took, and of those that said the first and the last line of a source.
    """
    heard = frozenset().union(*(outline.hosts for outline in states.outlines.values()))
    found: dict[str, dict[int, Ends]] = {}
    for index, source in enumerate(sources):
        tally = states.tally(index)
        if tally.first and tally.last and heard | {tally.first_host, tally.last_host} == {tally.first_host}:
            _put(found, plan, tally.first_host, index, (tally.first, tally.last))
            continue
        firsts = _seek(blocks(source, begins_record, plan.grain), plan, index, heard, _firsts)
        lasts = _seek(blocks_backwards(source, begins_record, plan.grain), plan, index, heard, _lasts)
        for host in firsts.keys() & lasts.keys():
            _put(found, plan, host, index, (firsts[host], lasts[host]))
    return found


def _put(found: dict[str, dict[int, Ends]], plan: Plan, host: str, source: int, ends: Ends) -> None:
    of_host = found.setdefault(plan.short.get(host, host), {})
    of_host[source] = _both(of_host[source], ends) if source in of_host else ends


def _both(one: Ends, other: Ends) -> Ends:
    return min(one[0], other[0], key=_place), max(one[1], other[1], key=_place)


def _place(at: At) -> tuple[int, int, int]:
    return at.place


Take = Callable[[Iterable[tuple[str, At]]], Mapping[str, At]]


def _firsts(said: Iterable[tuple[str, At]]) -> Mapping[str, At]:
    found: dict[str, At] = {}
    for host, at in said:
        found.setdefault(host, at)
    return found


def _lasts(said: Iterable[tuple[str, At]]) -> Mapping[str, At]:
    return dict(said)


def _seek(
    in_order: Iterable[Block], plan: Plan, source: int, heard: frozenset[str], take: Take
) -> dict[str, At]:
    """The first word of each host that was heard, and of whoever speaks first, in this order of blocks."""
    heads = Heads(plan.vocabulary)
    found: dict[str, At] = {}
    missing, is_edge = set(heard), True
    for block in in_order:
        if not is_edge and not any(host.encode() in block.data for host in missing):
            continue
        here = take(_said(block, plan, source, heads))
        if here and is_edge:
            missing.add(_edge(here, take))
            is_edge = False
        found.update({host: here[host] for host in missing & here.keys()})
        missing -= found.keys()
        if not missing and not is_edge:
            break
    return found


def _edge(here: Mapping[str, At], take: Take) -> str:
    """Who speaks first, or last."""
    side = min if take is _firsts else max
    return side(here, key=lambda host: here[host].place)


def _said(block: Block, plan: Plan, source: int, heads: Heads) -> Iterator[tuple[str, At]]:
    """Host, and first and last line of each run of lines that begin alike, in order."""
    gathered = Gathered(plan, _DEAF, heads, source, block.index)
    lines = lines_of(block.data)
    gathered.take(enumerate(lines, 1))
    for host, number in gathered.speakers(len(lines)):
        yield host, gathered.at(number)


def launchers_in(sources: Sequence[LogSource], plan: Plan) -> list[str]:
    """Which programs that may speak about launches do speak, sorted; families of them by how their names begin."""
    found: set[str] = set()
    heads = Heads(plan.vocabulary)
    for index, source in enumerate(sources):
        for block in blocks(source, begins_record, plan.grain):
            missing = tuple(name for name in LAUNCHERS if name not in found)
            if any(name.encode() in block.data for name in missing):
                found.update(_families(block, plan, index, heads, missing))
    return sorted(found)


def _families(block: Block, plan: Plan, source: int, heads: Heads, names: tuple[str, ...]) -> Iterator[str]:
    gathered = Gathered(plan, _DEAF, heads, source, block.index)
    gathered.take(enumerate(lines_of(block.data), 1))
    programs = {heading.program for heading in gathered.tables}
    return (name for name in names if any(program.startswith(name) for program in programs))
