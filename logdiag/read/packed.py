"""Packed streams: members of gzip or frames of zstd come in one after the other, plain bytes come out.

As many come out as can be read; a Damage comes last where that is not all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

PackedFrom = Callable[[int], Iterable[bytes]]
"""The packed bytes from an offset to their end, in pieces; it can be asked again."""


class Damage(NamedTuple):
    """Why the rest of the packed bytes could not be read, in words that follow a file's name, and the cure."""

    why: str
    cure: str = "get a whole copy of the file"


class Unit(Protocol):
    """A member or a frame that is being unpacked."""

    @property
    def behind(self) -> bytes | None:
        """The packed bytes that came in after its end; None before its end."""

    def unpack(self, packed: bytes, at_most: int) -> Iterator[bytes]:
        """What the next packed bytes hold, in pieces of at most `at_most`; raises one of Form.errors."""

    def held_back(self) -> bytes:
        """What it can still give when no more packed bytes come."""


class Decompressor(Protocol):
    """What Python's own decompressors of bzip2, xz and zstd have in common, as far as it is used."""

    @property
    def eof(self) -> bool: ...  # noqa: D102  # Python's words
    @property
    def needs_input(self) -> bool: ...  # noqa: D102
    @property
    def unused_data(self) -> bytes: ...  # noqa: D102
    def decompress(self, packed: bytes, at_most: int, /) -> bytes: ...  # noqa: D102


class Buffering:
    """A Unit of a decompressor that keeps the packed bytes which it could not use yet."""

    def __init__(self, decompressor: Decompressor) -> None:
        self._decompressor = decompressor

    @property
    def behind(self) -> bytes | None:
        """The packed bytes behind its end; None before its end."""
        return self._decompressor.unused_data if self._decompressor.eof else None

    def unpack(self, packed: bytes, at_most: int) -> Iterator[bytes]:
        """What the next packed bytes hold."""
        while packed or not (self._decompressor.eof or self._decompressor.needs_input):
            plain = self._decompressor.decompress(packed, at_most)
            if plain:
                yield plain
            elif not packed:
                return
            packed = b""

    def held_back(self) -> bytes:
        """Nothing: each block is given as soon as it is there."""
        return b""


class Form(NamedTuple):
    """How one kind of packing is read.

    `begin` makes a unit. `begin_again` makes one that reads what `begin`'s could not: of all that are
    installed it is the same everywhere, so that a damaged file gives the same bytes everywhere.
    `damage` tells an error; its second argument is how many units were whole.
    """

    begin: Callable[[], Unit]
    begin_again: Callable[[], Unit]
    errors: tuple[type[Exception], ...]
    damage: Callable[[Exception, int], Damage]
    padding: bytes = b""


class _Fault(NamedTuple):
    """Where a unit broke: it begins at `start`, its first `sound` packed bytes gave no error, and `given`
    plain bytes of it are out already."""

    start: int
    sound: int
    given: int
    error: Exception
    units: int


def unpacked(packed_from: PackedFrom, at_most: int, form: Form) -> Iterator[bytes | Damage]:
    """Plain bytes in pieces of at most `at_most` (1 or more), so that a small file cannot fill the memory."""
    unit: Unit | None = None
    units = read = start = given = 0
    for piece in packed_from(0):
        read += len(piece)
        rest = piece
        while rest := rest if unit else rest.lstrip(form.padding):
            if unit is None:
                unit, start, given = form.begin(), read - len(rest), 0
            try:
                for plain in unit.unpack(rest, at_most):
                    given += len(plain)
                    yield plain
            except form.errors as error:
                fault = _Fault(start, read - len(rest) - start, given, error, units)
                yield from _salvaged(packed_from, fault, at_most, form)
                return
            if (behind := unit.behind) is None:
                break
            rest, unit, units = behind, None, units + 1
    if unit:
        yield from _in_pieces([unit.held_back()], at_most)
        if unit.behind is None:
            yield Damage("is cut short: the compressed data has no end")


def _salvaged(packed_from: PackedFrom, fault: _Fault, at_most: int, form: Form) -> Iterator[bytes | Damage]:
    """The rest of what a broken unit holds, and its Damage: it is read once more, since a failing call
    gives nothing at all of what it had read."""
    errors: list[Exception] = []
    plain = _until_error(form.begin_again(), packed_from(fault.start), fault.sound, at_most, form, errors)
    yield from _in_pieces(_without(fault.given, plain), at_most)
    yield form.damage(errors[0] if errors else fault.error, fault.units)


def _until_error(
    unit: Unit, pieces: Iterable[bytes], sound: int, at_most: int, form: Form, errors: list[Exception]
) -> Iterator[bytes]:
    try:
        for piece in _singly_behind(sound, pieces):
            yield from unit.unpack(piece, at_most)
            if unit.behind is not None:
                return
    except form.errors as error:
        errors.append(error)


def _singly_behind(sound: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, and behind the first `sound` bytes each byte by itself."""
    for piece in pieces:
        if whole := piece[:sound]:
            yield whole
        sound -= len(whole)
        yield from (piece[at : at + 1] for at in range(len(whole), len(piece)))


def _without(given: int, plain: Iterable[bytes]) -> Iterator[bytes]:
    """The plain bytes but the first `given`."""
    for piece in plain:
        if rest := piece[given:]:
            yield rest
        given = max(0, given - len(piece))


def _in_pieces(plain: Iterable[bytes], at_most: int) -> Iterator[bytes]:
    """The plain bytes in pieces of `at_most`, the last one shorter."""
    held = bytearray()
    for piece in plain:
        held += piece
        while len(held) >= at_most:
            yield bytes(held[:at_most])
            del held[:at_most]
    if held:
        yield bytes(held)
