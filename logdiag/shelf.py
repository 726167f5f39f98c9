"""Shelf: what the fold types keep of events, packed: a key has the records of its events, twenty bytes each.

Folds of one key share a shelf, whatever kinds they want of it. Only a key that is heard often is summed up;
Cells and Timelines are made when a rule looks, and are the same as if they had been kept all along.
"""

from __future__ import annotations

import pickle
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from struct import Struct
from typing import Any, NamedTuple, Protocol
from zlib import crc32

from logdiag.event import At

Key = tuple[str, ...]
# Clients of a shelf: in a log of millions, all processes together keep within 200 MiB (docs/performance.md).
KEYS = 16_384
RECORD = Struct("<qQI")
"""Time in microseconds, place, and what: kind, zone and how often."""
# A log that has more records than a Timeline has cells is summed up, and what comes after it many at a time.
LONGEST = 64 * RECORD.size
_MOST_WAITING = 4 << 20
BLOCKS, LINES = 22, 26
KINDS, ZONES = 12, 12
MOST_TIMES = 255
ONCE = 1 << (KINDS + ZONES)
_LINE, _BLOCK = (1 << LINES) - 1, (1 << BLOCKS) - 1
_KIND, _ZONE = (1 << KINDS) - 1, (1 << ZONES) - 1
# Where in a record its kind stands, the lower byte first.
WHAT = 16
_EAST = 1024
_HIGHEST = (1 << 32) - 1

Sums = dict[int, "Summed"]
Rank = tuple[int, str]
Pieces = tuple[bytes, "array[int]"]
"""Texts one after another, and how long each is."""
Record = tuple[int, int, int]
"""Time, place and what, as RECORD packs them."""


class Summed(Protocol):
    """What many events of a kind are summed up in: folds.Timeline, or folds.Cell where no fold asks when."""

    @property
    def first(self) -> At:
        """The earliest event."""

    @property
    def last(self) -> At:
        """The latest event by time."""

    def take(self, records: Sequence[Record]) -> None:
        """Takes in events of one kind."""

    def absorb(self, other: object) -> None:
        """Becomes the union of both."""


def zone_code(offset: int | None, *, is_utc: bool) -> int:
    """Minutes east of UTC and whether times are compared as UTC, as a part of a record."""
    return 0 if offset is None else (offset + _EAST) << 1 | is_utc


def place_of(source: int, block: int, line: int) -> int:
    """A place as one number that sorts like it. A block has at most 2**26 lines, a source 2**22 blocks."""
    return source << (BLOCKS + LINES) | block << LINES | line


def packed(at: At, kind: int, times: int, *, is_utc: bool) -> bytes:
    """The records of one event."""
    place = place_of(at.source, at.block, at.line)
    what = kind | zone_code(at.offset, is_utc=is_utc) << KINDS
    whole, rest = divmod(times, MOST_TIMES)
    many = RECORD.pack(at.time, place, what | MOST_TIMES << (KINDS + ZONES)) * whole
    return many + RECORD.pack(at.time, place, what | rest << (KINDS + ZONES)) if rest else many


def at_of(record: Record) -> At:
    """When and where the event of a record was said."""
    time, place, what = record
    code = what >> KINDS & _ZONE
    offset = (code >> 1) - _EAST if code else None
    wall = time + offset * 60_000_000 if offset is not None and code & 1 else time
    return At(time, place >> (BLOCKS + LINES), place >> LINES & _BLOCK, place & _LINE, wall, offset)


def record_of(at: At) -> Record:
    """When and where, as a record of nothing in particular."""
    zone = zone_code(at.offset, is_utc=at.wall != at.time)
    return at.time, place_of(at.source, at.block, at.line), zone << KINDS


def bare(record: Record) -> Record:
    """A record without its kind and how often: when and where."""
    return record[0], record[1], record[2] & _ZONE << KINDS


def kind_of(record: Record) -> int:
    """The number of the kind of an event."""
    return record[2] & _KIND


def times_of(record: Record) -> int:
    """How often the event of a record was said."""
    return record[2] >> (KINDS + ZONES)


def source_of(record: Record) -> int:
    """The index of the source that tells the event of a record."""
    return record[1] >> (BLOCKS + LINES)


def by_kind(log: bytes | bytearray) -> Mapping[int, list[Record]]:
    """The records of a log by kind."""
    found: dict[int, list[Record]] = {}
    for record in RECORD.iter_unpack(log):
        kind = record[2] & _KIND
        if kind in found:
            found[kind].append(record)
        else:
            found[kind] = [record]
    return found


def _crc(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass"))


def rank(key: str) -> tuple[int, str]:
    """What decides which keys stay where there are too many: a hash, so that nothing in the log does."""
    return _crc(key), key


class Shelf:
    """Records by key (its values joined by NULs), at most `cap` keys: over it those of the smallest rank stay.

    A key that left never comes back: the ranks of a growing set only push it further out.
    """

    __slots__ = (
        "_kinds",
        "_make",
        "_sorted",
        "_waiting",
        "_weight",
        "cap",
        "limit",
        "logs",
        "over",
        "summed",
    )

    def __init__(self, make: Callable[[], Summed], cap: int = KEYS) -> None:
        self._make, self.cap = make, cap
        self.logs: dict[str, bytes] = {}
        self.summed: dict[str, Sums] = {}
        self.over = False
        self.limit: Rank | None = None
        self._waiting: dict[str, bytearray] = {}
        self._weight = 0
        self._sorted: tuple[int, dict[str, list[str]]] = (0, {})
        self._kinds: tuple[int, frozenset[int]] = (0, frozenset())

    def __len__(self) -> int:
        return len(self.logs) + len(self.summed)

    @property
    def size(self) -> int:
        """How many keys it has."""
        return len(self)

    @property
    def sums(self) -> dict[str, Sums]:
        """What is summed up, by key and kind."""
        self.sum_up()
        return self.summed

    def put(self, key: str, records: bytes) -> None:
        """Takes in records of a key."""
        log = self.logs.get(key)
        if log is None:
            self._begin(key, records)
            return
        log += records
        if len(log) <= LONGEST:
            self.logs[key] = log
        else:
            del self.logs[key]
            self.summed[key] = {}
            self._wait(key, log)

    def _begin(self, key: str, records: bytes) -> None:
        """Takes in records of a key that has no log: one that is new, is summed up, or left."""
        if key in self.summed:
            self._wait(key, records)
        elif self.limit is None or rank(key) <= self.limit:
            self.logs[key] = b""
            self.put(key, records)
            if len(self) > self.cap + (self.cap >> 3):
                self.trim()

    def _wait(self, key: str, records: bytes) -> None:
        """Records of a key that is summed up wait for more: many are summed at little more than the cost of one."""
        waiting = self._waiting.get(key)
        if waiting is None:
            waiting = self._waiting[key] = bytearray()
        waiting += records
        self._weight += len(records)
        if self._weight > _MOST_WAITING:
            self.sum_up()

    def sum_up(self) -> None:
        """Sums up what waits for it."""
        waiting, self._waiting, self._weight = self._waiting, {}, 0
        for key, log in waiting.items():
            sums = self.summed.get(key)
            if sums is None:  # dropped since
                continue
            for kind, records in by_kind(log).items():
                found = sums.get(kind)
                if found is None:
                    found = sums[kind] = self._make()
                found.take(records)

    def put_sums(self, key: str, sums: Sums) -> None:
        """Takes in what is summed up of a key; takes it over."""
        mine = self.summed.get(key)
        if mine is None:
            if key not in self.logs and self.limit is not None and rank(key) > self.limit:
                return
            mine = self.summed[key] = {}
            log = self.logs.pop(key, None)
            if log is not None:
                self._wait(key, log)
        for kind, other in sums.items():
            found = mine.get(kind)
            if found is None:
                mine[kind] = other
            else:
                found.absorb(other)

    def trim(self) -> None:
        """Down to the cap: what a rule sees."""
        if len(self) <= self.cap:
            return
        self.over = True
        ranks = sorted(map(_crc, chain(self.logs, self.summed)))
        last = ranks[self.cap - 1]
        # Of keys that share the last rank, the first ones by name stay.
        tied = sorted(key for key in chain(self.logs, self.summed) if _crc(key) == last)
        self.limit = last, tied[self.cap - bisect_left(ranks, last) - 1]
        self._drop_beyond()

    def absorb(self, other: Shelf | SentShelf) -> None:
        """Union with another; takes it over."""
        self.over = self.over or other.over
        if other.limit is not None and (self.limit is None or other.limit < self.limit):
            self.limit = other.limit
            self._drop_beyond()
        # At once as few as will stay: keys that leave again need not come.
        if self.size + other.size > self.cap + (self.cap >> 3):
            self._narrow(other)
        highest = _HIGHEST if self.limit is None else self.limit[0]
        for key, log in other.entries(highest):
            self.put(key, log)
        for key, sums in other.summed_up(highest):
            self.put_sums(key, sums)
        self.trim()

    def _narrow(self, other: Shelf | SentShelf) -> None:
        """Drops keys that are too many in both together: all of a rank beyond which enough are."""
        ranks = {*map(_crc, chain(self.logs, self.summed)), *other.hashes()}
        if len(ranks) > self.cap:
            self.over = True
            enough = sorted(ranks)[self.cap - 1] + 1, ""
            self.limit = enough if self.limit is None else min(self.limit, enough)
            self._drop_beyond()

    def hashes(self) -> Iterable[int]:
        """What the ranks of the keys begin with."""
        return map(_crc, chain(self.logs, self.summed))

    def entries(self, _highest: int) -> Iterable[tuple[str, bytes]]:
        """Keys and their logs."""
        return self.logs.items()

    def summed_up(self, _highest: int) -> Iterable[tuple[str, Sums]]:
        """Keys that are heard often, and what they are summed up in."""
        return self.sums.items()

    def _drop_beyond(self) -> None:
        assert self.limit is not None
        for some in (self.logs, self.summed):
            for key in [key for key in some if (_crc(key), key) > self.limit]:
                del some[key]

    def sorted_keys(self) -> list[str]:
        """All keys, sorted as their values are: a NUL sorts before anything that may stand in a value."""
        return list(chain.from_iterable(self.keys_by_first().values()))

    def keys_by_first(self) -> Mapping[str, list[str]]:
        """The keys by their first part, sorted. To be asked when nothing comes any more: it is remembered."""
        size, found = self._sorted
        if size != len(self):
            found = {}
            for key in sorted(chain(self.logs, self.summed)):
                found.setdefault(key.partition("\0")[0], []).append(key)
            self._sorted = len(self), found
        return found

    def kinds(self) -> frozenset[int]:
        """The numbers of all kinds that any key has. To be asked when nothing comes any more, like the keys."""
        size, found = self._kinds
        if size != len(self):
            # Few sequences of kinds are there, of many clients.
            logs = {(log[WHAT :: RECORD.size], log[WHAT + 1 :: RECORD.size]) for log in self.logs.values()}
            told = {
                low | (high << 8 & _KIND)
                for lows, highs in logs
                for low, high in zip(lows, highs, strict=True)
            }
            found = frozenset(told.union(*self.sums.values()))
            self._kinds = len(self), found
        return found

    def sent(self) -> SentShelf:
        """The same in few large pieces, for another process: many small ones take long to send."""
        sums = self.sums
        # Pickled one by one, so that the one who takes them in never has all of them as objects beside its own.
        pickled = [pickle.dumps(some, pickle.HIGHEST_PROTOCOL) for some in sums.values()]
        return SentShelf(
            _packed(map(_encoded, self.logs)),
            _packed(self.logs.values()),
            _packed(map(_encoded, sums)),
            _packed(pickled),
            self.over,
            self.limit,
        )

    def __getstate__(self) -> tuple[object, ...]:
        return (self._make, self.cap, self.logs, self.sums, self.over, self.limit)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._make, self.cap, self.logs, self.summed, self.over, self.limit = state
        self._waiting, self._weight, self._sorted, self._kinds = {}, 0, (0, {}), (0, frozenset())


class SentShelf(NamedTuple):
    """A shelf as it comes from another process: a shelf takes its keys one by one."""

    keys: Pieces
    logs: Pieces
    summed_keys: Pieces
    sums: Pieces
    over: bool
    limit: Rank | None

    @property
    def size(self) -> int:
        """How many keys it has."""
        return len(self.keys[1]) + len(self.summed_keys[1])

    def hashes(self) -> Iterable[int]:
        """What the ranks of the keys begin with."""
        return map(crc32, chain(_pieces(*self.keys), _pieces(*self.summed_keys)))

    def entries(self, highest: int) -> Iterator[tuple[str, bytes]]:
        """Keys and their logs, of keys whose rank does not begin higher."""
        return _until(highest, self.keys, self.logs)

    def summed_up(self, highest: int) -> Iterator[tuple[str, Sums]]:
        """Keys that are heard often, and what they are summed up in, of keys whose rank does not begin higher."""
        for key, pickled in _until(highest, self.summed_keys, self.sums):
            yield key, pickle.loads(pickled)  # noqa: S301  # a worker of this run wrote it


def _encoded(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _packed(some: Iterable[bytes]) -> Pieces:
    pieces = list(some)
    return b"".join(pieces), array("I", map(len, pieces))


def _until(highest: int, keys: Pieces, values: Pieces) -> Iterator[tuple[str, bytes]]:
    for key, value in zip(_pieces(*keys), _pieces(*values), strict=True):
        if crc32(key) <= highest:
            yield key.decode("utf-8", "surrogatepass"), value


def _pieces(whole: bytes, sizes: Iterable[int]) -> Iterator[bytes]:
    start = 0
    for size in sizes:
        yield whole[start : start + size]
        start += size


class Kinds(NamedTuple):
    """Kinds by number, the same in every process of a run."""

    names: tuple[str, ...]
    numbers: Mapping[str, int]


def numbered(kinds: Iterable[str]) -> Kinds:
    """Numbers for kinds; at most 4096 of them."""
    names: Sequence[str] = sorted(set(kinds))
    return Kinds(tuple(names), {name: number for number, name in enumerate(names)})
