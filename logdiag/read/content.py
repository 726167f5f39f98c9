"""Content: the bytes behind a name, fixed at first sight, so that every reading gives the same bytes.

In: a path, or a place in an archive. Out: chunks of bytes, unpacked where they are packed; a ReadProblem
comes last where they end before their time.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO, Literal, NamedTuple

from logdiag.read.open_file import Behind, OpenFile, Splice, SplicedFile
from logdiag.read.packed import Damage
from logdiag.read.packings import UNPACKS, Packing, packing_of
from logdiag.read.utf16 import as_utf8

if TYPE_CHECKING:
    from logdiag.read.stream import Stream

CHUNK = 1 << 20
# What is left of a packed piece is copied at each chunk it gives: small pieces are copied less.
_PACKED_PIECE = 1 << 17
# A piece that fits the caches; one of a mebibyte is new memory each time, and takes half as long again.
_UNPACKED_PIECE = 1 << 16

# What a packed file may hold: so much in any case, as a log that says one thing over and over packs 1:1000;
# beyond that not more than so many times its own size. Real logs pack 1:10 to 1:100.
MOST_UNPACKED = 16 << 30
MOST_TIMES = 300
# A program that lost its place in an emptied file leaves a long run of NULs, and then goes on with lines.
MOST_WITHOUT_LINE_BREAK = 8 << 30
MOST_EMPTY_LINES = 64 << 20
_NOTHING = b"\0 \t\r\n"


class ReadProblem(NamedTuple):
    """Why a reading ended before the content did, in words that follow a name, and what to do about it."""

    kind: Literal["truncated", "unreadable"]
    why: str
    cure: str


@dataclass(frozen=True)
class Content:
    """A file as it was when first opened: its first `size` bytes and nothing that is written later.

    `file` is None where too many files are open at once: then `path` is opened again for each reading,
    and it must still be the same file. `mtime` is None for what came through a pipe. `packing` is None for
    what is read as it is stored.

    A member of an archive lies at `start`: in the file at `path`, or in what that unpacks to, `within`.
    `room` is how many bytes it may unpack to, if that was said. `problem` is what is known to be wrong with its end.
    `splice`: how it is read as a part of a log that was rotated; the `size` of what is plain goes by it.
    `wrapping` is what stands in front of every line and is left out, by its name (logdiag.read.peel).
    """

    path: str
    file: OpenFile | None
    identity: tuple[int, int]
    size: int
    mtime: datetime | None
    packing: Packing | None
    start: int = 0
    within: Stream | None = None
    room: int | None = None
    problem: ReadProblem | None = None
    splice: Splice | None = None
    wrapping: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it can be read from any place in it."""
        return (self.packing, self.within, self.problem, self.wrapping) == (None, None, None, None)


def spliced(content: Content, splice: Splice) -> Content:
    """A content that was not spliced yet, read that way."""
    change = 0 if not content.is_plain else len(splice.more) - splice.left_out
    return replace(content, size=content.size + change, splice=splice)


def open_content(path: str, *, keep_open: bool = True) -> Content:
    """The regular file at `path`; raises OSError, also for what is no regular file, and ValueError for
    a path no system can have."""
    file = _open(path)
    content = content_of_file(file, path, os.fstat(file.descriptor))
    return content if keep_open else replace(content, file=None)


def redirected(stream: BinaryIO) -> Content | None:
    """The file that a stream is redirected from (`logdiag scan < messages`), None if it is no plain file
    or has been read from already."""
    try:
        descriptor = stream.fileno()
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode) or os.lseek(descriptor, 0, os.SEEK_CUR) or stream.tell():
            return None
        return content_of_file(OpenFile(os.dup(descriptor)), "-", about)
    except (OSError, ValueError):
        return None


def content_of_file(file: OpenFile, path: str, about: os.stat_result) -> Content:
    """The content of an open file, which is `about` so large and old."""
    identity = about.st_dev, about.st_ino
    return Content(path, file, identity, about.st_size, utc(about.st_mtime), packing_of(file.read_at))


def utc(seconds: float) -> datetime | None:
    """The time so many seconds after 1970; None where no calendar has it, as file systems and archives can."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def file_of(content: Content) -> OpenFile:
    """The open file of a content, from its beginning on; raises OSError where it is another file by now."""
    file = content.file or _reopened(content)
    if content.start and not content.within:
        file = Behind(file, content.start)
    return SplicedFile(file, content.size, content.splice) if content.splice and content.is_plain else file


def chunks(content: Content, at_most: int = CHUNK) -> Iterator[bytes | ReadProblem]:
    """The content from its beginning, unpacked, in pieces of at most `at_most` bytes.

    A ReadProblem is the last item, or none is there.
    """
    items = _with_lines(unpacked(content, at_most)) if content.packing else _stored(content, at_most)
    items = _peeled(items, content.wrapping) if content.wrapping else items
    return _spliced(items, content.splice, at_most) if content.splice and not content.is_plain else items


def unpacked(content: Content, at_most: int = CHUNK) -> Iterator[bytes | ReadProblem]:
    """What a packed content holds, as chunks."""
    assert content.packing
    stopped: list[ReadProblem] = []

    def packed_from(offset: int) -> Iterator[bytes]:
        return _packed(_stored(content, _PACKED_PIECE, offset), stopped)

    room = rest = room_of(content)
    piece = min(at_most, _UNPACKED_PIECE)
    for item in as_utf8(UNPACKS[content.packing](packed_from, piece), piece):
        if not isinstance(item, Damage):
            rest -= len(item)
            if rest < 0:
                yield _too_much(content.size, room)
                return
            yield item
        elif not stopped:
            yield ReadProblem("truncated", item.why, item.cure)
    yield from stopped[:1]


def _peeled(items: Iterator[bytes | ReadProblem], wrapping: str) -> Iterator[bytes | ReadProblem]:
    from logdiag.read.peel import peeled  # few logs have anything to peel

    stopped: list[ReadProblem] = []
    yield from peeled(_packed(items, stopped), wrapping)
    yield from stopped[:1]


def _spliced(
    plain: Iterator[bytes | ReadProblem], splice: Splice, at_most: int
) -> Iterator[bytes | ReadProblem]:
    """What is read in order, as a splice shows it. Nothing comes behind a problem."""
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
    if not content.is_plain:
        return b""
    try:
        return file_of(content).read_at(max(0, content.size - size), size)
    except (OSError, ValueError):
        return b""


def _open(path: str) -> OpenFile:
    # Not blocking: a name that was a file a moment ago may be a FIFO that nobody writes to by now.
    file = OpenFile(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
    if not stat.S_ISREG(os.fstat(file.descriptor).st_mode):
        raise OSError(f"{path} is no regular file")
    return file


def _stored(content: Content, at_most: int, offset: int = 0) -> Iterator[bytes | ReadProblem]:
    """The bytes from an offset as they are stored; what is known to be wrong with their end, unless worse is met."""
    for item in (_of_stream if content.within else _of_file)(content, at_most, offset):
        yield item
        if isinstance(item, ReadProblem):
            return
    if content.problem:
        yield content.problem


def _of_file(content: Content, at_most: int, offset: int) -> Iterator[bytes | ReadProblem]:
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


def _of_stream(content: Content, at_most: int, offset: int) -> Iterator[bytes | ReadProblem]:
    assert content.within
    rest = content.size - offset
    for item in content.within.pieces(content.start + offset, rest):
        if isinstance(item, ReadProblem):
            yield item._replace(why=f"breaks off, since its archive {item.why}")
            return
        yield from (item[place : place + at_most] for place in range(0, len(item), at_most))
        rest -= len(item)
    if rest:
        yield ReadProblem(
            "truncated", "is cut short: its archive ends before it", "get a whole copy of the archive"
        )


def room_of(content: Content) -> int:
    """How many bytes a packed content may unpack to."""
    return max(MOST_UNPACKED, MOST_TIMES * content.size) if content.room is None else content.room


def _too_much(size: int, room: int) -> ReadProblem:
    why = f"unpacks to more than {room >> 20} MiB from {size} bytes: the rest is left out"
    return ReadProblem("truncated", why, "unpack it first, if it is a log indeed")


def _with_lines(items: Iterator[bytes | ReadProblem]) -> Iterator[bytes | ReadProblem]:
    """The items, up to where there was no line for so long, or only empty ones, that no log has it."""
    endless = empty = 0
    for item in items:
        yield item
        if isinstance(item, ReadProblem):
            return
        has_break = b"\n" in item
        endless = 0 if has_break else endless + len(item)
        empty = empty + len(item) if has_break and not item.strip(_NOTHING) else 0
        if endless > MOST_WITHOUT_LINE_BREAK or empty > MOST_EMPTY_LINES:
            what = "without a line break" if endless else "of empty lines"
            size = max(endless, empty) >> 20
            yield ReadProblem(
                "truncated", f"unpacks to {size} MiB {what}: the rest is left out", "name a log"
            )
            return


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


def _packed(stored: Iterator[bytes | ReadProblem], stopped: list[ReadProblem]) -> Iterator[bytes]:
    """The bytes alone; a problem under way is put aside, as it says more than the damage it does."""
    for item in stored:
        if isinstance(item, ReadProblem):
            stopped.append(item)
            return
        yield item
