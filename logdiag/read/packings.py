"""Packings: which one a content is in, told by how it begins, and what unpacks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from logdiag.read.bzip2_and_xz import XZ_MAGIC, begins_bzip2, unpack_bzip2, unpack_xz
from logdiag.read.gzipped import GZIP_MAGIC, gunzip, inflate
from logdiag.read.packed import Damage, PackedFrom
from logdiag.read.utf16 import begins_utf16, utf8_of
from logdiag.read.zst import begins_zstd, can_unpack_zstd, unpack_zstd

Packing = Literal["gzip", "zstd", "bzip2", "xz", "deflate", "utf-16"]
"""How bytes are packed; deflate is what members of a zip are in."""

Unpack = Callable[[PackedFrom, int], Iterator[bytes | Damage]]

UNPACKS: Mapping[Packing, Unpack] = {
    "gzip": gunzip,
    "zstd": unpack_zstd,
    "bzip2": unpack_bzip2,
    "xz": unpack_xz,
    "deflate": inflate,
    "utf-16": utf8_of,
}
COMMANDS: Mapping[Packing, str] = {
    "gzip": "gzip -dc",
    "zstd": "zstd -dc",
    "bzip2": "bzip2 -dc",
    "xz": "xz -dc",
    "deflate": "unzip -p",
    "utf-16": "iconv -f UTF-16 -t UTF-8",
}
"""The command that writes the plain bytes of a file on its standard output."""

_LONGEST_MAGIC = 10


def packing_of(read_at: Callable[[int, int], bytes]) -> Packing | None:
    """How the bytes that `read_at(offset, size)` gives are packed; None for what is read as it is stored."""
    head = read_at(0, _LONGEST_MAGIC)
    if head.startswith(GZIP_MAGIC):
        return "gzip"
    if head.startswith(XZ_MAGIC):
        return "xz"
    if begins_bzip2(head):
        return "bzip2"
    if begins_utf16(head):
        return "utf-16"
    return "zstd" if begins_zstd(read_at) and can_unpack_zstd() else None
