"""Bzip2 and xz, as Python itself unpacks them: packed bytes come in, plain bytes come out; a Damage comes last.

Several streams in a row are one, as their commands have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from logdiag.read.packed import Buffering, Damage, Form, PackedFrom, unpacked

_BZIP2_LEVELS = b"123456789"
# What follows the level: a block, or the end of a stream that is empty (bzip2 1.0.8, decompress.c).
_BZIP2_BLOCKS = (b"1AY&SY", b"\x17rE8P\x90")
XZ_MAGIC = b"\xfd7zXZ\0"
# What a stream may ask for to be unpacked: xz -9 needs 65 MiB (xz(1), "Preset options").
_XZ_MEMORY = 128 << 20


def begins_bzip2(head: bytes) -> bool:
    """Whether these bytes begin a stream of bzip2."""
    return head[:3] == b"BZh" and head[3:4] in _BZIP2_LEVELS and head[4:10] in _BZIP2_BLOCKS


def unpack_bzip2(packed_from: PackedFrom, at_most: int) -> Iterator[bytes | Damage]:
    """Plain bytes in pieces of at most `at_most`."""
    import bz2  # most runs read none

    def begin() -> Buffering:
        return Buffering(bz2.BZ2Decompressor())

    errors = (OSError, EOFError, ValueError)
    return unpacked(
        packed_from, at_most, Form(begin, begin, errors, _damage("bzip2", "Invalid data stream"))
    )


def unpack_xz(packed_from: PackedFrom, at_most: int) -> Iterator[bytes | Damage]:
    """Plain bytes in pieces of at most `at_most`. A stream that would take more than 128 MiB gives a Damage."""
    import lzma  # most runs read none

    def begin() -> Buffering:
        return Buffering(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY))

    errors = (lzma.LZMAError, EOFError)
    damage = _damage("xz", "Input format not supported by decoder")
    return unpacked(packed_from, at_most, Form(begin, begin, errors, damage, padding=b"\0"))


def _damage(packing: str, no_stream: str) -> Callable[[Exception, int], Damage]:
    """The words for an error; `no_stream` is the reason where something else begins."""

    def told(error: Exception, streams: int) -> Damage:
        reason = str(error)
        if reason == "Memory usage limit exceeded":
            return Damage(
                "is packed so that it takes more than 128 MiB to unpack", f"unpack it first: {packing} -dk"
            )
        if streams and reason == no_stream:
            return Damage(f"has bytes after its compressed data that are not {packing}")
        return Damage(f"is damaged: the compressed data cannot be read on ({reason})")

    return told
