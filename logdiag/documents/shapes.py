"""Shapes: how what a host's own tools print begins, so that its kind is told without the command above it."""

from __future__ import annotations

import re

from logdiag.documents.recognise import (
    DNSMASQ_LEASES,
    LINKS,
    NET_LEASES,
    NETWORKS,
    PLUGS,
    UNITS,
)

_RULE = r"[ \r]*\n-{20,}[ \r]*(?:\n|$)"
_BEGINS = (
    (PLUGS, r" *Interface +Type +Source +Model +MAC" + _RULE),
    (NETWORKS, r" *Name +State +Autostart(?: +Persistent)?" + _RULE),
    (NET_LEASES, r" *Expiry Time +MAC address +Protocol +IP address +Hostname +Client ID or DUID" + _RULE),
    (LINKS, r"\d+: [^\s:]+:? (?:state \S+ : )?<[A-Z_,0-9-]*> mtu \d"),
    (LINKS, r"bridge name\tbridge id\t+STP enabled\tinterfaces[\t \r]*(?:\n|$)"),
    (UNITS, r"[●○×↻*x.] [^\s]+\.[a-z]+(?: - [^\n]*)?\n\s+Loaded: "),
    (UNITS, r"\s*UNIT +LOAD +ACTIVE +SUB +(?:JOB +)?DESCRIPTION\s*\n"),
)
_COMPILED = tuple((kind, re.compile(begins)) for kind, begins in _BEGINS)
_BRIEF = re.compile(r"\S+ +(?:UP|DOWN|UNKNOWN|LOWERLAYERDOWN|NOTPRESENT|DORMANT|TESTING)(?: |$)")
_LEASE = re.compile(r"\d{1,11} [\da-f:-]{11,60} \d{1,3}(?:\.\d{1,3}){3} \S+(?: \S+)?$")
MOST_LINES = 50


def kind_by_shape(text: str) -> str | None:
    """The kind of what a tool of a host printed, by its first lines."""
    begun = next((kind for kind, begins in _COMPILED if begins.match(text)), None)
    return begun or _kind_by_lines(text)


def _kind_by_lines(text: str) -> str | None:
    """Tables without a heading: told by all of their first lines."""
    lines = [line.rstrip() for line in text.split("\n", MOST_LINES)[:MOST_LINES] if line.strip()]
    for kind, row in ((LINKS, _BRIEF), (DNSMASQ_LEASES, _LEASE)):
        if lines and all(map(row.match, lines)):
            return kind
    return None
