"""Speech: an unbroken stretch of one program's lines, and what of it matters for what became of dhcpd.

Stretches join: where only the border of a block broke one, nothing of that is left.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from sys import intern
from typing import NamedTuple, TypeVar

from logdiag.event import At, Event

Speaker = tuple[str, str, str | None]
"""Host, program and pid."""

START = "dhcpd.start"
EXITING = "dhcpd.exiting"
NAMED = "dhcpd.no_subnet"
BLOCK = frozenset({NAMED, "dhcpd.ignoring", "dhcpd.block_write", "dhcpd.block_conf", "dhcpd.block_segment"})
TRAILER = frozenset({"dhcpd.bug_notice", "dhcpd.bug_address", EXITING})
PACKETS = frozenset(
    f"dhcpd.{name}"
    for name in (
        *("discover", "offer", "request", "ack", "no_free_leases", "discover_refused", "request_refused"),
        *("nak", "decline", "release", "inform", "ack_inform"),
    )
)
# Lines of which only the number matters for what became of a server.
COUNTED = (BLOCK - {NAMED}) | PACKETS
# Sentences that are dhcpd's last, whether its closing lines follow or were cut off (log_fatal, omapip/errwarn.c).
FATAL = frozenset(
    f"dhcpd.{name}"
    for name in (
        *("not_configured", "already_running", "config_errors_exit", "cannot_open", "cannot_open_leases"),
        *("bad_range", "interface_not_found", "several_networks", "socket_failed"),
    )
)
# What every start says, the one that fails and the one that serves.
OPENING = frozenset(
    f"dhcpd.{name}"
    for name in (
        *("start", "copyright", "rights", "info", "config_file", "lease_file", "pid_file", "ready"),
        *("trace_overwritten", "hosts_are_global", "wrote_leases", "wrote_deleted_hosts"),
        *("wrote_dynamic_hosts", "listening", "sending"),
    )
)
# Kinds of which it matters that a run said one; "" is what no grammar knows. A log may tell of many thousand runs.
MARKED = frozenset(
    {"", EXITING, *(f"dhcpd.{name}" for name in ("ready", "already_running", "config_error"))}
)
DHCPDS = frozenset({"dhcpd", "dhcpd3", "dhcpd4", "dhcpd41"})
DHCPD = re.compile(r"dhcpd(?:3|4|41)?\Z")
NUMBERED = re.compile(r"([A-Za-z._-]+)([0-9]{1,5})\Z")


@dataclass(slots=True)
class Names:
    """Interfaces named by one run: numbered ones as bits per prefix, others by name."""

    bits: dict[str, int] = field(default_factory=dict)
    unnumbered: set[str] | None = None
    """Made when it is needed: of many thousand runs few have any."""

    @property
    def others(self) -> Set[str]:
        """Names that are not numbered."""
        return self.unnumbered or frozenset()

    def add(self, name: str) -> None:
        """Takes in a name."""
        prefix, number = _numbered(name)
        if number is None:
            self.unnumbered = self.unnumbered or set()
            self.unnumbered.add(name)
        else:
            self.bits[prefix] = self.bits.get(prefix, 0) | 1 << number

    def absorb(self, other: Names) -> None:
        """Union."""
        for prefix, bits in other.bits.items():
            self.bits[prefix] = self.bits.get(prefix, 0) | bits
        if other.unnumbered:
            self.unnumbered = (self.unnumbered or set()) | other.unnumbered

    def numbers(self, prefix: str) -> list[int]:
        """The numbers of a prefix, ascending."""
        bits = self.bits.get(prefix, 0)
        return [number for number in range(bits.bit_length()) if bits >> number & 1]

    def those(self, is_one: Callable[[str], bool]) -> tuple[int, str | None]:
        """How many names are of a sort that letters alone tell, and the first of them as they are iterated."""
        others = sorted(filter(is_one, self.others))
        prefixes = sorted(filter(is_one, self.bits))
        count = len(others) + sum(self.bits[prefix].bit_count() for prefix in prefixes)
        first = others[0] if others else None
        if first is None and prefixes:
            lowest = self.bits[prefixes[0]]
            first = f"{prefixes[0]}{(lowest & -lowest).bit_length() - 1}"
        return count, first

    def __len__(self) -> int:
        return len(self.others) + sum(bits.bit_count() for bits in self.bits.values())

    def __contains__(self, name: object) -> bool:
        return name in set(self)

    def __iter__(self) -> Iterator[str]:
        yield from sorted(self.others)
        for prefix in sorted(self.bits):
            yield from (f"{prefix}{number}" for number in self.numbers(prefix))


@lru_cache(maxsize=4096)
def _numbered(name: str) -> tuple[str, int | None]:
    """The prefix and the number of an interface; no number if its name does not end in one as numbers are written."""
    match = NUMBERED.match(name)
    is_plain = match is not None and str(int(match[2])) == match[2]
    return (match[1], int(match[2])) if match and is_plain else (name, None)


Told = tuple[str, At]
"""What is told of an interface, and where."""
Mark = tuple[int, At, At]
"""How often a kind came, and where first and last."""
Said = tuple[str, str, At]
"""Kind, text and place; the text of what is never why a server ended is not kept."""


def _may_be_why(kind: str) -> bool:
    """Whether a server may end because of what it says: dhcpd dies of no packet and of no tap."""
    return kind not in PACKETS and kind not in BLOCK


def _why_closing(said: Said | None) -> Said | None:
    """The sentence before the closing lines, if it may be why."""
    return said if said is not None and _may_be_why(said[0]) else None


def _once(text: str | None) -> str | None:
    """The same text, one for all stretches that have it."""
    return intern(text) if text is not None else None


T = TypeVar("T")
# What most stretches have nothing of is one for all of them, and never changed: a log may tell of many thousands.
_NO_NAMES = Names()
_NOTHING_TOLD: dict[str, Told] = {}
_NO_MARKS: dict[str, Mark] = {}


def _told(known: dict[str, T], name: str, told: T) -> dict[str, T]:
    """With what is told first of a name."""
    if not known:
        return {name: told}
    known.setdefault(name, told)
    return known


def _marked(known: dict[str, T], kind: str, mark: T) -> dict[str, T]:
    """With what a kind has now."""
    if not known:
        return {kind: mark}
    known[kind] = mark
    return known


@dataclass(slots=True)
class Speech:
    """An unbroken stretch of one program's lines: what matters of them."""

    speaker: Speaker
    first: At
    last: At
    lines: int = 0
    packets: int = 0
    unknown: int = 0
    started: At | None = None
    version: str | None = None
    names: Names = field(default_factory=lambda: _NO_NAMES)
    first_named: Told | None = None
    last_named: Told | None = None
    lead: int = 0
    tail: int = 0
    last_kind: str = ""
    addressed: dict[str, Told] = field(default_factory=lambda: _NOTHING_TOLD)
    listening: dict[str, Told] = field(default_factory=lambda: _NOTHING_TOLD)
    marks: dict[str, Mark] = field(default_factory=lambda: _NO_MARKS)
    said: Said | None = None
    last_words: Said | None = None
    said_before_closing: Said | None = None
    closes_unsaid: bool = False
    conf_path: str | None = None
    pid_path: str | None = None

    def add(self, event: Event, at: At) -> None:
        """Takes in the next line of the stretch."""
        self.last, self.last_kind = at, event.kind
        self.lines += event.times
        self.tail += event.times
        if event.kind == NAMED:
            self._name(event, at)
        elif event.kind == "dhcpd.config_file":
            self.conf_path = event.fields.get("path")
        elif event.kind == "dhcpd.pid_file":
            self.pid_path = event.fields.get("path")
        elif event.kind == "dhcpd.listening":
            told = event.fields.get("network", ""), at
            self.listening = _told(self.listening, event.fields["iface"], told)
        if event.kind in TRAILER and self.said_before_closing is None:
            self.said_before_closing = _why_closing(self.said)
            self.closes_unsaid = self.closes_unsaid or self.said is None
        if event.message and event.kind not in TRAILER:
            self.said = (event.kind, event.message if _may_be_why(event.kind) else "", at)
            self.unknown += not event.kind
        if event.kind in FATAL:
            self.last_words = (event.kind, event.message, at)
        if event.kind in PACKETS:
            self.packets += event.times
        elif event.kind in MARKED and (event.kind or event.message):
            count, first, _ = self.marks.get(event.kind, (0, at, at))
            self.marks = _marked(self.marks, event.kind, (count + event.times, first, at))

    def _name(self, event: Event, at: At) -> None:
        name = event.fields["iface"]
        if self.first_named is None:
            self.first_named, self.lead = (name, at), self.lines - event.times
        self.last_named, self.tail = (name, at), 0
        self.name(name)
        if "no IPv4" not in event.fields.get("reason", "no IPv4"):
            self.addressed = _told(self.addressed, name, (event.fields["reason"], at))

    def name(self, name: str) -> None:
        """Takes in an interface that was named."""
        self.names = self.names or Names()
        self.names.add(name)

    @property
    def fatal(self) -> Said | None:
        """Kind, text and place of the last words, if it exited by itself."""
        return self.last_words or self.said_before_closing

    @property
    def is_over(self) -> bool:
        """Whether its speaker has exited: what is said under its name next is another's, unless a pid says not."""
        return self.speaker[2] is None and self.last_kind == EXITING

    def copy(self) -> Speech:
        """The same stretch, to be gone on with: notes are never changed by walking them."""
        same = Speech(
            self.speaker, self.first, self.last, started=self.started, version=_once(self.version)
        )
        same.absorb(self)
        same.last_kind = intern(same.last_kind)
        same.conf_path, same.pid_path = _once(same.conf_path), _once(same.pid_path)
        return same

    def settle(self) -> None:
        """Nothing of it goes on any more: what would only matter for what follows is let go of."""
        self.said = None

    def absorb(self, later: Speech) -> None:
        """Takes in the stretch that goes on where this one was broken off; associative."""
        self.last, self.last_kind = later.last, later.last_kind
        self._absorb_names(later)
        self._absorb_end(later)
        self.lines += later.lines
        self.packets += later.packets
        self.unknown += later.unknown
        self.conf_path = later.conf_path or self.conf_path
        self.pid_path = later.pid_path or self.pid_path
        for name, told in later.addressed.items():
            self.addressed = _told(self.addressed, name, told)
        for name, told in later.listening.items():
            self.listening = _told(self.listening, name, told)
        for kind, mark in later.marks.items():
            before = self.marks.get(kind)
            joined = (before[0] + mark[0], before[1], mark[2]) if before else mark
            self.marks = _marked(self.marks, kind, joined)

    def _absorb_names(self, later: Speech) -> None:
        """Counts `lead` and `tail` anew, so before `lines` grows."""
        if self.first_named is None and later.first_named is not None:
            self.first_named, self.lead = later.first_named, self.lines + later.lead
        self.tail = later.tail if later.last_named else self.tail + later.lines
        self.last_named = later.last_named or self.last_named
        if later.names:
            self.names = self.names or Names()
            self.names.absorb(later.names)

    def _absorb_end(self, later: Speech) -> None:
        """Closing lines that `later` begins with close what was said here."""
        closed = _why_closing(self.said) if later.closes_unsaid else None
        self.said_before_closing = self.said_before_closing or closed or later.said_before_closing
        self.closes_unsaid = self.closes_unsaid or (later.closes_unsaid and self.said is None)
        self.last_words = later.last_words or self.last_words
        self.said = later.said or self.said


class Heard(NamedTuple):
    """Lines of a stretch that say the same, by number, ascending, and how to read them."""

    kind: str
    fields: Mapping[str, str]
    text: str | None
    lines: Sequence[int]


class Lines(NamedTuple):
    """Where and when a line of a block was said, and its message, by its number."""

    at: Callable[[int], At]
    text: Callable[[int], str]


def speech_of(speaker: Speaker, heard: Sequence[Heard], block: Lines) -> Speech:
    """The stretch that these lines are, the same as adding them one by one in the order of their numbers.

    It looks at what was said, not at every line, so that a start list of a thousand lines costs a few hundred looks.
    """
    first = min(heard, key=lambda one: one.lines[0])
    last = max(heard, key=lambda one: one.lines[-1])
    begun = block.at(first.lines[0])
    speech = Speech(speaker, begun, block.at(last.lines[-1]), version=first.fields.get("version"))
    speech.started = begun if first.kind == START else None
    speech.last_kind = last.kind
    speech.lines = speech.tail = sum(len(one.lines) for one in heard)
    _take_names(speech, heard, block)
    _take_words(speech, heard, block)
    _take_marks(speech, heard, block)
    return speech


def _take_names(speech: Speech, heard: Sequence[Heard], block: Lines) -> None:
    """Interfaces that were named, and how many lines stand before the first and behind the last of them."""
    named = [one for one in heard if one.kind == NAMED]
    if not named:
        return
    first, last = min(named, key=_first_line), max(named, key=_last_line)
    speech.first_named = first.fields["iface"], block.at(first.lines[0])
    speech.last_named = last.fields["iface"], block.at(last.lines[-1])
    begin, end = first.lines[0], last.lines[-1]
    speech.lead = sum(bisect_left(one.lines, begin) for one in heard if one.lines[0] < begin)
    speech.tail = sum(len(one.lines) - bisect_right(one.lines, end) for one in heard if one.lines[-1] > end)
    for one in sorted(named, key=_first_line):
        name = one.fields["iface"]
        speech.name(name)
        if "no IPv4" not in one.fields.get("reason", "no IPv4"):
            told = one.fields["reason"], block.at(one.lines[0])
            speech.addressed = _told(speech.addressed, name, told)


def _first_line(one: Heard) -> int:
    return one.lines[0]


def _last_line(one: Heard) -> int:
    return one.lines[-1]


def _take_words(speech: Speech, heard: Sequence[Heard], block: Lines) -> None:
    """Sentences that tell what became of a server: the last ones, and those before its closing lines."""
    spoken = [one for one in heard if one.text != "" and one.kind not in TRAILER]
    if spoken:
        kind, text, at = _said(max(spoken, key=_last_line), block)
        speech.said = kind, text, speech.last if at == speech.last else at
    fatal = [one for one in spoken if one.kind in FATAL]
    if fatal:
        speech.last_words = _said(max(fatal, key=_last_line), block)
    closing = sorted(chain.from_iterable(one.lines for one in heard if one.kind in TRAILER))
    for line in closing:
        if speech.said_before_closing is not None:
            break
        before = [(one, place) for one in spoken if (place := bisect_left(one.lines, line))]
        latest = max(before, key=lambda pair: pair[0].lines[pair[1] - 1], default=None)
        said = _said(latest[0], block, latest[1] - 1) if latest else None
        speech.said_before_closing = _why_closing(said)
        speech.closes_unsaid = speech.closes_unsaid or said is None


def _said(one: Heard, block: Lines, place: int = -1) -> Said:
    line = one.lines[place]
    if not _may_be_why(one.kind):
        return one.kind, "", block.at(line)
    return one.kind, block.text(line) if one.text is None else one.text, block.at(line)


def _take_marks(speech: Speech, heard: Sequence[Heard], block: Lines) -> None:
    """How often each kind came, and what the files and interfaces are that were told."""
    for one in sorted((one for one in heard if one.kind not in BLOCK), key=_first_line):
        count = len(one.lines)
        if one.kind == "dhcpd.listening":
            place = one.fields.get("network", ""), block.at(one.lines[0])
            speech.listening = _told(speech.listening, one.fields["iface"], place)
        if one.kind in PACKETS:
            speech.packets += count
        elif one.kind in MARKED and (one.kind or one.text):
            speech.unknown += 0 if one.kind else count
            told = speech.marks.get(one.kind)
            first, last = block.at(one.lines[0]), block.at(one.lines[-1])
            if told:
                count, first, last = told[0] + count, told[1], max(told[2], last, key=lambda at: at.place)
            speech.marks = _marked(speech.marks, one.kind, (count, first, last))
    for kind, name in (("dhcpd.config_file", "conf_path"), ("dhcpd.pid_file", "pid_path")):
        told_paths = [one for one in heard if one.kind == kind]
        if told_paths:
            setattr(speech, name, max(told_paths, key=_last_line).fields.get("path"))
