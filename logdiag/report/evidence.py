"""Evidence as a screen shows it: `source:line  text`, without what the headline has already said."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from logdiag.parse.line_bytes import as_sent
from logdiag.report.escape import terminal
from logdiag.report.layout import cut_middle, hang
from logdiag.report.values import Evidence, Incident, Verdict

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAME = re.compile(r"\w(?:[\w.-]*\w)?")
_CLOCK = re.compile(r"\d\d:\d\d:\d\d")
_ISO_DAY = re.compile(r"\d{4}-(\d\d)-(\d\d)")
_HEAD = re.compile(
    r"(?:<\d{1,3}>(?P<rfc5424>1 )?)?"
    r"(?P<day>[A-Z][a-z]{2} [ \d]\d|\d{4}-\d\d-\d\d)[ T](?P<clock>\d\d:\d\d:\d\d)"
    r"(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)? (?P<host>\S+) (?P<rest>.*)",
    re.DOTALL | re.ASCII,
)
# How the line of an export or of the verbose form begins that tells the message.
_MESSAGE = re.compile(r"\A(?: {4})?MESSAGE=")
_RFC5424 = re.compile(r"\A(?P<program>\S+) (?P<pid>\S+) \S+ (?:-|(?:\[[^\]]*\])+) *")
_PROGRAM = re.compile(r"(?P<clock>\d\d:\d\d:\d\d )?(?P<name>[A-Za-z][\w./-]{0,47})(?:\[\d+\])?: ", re.ASCII)


class Headline(NamedTuple):
    """What the first lines of a page say, so that evidence need not.

    `words` may hold a program's name. `days` is the (month, day) of an incident of one day.
    """

    hosts: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    clocks: frozenset[str] = frozenset()
    days: frozenset[tuple[int, int]] = frozenset()

    def and_claim(self, text: str) -> Headline:
        """What is said once the claim above the evidence is read too."""
        return self._replace(clocks=self.clocks | frozenset(_CLOCK.findall(text)))


def words_of(text: str) -> frozenset[str]:
    """Names and words of a sentence, without its punctuation."""
    return frozenset(_NAME.findall(text))


def headline_of(verdict: Verdict, incident: Incident | None) -> Headline:
    """What the verdict and the incident's `since` say."""
    since = incident.since if incident else ""
    ends = [text for text in (incident.first, incident.last) if text] if incident else []
    days = {(int(month), int(day)) for month, day in _ISO_DAY.findall(" ".join(ends))}
    return Headline(
        hosts=frozenset(incident.hosts if incident else ()),
        words=words_of(verdict.text),
        clocks=frozenset(_CLOCK.findall(f"{verdict.text} {verdict.doubt} {since}")),
        days=frozenset(days if len(days) == 1 else ()),
    )


def shorten(text: str, headline: Headline) -> str:
    """A raw log line without the day, time and host that the headline has; of a journal entry, what it says."""
    text = as_sent(text)
    head = _HEAD.match(text)
    if head is None:
        return _journal_entry(text, headline) if text.startswith("{") else _MESSAGE.sub("", text)
    kept = (
        "" if _day(head["day"]) in headline.days else head["day"],
        "" if head["clock"] in headline.clocks else head["clock"],
        "" if head["host"] in headline.hosts else head["host"],
        _RFC5424.sub(r"\g<program>[\g<pid>]: ", head["rest"]) if head["rfc5424"] else head["rest"],
    )
    return " ".join(part for part in kept if part)


def _fitted(text: str, headline: Headline, width: int) -> str:
    """Where the text is too long, the program that the headline names goes first, else its pid."""
    program = _PROGRAM.match(text)
    if len(terminal(text)) > width and program:
        name = "" if program["name"] in headline.words else f"{program['name']}: "
        text = f"{program['clock'] or ''}{name}{text[program.end() :]}"
    return cut_middle(terminal(text), width)


def _journal_entry(text: str, headline: Headline) -> str:
    """Host, program and message of one line of `journalctl -o json`; the line itself if it is none."""
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        return text
    host, program, message = (entry.get(key) for key in ("_HOSTNAME", "SYSLOG_IDENTIFIER", "MESSAGE"))
    if not isinstance(message, str):
        return text
    kept_host = host if isinstance(host, str) and host not in headline.hosts else ""
    speaker = f"{program}:" if isinstance(program, str) else ""
    return " ".join(part for part in (kept_host, speaker, message) if part)


def _day(text: str) -> tuple[int, int] | None:
    iso = _ISO_DAY.fullmatch(text)
    if iso:
        return int(iso[1]), int(iso[2])
    return (_MONTHS.index(text[:3]) + 1, int(text[4:])) if text[:3] in _MONTHS else None


def _places(evidence: Sequence[Evidence], width: int) -> list[str]:
    """`source:line` of each. Of a long path the last folders stay, since the text of the line needs the room.

    The whole path stands in the footer. Where the ends of two are alike, the beginnings stay.
    """
    whole = [terminal(f"{each.source}:{each.line}") for each in evidence]
    short = [_last_folders(place, width * 2 // 5) for place in whole]
    is_clear = len({*short}) == len({*whole})
    return short if is_clear else [cut_middle(place, width // 2) for place in whole]


def _last_folders(place: str, width: int) -> str:
    """As many of the last parts of a path as there is room for."""
    if len(place) <= width:
        return place
    ends = (place[at + 1 :] for at, letter in enumerate(place) if letter == "/")
    fitting = next((end for end in ends if end and len(end) + 2 <= width), None)
    return f"..{fitting}" if fitting else cut_middle(place, width)


def evidence_lines(
    evidence: Sequence[Evidence], headline: Headline, indent: int, width: int, *, whole: bool = False
) -> tuple[list[str], int]:
    """The lines, and the column where their text begins.

    One line a piece of evidence, cut in its middle; `whole`: wrapped instead.
    """
    places = _places(evidence, width)
    at = indent + max(map(len, places), default=0) + 2
    lines: list[str] = []
    for place, each in zip(places, evidence, strict=True):
        label = (" " * indent + place).ljust(at)
        text = shorten(each.text, headline)
        lines += (
            hang(label, terminal(text), width) if whole else [label + _fitted(text, headline, width - at)]
        )
    return lines, at
