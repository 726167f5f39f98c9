"""Heads: how lines begin, read once for each distinct beginning.

The beginning of a line up to its message says the same whatever message follows, so what the grammars made of one
line holds for all that begin like it. A beginning for which that is not sure is asked of the grammars every time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from logdiag.parse.entries import head_of, why_unread
from logdiag.parse.lower import speaker
from logdiag.parse.uptimes import Uptime
from logdiag.parse.vocabulary import Vocabulary
from logdiag.parse.wrapped import may_wrap
from logdiag.record import Header, Stamp


class Heading(NamedTuple):
    """Who speaks: what a header says besides its time. `speaker` is whose grammar the program's messages have."""

    format: str
    host: str
    program: str
    pid: str | None
    speaker: str | None


Read = tuple[Stamp | Uptime | None, Heading, bytes, int]
"""Stamp, heading, message, and how many bytes stand before it (0: ask again for the next line)."""

# A host and a tag, or a tag alone, and nothing else before the first colon and blank.
_TAG = re.compile(rb"(?:[^ :\[\n]+ )?[^ :\[\n]+(?:\[[^ \]\n]+\])?: \Z")
# The same up to its pid, where that is a number.
_NUMBERED = re.compile(rb"((?:[^ :\[\n]+ )?[^ :\[\n]+\[)([0-9]+)\]: \Z")
_YEAR = re.compile(rb"[0-9]{4} ")
_RFC5424 = re.compile(rb"<[0-9]{1,3}>[1-9][0-9]{0,2} ([^ ]+) ([!-~]+ [!-~]+ [!-~]+ [!-~]+ -  )")
_ZONES = (b"Z", b"z", b"+", b"-")
# Where the seconds of a stamp stand.
_SECONDS = {"rfc3164": 13, "iso": 17}
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
        if first.isdigit() and line[10:11] == b"T":
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
            heading = self._of_another_pid(form, tag)
            if heading is None:
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
        read = self._asked(line)
        if not _TAG.fullmatch(tag) or _YEAR.match(tag) or may_wrap(_program_in(tag)):
            self._remember(form, tag, None)
        elif (
            read
            and read[1].format == form
            and read[2] == line[len(stamp) + len(tag) :]
            and self._stamp(stamp, form) == read[0]
        ):
            self._remember(form, tag, read[1])
            if numbered := _NUMBERED.match(tag):
                self._remember(form, numbered[1], read[1])
        return read

    def _of_another_pid(self, form: str, tag: bytes) -> Heading | None:
        """The heading of a tag that was read before with another number for its pid."""
        numbered = _NUMBERED.match(tag)
        known = self._tags.get((form, numbered[1])) if numbered else None
        if numbered is None or known is None:
            return None
        heading = known._replace(pid=numbered[2].decode())
        self._remember(form, tag, heading)
        return heading

    def _remember(self, form: str, tag: bytes, heading: Heading | None) -> None:
        """What a tag says; hostile lines have a new one each, so that all is forgotten now and then."""
        if len(self._tags) > _MOST:
            self._tags.clear()
        self._tags[form, tag] = heading

    def _stamp(self, stamp: bytes, form: str) -> Stamp | None:
        if form == "iso" and stamp[19:20] == b"." and stamp[26:27] in _ZONES:
            micro = stamp[20:26]
            if micro.isdigit():
                return self._with_fraction(stamp[:19] + stamp[26:], int(micro))
        return self._whole(stamp, form)

    def _with_fraction(self, stamp: bytes, micro: int) -> Stamp | None:
        """A stamp of which all but the fraction was read before: that is another on every line."""
        whole = self._whole(stamp, "iso")
        if whole is None:
            return None
        year, month, day, hour, minute, second, _, offset = whole
        return Stamp(year, month, day, hour, minute, second, micro, offset)

    def _whole(self, stamp: bytes, form: str) -> Stamp | None:
        try:
            return self._stamps[stamp]
        except KeyError:
            found = self._within_minute(stamp, form) or self._read_stamp(stamp, form)
            if len(self._stamps) > _MOST:
                self._stamps.clear()
            self._stamps[stamp] = found
            return found

    def _within_minute(self, stamp: bytes, form: str) -> Stamp | None:
        """A stamp of a minute of which another was read before: the seconds are two digits in their place."""
        place = _SECONDS[form]
        digits = stamp[place : place + 2]
        if not b"00" < digits < b"60" or not digits.isdigit() or stamp[place - 1 : place] != b":":
            return None
        begun = self._whole(stamp[:place] + b"00" + stamp[place + 2 :], form)
        if begun is None:
            return None
        year, month, day, hour, minute, _, micro, offset = begun
        return Stamp(year, month, day, hour, minute, int(digits), micro, offset)

    def _read_stamp(self, stamp: bytes, form: str) -> Stamp | None:
        header = self._header(stamp + b"h p: m", form)
        is_sure = header is not None and (header.format, *header[2:4]) == (form, "h", "p")
        return header.stamp if header and is_sure else None

    def _rfc5424(self, line: bytes) -> Read | None:
        parts = _RFC5424.match(line)
        if parts is None or b"z" in parts[1]:
            return self._asked(line)
        message, tag = line[parts.end() :], parts[2]
        # A line without a message is another form of the grammar than one that has some.
        form = "rfc5424" if message else "rfc5424, silent"
        try:
            heading = self._tags[form, tag]
        except KeyError:
            read = self._asked(line)
            is_sure = read is not None and read[1].format == "rfc5424" and read[2] == message
            is_sure = is_sure and not may_wrap(tag.split(b" ")[1].decode("ascii"))
            self._remember(form, tag, read[1] if read and is_sure else None)
            return read
        if heading is None or not self._is_priority(line):
            return self._asked(line)
        told = self._stamp(parts[1] + b" ", "iso")
        return (told, heading, message, 0) if told else self._asked(line)

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
        stamp = header.stamp
        if stamp is None and header.since_boot is not None:
            return Uptime(header.since_boot), heading, header.message.encode("utf-8", "surrogatepass"), 0
        return stamp, heading, header.message.encode("utf-8", "surrogatepass"), 0

    def _header(self, line: bytes, form: str | None) -> Header | None:
        return head_of(line.decode("utf-8", "backslashreplace"), self._vocabulary, form)

    def why(self, line: bytes) -> str:
        """Why a line is not read."""
        return why_unread(line.decode("utf-8", "backslashreplace"))


def _program_in(tag: bytes) -> str:
    """The program of a host and a tag."""
    return tag.rsplit(b" ", 2)[-2].partition(b"[")[0].rstrip(b":").decode("utf-8", "backslashreplace")
