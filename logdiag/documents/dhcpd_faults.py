"""What is wrong with a dhcpd.conf: what dhcpd would refuse, where a file was cut off, what is readable."""

from __future__ import annotations

import re
from typing import NamedTuple

from logdiag.documents.dhcpd import DhcpdConf
from logdiag.documents.grammar import Fault, fault

_PIECE = re.compile(r'"(?:\\.|[^"\\\n])*"|#[^\n]*|[{};]')


class Opened(NamedTuple):
    """A block that is not closed: its first words, and where they and its `{` stand."""

    words: str
    start: int
    brace: int


def refusal(conf: DhcpdConf) -> Fault | None:
    """What dhcpd refuses though the language allows it (server/confpars.c, server/mdb.c)."""
    for each in conf.subnets:
        for span in each.ranges:
            outside = next((end for end in (span.low, span.high) if not each.holds(end)), None)
            if outside:
                where = f"subnet {each.network} netmask {each.netmask}"
                return Fault(f"{outside} is not in {where}: dhcpd will not start", span.line, span.column)
    for name in conf.duplicate_names[:1]:
        again = [host for host in conf.hosts if host.name == name][1]
        why = f"host '{name}' is declared a second time: dhcpd will not start"
        return Fault(why, again.line, again.column)
    return None


def readable_part(text: str, offset: int) -> tuple[list[Opened], str]:
    """The blocks open at an offset, and the text before it made whole: its last half statement
    and half host block left out, the others closed."""
    opened: list[Opened] = []
    end = 0
    for piece in _PIECE.finditer(text, 0, offset):
        mark = piece.group()
        if mark == "{":
            header = text[end : piece.start()]
            opened.append(Opened(" ".join(uncommented(header).split()), end, piece.start()))
        elif mark == "}" and opened:
            opened.pop()
        if mark in "{};":
            end = piece.end()
    half = next((block for block in opened if block.words.lower().startswith("host ")), None)
    closed = opened.index(half) if half else len(opened)
    return opened, text[: half.start if half else end] + "}" * closed


def ending(text: str, opened: list[Opened]) -> Fault:
    """The fault of a file that ends inside a block, with what could be said of the block."""
    block = opened[-1]
    line = text.count("\n", 0, block.brace) + 1
    why = f"the file ends before the '}}' that closes '{block.words[:60]}' of line {line}: cut off?"
    return fault(text, len(text.rstrip()), why)


def runs_to_end(text: str, offset: int) -> bool:
    """Whether nothing but one half word stands after an offset."""
    return not re.search(r"[\s;{}]", text[offset:].rstrip())


def uncommented(text: str) -> str:
    """Text without its comments."""
    return re.sub(r"#[^\n]*", "", text)
