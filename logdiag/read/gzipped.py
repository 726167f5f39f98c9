"""Gzip, and zip's deflate: packed bytes come in, plain bytes come out, as many as can be read; a Damage comes last.

Several members in a row are one stream, zeros between or after them are padding, as gzip itself has it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol, cast

from logdiag.read.packed import Damage, Form, PackedFrom, unpacked

GZIP_MAGIC = b"\x1f\x8b"
_WITH_GZIP_HEADER = 31
_WITHOUT_HEADER = -15


class Inflating(Protocol):
    """What zlib.decompressobj gives, as far as it is used."""

    @property
    def eof(self) -> bool: ...  # noqa: D102  # zlib's words
    @property
    def unused_data(self) -> bytes: ...  # noqa: D102
    @property
    def unconsumed_tail(self) -> bytes: ...  # noqa: D102
    def decompress(self, packed: bytes, at_most: int, /) -> bytes: ...  # noqa: D102
    def flush(self) -> bytes: ...  # noqa: D102


def gunzip(packed_from: PackedFrom, at_most: int) -> Iterator[bytes | Damage]:
    """Plain bytes in pieces of at most `at_most`, so that a small file cannot fill the memory.

    zlib-ng reads them where it is installed, more than twice as fast; what it refuses zlib reads again.
    """
    return unpacked(packed_from, at_most, gzip_form(*_fastest()))


def inflate(packed_from: PackedFrom, at_most: int) -> Iterator[bytes | Damage]:
    """Plain bytes of a zip's member, in pieces of at most `at_most`."""
    return unpacked(
        packed_from, at_most, gzip_form(*_fastest(), wbits=_WITHOUT_HEADER)._replace(padding=b"")
    )


def gzip_form(
    begin: Callable[[int], Inflating], error: type[Exception], wbits: int = _WITH_GZIP_HEADER
) -> Form:
    """Gzip as read by `begin`, which is like zlib.decompressobj and raises `error`; `wbits` are zlib's."""
    return Form(
        begin=lambda: _Member(begin(wbits)),
        begin_again=lambda: _Member(zlib.decompressobj(wbits)),
        errors=(error, zlib.error),
        damage=_damage,
        padding=b"\0",
    )


def _fastest() -> tuple[Callable[[int], Inflating], type[Exception]]:
    # Imported here, since most runs read nothing packed.
    try:
        from zlib_ng import zlib_ng
    except ImportError:
        return zlib.decompressobj, zlib.error
    return zlib_ng.decompressobj, cast(type[Exception], zlib_ng.error)  # its stub calls it an Exception


class _Member:
    def __init__(self, inflating: Inflating) -> None:
        self._inflating = inflating

    @property
    def behind(self) -> bytes | None:
        return self._inflating.unused_data if self._inflating.eof else None

    def unpack(self, packed: bytes, at_most: int) -> Iterator[bytes]:
        while packed and not self._inflating.eof:
            if plain := self._inflating.decompress(packed, at_most):
                yield plain
            packed = self._inflating.unconsumed_tail

    def held_back(self) -> bytes:
        return self._inflating.flush()


def _damage(error: Exception, members: int) -> Damage:
    reason = str(error).rpartition(": ")[2]
    if members and "header" in reason:
        return Damage("has bytes after its compressed data that are not gzip")
    return Damage(f"is damaged: the compressed data cannot be read on ({reason})")
