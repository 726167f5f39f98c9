"""UTF-16 with a byte order mark, as Windows' tools write it: bytes come in, the same text as UTF-8 comes out."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from logdiag.read.packed import Damage, PackedFrom

_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# A unit of two bytes is at most three in UTF-8; two surrogates make four.
_GROWS = 2


def begins_utf16(head: bytes) -> bool:
    """Whether a content that begins so is UTF-16; UTF-32 begins like it and is not."""
    return head[:2] in _MARKS and head[2:4] != b"\0\0" and len(head) > 2


def utf8_of(packed_from: PackedFrom, at_most: int) -> Iterator[bytes | Damage]:
    """The text as UTF-8 in pieces of at most `at_most` bytes; what is no UTF-16 in it becomes U+FFFD."""
    decoder: codecs.IncrementalDecoder | None = None
    for piece in packed_from(0):
        if decoder is None:
            # A file gives its first two bytes at once, or has no more.
            decoder = codecs.getincrementaldecoder(_MARKS[piece[:2]])("replace")
            piece = piece[2:]
        yield from _encoded(decoder, piece, at_most)
    if decoder is not None:
        yield from _encoded(decoder, b"", at_most, final=True)


def _encoded(
    decoder: codecs.IncrementalDecoder, piece: bytes, at_most: int, *, final: bool = False
) -> Iterator[bytes]:
    step = max(2, at_most // _GROWS)
    for start in range(0, max(1, len(piece)), step):
        is_last = final and start + step >= len(piece)
        text = decoder.decode(piece[start : start + step], is_last).encode("utf-8", "replace")
        yield from (text[at : at + at_most] for at in range(0, len(text), at_most))
