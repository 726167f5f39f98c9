"""Episodes: what happens on a node, as what its programs say: starts of dhcpd, exchanges with guests, failed launches.

Random numbers and wording come in, Sayings come out, in order; None stands for a pause of more than 5 s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from benchmarks.forms import Speaker
from benchmarks.wording import NOTHING, Message, Wording

TAPS = 200
REFUSALS = (
    "dhcpd.unknown_client",
    "dhcpd.nak",
    "dhcpd.wrong_network",
    "dhcpd.declined",
    "dhcpd.abandoned",
    "dhcpd.unknown_segment",
)
EXCHANGE = ("dhcpd.discover", "dhcpd.offer", "dhcpd.request", "dhcpd.ack")

_MAC = re.compile(r"d0:0d(?::[0-9a-f]{2}){4}")
_GUEST_IP = re.compile(r"172\.31\.0\.(?!1\b)\d+")


class Saying(NamedTuple):
    """A line that reaches the log. `subject` is the interface, MAC or process it is about."""

    speaker: Speaker
    kind: str
    body: str
    subject: str


Told = Iterator[tuple[Message, str] | None]


def flood(wording: Wording, random: Random) -> Told:
    """A start of dhcpd on a node with taps: seven lines each; it fails, is killed, or serves guests after a while."""
    for message in wording.start:
        yield message, ""
    taps = random.choice((10, 40, 94, 120, TAPS, TAPS))
    for number in reversed(range(taps)):
        tap = f"vnet{number}"
        for message in wording.interface:
            yield message._replace(body=message.body.replace("vnet199", tap)), tap
    end = random.random()
    if end < 0.2:
        yield from ((message, "") for message in wording.not_configured)
        return
    yield from ((message, "") for message in wording.listening)
    if end >= 0.5:
        yield None
        yield from exchanges(wording, random, random.randrange(4, 60))


def exchanges(wording: Wording, random: Random, count: int) -> Told:
    """So many guests ask, each with a MAC of its own: most are served, a third find no free lease."""
    for _ in range(count):
        number = random.getrandbits(30)
        ip = f"172.31.{random.randrange(4)}.{random.randrange(2, 255)}"
        fate, kinds = _fate(random)
        # Of hundreds of thousands some draw the same number: they share what becomes of them.
        mac = "d0:0d:{:02x}:{:02x}:{:02x}:{:02x}".format(*(fate << 30 | number).to_bytes(4))
        for kind in kinds:
            body = _GUEST_IP.sub(ip, _MAC.sub(mac, wording.answers[kind]))
            yield Message(kind, body), mac if mac in body else ""


def _fate(random: Random) -> tuple[int, Sequence[str]]:
    """What becomes of a guest, as a number and as what dhcpd says."""
    chance = random.random()
    if chance < 0.6:
        return 0, EXCHANGE
    if chance < 0.93:
        return 1, ("dhcpd.no_free_leases",) * random.randrange(1, 4)
    return 2, (random.choice(REFUSALS),)


def failed_launch(wording: Wording, random: Random, host: str) -> Iterator[Saying]:
    """One error of libvirtd."""
    kind, body = random.choice(wording.failures)
    body = body.replace("i-nodisk", f"i-{random.getrandbits(32):08x}")
    yield Saying(Speaker(host, "libvirtd", None), kind, body, "")


def unlimited(server: Speaker, told: Told) -> Iterator[Saying | None]:
    """Every line reaches the log."""
    for one in told:
        yield Saying(server, *one[0], one[1]) if one else None


def limited(server: Speaker, told: Told, random: Random, wording: Wording) -> Iterator[Saying | None]:
    """What rsyslog lets through: the first lines of every 5 s. What was lost is told a few lines later, or never."""
    allowed = random.choice((200, 200, 200, 150, 500))
    said = lost = owed = due = 0
    for one in told:
        if one is None:
            said, owed, lost, due = 0, lost, 0, random.randrange(1, 6) if lost else 0
            yield None
        elif said >= allowed:
            if not lost:
                yield _notice(server, "rsyslogd.begin", wording, allowed, 0)
            lost += 1
        else:
            said += 1
            yield Saying(server, *one[0], one[1])
            due -= 1
            if due == 0:
                yield _notice(server, "rsyslogd.lost", wording, allowed, owed)


def _notice(server: Speaker, kind: str, wording: Wording, allowed: int, lost: int) -> Saying:
    body = wording.drops[kind].replace("24859", str(server.pid)).replace("<nc01:", f"<{server.host}:")
    body = body.replace("1215 messages", f"{lost} messages").replace("(200 allowed", f"({allowed} allowed")
    return Saying(Speaker(server.host, "rsyslogd", None), kind, body, f"{server.program}[{server.pid}]")


def background(random: Random, hosts: tuple[str, ...], messages: Iterable[Message]) -> list[Saying]:
    """Each message said by its program on a node of its own."""
    return [
        Saying(Speaker(random.choice(hosts), message.kind, None), NOTHING, message.body, "")
        for message in messages
    ]


def renewals(wording: Wording, random: Random, hosts: tuple[str, ...], guests: int) -> list[Saying]:
    """So many guests who keep their leases: each asks, and is answered, at half its time, all day long."""
    servers = [Speaker(host, "dhcpd", random.randrange(2000, 32768)) for host in hosts]
    made: list[Saying] = []
    for number in range(guests):
        mac, ip = f"d0:0d:0e:00:{number >> 8:02x}:{number & 255:02x}", f"172.31.9.{number % 250 + 2}"
        server = random.choice(servers)
        for kind in ("dhcpd.request", "dhcpd.ack"):
            body = _GUEST_IP.sub(ip, _MAC.sub(mac, wording.answers[kind]))
            made.append(Saying(server, kind, body.replace(" (172.31.0.1)", ""), mac))
    return made
