"""Outlines: what settles the time of a block: first and last stamp, roll-overs inside. They join by index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from logdiag.record import Stamp

SKETCH = 64
HALF_A_YEAR = 183
# Days of a leap year before the month of that number.
DAYS_BEFORE = (0, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)


def turn(earlier: Stamp, later: Stamp) -> int:
    """Years gone by from one line to the next: 1 for December to January, -1 back, else 0.

    Where a line tells no year, a jump of more than half a year is a roll-over; a smaller one is disorder.
    """
    if earlier.year is not None and later.year is not None:
        return later.year - earlier.year
    if earlier.month == later.month:
        return 0
    step = DAYS_BEFORE[later.month] + later.day - DAYS_BEFORE[earlier.month] - earlier.day
    if abs(step) <= HALF_A_YEAR:
        return 0
    return 1 if step < 0 else -1


@dataclass(slots=True)
class Outline:
    """What settles the time of a block, and joins with that of the next block.

    Years are relative to the first stamp. `anchor` is what a line that carries a year says the year of
    the first stamp is. `leap` are the relative years in which a Feb 29 without a year stands.
    `sketch` maps the smallest hashes of messages to the earliest (relative year, stamp) that has them.
    `latest` is the latest line of those that were read, with its relative year. `relative_year` is the one that
    the block was folded with.
    """

    first: Stamp | None = None
    last: Stamp | None = None
    turns: int = 0
    anchor: int | None = None
    yearless: bool = False
    zoneless: bool = False
    leap: frozenset[int] = frozenset()
    latest: tuple[int, Stamp] | None = None
    sketch: dict[int, tuple[int, Stamp]] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    relative_year: int = 0

    def add(self, stamp: Stamp) -> None:
        """Takes in the next line's stamp."""
        last, latest = self.last, self.latest
        if last is None:
            self.first = stamp
        elif (
            latest is not None
            and (stamp.month, stamp.year, stamp.offset) == (last.month, last.year, last.offset)
            and stamp.month != 2
        ):
            # As most lines: nothing in it that the one before did not tell.
            self.last = stamp
            if latest[0] == self.turns and stamp[2:7] > latest[1][2:7] and stamp.month == latest[1].month:
                self.latest = (self.turns, stamp)
            else:
                self.note_latest(self.turns, stamp)
            return
        else:
            self.turns += turn(last, stamp)
        self.last = stamp
        if stamp.year is None:
            self.yearless = True
            if stamp.month == 2 and stamp.day == 29:
                self.leap |= {self.turns}
        elif self.anchor is None:
            self.anchor = stamp.year - self.turns
        if stamp.offset is None:
            self.zoneless = True
        self.note_latest(self.turns, stamp)

    def draw(self, digest: int, year: int, stamp: Stamp) -> None:
        """Takes in a hash of what a line says, to look for twins by."""
        if digest not in self.sketch:
            self.sketch[digest] = (year, stamp)
            if len(self.sketch) > 8 * SKETCH:
                self.sketch = _smallest(self.sketch)

    def note_latest(self, year: int, stamp: Stamp) -> None:
        """Takes in a line that may be the latest."""
        if self.latest is None or (year, *stamp[1:7]) > (self.latest[0], *self.latest[1][1:7]):
            self.latest = (year, stamp)


def _smallest(sketch: dict[int, tuple[int, Stamp]]) -> dict[int, tuple[int, Stamp]]:
    return {digest: sketch[digest] for digest in sorted(sketch)[:SKETCH]}


def join(outlines: Iterable[Outline]) -> tuple[Outline, list[int]]:
    """One outline of consecutive blocks, and for each block the relative year of its first stamp."""
    whole, starts = Outline(), []
    for block in outlines:
        if block.first is None:
            starts.append(whole.turns)
            whole.hosts |= block.hosts
            continue
        shift = whole.turns + (turn(whole.last, block.first) if whole.last else 0)
        starts.append(shift)
        _extend(whole, block, shift)
    whole.sketch = _smallest(whole.sketch)
    return whole, starts


def _extend(whole: Outline, block: Outline, shift: int) -> None:
    whole.first = whole.first or block.first
    whole.last = block.last
    whole.turns = shift + block.turns
    if whole.anchor is None and block.anchor is not None:
        whole.anchor = block.anchor - shift
    whole.yearless = whole.yearless or block.yearless
    whole.zoneless = whole.zoneless or block.zoneless
    whole.leap |= {shift + year for year in block.leap}
    whole.hosts |= block.hosts
    if block.latest:
        whole.note_latest(block.latest[0] + shift, block.latest[1])
    for digest, (year, stamp) in block.sketch.items():
        whole.sketch.setdefault(digest, (year + shift, stamp))
    if len(whole.sketch) > 8 * SKETCH:
        whole.sketch = _smallest(whole.sketch)
