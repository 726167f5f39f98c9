"""Open files, and how parts of them are read: from a place on, or as parts of a log that was rotated."""

from __future__ import annotations

import os
from typing import NamedTuple


class OpenFile:
    """A descriptor that closes itself when nobody refers to it any more.

    It is read at given offsets, so that several readings, or forked processes, do not move each other.
    """

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def read_at(self, offset: int, size: int) -> bytes:
        """At most `size` bytes from `offset`, fewer only at the end; raises OSError."""
        return os.pread(self.descriptor, size, offset)

    def __del__(self) -> None:
        os.close(self.descriptor)


class Behind(OpenFile):
    """A file from a place on, where a member of an archive begins."""

    def __init__(self, file: OpenFile, start: int) -> None:
        self.file, self.start = file, start
        self.descriptor = file.descriptor

    def read_at(self, offset: int, size: int) -> bytes:
        """At most `size` bytes from `offset` behind that place; raises OSError."""
        return self.file.read_at(self.start + offset, size)

    def __del__(self) -> None:
        """The file itself closes itself."""


class Splice(NamedTuple):
    """How a part of a log that was rotated is read: without its first bytes, which go on with the part before, and
    with those of the next part that go on with it behind its last."""

    left_out: int
    more: bytes


class SplicedFile(OpenFile):
    """A plain file as a splice shows it."""

    def __init__(self, file: OpenFile, size: int, splice: Splice) -> None:
        self.file, self.size, self.splice = file, size, splice
        self.descriptor = file.descriptor

    def read_at(self, offset: int, size: int) -> bytes:
        """At most `size` bytes from `offset`; raises OSError."""
        left_out, more = self.splice
        own = self.size - len(more)
        if offset >= own:
            return more[offset - own : offset - own + size]
        read = self.file.read_at(offset + left_out, min(size, own - offset))
        return read + more[: size - len(read)] if offset + len(read) == own else read

    def __del__(self) -> None:
        """The file that it shows closes itself."""
