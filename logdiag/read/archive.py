"""Archives: a tar or a zip, packed or not, comes in, the contents of its members come out. Nothing is unpacked to disk.

Members of what is not packed are places in the file; those of what is packed are places in a stream (stream.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from logdiag.read.content import (
    MOST_TIMES,
    MOST_UNPACKED,
    Content,
    ReadProblem,
    chunks,
    file_of,
    room_of,
    unpacked,
    utc,
)
from logdiag.read.member import ArchiveFlaw, Form, Member
from logdiag.read.packings import packing_of
from logdiag.read.stream import Left, Stream
from logdiag.read.tar import tar_members
from logdiag.read.zip import zip_members

MOST_MEMBERS = 100_000
_SHARES = 16
_HEAD = 1 << 10


class Inside(NamedTuple):
    """A member, and its content if it is a file that can be read."""

    member: Member
    content: Content | None


class Room:
    """How much all that is packed in one file may unpack to, all together: dealt out member by member.

    Each gets what honest packing needs, and a share of what is left for logs that say one thing over and over.
    """

    def __init__(self, size: int) -> None:
        self._by_size, self._besides = MOST_TIMES * size, MOST_UNPACKED

    def dealt(self, size: int) -> int:
        """What a member of so many packed bytes may unpack to."""
        by_size, share = min(self._by_size, MOST_TIMES * size), self._besides // _SHARES
        self._by_size -= by_size
        self._besides -= share
        return by_size + share


def members(archive: Content, form: Form, left: Left, room: Room) -> Iterator[Inside | ArchiveFlaw]:
    """What an archive holds, in the order in which it lies there, MOST_MEMBERS at most; flaws where they were met."""
    around = archive.within
    stream = Stream(lambda: unpacked(archive), left, around) if archive.packing else around
    whole = replace(archive, packing=None, within=stream, start=0 if archive.packing else archive.start)
    if archive.packing:
        whole = replace(whole, size=room_of(archive), problem=None)
    bytes_of = _Bytes(whole)
    listed = tar_members(bytes_of.read_at) if form == "tar" else _of_zip(bytes_of, archive)
    for count, item in enumerate(listed):
        if count >= MOST_MEMBERS:
            yield ArchiveFlaw(
                f"holds more than {MOST_MEMBERS} members; the rest is not looked at", "unpack it first"
            )
            return
        if isinstance(item, ArchiveFlaw):
            yield _told(item, bytes_of.problem)
        else:
            yield Inside(item, _content(whole, archive, item, left, room) if item.kind == "file" else None)


def _of_zip(bytes_of: _Bytes, archive: Content) -> Iterator[Member | ArchiveFlaw]:
    """A zip is listed at its end, which is not known of what is packed before it was all unpacked."""
    size = archive.size
    if archive.packing:
        size = sum(len(item) for item in unpacked(archive) if isinstance(item, bytes))
    return zip_members(bytes_of.read_at, size)


def _told(flaw: ArchiveFlaw, problem: ReadProblem | None) -> ArchiveFlaw:
    """Where the bytes of an archive ended in a problem, that is what is wrong with it."""
    return ArchiveFlaw(f"{problem.why}; what stands before is read", problem.cure) if problem else flaw


def _content(whole: Content, archive: Content, member: Member, left: Left, room: Room) -> Content:
    """A member as content of its own; unpacked twice where it was packed before it came into a zip."""
    rest = max(0, whole.size - member.start)
    content = replace(
        whole,
        start=whole.start + member.start,
        size=min(member.size, rest),
        mtime=None if member.mtime is None else utc(member.mtime),
        packing=member.packing,
        problem=None if member.size <= rest else _cut_short(member.size, rest),
    )
    if member.packing is None:
        return _packed_as_told(content, room)
    content = replace(content, room=room.dealt(content.size))
    stream = Stream(lambda: unpacked(content), left, whole.within)
    plain = replace(content, packing=None, within=stream, start=0, size=member.plain_size, problem=None)
    inner = _packed_as_told(plain, room)
    return inner if inner.packing else content


def _packed_as_told(content: Content, room: Room) -> Content:
    """The content, with how it is packed if it begins so."""
    head = b""
    for item in chunks(content, _HEAD):
        head += item if isinstance(item, bytes) else b""
        if len(head) >= _HEAD or isinstance(item, ReadProblem):
            break
    packing = packing_of(lambda offset, size: head[offset : offset + size])
    return replace(content, packing=packing, room=room.dealt(content.size)) if packing else content


def _cut_short(size: int, rest: int) -> ReadProblem:
    why = (
        f"is cut short: it should have {size} bytes, and its archive ends {rest} bytes after its beginning"
    )
    return ReadProblem("truncated", why, "get a whole copy of the archive")


class _Bytes:
    """The bytes of an archive by their places. `problem` is what their end was, once it was met."""

    def __init__(self, whole: Content) -> None:
        self._whole, self.problem = whole, whole.problem

    def read_at(self, offset: int, size: int) -> bytes:
        if self._whole.within is None:
            return self._of_file(offset, size)
        rest = max(0, self._whole.size - offset)
        read = bytearray()
        for item in self._whole.within.pieces(self._whole.start + offset, min(size, rest)):
            if isinstance(item, ReadProblem):
                self.problem = item
                break
            read += item
        return bytes(read)

    def _of_file(self, offset: int, size: int) -> bytes:
        try:
            rest = self._whole.size - offset
            return file_of(self._whole).read_at(offset, min(size, rest)) if rest > 0 else b""
        except (OSError, ValueError) as failed:
            self.problem = ReadProblem("unreadable", f"could not be read ({failed})", "try again")
            return b""
