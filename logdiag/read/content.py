"""Content: the bytes behind a name, fixed at first sight, so that every reading gives the same bytes.

In: a path, or a pipe that is spooled once. Out: chunks of bytes, unpacked where they are gzip or zstd;
a ReadProblem comes last where they end before their time.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO, Literal, NamedTuple

from logdiag.read.gzipped import GZIP_MAGIC, gunzip
from logdiag.read.packed import Damage
from logdiag.read.zst import begins_zstd, can_unpack_zstd, unpack_zstd

CHUNK = 1 << 20
# What is left of a packed piece is copied at each chunk it gives: small pieces are copied less.
_PACKED_PIECE = 1 << 17
# A piece that fits the caches; one of a mebibyte is new memory each time, and takes half as long again.
_UNPACKED_PIECE = 1 << 16

Packing = Literal["gzip", "zstd"]


class ReadProblem(NamedTuple):
    """Why a reading ended before the content did, in words that follow a name, and what to do about it."""

    kind: Literal["truncated", "unreadable"]
    why: str
    cure: str


class Splice(NamedTuple):
    """How a part of a log that was rotated is read: without its first bytes, which go on with the part before, and
    with those of the next part that go on with it behind its last."""

    left_out: int
    more: bytes


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


@dataclass(frozen=True)
class Content:
    """A file as it was when first opened: its first `size` bytes and nothing that is written later.

    `file` is None where too many files are open at once: then `path` is opened again for each reading,
    and it must still be the same file. `mtime` is None for what came through a pipe. `packing` is None for
    what is read as it is stored; then `size` goes by the splice.
    """

    path: str
    file: OpenFile | None
    identity: tuple[int, int]
    size: int
    mtime: datetime | None
    packing: Packing | None
    splice: Splice | None = None


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


def spliced(content: Content, splice: Splice) -> Content:
    """A content that was not spliced yet, read that way."""
    change = 0 if content.packing else len(splice.more) - splice.left_out
    return replace(content, size=content.size + change, splice=splice)


def open_content(path: str, *, keep_open: bool = True) -> Content:
    """The regular file at `path`; raises OSError, also for what is no regular file, and ValueError for
    a path no system can have."""
    file = _open(path)
    content = _content(file, path, os.fstat(file.descriptor))
    return content if keep_open else _closed(content)


def redirected(stream: BinaryIO) -> Content | None:
    """The file that a stream is redirected from (`logdiag scan < messages`), None if it is no plain file
    or has been read from already."""
    try:
        descriptor = stream.fileno()
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode) or os.lseek(descriptor, 0, os.SEEK_CUR) or stream.tell():
            return None
        return _content(OpenFile(os.dup(descriptor)), "-", about)
    except (OSError, ValueError):
        return None


def spool(stream: BinaryIO, folder: str | None = None) -> Content:
    """What a pipe brings, read to its end into an unlinked file of `folder` (the system's own for None).

    Raises OSError where there is no room for it.
    """
    file = OpenFile(unlinked_file(folder))
    while chunk := stream.read(CHUNK):
        _write_all(file.descriptor, chunk)
    return spooled(file)


def spooled(file: OpenFile) -> Content:
    """A spool that is written: its content, without a time, since the time of a spool tells nothing."""
    about = os.fstat(file.descriptor)
    return Content("-", file, (about.st_dev, about.st_ino), about.st_size, None, _packing(file))


def unlinked_file(folder: str | None = None) -> int:
    """A descriptor of a new file that has no name, readable and writable by this process alone."""
    import tempfile  # only what comes through a pipe needs one

    descriptor, path = tempfile.mkstemp(prefix="logdiag-", dir=folder)
    os.unlink(path)
    return descriptor


def file_of(content: Content) -> OpenFile:
    """The open file of a content; raises OSError where it is another file by now."""
    file = content.file or _reopened(content)
    if content.splice is None or content.packing:
        return file
    return SplicedFile(file, content.size, content.splice)


def chunks(content: Content, at_most: int = CHUNK) -> Iterator[bytes | ReadProblem]:
    """The content from its beginning, unpacked, in pieces of at most `at_most` bytes.

    A ReadProblem is the last item, or none is there.
    """
    if not content.packing:
        return _stored(content, at_most)
    unpacked = _unpacked(content, at_most)
    return _spliced(unpacked, content.splice, at_most) if content.splice else unpacked


def _spliced(
    plain: Iterator[bytes | ReadProblem], splice: Splice, at_most: int
) -> Iterator[bytes | ReadProblem]:
    """What is unpacked, as a splice shows it. Nothing comes behind a problem."""
    left_out, more = splice
    for chunk in plain:
        if isinstance(chunk, ReadProblem):
            yield chunk
            return
        if rest := chunk[left_out:]:
            yield rest
        left_out = max(0, left_out - len(chunk))
    yield from (more[at : at + at_most] for at in range(0, len(more), at_most))


def head(content: Content, size: int = 1 << 16) -> tuple[bytes, ReadProblem | None]:
    """The first `size` bytes, unpacked, and the problem if the content ends in one before that."""
    read = bytearray()
    for chunk in chunks(content, size):
        if isinstance(chunk, ReadProblem):
            return bytes(read[:size]), chunk
        read += chunk
        if len(read) >= size:
            break
    return bytes(read[:size]), None


def tail(content: Content, size: int = 1 << 16) -> bytes:
    """The last bytes as they are stored, at most `size`; none where they cannot be read."""
    try:
        file = file_of(content)
        return file.read_at(max(0, content.size - size), size)
    except (OSError, ValueError):
        return b""


def _open(path: str) -> OpenFile:
    # Not blocking: a name that was a file a moment ago may be a FIFO that nobody writes to by now.
    file = OpenFile(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
    if not stat.S_ISREG(os.fstat(file.descriptor).st_mode):
        raise OSError(f"{path} is no regular file")
    return file


def _content(file: OpenFile, path: str, about: os.stat_result) -> Content:
    mtime = _utc(about.st_mtime)
    return Content(path, file, (about.st_dev, about.st_ino), about.st_size, mtime, _packing(file))


def _utc(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None  # file systems can hold times that no calendar has


def _closed(content: Content) -> Content:
    return replace(content, file=None)


def _packing(file: OpenFile) -> Packing | None:
    if file.read_at(0, len(GZIP_MAGIC)) == GZIP_MAGIC:
        return "gzip"
    return "zstd" if begins_zstd(file.read_at) and can_unpack_zstd() else None


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _stored(content: Content, at_most: int, offset: int = 0) -> Iterator[bytes | ReadProblem]:
    """The bytes from an offset as they are stored."""
    try:
        file = file_of(content)
        while offset < content.size:
            chunk = file.read_at(offset, min(at_most, content.size - offset))
            if not chunk:
                yield _shrank(offset, content.size)
                return
            yield chunk
            offset += len(chunk)
    except (OSError, ValueError) as failed:
        yield ReadProblem(
            "unreadable", f"could not be read beyond byte {offset} ({_reason(failed)})", "try again"
        )


def _reopened(content: Content) -> OpenFile:
    file = _open(content.path)
    about = os.fstat(file.descriptor)
    if (about.st_dev, about.st_ino) != content.identity:
        raise OSError("it was replaced by another file")
    return file


def _reason(failed: Exception) -> str:
    return (failed.strerror if isinstance(failed, OSError) else None) or str(failed)


def _shrank(offset: int, size: int) -> ReadProblem:
    why = f"shrank while it was read: {offset} of {size} bytes were left"
    return ReadProblem("truncated", why, "run it again, or read the rotated copy too")


def _unpacked(content: Content, at_most: int) -> Iterator[bytes | ReadProblem]:
    stopped: list[ReadProblem] = []

    def packed_from(offset: int) -> Iterator[bytes]:
        return _packed(_stored(content, _PACKED_PIECE, offset), stopped)

    unpack = gunzip if content.packing == "gzip" else unpack_zstd
    for item in unpack(packed_from, min(at_most, _UNPACKED_PIECE)):
        if not isinstance(item, Damage):
            yield item
        elif not stopped:
            yield ReadProblem("truncated", item.why, item.cure)
    yield from stopped[:1]


def _packed(stored: Iterator[bytes | ReadProblem], stopped: list[ReadProblem]) -> Iterator[bytes]:
    """The packed bytes alone; a problem under way is put aside, as it says more than the damage it does."""
    for item in stored:
        if isinstance(item, ReadProblem):
            stopped.append(item)
            return
        yield item
