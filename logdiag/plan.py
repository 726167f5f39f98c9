"""Plan: what is settled before a block is folded: years, zones, which folds, what they want of a log.

A plan is first guessed from how the sources begin and end. Folding tells what it ought to have been: where that
is another, everything is folded again, so that a guess saves a reading and never changes an answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from logdiag.parse.boots import wants_twins
from logdiag.parse.dating import Dating, Known
from logdiag.parse.entries import first_dated, head_of
from logdiag.parse.framing import Framing, framing_of
from logdiag.parse.moments import Moment
from logdiag.parse.outlines import Outline, join, turn
from logdiag.parse.times import settle
from logdiag.parse.uptimes import Uptime, tie_in
from logdiag.parse.vocabulary import Vocabulary
from logdiag.probes import probes_of
from logdiag.read.content import head, tail
from logdiag.read.source import GRAIN, LogSource, first_blocks
from logdiag.record import Stamp
from logdiag.rules.folds import Fold, is_shelved, is_timed
from logdiag.shelf import Kinds, numbered
from logdiag.states import States
from logdiag.window import ALL, NO_LIMITS, Limits, Window, newest_of, window_of

# A name with its domain (RFC 1035, 2.3.4).
LONGEST_HOST = 255

# gzip makes logs so many times smaller, by and large.
_PACKED = 8

MakeFolds = Callable[[frozenset[str]], Mapping[str, Fold[Any]]]


class Wanted(NamedTuple):
    """What folds want of a log: events of these kinds, every line of these programs and of these pids; or all.

    `texts` are whole messages that are looked for whoever says them.
    """

    kinds: frozenset[str]
    programs: frozenset[str]
    pids: frozenset[str]
    everything: bool = False
    texts: frozenset[str] = frozenset()


def wanted_of(folds: Mapping[str, Fold[Any]]) -> Wanted:
    """What these folds want, all together."""
    every = [
        Wanted(fold.kinds, getattr(fold, "programs", frozenset()), getattr(fold, "pids", frozenset()))
        for fold in folds.values()
    ]
    return Wanted(
        frozenset().union(*(want.kinds for want in every)),
        frozenset().union(*(want.programs for want in every)),
        frozenset().union(*(want.pids for want in every)),
    )


class Shelving(NamedTuple):
    """What folds of one key keep together: which of them, which kinds they want, and whether any asks when."""

    folds: tuple[str, ...]
    kinds: frozenset[str]
    is_timed: bool


def shelvings_of(folds: Mapping[str, Fold[Any]]) -> Mapping[tuple[str, ...], Shelving]:
    """Key -> what its folds keep. Folds of other types than those of folds.py keep a state of their own."""
    found: dict[tuple[str, ...], Shelving] = {}
    for name, fold in folds.items():
        if is_shelved(fold):
            before = found.get(fold.key, Shelving((), frozenset(), False))
            found[fold.key] = Shelving(
                (*before.folds, name), before.kinds | fold.kinds, before.is_timed or is_timed(fold)
            )
    return found


@dataclass(frozen=True)
class Plan:
    """What is settled before folding: the same for every block of the asked.

    `datings` and `framings` go by source, and `bases`, the index of the first block of each of its parts. `starts`
    has the relative year of each block's first stamp by source and block; it is empty in a guess, where a block
    goes by `firsts`, the first stamp of each source. `is_utc` says that every source's zone is known, so that times
    are compared as UTC. `short` has the short name of each host that has two.
    `own_hosts` has the host of each source whose lines name none and whose beginning tells it, else "".
    `sketched`: sources may hold the same events, so hash what is said, all of it or what is looked for. Lines outside
    the `window` say nothing. `shelvings` are the folds that keep their events together, by key, and `numbers` the kinds
    by number. `dropped` are the pids of drop notices. `grain` is where blocks are cut, in bytes.
    """

    vocabulary: Vocabulary
    datings: tuple[Dating, ...]
    bases: tuple[tuple[int, ...], ...]
    firsts: tuple[Stamp | None, ...]
    starts: Mapping[tuple[int, int], int]
    is_utc: bool
    folds: Mapping[str, Fold[Any]]
    wanted: Wanted
    shelvings: Mapping[tuple[str, ...], Shelving]
    numbers: Kinds
    framings: tuple[Framing, ...]
    dropped: frozenset[str] = frozenset()
    short: Mapping[str, str] = field(default_factory=dict)
    own_hosts: tuple[str, ...] = ()
    sketched: bool = False
    window: Window = ALL
    grain: int = GRAIN

    def footing(self, moment: Moment) -> int:
        """The time that is compared, in microseconds."""
        return moment.instant if self.is_utc else moment.wall

    def part_of(self, source: int, block: int) -> int:
        """Which part of its source a block is of."""
        return bisect_right(self.bases[source], block) - 1

    def is_drawn(self, text: str) -> bool:
        """Whether a message counts where sources are compared."""
        return self.wanted.everything or text in self.wanted.texts

    def year_at(self, source: int, block: int, first: Stamp | None) -> int:
        """The relative year, and boot, of a block whose first stamp is `first`."""
        start = self.starts.get((source, block))
        if start is not None:
            return start
        of_all = self.firsts[source]
        return turn(of_all, first) if of_all and first else 0


class Asked(NamedTuple):
    """What a plan is made from: sources, what is known besides, and how folds are made from dropped pids.

    `datings` are settled already where all lines had to be compared for them, and only some count. Logs of more bytes
    than `worth_probing` are compared by the messages at their ends alone.
    """

    sources: Sequence[LogSource]
    known: Known
    vocabulary: Vocabulary
    make_folds: MakeFolds
    grain: int = GRAIN
    limits: Limits = NO_LIMITS
    datings: Mapping[str, Dating] | None = None
    worth_probing: int = 8 << 20


def guess(asked: Asked) -> Plan:
    """A plan from the ends of the sources alone."""
    heads = [head(source.parts[0].content)[0] for source in asked.sources]
    framings = tuple(framing_of(beginning, asked.vocabulary) for beginning in heads)
    outlines = {
        source.name: _ends(source, beginning, framing, asked.vocabulary)
        for source, beginning, framing in zip(asked.sources, heads, framings, strict=True)
    }
    own_hosts = tuple(map(host_told, heads))
    return _plan(asked, framings, outlines, {}, frozenset(), {}, own_hosts)


def settled(asked: Asked, states: States, plan: Plan) -> Plan:
    """The plan that the outlines of all blocks ask for; `plan` itself where it was the right one."""
    joined = {source.name: join(_of_source(states, index)) for index, source in enumerate(asked.sources)}
    outlines = {name: whole for name, (whole, _) in joined.items()}
    starts = {
        (index, block): year
        for index, source in enumerate(asked.sources)
        for block, year in zip(_blocks_of(states, index), joined[source.name][1], strict=True)
    }
    dropped = _unclear_pids(states, plan)
    hosts = frozenset().union(*(whole.hosts for whole in outlines.values()))
    made = _plan(asked, plan.framings, outlines, starts, dropped, short_names(hosts), plan.own_hosts)
    return plan if _is_same(plan, made, states) else made


def _is_same(plan: Plan, made: Plan, states: States) -> bool:
    """Whether folding by one is folding by the other."""
    told = (plan.datings, plan.is_utc, plan.short, plan.dropped, plan.sketched, plan.window)
    if told != (made.datings, made.is_utc, made.short, made.dropped, made.sketched, made.window):
        return False
    return all(
        outline.is_empty or outline.relative_year == made.starts[key]
        for key, outline in states.outlines.items()
    )


def _unclear_pids(states: States, plan: Plan) -> frozenset[str]:
    """Pids whose lines a fold would have to hear, to tell whose they are."""
    asking = ((name, getattr(fold, "unclear_pids", None)) for name, fold in plan.folds.items())
    return frozenset().union(*(ask(states.folds[name]) for name, ask in asking if ask))


def _of_source(states: States, source: int) -> Iterable[Outline]:
    return (states.outlines[source, block] for block in _blocks_of(states, source))


def _blocks_of(states: States, source: int) -> list[int]:
    return sorted(block for index, block in states.outlines if index == source)


def _plan(
    asked: Asked,
    framings: tuple[Framing, ...],
    outlines: Mapping[str, Outline],
    starts: Mapping[tuple[int, int], int],
    dropped: frozenset[str],
    short: Mapping[str, str],
    own_hosts: tuple[str, ...],
) -> Plan:
    mtimes = {source.name: source.mtime for source in asked.sources}
    years = {
        source.name: source.rotation.year
        for source in asked.sources
        if source.rotation and source.rotation.year is not None
    }
    datings = asked.datings or settle(outlines, mtimes, asked.known, years)
    names = [source.name for source in asked.sources]
    folds = asked.make_folds(dropped)
    zoneless = [outlines[name].zoneless for name in names]
    asking = any(outlines[name].zoneless and asked.known.zone_of(name) is None for name in names)
    has_twins = (asking and not all(zoneless)) or wants_twins(outlines, asked.known)
    sketched = has_twins and asked.datings is None
    is_probed = sketched and _unpacked_size(asked.sources) > asked.worth_probing
    probes = probes_of(asked.sources, framings, asked.vocabulary) if is_probed else frozenset()
    is_utc = not any(zoneless[n] and datings[name].zone is None for n, name in enumerate(names))
    newest = newest_of(outlines, datings, is_utc=is_utc) if asked.limits else None
    return Plan(
        vocabulary=asked.vocabulary,
        datings=tuple(datings[name] for name in names),
        bases=tuple(first_blocks(source, asked.grain) for source in asked.sources),
        firsts=tuple(outlines[name].first for name in names),
        starts=starts,
        is_utc=is_utc,
        folds=folds,
        wanted=wanted_of(folds)._replace(everything=sketched and not is_probed, texts=probes),
        shelvings=shelvings_of(folds),
        numbers=numbered(chain.from_iterable(fold.kinds for fold in folds.values())),
        framings=framings,
        dropped=dropped,
        grain=asked.grain,
        short=short,
        own_hosts=own_hosts,
        sketched=sketched,
        window=window_of(asked.limits, newest, is_utc=is_utc),
    )


def _unpacked_size(sources: Sequence[LogSource]) -> int:
    """Bytes in all; what is packed is taken to grow as logs do."""
    return sum(
        part.content.size * (1 if part.content.is_plain else _PACKED)
        for source in sources
        for part in source.parts
    )


def _ends(source: LogSource, beginning: bytes, framing: Framing, vocabulary: Vocabulary) -> Outline:
    """The outline of the first and the last stamp in sight."""
    found = Outline()
    ending = tail(source.content)
    first = _first_stamp(_lines_said(beginning, framing), vocabulary)
    last = _first_stamp(reversed(_lines_said(ending, framing)[1:]), vocabulary)
    for stamp in (first, last):
        if stamp:
            found.add(stamp)
    if first is None:
        _add_uptimes(found, beginning.split(b"\n"), vocabulary)
    return found


def _add_uptimes(outline: Outline, lines: Iterable[bytes], vocabulary: Vocabulary) -> None:
    """Takes in the lines of a log that tell the time since boot."""
    for line in lines:
        header = head_of(line.decode("utf-8", "backslashreplace"), vocabulary, "monotonic")
        if header and header.since_boot is not None:
            outline.add_uptime(Uptime(header.since_boot))
            tie = tie_in(header.message, Uptime(header.since_boot))
            if tie:
                outline.tie(outline.boots, tie)


def _lines_said(data: bytes, framing: Framing) -> list[bytes]:
    return [frame.said for frame in framing.frames(data)] if framing.frames else data.split(b"\n")


def _first_stamp(lines: Iterable[bytes], vocabulary: Vocabulary) -> Stamp | None:
    header = first_dated(lines, vocabulary)
    return header and header.stamp


# libvirtd and qemu's logs begin so (libvirt 9.0.0, src/util/virlog.c virLogHostnameString, src/qemu/qemu_process.c).
_HOST_TOLD = re.compile(
    rb"^(?:\xef\xbb\xbf)?[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{12}\+0000: "
    rb"(?:[0-9]+: info : |starting up libvirt version: [^\n]{1,400}, )hostname: ([A-Za-z0-9._-]{1,255})\r?$",
    re.MULTILINE,
)


def host_told(beginning: bytes) -> str:
    """The host that the beginning of a log of libvirt tells, though its lines name none; "" where it does not."""
    found = {told.decode("ascii") for told in _HOST_TOLD.findall(beginning)}
    return found.pop() if len(found) == 1 else ""


def short_names(hosts: frozenset[str]) -> Mapping[str, str]:
    """Long name -> short one, where just one host is named as a short name goes on behind a dot."""
    longer: dict[str, list[str]] = {}
    for host in (host for host in hosts if len(host) <= LONGEST_HOST):
        for dot in (at for at, letter in enumerate(host) if letter == "."):
            if dot and host[:dot] in hosts and not host.replace(".", "").isdigit():
                longer.setdefault(host[:dot], []).append(host)
    return {names[0]: short for short, names in sorted(longer.items(), reverse=True) if len(names) == 1}
