"""Wording: what the programs of a node really said, as captured (benchmarks/lines), ready to be said again.

Each file holds `kind TAB message`, or `program TAB message` where the message says nothing about launches. Captured on
a node of our own: dhcpd 4.4.3-P1, rsyslogd 8.2302.0, libvirtd 9.0.0, and the kernel, whose bridge ports came and went.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

LINES = Path(__file__).with_name("lines")
NOTHING = "-"
"""The kind of a message that is not counted."""

_NUMBERS = re.compile(r"(?<=0x)[0-9a-f]{12}|^[0-9]{5}(?=: info)|(?<=^\[ )[ 0-9]{4}\.[0-9]{6}")


class Message(NamedTuple):
    """What was said, and its kind; of a background message the program that said it."""

    kind: str
    body: str


class Wording(NamedTuple):
    """The messages by what they belong to: a start of dhcpd, its answers, drop notices, failures, the background."""

    start: tuple[Message, ...]
    interface: tuple[Message, ...]
    listening: tuple[Message, ...]
    not_configured: tuple[Message, ...]
    answers: Mapping[str, str]
    drops: Mapping[str, str]
    failures: tuple[Message, ...]
    noise: tuple[Message, ...]
    bridge_ports: tuple[Message, ...]
    journal: Mapping[str, str]


def captured() -> Wording:
    """All of benchmarks/lines."""
    return Wording(
        start=_messages("dhcpd-start"),
        interface=_messages("dhcpd-interface"),
        listening=_messages("dhcpd-listening"),
        not_configured=_messages("dhcpd-not-configured"),
        answers=dict(_messages("dhcpd-answers")),
        drops=dict(_messages("rsyslogd")),
        failures=_messages("libvirtd"),
        noise=_messages("noise"),
        bridge_ports=_messages("bridge-ports"),
        journal=json.loads((LINES / "journal.json").read_text("ascii")),
    )


def varied(messages: tuple[Message, ...], count: int, random: Random) -> list[Message]:
    """`count` messages made of these, with pointers, threads and uptimes of their own: few lines are said twice."""
    return [
        message._replace(body=_NUMBERS.sub(lambda found: _other(found[0], random), message.body))
        for message in random.choices(messages, k=count)
    ]


def _other(number: str, random: Random) -> str:
    """Another number of the same width and form."""
    if len(number) == 12:
        return f"{random.getrandbits(48):012x}"
    return str(random.randrange(20_000, 30_000)) if len(number) == 5 else f"{random.random() * 9999:11.6f}"


def _messages(name: str) -> tuple[Message, ...]:
    lines = (LINES / f"{name}.tsv").read_text("ascii").split("\n")[:-1]
    return tuple(Message(*line.split("\t", 1)) for line in lines)
