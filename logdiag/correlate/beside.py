"""Beside: what lists and outputs of commands say for or against an incident that a log tells of.

They tell what was so when they were made, which mostly is after the trouble: what speaks against is no proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from logdiag.correlate.case import Case, many
from logdiag.documents.host_values import Actions, Leases, Networks, Units
from logdiag.documents.values import Content, Disk, Disks, Memory, ReadDocument
from logdiag.report.values import Claim, Incident

FULL_DISK_RULES = ("nova-disk-full", "log-disk-full", "dhcp-leases-disk-full", "glance-store-full")
# What a cloud writes to; others (a CD, a snap's image, /boot, what the kernel shows as files) may well be full.
_WRITTEN = ("/var", "/srv", "/opt/stack", "/nova", "/openstack", "/data")
# Less than a twentieth of the memory left is next to nothing for a guest.
LITTLE = 20


class _Said(NamedTuple):
    """What a document says of an incident; `speaks_for` or against it."""

    claim: Claim
    speaks_for: bool


def beside(incident: Incident, case: Case) -> Incident:
    """The incident with what documents say of it."""
    said = [one for document in case.context.documents for one in _said(incident, case, document)]
    if not said:
        return incident
    return replace(
        incident,
        supports=(*incident.supports, *(one.claim for one in said if one.speaks_for)),
        against=(*incident.against, *(one.claim for one in said if not one.speaks_for)),
    )


def _said(incident: Incident, case: Case, document: ReadDocument) -> Iterator[_Said]:
    content: Content | None = document.content
    rules = {name.partition("@")[0] for name in incident.causes}
    match content:
        case Disks() if rules & {*FULL_DISK_RULES}:
            yield from _disks(case, document, content)
        case Memory() if incident.category == "compute.memory" and rules:
            yield from _memory(case, document, content)
        case Networks() if "libvirt-network-inactive" in rules:
            yield from _networks(incident, case, document, content)
        case Leases() if incident.category == "dhcp.pool":
            yield from _leases(case, document, content)
        case Units() if "unit-failed" in rules:
            yield from _units(incident, case, document, content)
        case Actions():
            yield from _actions(incident, case, document, content)


def is_written(row: Disk) -> bool:
    """Whether a cloud's programs write to a file system."""
    is_image = row.device.startswith(("/dev/loop", "/dev/sr", "squashfs", "overlay"))
    is_theirs = row.mount == "/" or any(f"{row.mount}/".startswith(f"{place}/") for place in _WRITTEN)
    return is_theirs and not is_image


def _disks(case: Case, document: ReadDocument, disks: Disks) -> Iterator[_Said]:
    full = [row for row in disks.rows if row.is_full and is_written(row)]
    for row in full[:3]:
        yield _Said(Claim(f"df shows {row.mount} full.", (case.document_line(document, row.line),)), True)
    if disks.rows and not full:
        yield _Said(
            Claim("df shows room on every file system: it was freed since, or inodes ran out."), False
        )


def _memory(case: Case, document: ReadDocument, memory: Memory) -> Iterator[_Said]:
    left = memory.without_caches_mb
    if left is not None and left * LITTLE < memory.total_mb:
        line = (case.document_line(document, memory.line),)
        yield _Said(Claim(f"free shows {left} of {memory.total_mb} MB left.", line), True)


def _subjects(incident: Incident, case: Case) -> set[str]:
    """The names that the findings of an incident speak of."""
    return {
        entity.name
        for name in incident.causes
        for one in case.of(name.partition("@")[0])
        if name.endswith(f"@{one.host}")
        for entity in one.entities
    }


def _networks(incident: Incident, case: Case, document: ReadDocument, content: Networks) -> Iterator[_Said]:
    names = _subjects(incident, case)
    for row in content.rows:
        if row.name in names:
            line = (case.document_line(document, row.line),)
            if row.is_active:
                yield _Said(
                    Claim(f"virsh has network {row.name} active: it was started since.", line), False
                )
            else:
                boot = "" if row.autostarts else ", and it is not started at boot"
                yield _Said(Claim(f"virsh has network {row.name} inactive{boot}.", line), True)


def _leases(case: Case, document: ReadDocument, content: Leases) -> Iterator[_Said]:
    lent, lost = content.in_state("active"), content.in_state("abandoned")
    as_of = f", as of {content.as_of}" if content.as_of else ""
    also = f" and {len(lost)} abandoned (something else answered there)" if lost else ""
    rows = (*lost[:1], *lent[:1])
    lines = tuple(case.document_line(document, row.line) for row in rows)
    yield _Said(
        Claim(f"The leases: {many(len(lent), 'address', 'addresses')} lent{also}{as_of}.", lines), True
    )


def _units(incident: Incident, case: Case, document: ReadDocument, content: Units) -> Iterator[_Said]:
    names = _subjects(incident, case)
    for row in content.rows:
        if {row.name, row.name.removesuffix(".service")} & names:
            line, since = (
                (case.document_line(document, row.line),),
                f" since {row.since}" if row.since else "",
            )
            yield _Said(
                Claim(f"systemctl has {row.name} {row.active}{since}.", line), row.active == "failed"
            )


def _actions(incident: Incident, case: Case, document: ReadDocument, content: Actions) -> Iterator[_Said]:
    """The request that asked for an instance, and whether its user let it go."""
    ids = {*incident.explains.ids}
    for row in [row for row in content.rows if row.server in ids and row.action in ("create", "delete")][
        :3
    ]:
        line = (case.document_line(document, row.line),) if row.line else ()
        if row.action == "create":
            text = f"{row.server} was asked for at {row.start}: {row.request} finds it in nova's logs."
            yield _Said(Claim(text, line), True)
        else:
            yield _Said(Claim(f"{row.server} was deleted at {row.start}: its user let it go.", line), False)
