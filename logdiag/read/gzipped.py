"""Gzip: packed bytes come in, plain bytes come out, as many as can be read; a Damage comes last.

Several members in a row are one stream, zeros between or after them are padding, as gzip itself has it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zlib import _Decompress

GZIP_MAGIC = b"\x1f\x8b"
_WITH_GZIP_HEADER = 31


class Damage(NamedTuple):
    """Why the rest of the packed bytes could not be read, in words that follow a file's name."""

    why: str


def gunzip(packed: Iterable[bytes], at_most: int) -> Iterator[bytes | Damage]:
    """Plain bytes in pieces of at most `at_most`, so that a small file cannot fill the memory."""
    member: _Decompress | None = None
    members = 0
    for chunk in packed:
        rest = chunk
        while rest := rest if member else rest.lstrip(b"\0"):
            member = member or zlib.decompressobj(_WITH_GZIP_HEADER)
            before = member.copy()
            try:
                plain = member.decompress(rest, at_most)
            except zlib.error as broken:
                yield from _salvaged(before, rest, at_most)
                yield _damage(broken, members)
                return
            if plain:
                yield plain
            if not member.eof:
                rest = member.unconsumed_tail
                continue
            rest, member, members = member.unused_data, None, members + 1
    if member:
        yield from _pieces(member.flush(), at_most)
        yield Damage("is cut short: the compressed data has no end")


def _salvaged(member: _Decompress, packed: bytes, at_most: int) -> Iterator[bytes]:
    """What a broken piece still holds: byte by byte, as a failing call gives nothing at all."""
    plain = bytearray()
    try:
        for place in range(len(packed)):
            plain += member.decompress(packed[place : place + 1])
            if len(plain) >= at_most:
                yield from _pieces(bytes(plain), at_most)
                plain.clear()
    except zlib.error:
        yield from _pieces(bytes(plain), at_most)


def _pieces(plain: bytes, at_most: int) -> Iterator[bytes]:
    return (plain[start : start + at_most] for start in range(0, len(plain), at_most))


def _damage(broken: zlib.error, members: int) -> Damage:
    reason = str(broken).rpartition(": ")[2]
    if members and "header" in reason:
        return Damage("has bytes after its compressed data that are not gzip")
    return Damage(f"is damaged: the compressed data cannot be read on ({reason})")
