"""Line bytes: what stands in and around the text of a line and is none of it: colours, NULs, escapes of a syslogd.

Nothing else is decoded: of bytes that are no UTF-8 nobody knows what they were, they are told one by one.
"""

from __future__ import annotations

import re

_COLOUR = rb"\[[0-9;?]{0,24}[A-Za-z]"
_LINK = rb"\][^\x07\x1b\n]{0,2048}(?:\x07|\x1b\\)"
_CONTROL = re.compile(rb"\x1b(?:" + _COLOUR + rb"|" + _LINK + rb")")
# rsyslog writes bytes below 32 and, where it is told to, those from 128 on as their number in octal digits
# (8.2302, runtime/parser.c SanitizeMsg: $EscapeControlCharactersOnReceive, $Escape8BitCharactersOnReceive).
_ESCAPED_COLOUR = re.compile(r"(?:#033|\x1b)\[[0-9;?]{0,24}[A-Za-z]")
_ESCAPED_BYTES = re.compile(r"(?:#[23][0-7]{2}){2,64}")
ESCAPED_COLOUR = "#033["


def lines_of(data: bytes) -> list[bytes]:
    """The lines of a block without their ends, without colours, and without NULs before and behind their text."""
    lines = (without_controls(data) if b"\x1b" in data else data).split(b"\n")
    if not lines[-1]:
        lines.pop()
    if b"\r" in data:
        lines = [line.removesuffix(b"\r") for line in lines]
    return [without_nuls(line) for line in lines] if b"\0" in data else lines


def without_controls(data: bytes) -> bytes:
    """Without what tells a terminal of colours and links (ECMA-48; journalctl and grep write them)."""
    return _CONTROL.sub(b"", data)


def without_nuls(line: bytes) -> bytes:
    """A line without the NULs that a crashed machine left around it; one of NULs alone stays as it is."""
    return line.strip(b"\0") or line


def as_sent(text: str) -> str:
    """A message as its program sent it: without colours, with the tabs and letters that rsyslog spelled out.

    What it wrote for a line break stays: the grammars read lines.
    """
    if "#" not in text and "\x1b" not in text:
        return text
    text = _ESCAPED_COLOUR.sub("", text).replace("#011", "\t")
    return _ESCAPED_BYTES.sub(_decoded, text)


def _decoded(found: re.Match[str]) -> str:
    """The letters that the numbers of bytes stand for, as they were where they are no UTF-8."""
    try:
        return bytes(int(number, 8) for number in found[0][1:].split("#")).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
