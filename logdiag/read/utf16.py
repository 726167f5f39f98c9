"""UTF-16 with a byte order mark, as Windows' tools write it: bytes come in, the same text as UTF-8 comes out."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain

from logdiag.read.packed import Damage, PackedFrom

_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# A unit of two bytes is at most three in UTF-8; two surrogates make four.
_GROWS = 2
# So many bytes tell UTF-16 from UTF-32.
_TELLING = 4


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


def as_utf8(plain: Iterator[bytes | Damage], at_most: int) -> Iterator[bytes | Damage]:
    """What was unpacked: as it is, or as UTF-8 where it begins as UTF-16 does."""
    first: list[bytes] = []
    damage: Damage | None = None
    for item in plain:
        if isinstance(item, Damage):
            damage = item
            break
        first.append(item)
        if sum(map(len, first)) >= _TELLING:
            break
    rest = chain(first, () if damage is None else (damage,), plain)
    yield from _decoded(rest, at_most) if begins_utf16(b"".join(first)) else rest


def _decoded(packed: Iterator[bytes | Damage], at_most: int) -> Iterator[bytes | Damage]:
    """UTF-16 with its mark as UTF-8; a Damage comes behind whatever the last bytes were."""
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    damage: Damage | None = None
    for item in packed:
        if isinstance(item, Damage):
            damage = item
            break
        yield from _encoded(decoder, item, at_most)
    yield from _encoded(decoder, b"", at_most, final=True)
    if damage:
        yield damage


def _encoded(
    decoder: codecs.IncrementalDecoder, piece: bytes, at_most: int, *, final: bool = False
) -> Iterator[bytes]:
    step = max(2, at_most // _GROWS)
    for start in range(0, max(1, len(piece)), step):
        is_last = final and start + step >= len(piece)
        text = decoder.decode(piece[start : start + step], is_last).encode("utf-8", "replace")
        yield from (text[at : at + at_most] for at in range(0, len(text), at_most))
