"""Reads files of leases: dhcpd.leases, and the one that dnsmasq keeps. The last word on an address counts.

dhcp-4.4.3-P1 server/db.c write_lease() (times in UTC); dnsmasq 2.90 src/lease.c lease_update_file().
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from logdiag.documents.dhcpd import lower_mac
from logdiag.documents.grammar import Fault
from logdiag.documents.host_values import Lease, Leases

_OPEN = re.compile(r"lease (\S+) \{")
_TIME = re.compile(
    r"^\s*(starts|ends|cltt) (?:\d (\d{4})/(\d\d)/(\d\d) (\d\d:\d\d:\d\d)|epoch (\d{1,11}))", re.M
)
_STATE = re.compile(r"^\s*binding state (\w+);", re.MULTILINE)
_MAC = re.compile(r"^\s*hardware \S+ ([\da-fA-F:]{2,60});", re.MULTILINE)
_NAME = re.compile(r'^\s*client-hostname "([^"\n]*)";', re.MULTILINE)
_DNSMASQ = re.compile(r"(\d{1,11}) ([\da-f:-]{11,60}) (\d{1,3}(?:\.\d{1,3}){3}) (\S+)(?: \S+)?\s*\Z")


def read_dhcpd_leases(text: str) -> tuple[Leases | None, Fault | None]:
    """Every address with its latest block. One that is cut is left out, and said."""
    found: dict[str, Lease] = {}
    as_of, open_at = "", 0
    for ip, body, line in _blocks(text):
        if body is None:
            open_at = line
            continue
        told = dict(_times(body))
        as_of = max(as_of, told.get("cltt", ""), told.get("starts", ""))
        found.pop(ip, None)
        found[ip] = _lease(ip, body, told, line)
    why = "a lease has no end: the file was cut"
    return Leases(tuple(found.values()), as_of), Fault(why, open_at, 1) if open_at else None


def _blocks(text: str) -> Iterator[tuple[str, str | None, int]]:
    """Address, body and line of every lease, line by line, so that no text takes long; no body where it has no end."""
    ip, begun, body = "", 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if opens := _OPEN.match(line):
            if ip:
                yield ip, None, begun
            ip, begun, body = opens[1], number, []
        elif ip and line.startswith("}"):
            yield ip, "\n".join(body), begun
            ip = ""
        elif ip:
            body.append(line)
    if ip:
        yield ip, None, begun


def _lease(ip: str, body: str, times: dict[str, str], line: int) -> Lease:
    state, mac, name = (pattern.search(body) for pattern in (_STATE, _MAC, _NAME))
    return Lease(
        ip,
        lower_mac(mac[1]) if mac else "",
        name[1] if name else "",
        state[1] if state else "",
        times.get("starts", ""),
        times.get("ends", ""),
        line,
    )


def _times(body: str) -> Iterator[tuple[str, str]]:
    for what, year, month, day, clock, epoch in _TIME.findall(body):
        yield what, moment(int(epoch)) if epoch else f"{year}-{month}-{day}T{clock}Z"


def moment(seconds: int) -> str:
    """Seconds since 1970 as ISO 8601, UTC; "" for 0 (never), and for what is beyond the calendar."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}" if seconds else ""
    except (OverflowError, ValueError, OSError):
        return ""


def read_dnsmasq_leases(text: str) -> tuple[Leases | None, Fault | None]:
    """A line a lease: when it ends, MAC, address, name, client id. What is of IPv6 is passed over."""
    rows: dict[str, Lease] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if found := _DNSMASQ.match(line):
            ends, mac, ip, name = found.groups()
            mac = mac.partition("-")[2] or mac  # another hardware type stands before it: 06-52:54:..
            told = "" if name == "*" else name
            rows[ip] = Lease(ip, lower_mac(mac), told, "active", "", moment(int(ends)), number)
    return Leases(tuple(rows.values()), ""), None
