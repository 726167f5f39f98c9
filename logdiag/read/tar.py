"""Tar: headers come in, the places of members come out. Damage between members is passed over and told.

Python's tarfile reads the headers; it is not asked to find them, as it reads what a header claims into memory.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from logdiag.read.member import TAR_BLOCK, TAR_MAGIC, TAR_MAGIC_AT, ArchiveFlaw, Kind, Member, ReadAt

# A name or an extended header that claims more is none: Linux knows no path of more than 4,096 bytes.
_MOST_ABOUT = 1 << 20
# An end is two blocks of zeros, and fills a record, by default of 20 blocks; another archive may be joined to it.
_MOST_ZEROS = 128
_WINDOW = 1 << 20

_SPARSE = "is stored sparse, without its holes"
_KINDS: Mapping[bytes, Kind] = {
    tarfile.SYMTYPE: "link",
    tarfile.LNKTYPE: "link",
    tarfile.DIRTYPE: "folder",
}
_SPECIAL = {
    tarfile.CHRTYPE: "is a device",
    tarfile.BLKTYPE: "is a disk device",
    tarfile.FIFOTYPE: "is a pipe",
}


def tar_members(read_at: ReadAt) -> Iterator[Member | ArchiveFlaw]:
    """The members of the tar that `read_at(offset, size)` gives, in order; flaws stand where they were met."""
    place, about = 0, _About({}, {})
    while True:
        block = read_at(place, TAR_BLOCK)
        if len(block) < TAR_BLOCK:
            yield ArchiveFlaw("is cut short: it has no end")
            return
        header = _header(block)
        if header is None:
            behind = _behind_zeros(read_at, place) if not any(block) else _behind_damage(read_at, place)
            if any(block):
                yield _damage(place, behind)
            if behind is None:
                return
            place, about = behind, _About({}, about.of_all)
            continue
        data = place + TAR_BLOCK + _sparse_blocks(read_at, place, header)
        if header.type in _ABOUTS:
            if header.size <= _MOST_ABOUT:
                about = _ABOUTS[header.type](about, read_at(data, header.size))
            place = data + _whole_blocks(header.size)
            continue
        member = _member(header, data, about)
        yield member
        place, about = (
            data + (_whole_blocks(member.size) if _has_data(header) else 0),
            _About({}, about.of_all),
        )


class _About(NamedTuple):
    """What is told of the next member, and of all that follow, before their headers, by the words of pax."""

    of_next: Mapping[str, str]
    of_all: Mapping[str, str]

    def word(self, name: str) -> str | None:
        return self.of_next.get(name, self.of_all.get(name))

    def number(self, name: str, otherwise: float) -> float:
        try:
            return float(self.word(name) or otherwise)
        except ValueError:
            return otherwise


def _with_name(about: _About, text: bytes) -> _About:
    return about._replace(of_next={**about.of_next, "path": _text(text.partition(b"\0")[0])})


def _with_link(about: _About, text: bytes) -> _About:
    return about._replace(of_next={**about.of_next, "linkpath": _text(text.partition(b"\0")[0])})


def _with_pax(about: _About, text: bytes) -> _About:
    return about._replace(of_next={**about.of_next, **_pax(text)})


def _with_pax_for_all(about: _About, text: bytes) -> _About:
    return about._replace(of_all={**about.of_all, **_pax(text)})


_ABOUTS: Mapping[bytes, Callable[[_About, bytes], _About]] = {
    b"L": _with_name,
    b"K": _with_link,
    b"x": _with_pax,
    b"X": _with_pax,
    b"g": _with_pax_for_all,
}


def _pax(text: bytes) -> dict[str, str]:
    """Records `length key=value`, as far as they are whole (POSIX pax, "pax Extended Header")."""
    found: dict[str, str] = {}
    while True:
        digits, space, _ = text[:20].partition(b" ")
        length = int(digits) if space and digits.isdigit() else 0
        key, equals, value = text[len(digits) + 1 : length - 1].partition(b"=")
        if not equals or length > len(text):
            return found
        found[_text(key)] = _text(value)
        text = text[length:]


def _header(block: bytes) -> tarfile.TarInfo | None:
    """What a header says; None if it is none."""
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        return None
    return header if header.size >= 0 else None


def _has_data(header: tarfile.TarInfo) -> bool:
    return header.isreg() or header.type not in tarfile.SUPPORTED_TYPES


def _member(header: tarfile.TarInfo, data: int, about: _About) -> Member:
    is_sparse = (
        header.type == tarfile.GNUTYPE_SPARSE
        or about.word("GNU.sparse.map")
        or about.word("GNU.sparse.major")
    )
    size = max(0, int(about.number("size", header.size)))
    name = about.word("GNU.sparse.name") or about.word("path") or header.name
    kind, detail = _KINDS.get(header.type, "file"), ""
    if is_sparse:
        kind, detail = "problem", _SPARSE
    elif header.type in _SPECIAL:
        kind, detail = "special", _SPECIAL[header.type]
    elif kind == "link":
        detail = about.word("linkpath") or header.linkname
    return Member(name, data, size, about.number("mtime", header.mtime), kind, detail)


def _sparse_blocks(read_at: ReadAt, place: int, header: tarfile.TarInfo) -> int:
    """How many bytes of more maps stand between a header of GNU's old sparse form and its data."""
    if header.type != tarfile.GNUTYPE_SPARSE or not read_at(place + 482, 1).strip(b"\0"):
        return 0
    size = TAR_BLOCK
    while read_at(place + size + 504, 1).strip(b"\0") and size < _MOST_ABOUT:
        size += TAR_BLOCK
    return size


def _whole_blocks(size: int) -> int:
    return -(-size // TAR_BLOCK) * TAR_BLOCK


def _behind_zeros(read_at: ReadAt, place: int) -> int | None:
    """Where another archive begins behind the end of one; None if none does."""
    zeros = read_at(place, TAR_BLOCK * _MOST_ZEROS)
    behind = (len(zeros) - len(zeros.lstrip(b"\0"))) // TAR_BLOCK * TAR_BLOCK
    return place + behind if _header(zeros[behind : behind + TAR_BLOCK]) else None


def _behind_damage(read_at: ReadAt, place: int) -> int | None:
    """Where the next header stands that is one; None if there is none any more."""
    while window := read_at(place, _WINDOW):
        at = window.find(TAR_MAGIC)
        while at >= 0:
            start = at - TAR_MAGIC_AT
            if start >= 0 and start % TAR_BLOCK == 0 and _header(window[start : start + TAR_BLOCK]):
                return place + start
            at = window.find(TAR_MAGIC, at + 1)
        place += _WINDOW
    return None


def _damage(place: int, behind: int | None) -> ArchiveFlaw:
    rest = "nothing behind it is read" if behind is None else f"it is read on from byte {behind}"
    return ArchiveFlaw(f"is damaged: no member begins at byte {place}, where one should; {rest}")


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
