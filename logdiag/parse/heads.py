"""Heads: how lines begin, read once for each distinct beginning.

The beginning of a line up to its message says the same whatever message follows, so what the grammars made of one
line holds for all that begin like it. A beginning for which that is not sure is asked of the grammars every time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from logdiag.parse.entries import head_of, why_unread
from logdiag.parse.lower import speaker
from logdiag.parse.vocabulary import Vocabulary
from logdiag.record import Header, Stamp


class Heading(NamedTuple):
    """Who speaks: what a header says besides its time. `speaker` is whose grammar the program's messages have."""

    format: str
    host: str
    program: str
    pid: str | None
    speaker: str | None


Read = tuple[Stamp | None, Heading, bytes, int]
"""Stamp, heading, message, and how many bytes stand before it (0: ask again for the next line)."""

# A host and a tag, or a tag alone, and nothing else before the first colon and blank.
_TAG = re.compile(rb"(?:[^ :\[\n]+ )?[^ :\[\n]+(?:\[[^ \]\n]+\])?: \Z")
_YEAR = re.compile(rb"[0-9]{4} ")
_RFC5424 = re.compile(rb"<[0-9]{1,3}>[1-9][0-9]{0,2} ([^ ]+) ([!-~]+ [!-~]+ [!-~]+ [!-~]+ -  )(?=.)")
_ISO = re.compile(rb"([0-9-]{10}T[0-9:]{8})\.([0-9]{6})([Zz]|[+-][0-9:]{4,5})\Z")
_MOST = 20_000


class Heads:
    """Reads beginnings of lines. It remembers what it read, so it belongs to one run over a log."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._speakers, self._is_oracle = vocabulary.speakers, vocabulary.is_oracle
        self._tags: dict[tuple[str, bytes], Heading | None] = {}
        self._stamps: dict[bytes, Stamp | None] = {}
        self._format: str | None = None

    def read(self, line: bytes) -> Read | None:
        """How a line begins; None where nobody knows."""
        if self._is_oracle:
            return self._asked(line)
        first = line[:1]
        if first.isalpha():
            return self._parted(line, line[:16], "rfc3164") if line[15:16] == b" " else self._asked(line)
        if first.isdigit():
            return self._parted(line, line[: line.find(b" ") + 1], "iso")
        if first == b"<":
            return self._rfc5424(line)
        return self._asked(line)

    def _parted(self, line: bytes, stamp: bytes, form: str) -> Read | None:
        """A line of a format whose stamp stands first, and behind it host and tag."""
        start = len(stamp)
        end = line.find(b": ", start)
        if end < 0:
            return self._silent(line, stamp, form)
        tag = line[start : end + 2]
        try:
            heading = self._tags[form, tag]
        except KeyError:
            return self._learn(line, stamp, tag, form)
        told = self._stamp(stamp, form) if heading else None
        if heading is None or told is None:
            return self._asked(line)
        return told, heading, line[end + 2 :], end + 2

    def _silent(self, line: bytes, stamp: bytes, form: str) -> Read | None:
        """A line whose tag is its end."""
        heading = self._tags.get((form, line[len(stamp) :] + b" ")) if line.endswith(b":") else None
        told = self._stamp(stamp, form) if heading else None
        return (told, heading, b"", 0) if heading and told else self._asked(line)

    def _learn(self, line: bytes, stamp: bytes, tag: bytes, form: str) -> Read | None:
        """The heading of a tag, from the first line that has it."""
        if len(self._tags) > _MOST:
            self._tags.clear()
        read = self._asked(line)
        if not _TAG.fullmatch(tag) or _YEAR.match(tag):
            self._tags[form, tag] = None
        elif (
            read
            and read[1].format == form
            and read[2] == line[len(stamp) + len(tag) :]
            and self._stamp(stamp, form) == read[0]
        ):
            self._tags[form, tag] = read[1]
        return read

    def _stamp(self, stamp: bytes, form: str) -> Stamp | None:
        try:
            return self._stamps[stamp]
        except KeyError:
            found = self._fraction(stamp) if form == "iso" else None
            if found is None:
                header = self._header(stamp + b"h p: m", form)
                found = header.stamp if header and header.format == form else None
                if len(self._stamps) > _MOST:
                    self._stamps.clear()
                self._stamps[stamp] = found
            return found

    def _fraction(self, stamp: bytes) -> Stamp | None:
        """A stamp of which all but the fraction was read before."""
        parts = _ISO.match(stamp[:-1])
        if parts is None:
            return None
        whole = self._stamp(parts[1] + parts[3] + b" ", "iso")
        return whole._replace(micro=int(parts[2])) if whole else None

    def _rfc5424(self, line: bytes) -> Read | None:
        parts = _RFC5424.match(line)
        if parts is None or b"z" in parts[1]:
            return self._asked(line)
        tag = parts[2]
        try:
            heading = self._tags["rfc5424", tag]
        except KeyError:
            read = self._asked(line)
            message = line[parts.end() :]
            is_sure = read is not None and read[1].format == "rfc5424" and read[2] == message
            self._tags["rfc5424", tag] = read[1] if read and is_sure else None
            return read
        if heading is None or not self._is_priority(line):
            return self._asked(line)
        told = self._stamp(parts[1] + b" ", "iso")
        return (told, heading, line[parts.end() :], 0) if told else self._asked(line)

    @staticmethod
    def _is_priority(line: bytes) -> bool:
        """Whether the number in front is one that syslog has: facilities go up to 23."""
        return int(line[1 : line.index(b">")]) < 192

    def _asked(self, line: bytes) -> Read | None:
        """What the grammars say."""
        header = self._header(line, self._format)
        if header is None:
            return None
        self._format = header.format
        heading = Heading(
            header.format,
            header.host or "",
            header.program or "",
            header.pid,
            speaker(header.program, self._speakers),
        )
        return header.stamp, heading, header.message.encode("utf-8", "surrogatepass"), 0

    def _header(self, line: bytes, form: str | None) -> Header | None:
        return head_of(line.decode("utf-8", "backslashreplace"), self._vocabulary, form)

    def why(self, line: bytes) -> str:
        """Why a line is not read."""
        return why_unread(line.decode("utf-8", "backslashreplace"))
