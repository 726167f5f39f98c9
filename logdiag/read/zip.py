"""Zip: the list at the end of an archive comes in, the places of members come out.

Python's zipfile reads the list; what is packed is read by the same means as gzip.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

from logdiag.read.member import ZIP_MAGICS, ArchiveFlaw, Kind, Member, ReadAt
from logdiag.read.packings import Packing
from logdiag.read.zst import can_unpack_zstd

# A list of 50,000 names is as long.
_LONGEST_LIST = 8 << 20
# APPNOTE.TXT 6.3.10: 4.3.7 the header before a member, 4.4.4 the flags, 4.4.5 the ways to pack.
_LOCAL = struct.Struct("<4s22xHH")
_IS_ENCRYPTED, _IS_SEALED = 1 << 0, 1 << 13
_PACKINGS: dict[int, Packing | None] = {0: None, 8: "deflate", 12: "bzip2", 93: "zstd"}
_BROKEN = (
    zipfile.BadZipFile,
    ValueError,
    OverflowError,
    NotImplementedError,
    struct.error,
    EOFError,
    OSError,
)


def zip_members(read_at: ReadAt, size: int) -> Iterator[Member | ArchiveFlaw]:
    """The members of the zip of `size` bytes that `read_at(offset, size)` gives, in the order in which they lie."""
    try:
        listed = sorted(
            zipfile.ZipFile(_Reading(read_at, size)).infolist(), key=lambda one: one.header_offset
        )
    except _BROKEN as failed:
        yield ArchiveFlaw(f"is damaged: its list of members cannot be read ({failed})")
        return
    before = 0
    for one in listed:
        if one.header_offset < before:
            yield ArchiveFlaw(
                "has members that overlap, as no honest archive has; they are left out", "make it anew"
            )
            return
        member = _member(read_at, one)
        before = member.start + member.size
        yield member


def _member(read_at: ReadAt, one: zipfile.ZipInfo) -> Member:
    about = _Found(read_at, one)
    if one.is_dir():
        return about.member("folder")
    if about.start is None:
        return about.member("problem", "is damaged: it does not begin where the archive's list says")
    if one.flag_bits & (_IS_ENCRYPTED | _IS_SEALED):
        return about.member("problem", "is encrypted")
    if one.compress_type not in _PACKINGS or (one.compress_type == 93 and not can_unpack_zstd()):
        return about.member("problem", f"is packed in a way that is not read (method {one.compress_type})")
    if (one.external_attr >> 16) & 0o170000 == 0o120000:
        return about.member("link")
    return about.member("file")


class _Found:
    """A member of the list, and where its bytes begin."""

    def __init__(self, read_at: ReadAt, one: zipfile.ZipInfo) -> None:
        self.one, self.start = one, _start(read_at, one.header_offset)

    def member(self, kind: Kind, detail: str = "") -> Member:
        one = self.one
        return Member(
            name=one.filename.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape"),
            start=one.header_offset if self.start is None else self.start,
            size=one.compress_size,
            mtime=_mtime(one),
            kind=kind,
            detail=detail,
            packing=_PACKINGS.get(one.compress_type),
            plain_size=one.file_size,
        )


def _start(read_at: ReadAt, offset: int) -> int | None:
    """Where the bytes of a member begin, behind its header; None where no header is."""
    header = read_at(offset, _LOCAL.size)
    if len(header) < _LOCAL.size:
        return None
    magic, name, extra = _LOCAL.unpack(header)
    return offset + _LOCAL.size + name + extra if magic == ZIP_MAGICS[0] else None


def _mtime(one: zipfile.ZipInfo) -> float | None:
    """In UTC where the archive tells it so (extra field 0x5455); else its wall clock, as if it were UTC."""
    extra = one.extra
    while len(extra) >= 4:
        tag, size = struct.unpack_from("<HH", extra)
        if tag == 0x5455 and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return float(struct.unpack_from("<i", extra, 5)[0])
        extra = extra[4 + size :]
    try:
        return datetime(*one.date_time, tzinfo=UTC).timestamp()
    except ValueError:
        return None


class _Reading(io.RawIOBase):
    """The archive as zipfile reads it: it asks for the list in one piece."""

    def __init__(self, read_at: ReadAt, size: int) -> None:
        self._read_at, self._size, self._place = read_at, size, 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        if place < 0:
            raise OSError("a place before the beginning")
        self._place = place
        return place

    def read(self, size: int = -1) -> bytes:
        rest = max(0, self._size - self._place)
        wanted = rest if size is None or size < 0 else min(size, rest)
        if wanted > _LONGEST_LIST:
            raise OSError(f"a list of more than {_LONGEST_LIST >> 20} MiB")
        read = self._read_at(self._place, wanted)
        self._place += len(read)
        return read
