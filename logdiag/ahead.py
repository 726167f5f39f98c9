"""Ahead: blocks that another process makes while those before them are folded.

That gains where making them takes long and can only be done in order, as unpacking does. The process is never needed:
where none can be begun, or it dies, the blocks are made here.
"""

from __future__ import annotations

import mmap
import os
import pickle
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from struct import Struct
from typing import BinaryIO, NamedTuple, NoReturn

from logdiag.read.source import Block, Parts
from logdiag.workers import NO_ROOM, die_with, held_back

# A block is a mebibyte and seldom much more; a longer one takes several slots, one after the other.
_SLOT = 5 << 18
_SLOTS = 6
_PIECE = 1 << 18
_HEAD = Struct("<BIQ")
"""Which slot, how many bytes of a block it holds, and how many of what is told besides behind the last of them."""
_END = 255


class _Maker(NamedTuple):
    """A process that makes blocks, and how it is spoken with: it puts parts of blocks in slots, and waits for room."""

    process: int
    slots: mmap.mmap
    made: BinaryIO
    room: int


class _GoneError(Exception):
    """The process ended before it had made all."""


def ahead(
    make: Callable[[], Iterator[Parts]], complain: Callable[[str], None]
) -> Generator[Block, None, None]:
    """The blocks that `make()` gives, some of them made before they are asked for.

    `make` is called again where the process fails. Closing this ends the process.
    """
    maker, last = _begun(make), -1
    try:
        while maker and (block := _next(maker)):
            last = block.index
            yield block
        if maker:
            return
    except _GoneError:
        complain("the process that unpacks ended before its time: its part is read again")
    finally:
        if maker:
            _end(maker)
    yield from (_block(made) for made in make() if made.index > last)


def _begun(make: Callable[[], Iterator[Parts]]) -> _Maker | None:
    """A process that makes the blocks; None where there is no room for one."""
    parent, pipes = os.getpid(), list[int]()
    try:
        slots = mmap.mmap(-1, _SLOT * _SLOTS)
        pipes += os.pipe()
        pipes += os.pipe()
        with held_back(signal.SIGINT):
            process = os.fork()
            made, tell, freed, room = pipes
            if process == 0:
                _live(make, slots, (tell, freed), (made, room), parent)
    except OSError as failed:
        for pipe in pipes:
            os.close(pipe)
        if failed.errno not in NO_ROOM:
            raise
        return None
    os.close(tell)
    os.close(freed)
    os.write(room, bytes(range(_SLOTS)))
    return _Maker(process, slots, open(made, "rb"), room)


def _live(
    make: Callable[[], Iterator[Parts]],
    slots: mmap.mmap,
    mine: tuple[int, int],
    others: tuple[int, int],
    parent: int,
) -> NoReturn:
    """The whole life of the process: it never returns into what its parent was about to do."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for pipe in others:
            os.close(pipe)
        die_with(parent)
        tell, freed = mine
        with open(tell, "wb", closefd=False) as out:
            for made in make():
                _put(made, slots, out, freed)
            out.write(_HEAD.pack(_END, 0, 0))
    finally:
        os._exit(0)  # who misses the end makes the rest, and meets what went wrong here


def _put(made: Parts, slots: mmap.mmap, out: BinaryIO, freed: int) -> None:
    """The parts of a block go to the slots as they get free."""
    slot, taken = os.read(freed, 1)[0], 0
    for part in made.parts:
        for start in range(0, len(part), _PIECE):
            piece = part[start : start + _PIECE]
            if taken + len(piece) > _SLOT:
                out.write(_HEAD.pack(slot, taken, 0))
                out.flush()
                slot, taken = os.read(freed, 1)[0], 0
            place = slot * _SLOT + taken
            slots[place : place + len(piece)] = piece
            taken += len(piece)
    told = pickle.dumps((made.index, made.cut, made.problem))
    out.write(_HEAD.pack(slot, taken, len(told)) + told)
    out.flush()


def _next(maker: _Maker) -> Block | None:
    """The next block; None behind the last. Raises _GoneError."""
    parts: list[bytes] = []
    while True:
        slot, size, told = _HEAD.unpack(_read(maker.made, _HEAD.size))
        if slot == _END:
            return None
        parts.append(maker.slots[slot * _SLOT : slot * _SLOT + size])
        with suppress(BrokenPipeError):  # it needs no room any more
            os.write(maker.room, bytes((slot,)))
        if told:
            index, cut, problem = pickle.loads(_read(maker.made, told))  # noqa: S301  # our own child's
            return _block(Parts(index, parts, cut, problem))


def _block(made: Parts) -> Block:
    """The block of these parts. Its `first_line` is 1, as nobody has counted the lines before it."""
    data = made.parts[0] if len(made.parts) == 1 else b"".join(made.parts)
    return Block(made.index, 1, data, made.cut, made.problem)


def _read(made: BinaryIO, size: int) -> bytes:
    read = made.read(size)
    if len(read) < size:
        raise _GoneError
    return read


def _end(maker: _Maker) -> None:
    """The process does not outlive the one who asked for it."""
    with held_back(signal.SIGINT), suppress(ProcessLookupError, ChildProcessError):
        if os.waitpid(maker.process, os.WNOHANG) == (0, 0):
            os.kill(maker.process, signal.SIGKILL)
            os.waitpid(maker.process, 0)
    maker.made.close()
    os.close(maker.room)
    maker.slots.close()
