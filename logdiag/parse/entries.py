"""Raw lines of a block -> entries: one header each, with the lines that continue it.

dhcpd prints a configuration error as three records (text, source line, caret); journalctl indents what
follows the first line of a message. Both belong to the record before, and are counted with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from logdiag.parse.journal import read_journal_entry
from logdiag.parse.json_lines import read_json_line
from logdiag.parse.line_bytes import as_sent, lines_of
from logdiag.parse.lines import read_header
from logdiag.parse.vocabulary import Vocabulary
from logdiag.parse.wrapped import unwrapped
from logdiag.record import Header

if TYPE_CHECKING:
    from logdiag.parse.frames import Frame
    from logdiag.parse.framing import Framing

CARET = re.compile(r" *\^\Z")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
REPEATS = (b"message repeated ", b"Last message '")
NOTE = re.compile(r"-- (?:Logs begin at|Journal begins at|Boot |Reboot --|No entries|cursor:)[^\n]*\Z")
DEEP = " " * 8
_JSON = ("{", "\x1e{", "data: {")
SNIFFED = 500
OWN_LOGS = frozenset({"oslo", "eucalyptus", "libvirt", "log4j", "cloudinit", "kea", "rabbitmq"})
"""Formats that applications write to files of their own, with messages of several lines."""
ORPHAN = re.compile(
    rb"([0-9-]{10} [0-9:.]{8,12} (?:[0-9]{1,7} )?)(?:ERROR|TRACE|CRITICAL) ([^ \[\n]+)(?=\Z|\n| (?!\[(?!instance:)))"
)
"""A line of an exception by oslo.log: time, level and name, and no context in brackets."""
GOES_ON = {
    "log4j": re.compile(
        rb"(?:Caused by: )?(?=(?:[a-z0-9_]{1,40}\.){1,12}[A-Z][A-Za-z0-9$]{0,80}(?:Exception|Error): .)"
    ),
    "oslo": re.compile(rb"(?=(?:Command|Stderr): .)"),
}
"""What tells more below a line of that format, and has no beginning of its own: what a program of the Java world was
thrown, with a reason; the command that a service of OpenStack ran, and what that said (oslo_concurrency)."""

TRACE = re.compile(
    rb"Traceback \(most recent call last\):|  File \"|    [^ \t\r\n]|Caused by: |"
    rb"During handling of the above exception|The above exception was the direct cause|"
    rb"[A-Za-z_][A-Za-z0-9_.]{0,99}(?:Error|Exception|Interrupt)(?::? |:?\r?\Z)"
)
"""A line of an exception as Python and Java print it, which goes on with whatever record it follows."""


class Entry(NamedTuple):
    """One record before it is dated: `lines` physical lines from `line` on. `header` is None if unread.

    `said` is the part of its message that grammars read: what continues it is not theirs.
    """

    line: int
    lines: int
    header: Header | None
    text: str
    why: str
    said: str = ""


def begins_record(two_before: bytes, before: bytes, line: bytes) -> bool:
    """Whether a block may be cut before `line`: it repeats nothing and continues nothing."""
    line = line.removeprefix(BYTE_ORDER_MARK)
    if line[:1] in (b" ", b"\t", b"\r", b"\n", b"") or any(repeat in line for repeat in REPEATS):
        return False
    if TRACE.match(line):
        return False
    return not (b"dhcpd" in line and (b" line " in before or b" line " in two_before))


def entries(
    data: bytes, first_line: int, vocabulary: Vocabulary, framing: Framing | None = None
) -> Iterator[Entry]:
    """The entries of a block, in order. Their `lines` add up to the lines of the block."""
    is_own = framing is not None and framing.is_own
    held: Entry | None = None
    for alone in _single(data, first_line, vocabulary, framing):
        entry = _going_on(held, alone) if is_own and held is not None else alone
        joined = _joined(held, entry, vocabulary, is_own=is_own)
        if joined is not None:
            held = joined
            continue
        if held is not None:
            yield held
        held = entry
    if held is not None:
        yield held


def _single(
    data: bytes, first_line: int, vocabulary: Vocabulary, framing: Framing | None
) -> Iterator[Entry]:
    """The lines of a block, or what it is taken apart into, each for itself."""
    form: str | None = None
    if framing is not None and framing.frames is not None:
        raw = data.split(b"\n")
        for frame in framing.frames(data):
            yield _framed(frame, raw, first_line, vocabulary)
        return
    for number, text in enumerate(_lines(data), first_line):
        header = head_of(text, vocabulary, form)
        form = header.format if header else form
        yield Entry(
            number, 1, header, text, "" if header else why_unread(text), header.message if header else ""
        )


def _framed(frame: Frame, raw: list[bytes], first_line: int, vocabulary: Vocabulary) -> Entry:
    """The entry of a frame; its text is all lines of it."""
    lines = raw[frame.line - 1 : frame.line - 1 + frame.lines]
    text = "\n".join(_text(line) for line in lines)
    header = None if frame.why else head_of(_text(frame.said), vocabulary)
    place = first_line + frame.line - 1
    if header is None:
        return Entry(place, frame.lines, None, text, frame.why or why_unread(_text(frame.said)))
    said = header.message
    if frame.more:
        header = header._replace(message=f"{said}\n{_text(frame.more)}")
    return Entry(place, frame.lines, header, text, "", said)


def _lines(data: bytes) -> Iterator[str]:
    yield from map(_text, lines_of(data))


def _text(line: bytes) -> str:
    return line.removesuffix(b"\r").decode("utf-8", "backslashreplace").removeprefix("\ufeff")


def head_of(text: str, vocabulary: Vocabulary, last_format: str | None = None) -> Header | None:
    """How a line begins, whatever it is of; None where nobody knows. `last_format` says where to look first."""
    text = text.removeprefix("\ufeff")
    if text.startswith(_JSON) or (text[:1] == " " and text.lstrip(" ").startswith("{")):
        told = _of_json(text, vocabulary)
        return told and unwrapped(told, lambda line: _inside(line, vocabulary))
    header = read_header(text, vocabulary, last_format)
    if header is None and NOTE.match(text):
        return Header("journal-note", None, None, None, None, None, None, None, None, text)
    return header and unwrapped(header, lambda line: _inside(line, vocabulary))


def _inside(text: str, vocabulary: Vocabulary) -> Header | None:
    """How a message begins that may be a line of its own."""
    return (
        read_json_line(text, lambda line: read_header(line, vocabulary))
        if text[:1] == "{"
        else read_header(text, vocabulary)
    )


def first_dated(lines: Iterable[bytes], vocabulary: Vocabulary) -> Header | None:
    """The beginning of the first of these lines that has a date, of a few hundred at most."""
    for _, line in zip(range(SNIFFED), lines, strict=False):
        header = head_of(line.decode("utf-8", "backslashreplace"), vocabulary)
        if header and header.stamp:
            return header
    return None


def _of_json(text: str, vocabulary: Vocabulary) -> Header | None:
    """The header of an object, framed as journalctl -o json-seq and json-sse frame theirs or not at all."""
    text = text.removeprefix("\x1e").removeprefix("data: ")
    return read_journal_entry(text) or read_json_line(text, lambda line: read_header(line, vocabulary))


def continues(text: str, form: str | None = None, *, is_own: bool = False) -> bool:
    """Whether a line that begins no record may go on with the one before it, which is of that format.

    In an application's own log all that begins like no record does, empty lines among it.
    """
    if is_own and form in OWN_LOGS:
        return "\0" not in text
    return form != "journal-json" and (
        text.startswith(DEEP)
        or (text.startswith("\t") and bool(text.strip()))
        or TRACE.match(text.encode("utf-8", "surrogatepass")) is not None
    )


def why_unread(text: str) -> str:
    """Why nobody knows how a line begins."""
    text = text.removeprefix("\ufeff")
    if text.startswith(_JSON):
        return "no journal entry: not a JSON object with a message"
    if not text.strip("\0 \t"):
        return "NUL bytes" if "\0" in text else "empty line"
    return "begins like no log line that is known"


def _joined(held: Entry | None, entry: Entry, vocabulary: Vocabulary, *, is_own: bool) -> Entry | None:
    """The held entry with this one taken in, None if it stands for itself."""
    if held is None or held.header is None:
        return None
    header, text = entry.header, entry.text
    message: str | None = None
    if header is None:
        if entry.lines == 1:
            message = text if continues(text, held.header.format, is_own=is_own) else None
    elif is_own and header.format == "oslo":
        message = header.message if _is_trace(held.header, header, text) else None
    elif "dhcpd" in text and " line " in held.text and _continues_error(held, header, vocabulary):
        message = header.message
    if message is None:
        return None
    grown = held.header._replace(message=f"{held.header.message}\n{message}")
    return Entry(held.line, held.lines + entry.lines, grown, f"{held.text}\n{text}", "", held.said)


def _going_on(held: Entry, entry: Entry) -> Entry:
    """A line that tells more of the entry above, with the beginning of that: it has the reason."""
    goes_on = GOES_ON.get(held.header.format) if entry.header is None and held.header else None
    found = goes_on.match(entry.text.encode("utf-8", "surrogatepass")) if goes_on else None
    if found is None or held.header is None:
        return entry
    header = held.header._replace(message=entry.text)
    return entry._replace(header=header, why="", said=entry.text[found.end() :])


def _is_trace(before: Header, header: Header, text: str) -> bool:
    """Whether oslo.log goes on with an exception: a line of the same moment without a context in brackets
    (logging_exception_prefix, oslo_log/_options.py:197, 7808001c)."""
    if ORPHAN.match(text.encode("utf-8", "surrogatepass")) is None:
        return False
    told = (before.format, before.stamp, before.program, before.pid)
    return told == (header.format, header.stamp, header.program, header.pid)


def _continues_error(held: Entry, header: Header, vocabulary: Vocabulary) -> bool:
    """Whether dhcpd's error goes on here: its source line, then a caret where the column is below 81."""
    before = held.header
    lines = before.message.count("\n") if before else 0
    if before is None or (before.host, before.program, before.pid) != (
        header.host,
        header.program,
        header.pid,
    ):
        return False
    if not (header.program or "").startswith("dhcpd") or " line " not in before.message or lines > 1:
        return False
    match = vocabulary.message(before.program, as_sent(held.said))
    if match is None or match.kind != "dhcpd.config_error":
        return False
    if lines:
        return bool(CARET.match(header.message))
    return vocabulary.message(header.program, as_sent(header.message)) is None


def looks_like_log(head: str, vocabulary: Vocabulary) -> bool:
    """Whether any of the first lines of a text begins like a log line."""
    lines = lines_of(head.encode("utf-8", "backslashreplace"))[:SNIFFED]
    return any(head_of(_text(line), vocabulary) for line in lines)
