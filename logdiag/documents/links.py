"""Reads the links of a host: ip link, ip addr, their brief forms, bridge link, brctl show.

iproute2 6.1.0 ip/ipaddress.c print_linkinfo() and bridge/link.c print_linkinfo(); bridge-utils 1.7.1 brctl/brctl_cmd.c.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from logdiag.documents.host_values import Link, Links

_WHOLE = re.compile(r"\d+: ([^\s:@]+)(?:@[^\s:]+)?:? (?:state \S+ : )?<([^>\n]*)> mtu \d+(.*)")
_BRIEF = re.compile(r"([^\s@]+)(?:@\S+)? +([A-Z]+) *(.*)")
_MAC = re.compile(r"[\da-f]{2}(?::[\da-f]{2}){5}")
_ETHER = re.compile(rf"\s+link/\S+ ({_MAC.pattern})\b")
_ADDRESS = re.compile(r"\s+inet6? (\S+)")
_MASTER = re.compile(r"\bmaster (\S+)")
_STATE = re.compile(r"\bstate (\S+)")
_BRIDGE_LINE = re.compile(r" master \S+ state [a-z]+ priority \d+")
_BRCTL = re.compile(r"(\S+)\t+[\da-f]{4}\.[\da-f]{12}\t+(?:yes|no)(?:\t+(\S+))?\s*\Z")


def read_links(text: str) -> Links:
    """The whole form, of `ip` or `bridge`, or the brief one."""
    if text.lstrip().startswith("bridge name"):
        return _brctl(text)
    rows = tuple(_whole(text))
    if rows:
        return Links(rows, tells_masters=True, of_bridges=bool(_BRIDGE_LINE.search(text)))
    return Links(tuple(_brief(text)), tells_masters=False)


def _whole(text: str) -> Iterator[Link]:
    link: Link | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if begins := _WHOLE.match(line):
            if link:
                yield link
            link = _first(begins[1], begins[2], begins[3], number)
        elif link and (ether := _ETHER.match(line)):
            link = link._replace(mac=ether[1])
        elif link and (address := _ADDRESS.match(line)):
            link = link._replace(addresses=(*link.addresses, address[1]))
    if link:
        yield link


def _first(name: str, flags: str, rest: str, line: int) -> Link:
    master, state = _MASTER.search(rest), _STATE.search(rest)
    return Link(
        name,
        state[1] if state else "",
        frozenset(flags.split(",")),
        master[1] if master else "",
        "",
        (),
        line,
    )


def _brief(text: str) -> Iterator[Link]:
    """`ip -br link` has the MAC and the flags, `ip -br addr` the addresses."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := _BRIEF.match(line):
            name, state, rest = found.groups()
            words = rest.split()
            flags = next((word.strip("<>") for word in words if word.startswith("<")), "")
            mac = next((word for word in words if _MAC.fullmatch(word)), "")
            addresses = tuple(word for word in words if "/" in word)
            yield Link(name, state, frozenset(filter(None, flags.split(","))), "", mac, addresses, number)


def _brctl(text: str) -> Links:
    """Each bridge with its first port on its line, the others alone below it."""
    rows: list[Link] = []
    bridge = ""
    for number, line in enumerate(text.splitlines(), 1):
        if found := _BRCTL.match(line):
            bridge = found[1]
            rows.append(Link(bridge, "", frozenset(), "", "", (), number))
        port = found[2] if found else line.strip()
        if bridge and port and (found or line.startswith("\t")):
            rows.append(Link(port, "", frozenset(), bridge, "", (), number))
    return Links(tuple(rows), tells_masters=True, of_bridges=True)
