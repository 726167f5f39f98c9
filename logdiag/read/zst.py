"""Zstandard: packed bytes come in, plain bytes come out, as many as can be read; a Damage comes last.

Several frames in a row are one stream; skippable frames hold nothing. Python 3.14 reads them by itself,
an older one with backports.zstd, which is the same module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType

from logdiag.read.packed import Buffering, Damage, Form, PackedFrom, unpacked

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
# A window is how far back a frame may look, and what unpacking it costs in memory: 2^27 bytes are what
# the zstd command takes unasked too (levels to 19 need 2^23).
_LARGEST_WINDOW = 27
_MOST_SKIPPED = 16


def begins_zstd(read_at: Callable[[int, int], bytes]) -> bool:
    """Whether the bytes that `read_at(offset, size)` gives begin with a frame of zstd, or skip to one."""
    offset = 0
    for _ in range(_MOST_SKIPPED):
        head = read_at(offset, 8)
        if head.startswith(ZSTD_MAGIC):
            return True
        if not _is_skippable(head):
            return False
        offset += 8 + int.from_bytes(head[4:], "little")
    return False


def can_unpack_zstd() -> bool:
    """Whether this Python reads zstd."""
    return _zstd() is not None


def unpack_zstd(packed_from: PackedFrom, at_most: int) -> Iterator[bytes | Damage]:
    """Plain bytes in pieces of at most `at_most`; only where can_unpack_zstd().

    No frame takes more than 128 MiB of memory: one that would gives a Damage.
    """
    zstd = _zstd()
    assert zstd
    return unpacked(packed_from, at_most, _zstd_form(zstd))


def _zstd() -> ModuleType | None:
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return import_module(name)
        except ImportError:
            continue
    return None


def _zstd_form(zstd: ModuleType) -> Form:
    options = {zstd.DecompressionParameter.window_log_max: _LARGEST_WINDOW}

    def begin() -> Buffering:
        return Buffering(zstd.ZstdDecompressor(options=options))

    return Form(begin, begin, (zstd.ZstdError,), _damage)


def _is_skippable(head: bytes) -> bool:
    """RFC 8878, 3.1.2: sixteen magic numbers, then the size of what is to be skipped."""
    return len(head) == 8 and head[0] & 0xF0 == 0x50 and head[1:4] == b"\x2a\x4d\x18"


def _damage(error: Exception, frames: int) -> Damage:
    reason = str(error).rpartition(": ")[2]
    if reason == "Frame requires too much memory for decoding":
        return Damage("is packed with a window of more than 128 MiB", "unpack it first: zstd -d --long=31")
    if reason == "Dictionary mismatch":
        return Damage("is packed with a dictionary of its own", "unpack it first: zstd -d -D DICTIONARY")
    if frames and reason == "Unknown frame descriptor":
        return Damage("has bytes after its compressed data that are not zstd")
    return Damage(f"is damaged: the compressed data cannot be read on ({reason})")
