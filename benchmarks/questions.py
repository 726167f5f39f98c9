"""Questions: the rules that every tool is given, as many as logdiag brings for dhcpd and rsyslogd, and made-up ones."""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Question(NamedTuple):
    """Count the lines of a kind. `pattern` is Python's and Perl's; `words` stand in each such line, in order."""

    kind: str
    pattern: str
    words: tuple[str, ...]


QUESTIONS = (
    Question(
        "dhcpd.no_subnet", r"No subnet declaration for (\S+) \(([^)]+)\)\.", ("No subnet declaration for ",)
    ),
    Question(
        "dhcpd.not_configured", r"Not configured to listen on any interfaces!", ("Not configured to ",)
    ),
    Question(
        "dhcpd.no_free_leases",
        r"DHCPDISCOVER from (\S+) via (\S+): network (\S+): no free leases",
        ("DHCPDISCOVER from ", ": no free leases"),
    ),
    Question(
        "dhcpd.unknown_client",
        r"DHCPDISCOVER from (\S+) via (\S+): unknown client",
        ("DHCPDISCOVER from ", ": unknown client"),
    ),
    Question(
        "dhcpd.unknown_segment",
        r"DHCPDISCOVER from (\S+) via (\S+): unknown network segment",
        ("DHCPDISCOVER from ", ": unknown network segment"),
    ),
    Question("dhcpd.ack", r"DHCPACK on (\S+) to (\S+) via (\S+)", ("DHCPACK on ",)),
    Question(
        "rsyslogd.begin",
        r"imuxsock\[pid: (\d+), name: (\S+)\] from \S+: begin to drop messages",
        ("begin to drop messages due to rate-limiting",),
    ),
    Question(
        "rsyslogd.lost",
        r"imuxsock\[pid: (\d+), name: (\S+)\]: (\d+) messages lost",
        (" messages lost due to rate-limiting",),
    ),
)

_VERBS = (
    "attach",
    "reserve",
    "prepare",
    "release",
    "resize",
    "import",
    "export",
    "verify",
    "mirror",
    "detach",
)
_NOUNS = ("volume", "address", "snapshot", "bucket", "keypair", "image", "group", "zone", "quota", "route")
_SYLLABLES = (
    "ba",
    "do",
    "fi",
    "gu",
    "ka",
    "lo",
    "mi",
    "nu",
    "pe",
    "ra",
    "so",
    "ti",
    "vu",
    "we",
    "zo",
    "che",
)


def made_up(count: int) -> tuple[Question, ...]:
    """So many messages of a program that does not exist; each with a word of its own, none is in any log here."""
    random = Random(500)  # noqa: S311  # not for secrets: the same rules in every run
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(random.choices(_SYLLABLES, k=4))] = None
    return tuple(
        Question(f"madeupd.made_up_{number:04}", rf"{text}(\S+)", (text,))
        for number, text in enumerate(
            f"Cannot {random.choice(_VERBS)} {random.choice(_NOUNS)} {word} for " for word in words
        )
    )
