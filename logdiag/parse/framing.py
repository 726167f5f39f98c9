"""Framing: which lines of a source make one record, told by how the source begins.

Nearly always a record is a line, and lines that continue it follow it. Where a record is a whole paragraph (a journal
export, a fault of Eucalyptus), or a line was split (containers), a block is taken apart into Frames instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from logdiag.parse.container_parts import (
    CONTAINER_LINE,
    container_frames,
    is_part,
    joins_json_file,
    json_file_frames,
)
from logdiag.parse.entries import ORPHAN, OWN_LOGS, begins_record, head_of
from logdiag.parse.frames import Frame, Frames, apart, frames_between, lines_in
from logdiag.parse.journal_text import (
    EXPORT_BEGINS,
    VERBOSE_BEGINS,
    TornError,
    of_export,
    of_pretty,
    of_verbose,
)
from logdiag.parse.line_bytes import lines_of
from logdiag.parse.vocabulary import Vocabulary
from logdiag.read.source import BeginsRecord

_SNIFFED = 100
_NOTE = (b"-- ", b"\xef\xbb\xbf-- ")
_EXPORT = re.compile(rb"(?:(?<=\n\n)|(?<=\n\r\n)|\A)__(?:CURSOR|REALTIME_TIMESTAMP)=")
_VERBOSE = re.compile(rb"^(?=" + VERBOSE_BEGINS.pattern + rb")", re.MULTILINE)
_PRETTY = re.compile(rb"^\{(?=\r?$)", re.MULTILINE)
_EVENT = re.compile(rb"^data: ", re.MULTILINE)
_STARS = re.compile(rb"\*{60,80}\r?\Z")
_FAULT = re.compile(rb"^\*{60,80}\r?\n(?=  ERR-[0-9])", re.MULTILINE)
_EXPORT_MESSAGE = re.compile(rb"^MESSAGE(?:=|\r?\n)", re.MULTILINE)
_VERBOSE_MESSAGE = re.compile(rb"^    MESSAGE=", re.MULTILINE)
_PRETTY_MESSAGE = re.compile(rb'^[\t ]+"MESSAGE"', re.MULTILINE)
_REPORT = re.compile(rb"=[A-Z]+ REPORT==== [0-9A-Za-z:.-]{15,40} ===(?=\r?$)", re.MULTILINE)
_NOTHING = re.compile(rb"[* \t\r]*\Z")
_STAMPED = re.compile(rb"[\[<(]?(?:[0-9]{4}|[0-9]{1,3}[>./ -]|[A-Z][a-z]{2}[ ,]|[IWEF][0-9]{4} |\{\")")


class Framing(NamedTuple):
    """How a source is taken apart. `begins` tells where blocks of it may be cut.

    `frames` is None where lines are read one by one; `is_own`: what begins like no record then belongs to the record
    before it, as in an application's own log.
    """

    name: str
    begins: BeginsRecord
    frames: Frames | None = None
    is_own: bool = False


LINES = Framing("lines", begins_record)


def framing_of(beginning: bytes, vocabulary: Vocabulary) -> Framing:
    """The framing of a source that begins so."""
    lines = [line for line in lines_of(beginning[: 1 << 16])[:_SNIFFED] if _speaks(line)]
    first = lines[0].removesuffix(b"\r").removeprefix(b"\xef\xbb\xbf") if lines else b""
    for framing, may_begin in _BEGINNINGS:
        if may_begin(first):
            return framing if _says_something(framing, beginning, vocabulary) else LINES
    for line in lines:
        header = head_of(line.decode("utf-8", "backslashreplace").removesuffix("\r"), vocabulary)
        if header is not None:
            return _own(vocabulary) if header.format in OWN_LOGS else LINES
    return LINES


def is_framed(beginning: bytes, vocabulary: Vocabulary) -> bool:
    """Whether a text begins as one that is taken apart into frames."""
    return framing_of(beginning, vocabulary).frames is not None


def _says_something(framing: Framing, beginning: bytes, vocabulary: Vocabulary) -> bool:
    """Whether any frame is a record: a text may begin like one and be another, as JSON may be anything."""
    frames = framing.frames(beginning) if framing.frames else iter(())
    said = (frame.said for frame in frames if not frame.why)
    return any(head_of(line.decode("utf-8", "backslashreplace"), vocabulary) for line in said)


def _speaks(line: bytes) -> bool:
    return bool(line.strip(b"\r \t\0")) and not line.startswith(_NOTE)


def _own(vocabulary: Vocabulary) -> Framing:
    """An application's own log: only what begins like a record is one."""

    def begins(two_before: bytes, before: bytes, line: bytes) -> bool:
        if not _STAMPED.match(line) or not begins_record(two_before, before, line):
            return False
        if _goes_on_with_trace(before, line):
            return False
        return head_of(line.decode("utf-8", "backslashreplace"), vocabulary) is not None

    return Framing("own", begins, None, is_own=True)


def _goes_on_with_trace(before: bytes, line: bytes) -> bool:
    """Whether a line may be one of an exception of the record before, by what the bytes of both show."""
    trace = ORPHAN.match(line)
    if trace is None:
        return False
    return not _STAMPED.match(before) or (before.startswith(trace[1]) and b" " + trace[2] in before)


def _export_begins(_two_before: bytes, before: bytes, line: bytes) -> bool:
    return line.startswith(EXPORT_BEGINS) and not before.strip(b"\r")


def _verbose_begins(_two_before: bytes, _before: bytes, line: bytes) -> bool:
    return VERBOSE_BEGINS.match(line) is not None


def _pretty_begins(_two_before: bytes, _before: bytes, line: bytes) -> bool:
    return line.removesuffix(b"\r") == b"{"


def _event_begins(_two_before: bytes, _before: bytes, line: bytes) -> bool:
    return line.startswith(b"data: ")


def _fault_begins(two_before: bytes, before: bytes, line: bytes) -> bool:
    """A fault ends with stars and an empty line; a file of them begins with stars."""
    return bool(_STARS.match(line) and not before.strip(b"\r") and _STARS.match(two_before))


def _part_begins(_two_before: bytes, before: bytes, line: bytes) -> bool:
    return bool(line) and not is_part(before)


def _json_file_begins(_two_before: bytes, before: bytes, line: bytes) -> bool:
    return bool(line) and not joins_json_file(before)


def _export_frames(data: bytes) -> Iterator[Frame]:
    return frames_between(data, _EXPORT, _exported)


def _exported(entry: bytes, line: int) -> Frame:
    lines = lines_in(entry)
    message = _EXPORT_MESSAGE.search(entry)
    try:
        told = of_export(entry)
    except TornError:
        return Frame(
            line, lines, line, entry, why="a field is longer than its entry: cut, or not one entry"
        )
    place = line + entry.count(b"\n", 0, message.start()) if message else line
    is_binary = message is not None and not message[0].endswith(b"=")
    return Frame(line, lines, place + (is_binary and place + 1 < line + lines), told)


def _verbose_frames(data: bytes) -> Iterator[Frame]:
    return frames_between(data, _VERBOSE, _whole(of_verbose, _VERBOSE_MESSAGE))


def _pretty_frames(data: bytes) -> Iterator[Frame]:
    return frames_between(data, _PRETTY, _whole(of_pretty, _PRETTY_MESSAGE))


def _whole(
    told_by: Callable[[bytes], bytes | None], message: re.Pattern[bytes]
) -> Callable[[bytes, int], Frame]:
    """What makes a frame of a whole entry: it stands where its message does."""

    def frame(entry: bytes, line: int) -> Frame:
        told, found = told_by(entry), message.search(entry)
        if told is None:
            return Frame(line, lines_in(entry), line, entry, why="no whole entry: cut, or spoiled")
        place = line + entry.count(b"\n", 0, found.start()) if found else line
        return Frame(line, lines_in(entry), place, told)

    return frame


def _event_frames(data: bytes) -> Iterator[Frame]:
    """Server-sent events: a line each, and an empty one behind it."""

    def frame(entry: bytes, line: int) -> Frame:
        first, _, rest = entry.partition(b"\n")
        if rest.strip():
            return Frame(line, lines_in(entry), line, entry, why="no server-sent event: more than one line")
        return Frame(line, lines_in(entry), line, first.removesuffix(b"\r"))

    return frames_between(data, _EVENT, frame)


def _fault_frames(data: bytes) -> Iterator[Frame]:
    """Eucalyptus' faults (util/fault.c:880, v4.4.2): stars, the fault, its labels, stars, an empty line."""

    def frame(entry: bytes, line: int) -> Frame:
        _stars, fault, *rest = [one.removesuffix(b"\r") for one in entry.split(b"\n")]
        more = b"\n".join(one for one in rest if one.strip() and not _STARS.match(one))
        return Frame(line, lines_in(entry), line + 1, fault, more)

    return frames_between(data, _FAULT, frame)


def _report_begins(_two_before: bytes, _before: bytes, line: bytes) -> bool:
    return _REPORT.match(line) is not None


def _report_frames(data: bytes) -> Iterator[Frame]:
    """Erlang's reports, as RabbitMQ wrote before 3.7: a heading with the time, lines below it, an empty one.

    Each line that says something is read behind the heading, as later versions repeat theirs; the others go with the
    line before them.
    """
    held: Frame | None = None
    heading = b""
    for line in apart(data, 1):
        if _REPORT.match(line.said):
            heading, is_new = line.said, True
        else:
            is_new = not heading
        says = bool(heading) and not is_new and _NOTHING.match(line.said) is None
        if says and held is not None and held.said == heading and held.lines == 1:
            held = Frame(held.line, 2, line.line, heading + b" " + line.said)
        elif is_new or says or held is None:
            if held is not None:
                yield held
            held = line._replace(said=heading + b" " + line.said) if says else line
        else:
            held = held._replace(lines=held.lines + 1)
    if held is not None:
        yield held


_BEGINNINGS: tuple[tuple[Framing, Callable[[bytes], object]], ...] = (
    (
        Framing("journal-export", _export_begins, _export_frames),
        lambda line: line.startswith(EXPORT_BEGINS),
    ),
    (Framing("journal-verbose", _verbose_begins, _verbose_frames), VERBOSE_BEGINS.match),
    (Framing("json-pretty", _pretty_begins, _pretty_frames), lambda line: line == b"{"),
    (Framing("json-sse", _event_begins, _event_frames), lambda line: line.startswith(b"data: {")),
    (Framing("faults", _fault_begins, _fault_frames), _STARS.match),
    (Framing("reports", _report_begins, _report_frames), _REPORT.match),
    (Framing("container", _part_begins, container_frames), CONTAINER_LINE.match),
    (
        Framing("container-json", _json_file_begins, json_file_frames),
        lambda line: line.startswith(b'{"log":"'),
    ),
)
