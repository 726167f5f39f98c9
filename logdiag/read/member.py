"""Members of archives: where each lies, and what it is, as the archive tells it; and how archives begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from logdiag.read.packings import Packing

TAR_BLOCK = 512
TAR_MAGIC, TAR_MAGIC_AT = b"ustar", 257
_CHECKSUM = slice(148, 156)
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")

Form = Literal["tar", "zip"]

ReadAt = Callable[[int, int], bytes]
"""The bytes at an offset, so many as are asked for; fewer only at the end."""


Kind = Literal["file", "link", "folder", "special", "problem"]
"""A problem is a file that cannot be read; a special one is a device or the like."""


class Member(NamedTuple):
    """`size` bytes from `start` of the archive on. `name` holds bytes that are no UTF-8 as surrogates.

    `mtime` is in seconds since 1970. `detail` is what a link leads to, else words that follow the name of what is
    no file. `plain_size`: what it unpacks to, as the archive claims, where `packing` is not None.
    """

    name: str
    start: int
    size: int
    mtime: float | None
    kind: Kind
    detail: str = ""
    packing: Packing | None = None
    plain_size: int = 0


class ArchiveFlaw(NamedTuple):
    """What is wrong with an archive, in words that follow its name, and the cure."""

    why: str
    cure: str = "get a whole copy of it"


def form_of(head: bytes) -> Form | None:
    """What archive these bytes begin; None if none."""
    if head.startswith(ZIP_MAGICS):
        return "zip"
    return "tar" if head[TAR_MAGIC_AT:].startswith(TAR_MAGIC) or _is_old_tar(head[:TAR_BLOCK]) else None


def _is_old_tar(block: bytes) -> bool:
    """Whether a block is a header from before there was a magic: the sum of its bytes stands in it."""
    told = block[_CHECKSUM].strip(b" \0")
    if len(block) < TAR_BLOCK or not told.isdigit() or block[:1] == b"\0" or b"8" in told or b"9" in told:
        return False
    return int(told, 8) == sum(block) - sum(block[_CHECKSUM]) + 8 * ord(" ")
