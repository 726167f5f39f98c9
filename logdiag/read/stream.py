"""Stream: what a packed archive unpacks to, of which members are read at their places.

It can only be unpacked from its beginning. So it is left where it was read to, with the bytes before that place:
members that are asked for in their order are read in one go, each of them twice if it is small.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from logdiag.read.content import ReadProblem

# Bytes before the place that are kept: most members are read more than once.
REWOUND = 4 << 20

# Beginnings of members are asked for again and again, in any order; so much of each is kept, and so much in all.
HEAD = 1 << 16
HEADS = 16 << 20
_LEAST_HEAD = 1 << 10

Unpacking = Callable[[], Iterator[bytes | ReadProblem]]


class Left:
    """Where streams were left: one, and those around it, since memory has no room for many unpackers."""

    def __init__(self) -> None:
        self._places: list[tuple[Stream, Cursor]] = []
        self.room_for_heads = HEADS

    def leave(self, stream: Stream, cursor: Cursor) -> None:
        """The cursor stays for who reads on there; what else was left is given up, but for streams around it."""
        self._give_up(lambda other: not stream.lies_in(other))
        self._places.append((stream, cursor))

    def taken(self, stream: Stream, start: int) -> Cursor | None:
        """The cursor that was left in this stream, if it can be read from `start` on."""
        self._give_up(lambda other: other.lies_in(stream))
        place = next((place for place in self._places if place[0] is stream), None)
        if place is None:
            return None
        self._places.remove(place)
        return place[1] if start >= place[1].earliest else None

    def _give_up(self, is_such: Callable[[Stream], bool]) -> None:
        """Such streams are closed, whereupon the streams around them are left where those had read to."""
        while places := [place for place in self._places if is_such(place[0])]:
            self._places.remove(places[0])
            places[0][1].close()


class Stream:
    """The bytes that `unpacking()` gives from their beginning; `around` is the stream they are in, if any."""

    def __init__(self, unpacking: Unpacking, left: Left, around: Stream | None = None) -> None:
        self._unpacking, self._left, self._around = unpacking, left, around
        self._heads: dict[int, bytes] = {}

    def pieces(self, start: int, size: int) -> Iterator[bytes | ReadProblem]:
        """The bytes from `start` on, at most `size`; a ReadProblem comes last where the stream ends in one."""
        head = self._heads.get(start, b"")
        if size < _LEAST_HEAD or len(head) >= min(size, HEAD):
            if head and size > 0:
                yield head[:size]
            yield from self._unpacked(start + len(head), size - len(head))
        else:
            yield from self._with_head_kept(start, size)

    def _with_head_kept(self, start: int, size: int) -> Iterator[bytes | ReadProblem]:
        head = b""
        try:
            for item in self._unpacked(start, size):
                if len(head) < HEAD and not isinstance(item, ReadProblem):
                    head = (head + item)[:HEAD]
                yield item
        finally:
            more = len(head) - len(self._heads.get(start, b""))
            if 0 < more <= self._left.room_for_heads:
                self._left.room_for_heads -= more
                self._heads[start] = head

    def _unpacked(self, start: int, size: int) -> Iterator[bytes | ReadProblem]:
        if size <= 0:
            return
        cursor = self._left.taken(self, start) or Cursor(self._unpacking())
        try:
            for item in cursor.items(start):
                if isinstance(item, ReadProblem):
                    yield item
                    return
                yield item[:size]
                size -= len(item)
                if size <= 0:
                    return
        finally:
            self._left.leave(self, cursor)

    def lies_in(self, other: Stream) -> bool:
        """Whether this stream is unpacked from what the other one gives."""
        return self._around is not None and (self._around is other or self._around.lies_in(other))


class Cursor:
    """How far a stream was unpacked, and the last bytes of it. Several are read from it one after the other."""

    def __init__(self, items: Iterator[bytes | ReadProblem]) -> None:
        self._items = items
        self._kept: deque[bytes] = deque()
        self.earliest = self._place = 0
        self._problem: ReadProblem | None = None

    def items(self, start: int) -> Iterator[bytes | ReadProblem]:
        """The bytes from `start`, which is not before `earliest`, in pieces."""
        place = self.earliest
        for piece in tuple(self._kept):
            if place + len(piece) > start:
                yield piece[max(0, start - place) :]
            place += len(piece)
        for piece in self._read():
            place, before = self._place, self._place - len(piece)
            if place > start:
                yield piece[max(0, start - before) :]
        if self._problem:
            yield self._problem

    def close(self) -> None:
        """What it reads from is let go."""
        self._items = iter(())
        self._kept.clear()

    def _read(self) -> Iterator[bytes]:
        while not self._problem and (item := next(self._items, None)) is not None:
            if isinstance(item, ReadProblem):
                self._problem = item
                return
            self._place += len(item)
            self._keep(item)
            yield item

    def _keep(self, piece: bytes) -> None:
        self._kept.append(piece)
        while self._kept and self._place - self.earliest - len(self._kept[0]) >= REWOUND:
            self.earliest += len(self._kept.popleft())
