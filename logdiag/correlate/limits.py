"""Limits: numbers that could have stopped launches, and whether they did: binds, spare, overcommitted, unknown.

A limit that is smaller than what ran is no limit. One that has room for all that was asked is spare. Which
free slots count is told by the type of the instances that were asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from logdiag.correlate.case import Case
from logdiag.documents.values import Cpus, Disks, Memory, ReadDocument, VmType, ZoneTable
from logdiag.report.values import Evidence, Limit, LimitState

STORE = "/var/lib/eucalyptus"
GIB = 1 << 30
# MAXINSTANCES_PER_NC, util/eucalyptus.h:248, eucalyptus v4.0.2.
MOST_ON_A_NODE = 256


def limits_of(case: Case, asked: int | None, running: int | None) -> tuple[Limit, ...]:
    """Every limit that the documents tell, against what was asked for and what runs."""
    kind = _type_of(case)
    found: list[Limit] = []
    for document in case.context.documents:
        found += _of_document(case, document, kind, asked, running)
    if case.context.instances and asked is not None:
        why = "compiled into the node controller (util/eucalyptus.h:248, 4.0.2)"
        found.append(Limit("instances a node", MOST_ON_A_NODE, _state(MOST_ON_A_NODE, asked, running), why))
    return tuple(found)


def _state(value: int, asked: int | None, ran: int | None) -> LimitState:
    """How a number of instances that fit stands to what was asked for and what ran."""
    if ran is not None and value < ran:
        return "overcommitted"
    if asked is None:
        return "unknown"
    if value >= asked:
        return "spare"
    return "binds" if ran == value else "unknown"


def _type_of(case: Case) -> VmType | None:
    """The type that was asked for, with its size, if one type was."""
    table = case.context.instances[1] if case.context.instances else None
    types = Counter(row.type for row in table.rows if row.type) if table else Counter[str]()
    zones = [d.content for d in case.context.documents if isinstance(d.content, ZoneTable)]
    if len(types) != 1 or not zones:
        return None
    return zones[0].type_named(next(iter(types)))


def _of_document(
    case: Case, document: ReadDocument, kind: VmType | None, asked: int | None, running: int | None
) -> Iterator[Limit]:
    content = document.content
    if isinstance(content, ZoneTable) and kind:
        place = (case.document_line(document, kind.line),)
        why = (
            f"{kind.free} of {kind.max} free for {asked} asked for"
            if asked is not None
            else f"{kind.free} free"
        )
        # Slots that are free now are beside those in use, unless the table is older than the launch.
        fits = kind.free if kind.free == kind.max else kind.free + (running or 0)
        yield Limit(f"{kind.name} slots", kind.free, _state(fits, asked, running), why, place)
    elif isinstance(content, Disks):
        yield from _disk(case, document, content, kind, asked, running)
    elif isinstance(content, Memory):
        yield from _memory(case, document, content, kind, asked, running)
    elif isinstance(content, Cpus):
        state: LimitState = (
            "overcommitted" if running is not None and content.count < running else "unknown"
        )
        why = (
            f"{running} run on {content.count} cores" if state == "overcommitted" else "cores may be shared"
        )
        yield Limit("cores", content.count, state, why, (case.document_line(document, content.line),))


def _disk(
    case: Case,
    document: ReadDocument,
    disks: Disks,
    kind: VmType | None,
    asked: int | None,
    running: int | None,
) -> Iterator[Limit]:
    row = disks.holding(STORE)
    if row is None or row.available_bytes is None:
        return
    room = row.available_bytes // GIB
    place = (case.document_line(document, row.line),)
    if kind is None or kind.disk_gb == 0:
        yield Limit("disk, GB", room, "unknown", f"{room} GB free on {row.mount}", place)
        return
    fits = room // kind.disk_gb
    state = _state(fits, asked, running)
    needed = f"{(asked or 0) * kind.disk_gb} GB at full size" if asked else "full size not known"
    thin = f", yet {running} run, so disks are thin" if state == "overcommitted" else ""
    yield Limit("disk, GB", room, state, f"{room} of {needed}{thin}", place)


def _memory(
    case: Case,
    document: ReadDocument,
    memory: Memory,
    kind: VmType | None,
    asked: int | None,
    running: int | None,
) -> Iterator[Limit]:
    room = memory.without_caches_mb
    if room is None:
        return
    place: tuple[Evidence, ...] = (case.document_line(document, memory.line),)
    each = (
        f"{room} MB free is {room // running} MB a machine for {running}" if running else f"{room} MB free"
    )
    guest = f"; a {kind.ram_mb} MB guest with its qemu may cost that" if kind and running else ""
    # What qemu itself costs is not in any document: memory is never said to be spare.
    state: LimitState = "unknown"
    if kind and running is not None and room // max(kind.ram_mb, 1) < running:
        state = "overcommitted"
    if kind and asked is not None and kind.ram_mb * asked > room and state == "unknown":
        each = f"{each}; {asked} of {kind.ram_mb} MB would need {kind.ram_mb * asked}"
    yield Limit("memory, MB", room, state, f"{each}{guest}", place)
