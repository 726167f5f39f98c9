"""Subject: one instance, MAC, ip or interface somebody asks about, with all its other names.

A name as typed comes in, Names come out: lower case, with the ledger's row where it is an instance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from logdiag.correlate.case import Case
from logdiag.correlate.entities import mac_of
from logdiag.correlate.ledger import Ledger
from logdiag.documents.dhcpd import lower_mac
from logdiag.report.values import Instance

MAC = re.compile(r"(?:[0-9A-Fa-f]{1,2}[:-]){5}[0-9A-Fa-f]{1,2}\Z")
INSTANCE = re.compile(r"i-[0-9A-Fa-f]{8,17}\Z")


@dataclass(frozen=True)
class Names:
    """All names of one subject, lower case, and the ledger's row where it is an instance."""

    asked: str
    names: tuple[str, ...]
    row: Instance | None

    def has_log(self, source: str) -> bool:
        """Whether a log is the subject's own, as qemu's of a guest are called: i-7C4F3DF4.log, and its rotations."""
        name = PurePath(source.rpartition("!")[2]).name.lower()
        return any(name == f"{one}.log" or name.startswith(f"{one}.log.") for one in self.names)


def names_of(subject: str, case: Case, ledger: Ledger) -> Names:
    """The subject's other names: instance, MAC and addresses of the same guest."""
    key = lower_mac(subject) if MAC.match(subject) else subject.lower()
    row = next((row for row in ledger.rows if key in _keys(row)), None)
    names = {key, *(_keys(row) if row else ())}
    names |= {ip for (_, mac, ip, _), _ in case.context.leases.items() if mac in names or ip == key}
    names |= {mac for (_, mac, ip, _), _ in case.context.leases.items() if ip == key}
    if INSTANCE.match(subject) and (mac := mac_of(key)) and case.identities.from_mac:
        names.add(mac)
    return Names(subject, tuple(sorted(names)), row)


def _keys(row: Instance) -> set[str]:
    return {name.lower() for name in (row.id, row.mac, row.ip) if name}
