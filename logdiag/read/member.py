"""Members of archives: where each lies, and what it is, as the archive tells it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from logdiag.read.packings import Packing

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
