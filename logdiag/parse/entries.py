"""Raw lines of a block -> entries: one header each, with the lines that continue it.

dhcpd prints a configuration error as three records (text, source line, caret); journalctl indents what
follows the first line of a message. Both belong to the record before, and are counted with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from logdiag.parse.journal import read_journal_entry
from logdiag.parse.json_lines import read_json_line
from logdiag.parse.lines import read_header
from logdiag.parse.vocabulary import Vocabulary
from logdiag.record import Header

CARET = re.compile(r" *\^\Z")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
REPEATS = (b"message repeated ", b"Last message '")
NOTE = re.compile(r"-- (?:Logs begin at|Journal begins at|Boot |Reboot --|No entries|cursor:)[^\n]*\Z")
DEEP = " " * 8
_JSON = ("{", "\x1e{", "data: {")
SNIFFED = 500


class Entry(NamedTuple):
    """One record before it is dated: `lines` physical lines from `line` on. `header` is None if unread."""

    line: int
    lines: int
    header: Header | None
    text: str
    why: str


def begins_record(two_before: bytes, before: bytes, line: bytes) -> bool:
    """Whether a block may be cut before `line`: it repeats nothing and continues nothing."""
    line = line.removeprefix(BYTE_ORDER_MARK)
    if line[:1] in (b" ", b"\t", b"\r", b"\n", b"") or any(repeat in line for repeat in REPEATS):
        return False
    return not (b"dhcpd" in line and (b" line " in before or b" line " in two_before))


def entries(data: bytes, first_line: int, vocabulary: Vocabulary) -> Iterator[Entry]:
    """The entries of a block, in order. Their `lines` add up to the lines of the block."""
    held: Entry | None = None
    for number, text in enumerate(_lines(data), first_line):
        header = head_of(text, vocabulary, held.header.format if held and held.header else None)
        why = "" if header else why_unread(text)
        joined = _joined(held, header, text, vocabulary)
        if joined is not None:
            held = joined
            continue
        if held is not None:
            yield held
        held = Entry(number, 1, header, text, why)
    if held is not None:
        yield held


def _lines(data: bytes) -> Iterator[str]:
    lines = data.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    for line in lines:
        yield line.removesuffix(b"\r").decode("utf-8", "backslashreplace").removeprefix("\ufeff")


def head_of(text: str, vocabulary: Vocabulary, last_format: str | None = None) -> Header | None:
    """How a line begins, whatever it is of; None where nobody knows. `last_format` says where to look first."""
    text = text.removeprefix("\ufeff")
    if text.startswith(_JSON):
        return _of_json(text, vocabulary)
    header = read_header(text, vocabulary, last_format)
    if header is None and NOTE.match(text):
        return Header("journal-note", None, None, None, None, None, None, None, None, text)
    return header


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


def continues(text: str) -> bool:
    """Whether a line that begins no record may go on with the one before it."""
    return text.startswith((DEEP, "\t")) and bool(text.strip())


def why_unread(text: str) -> str:
    """Why nobody knows how a line begins."""
    text = text.removeprefix("\ufeff")
    if text.startswith(_JSON):
        return "no journal entry: not a JSON object with a message"
    if not text.strip("\0 \t"):
        return "NUL bytes" if "\0" in text else "empty line"
    return "begins like no log line that is known"


def _joined(held: Entry | None, header: Header | None, text: str, vocabulary: Vocabulary) -> Entry | None:
    """The held entry with this line taken in, None if the line stands for itself."""
    if held is None or held.header is None:
        return None
    message: str | None = None
    if header is None:
        message = text if continues(text) and held.header.format != "journal-json" else None
    elif "dhcpd" in text and " line " in held.text and _continues_error(held, header, vocabulary):
        message = header.message
    if message is None:
        return None
    grown = held.header._replace(message=f"{held.header.message}\n{message}")
    return Entry(held.line, held.lines + 1, grown, f"{held.text}\n{text}", "")


def _continues_error(held: Entry, header: Header, vocabulary: Vocabulary) -> bool:
    """Whether dhcpd's error goes on here: its source line, then a caret where the column is below 81."""
    before = held.header
    if before is None or (before.host, before.program, before.pid) != (
        header.host,
        header.program,
        header.pid,
    ):
        return False
    if not (header.program or "").startswith("dhcpd") or " line " not in before.message or held.lines > 2:
        return False
    first = before.message.split("\n", 1)[0]
    match = vocabulary.message(before.program, first)
    if match is None or match.kind != "dhcpd.config_error":
        return False
    if held.lines == 2:
        return bool(CARET.match(header.message))
    return vocabulary.message(header.program, header.message) is None


def looks_like_log(head: str, vocabulary: Vocabulary) -> bool:
    """Whether any of the first lines of a text begins like a log line."""
    return any(head_of(line.removesuffix("\r"), vocabulary) for line in head.split("\n")[:SNIFFED])
