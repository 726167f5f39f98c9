"""Kinds: what each kind of document looks like, told by its content alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from logdiag.documents.recognise import (
    CPUINFO,
    DF,
    DHCPD_CONF,
    DHCPD_LEASES,
    DOMAINS,
    FREE,
    INSTANCES,
    ZONES,
)
from logdiag.documents.shapes import kind_by_shape

_CLIENT_LEASES = re.compile(r"^lease6? \{\r?$", re.MULTILINE)
_ROW = re.compile(
    r"(?:RESERVATION|INSTANCE|BLOCKDEVICE|NETWORKINTERFACE|ASSOCIATION|PRIVATEIPADDRESS|ATTACHMENT|GROUP|TAG)\s"
)
_CONF_TELLS = re.compile(
    r"^[ \t]*(?:subnet6?[ \t]+\S+[ \t]*(?:netmask|\{)|shared-network[ \t]"
    r"|(?:default|max|min)-lease-time[ \t]+\d"
    r"|hardware[ \t]+ethernet\b|fixed-address[ \t]|ddns-update-style[ \t]"
    r"|range[ \t]+(?:dynamic-bootp[ \t]+)?[\d.]+[ \t]"
    r"|option[ \t]+(?:routers|subnet-mask|broadcast-address|domain-name|domain-name-servers)[ \t]"
    r"|(?:deny|allow|ignore)[ \t]+(?:unknown-clients|bootp|booting)|authoritative[ \t]*;"
    r"|(?:\}[ \t]*)?subclass[ \t]+\")",
    re.MULTILINE | re.IGNORECASE,
)
_CONF_LINE = re.compile(r"[;{}][ \t]*(?:#.*)?$|^[ \t]*(?:#.*)?$|,$")
# The first line of Eucalyptus's generator, net/eucanetd.c:1327 of v4.0.2; 4.4 keeps it.
_GENERATED = "# automatically generated config file for DHCP server"
_CONF_COMMENT = re.compile(
    r"^# (?:automatically generated config file for DHCP server|.*\bdhcpd\.conf\b)", re.MULTILINE
)
_LEASES = re.compile(
    r"^# This lease file was written by isc-dhcp|^lease [\da-fA-F.:]+ \{\r?$", re.MULTILINE
)


def kind_of(text: str) -> str | None:
    """The kind of document that a text is the beginning of, which is no log; None for all else."""
    if text[:1] in ("+", "[", "{"):
        from logdiag.documents.openstack import kind_of_table  # most texts are none of its tables

        return kind_of_table(text)
    return next((kind for kind, is_kind in _KINDS if is_kind(text)), None) or kind_by_shape(text)


def is_instances(text: str) -> bool:
    """Rows that begin with RESERVATION or INSTANCE and an id, and nothing but such rows."""
    begins = re.match(r"RESERVATION\s+r-|INSTANCE\s+i-", text)
    return bool(begins) and share(text, lambda line: bool(_ROW.match(line))) >= 0.9


def is_zones(text: str) -> bool:
    """Rows that begin with AVAILABILITYZONE."""
    return (
        text.startswith("AVAILABILITYZONE")
        and share(text, lambda line: line.startswith("AVAILABILITYZONE")) >= 0.9
    )


def is_free(text: str) -> bool:
    """The heading of free and its row for memory."""
    return bool(re.match(r"[ \t]+total +used +free\b[^\n]*\n(?:[^\n]*\n)?Mem:", text))


def is_df(text: str) -> bool:
    """The heading of df."""
    return bool(re.match(r"Filesystem +(?:\S+ +)+Mounted on[ \t\r]*(?:\n|$)", text))


def is_cpuinfo(text: str) -> bool:
    """A line `processor : 0`, and nothing but `name : value`."""
    row = re.compile(r"[A-Za-z][\w ()/.-]*\s*:")
    begins = re.match(r"(?:[A-Za-z][\w ]*\t*:[^\n]*\n){0,3}processor[ \t]*: *\d+[ \t\r]*(?:\n|$)", text)
    return bool(begins) and share(text, lambda line: bool(row.match(line))) >= 0.9


def is_domains(text: str) -> bool:
    """The heading of virsh list, in its own language, and the line below it."""
    return bool(re.match(r" *Id +Name +State[ \r]*\n-{20,}[ \r]*(?:\n|$)", text))


def is_leases(text: str) -> bool:
    """The header that dhcpd writes, or leases as it writes them."""
    return bool(_LEASES.search(text))


def is_dhcpd_conf(text: str) -> bool:
    """Statements only dhcpd has, in a text most of whose lines end as its do; or its comments alone."""
    if text.startswith(_GENERATED):
        return True
    if _CLIENT_LEASES.search(text):
        return False
    if _CONF_TELLS.search(text):
        return share(text, lambda line: bool(_CONF_LINE.search(line))) >= 0.7
    only_comments = share(text, lambda line: line.lstrip().startswith("#")) == 1
    return only_comments and bool(_CONF_COMMENT.search(text))


def share(text: str, fits: Callable[[str], bool]) -> float:
    """The share of lines that fit, blank ones apart, 0 for no lines."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return sum(map(fits, lines)) / len(lines) if lines else 0.0


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    (INSTANCES, is_instances),
    (ZONES, is_zones),
    (FREE, is_free),
    (DF, is_df),
    (CPUINFO, is_cpuinfo),
    (DOMAINS, is_domains),
    (DHCPD_LEASES, is_leases),
    (DHCPD_CONF, is_dhcpd_conf),
)
