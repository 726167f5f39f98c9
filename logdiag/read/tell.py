"""Tell by its beginning what a content is: a log, a document, a text, or something not to be read."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from logdiag.read.content import ReadProblem
from logdiag.read.findings import ByContent
from logdiag.read.member import form_of
from logdiag.read.packings import COMMANDS, Packing

Kind = Literal["log", "document", "text", "archive", "journal", "empty", "binary", "packed", "broken"]


class Told(NamedTuple):
    """What a content is. `detail` is the kind of a document or an archive, else words that follow a file's name."""

    kind: Kind
    detail: str = ""
    cure: str = ""


class _Format(NamedTuple):
    kind: Literal["binary", "packed"]
    magic: bytes
    detail: str
    cure: str  # {name} is the file, quoted for a shell
    offset: int = 0


def _packed(magic: bytes, detail: str, command: str, offset: int = 0) -> _Format:
    return _Format("packed", magic, f"is {detail}", f"unpack it first: {command}", offset)


def _binary(magic: bytes, detail: str, cure: str) -> _Format:
    return _Format("binary", magic, f"is {detail}", cure)


_UTF16_CURE = "convert it first: iconv -f UTF-16 -t UTF-8 {name} > messages.txt"

_FORMATS = (
    _packed(b"\xfd7zXZ\0", "packed with xz", "xz -dk {name}"),
    _packed(b"BZh", "packed with bzip2", "bzip2 -dk {name}"),
    _packed(b"\x28\xb5\x2f\xfd", "packed with zstd", "zstd -dk {name}"),
    _packed(b"\x04\x22\x4d\x18", "packed with lz4", "lz4 -dk {name}"),
    _packed(b"\x1f\x9d", "packed with compress", "gzip -dk {name}"),
    _packed(b"\x1f\x8b", "packed with gzip", "gzip -dk {name}"),
    _packed(b"LZIP\x01", "packed with lzip", "lzip -dk {name}"),
    _packed(b"\x89LZO\0", "packed with lzop", "lzop -dk {name}"),
    _packed(b"]\0\0\x80\0", "packed with lzma", "xz -dk --format=lzma {name}"),
    _packed(b"]\0\0\0\x04", "packed with lzma", "xz -dk --format=lzma {name}"),
    _packed(b"Rar!\x1a\x07", "a rar archive", "unrar x {name}"),
    _packed(b"7z\xbc\xaf\x27\x1c", "a 7z archive", "7z x -ounpacked {name}"),
    _binary(b"\xff\xfe", "UTF-16 text", _UTF16_CURE),
    _binary(b"\xfe\xff", "UTF-16 text", _UTF16_CURE),
    _binary(b"SQLite format 3\0", "a database", "name the logs beside it"),
    _binary(b"\x7fELF", "a program", "name the log it writes"),
)
JOURNAL_MAGIC = b"LPKSHHRH"

# Control characters that no text has; the escape of colours is not among them.
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_CURE = "name a text log, or export it as text first"


def tell(
    head: bytes,
    problem: ReadProblem | None,
    by: ByContent,
    quoted_name: str,
    packing: Packing | None = None,
) -> Told:
    """What the content is that begins with `head`; `problem` is what ended the head early.

    Content alone decides; `quoted_name` stands in the cures only, "" is what came through a pipe. `packing`
    is what the head was in.
    """
    if not head:
        return (
            Told("broken", problem.why, problem.cure)
            if problem
            else Told("empty", "is empty", "give a log")
        )
    if form := form_of(head):
        return Told("archive", form)
    if head.startswith(JOURNAL_MAGIC):
        return Told("journal")
    return _by_magic(head, quoted_name, packing) or _by_text(head.decode("utf-8", "replace"), by)


def _by_magic(head: bytes, quoted_name: str, packing: Packing | None) -> Told | None:
    known = next((one for one in _FORMATS if head.startswith(one.magic, one.offset)), None)
    if known is None:
        return None
    detail, cure = known.detail, known.cure.format(name=quoted_name)
    if packing:
        detail = _inside(detail, packing)
        cure = f"unpack it first: {COMMANDS[packing]} {quoted_name} > unpacked"
    if known.kind == "packed":
        detail += ", not read yet"
    return Told(known.kind, detail, cure if quoted_name else "unpack or convert it before the pipe")


def _inside(detail: str, packing: Packing) -> str:
    return f"{detail} twice" if detail == f"is packed with {packing}" else f"{detail} inside {packing}"


def _by_text(text: str, by: ByContent) -> Told:
    if kind := by.recognise(text):
        return Told("document", kind)
    if by.looks_like_log(text):
        return Told("log")
    if _is_binary(text):
        return Told("binary", "is binary", _BINARY_CURE)
    return Told("text")


def _is_binary(text: str) -> bool:
    """Whether there are NULs or many control characters; text of any 8-bit language has neither."""
    return "\0" in text or len(_CONTROL.findall(text)) * 50 > len(text)
