"""Reads what Eucalyptus's commands print: the list of instances, the zones with the room in them."""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from logdiag.documents.grammar import Fault, parse_rows
from logdiag.documents.tree import line_of, named, tokens_in, trees_in
from logdiag.documents.values import InstanceRow, InstanceTable, VmType, Zone, ZoneTable

if TYPE_CHECKING:
    from logdiag.documents.grammar import Branch

# `--show-empty-fields` prints the second.
_EMPTY = (None, "(nil)")


def read_instances(text: str) -> tuple[InstanceTable | None, Fault | None]:
    """The INSTANCE rows, each with the reservation above it."""
    tree, fault = parse_rows("euca_instances", text)
    rows = instance_rows(tree) if tree else []
    return (InstanceTable(tuple(rows)) if rows or not fault else None), fault


def instance_rows(tree: Branch) -> list[InstanceRow]:
    """Rows in the order of the table."""
    rows: list[InstanceRow] = []
    reservation = None
    for branch in named(tree, "reservation", "instance"):
        if branch.data == "reservation":
            reservation = str(next(iter(tokens_in(branch)), "")) or None
        else:
            rows.append(instance_row(branch, reservation))
    return rows


def instance_row(branch: Branch, reservation: str | None) -> InstanceRow:
    """One INSTANCE row. Old euca2ools print addresses only in the columns of the names, 3 and 4."""
    cells = [next(iter(tokens_in(cell)), None) for cell in trees_in(branch)]
    column = dict(enumerate((str(cell) if cell not in _EMPTY else None for cell in cells), start=1))
    return InstanceRow(
        id=column[1] or "",
        state=column[5] or "",
        type=column.get(9),
        zone=column.get(11),
        launched=moment(column.get(10)),
        private_ip=address(column.get(17)) or address(column[4]),
        public_ip=address(column.get(16)) or address(column[3]),
        image=column[2],
        reservation=reservation,
        line=next((line_of(cell) for cell in cells if cell), 0),
    )


def moment(text: str | None) -> datetime | None:
    """A launch time, UTC. The API gives `Z`; a time without a zone is UTC as well."""
    try:
        told = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)


def address(text: str | None) -> str | None:
    """An IPv4 address, None for a name, for nothing, and for 0.0.0.0."""
    try:
        return text if text and int(IPv4Address(text)) else None
    except ValueError:
        return None


def read_zones(text: str) -> tuple[ZoneTable | None, Fault | None]:
    """The zones, and the capacity rows with the zone they stand under."""
    tree, fault = parse_rows("euca_zones", text)
    if tree is None:
        return None, fault
    zones: list[Zone] = []
    types: list[VmType] = []
    for branch in named(tree, "zone", "vm_type"):
        if branch.data == "zone":
            zones.append(zone(branch))
        else:
            types.append(vm_type(branch, zones[-1].name if zones else None))
    return (ZoneTable(tuple(zones), tuple(types)) if zones or types else None), fault


def zone(branch: Branch) -> Zone:
    """A zone with what stands beside its name: a state, or its address and cluster."""
    name, *state = tokens_in(branch)
    return Zone(str(name), " ".join(state).strip(), line_of(name))


def vm_type(branch: Branch, zone_name: str | None) -> VmType:
    """A capacity row."""
    name, *numbers = tokens_in(branch)
    free, most, cpu, ram, disk = map(int, numbers)
    return VmType(str(name), free, most, cpu, ram, disk, zone_name, line_of(name))
