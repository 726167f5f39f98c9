"""Outlines: what settles the time of a block: first and last stamp, roll-overs inside. They join by index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from logdiag.parse.uptimes import Tie, Uptime, digests, reboots, together
from logdiag.record import Stamp

SKETCH = 1024
Sketch = dict[int, tuple[int, Stamp | Uptime]]
"""Hash of what is said -> where first, in years or boots since the first line, and its time."""
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


# For blocks that have none; never written to.
_NO_TIES: dict[int, Tie] = {}
_NOTHING_DRAWN: Sketch = {}


@lru_cache(maxsize=256)
def _same(names: frozenset[str]) -> frozenset[str]:
    """Equal names as one object."""
    return names


@dataclass(slots=True)
class Outline:
    """What settles the time of a block, and joins with that of the next block.

    Years are relative to the first stamp. `anchor` is what a line that carries a year says the year of
    the first stamp is. `leap` are the relative years in which a Feb 29 without a year stands.
    `sketch` maps the smallest hashes of messages to the earliest (relative year, stamp) that has them.
    `first_up` and `last_up` are the first and last times since boot, with `boots` between them; `ties` has a line of
    each boot that tells a clock besides. `kernel` and `exact` are sketches of what the kernel says, whoever tells it.
    `latest` is the latest line of those that were read, with its relative year. `relative_year` is the one that
    the block was folded with, boots in it. `hosts` are those that said what a fold took; `speakers` are all that have
    a line, None where that is not known.
    """

    first: Stamp | None = None
    last: Stamp | None = None
    turns: int = 0
    anchor: int | None = None
    yearless: bool = False
    zoneless: bool = False
    leap: frozenset[int] = frozenset()
    latest: tuple[int, Stamp] | None = None
    sketch: Sketch = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    speakers: frozenset[str] | None = None
    relative_year: int = 0
    first_up: Uptime | None = None
    last_up: Uptime | None = None
    boots: int = 0
    ties: dict[int, Tie] = field(default_factory=dict)
    kernel: Sketch = field(default_factory=dict)
    exact: Sketch = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is no line that tells a time."""
        return self.first is None and self.first_up is None

    @property
    def passed(self) -> int:
        """Years and boots from the first line to the last, as one number."""
        return together(self.turns, self.boots)

    def settle(self) -> None:
        """Nothing is taken in any more: of what many blocks have alike one is kept."""
        self.ties, self.sketch = self.ties or _NO_TIES, self.sketch or _NOTHING_DRAWN
        self.kernel, self.exact = self.kernel or _NOTHING_DRAWN, self.exact or _NOTHING_DRAWN
        self.hosts = _same(self.hosts)
        self.speakers = self.speakers and _same(self.speakers)

    def add_uptime(self, uptime: Uptime) -> None:
        """Takes in the next line's time since boot."""
        if self.last_up is None:
            self.first_up = uptime
        else:
            self.boots += reboots(self.last_up, uptime)
        self.last_up = uptime

    def tie(self, boot: int, tie: Tie) -> None:
        """Takes in a line that tells a clock: of a boot the last, when clocks have long been set right."""
        if boot not in self.ties or tie > self.ties[boot]:
            self.ties[boot] = tie

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

    def draw(self, digest: int, year: int, stamp: Stamp | Uptime) -> None:
        """Takes in a hash of what a line says, to look for twins by."""
        if digest not in self.sketch:
            self.sketch[digest] = (year, stamp)
            if len(self.sketch) > 8 * SKETCH:
                self.sketch = _smallest(self.sketch)

    def draw_kernel(self, message: str, year: int, stamp: Stamp | Uptime) -> None:
        """Takes in what the kernel says, to tell by when it booted."""
        exact, plain = digests(message, stamp if isinstance(stamp, Uptime) else None)
        if exact is not None:
            self.exact = _drawn(self.exact, {exact: (year, stamp)}, 0, 0)
        self.kernel = _drawn(self.kernel, {plain: (year, stamp)}, 0, 0)

    def note_latest(self, year: int, stamp: Stamp) -> None:
        """Takes in a line that may be the latest."""
        if self.latest is None or (year, *stamp[1:7]) > (self.latest[0], *self.latest[1][1:7]):
            self.latest = (year, stamp)


def _smallest(sketch: Sketch) -> Sketch:
    return {digest: sketch[digest] for digest in sorted(sketch)[:SKETCH]}


def _drawn(sketch: Sketch, more: Sketch, years: int, boots: int) -> Sketch:
    """A sketch with what comes behind it, so many years and boots later."""
    for digest, (passed, stamp) in more.items():
        shift = boots if isinstance(stamp, Uptime) else years
        sketch.setdefault(digest, (passed + shift, stamp))
    return _smallest(sketch) if len(sketch) > 8 * SKETCH else sketch


def join(outlines: Iterable[Outline]) -> tuple[Outline, list[int]]:
    """One outline of consecutive blocks, and for each block the relative year and boot of its first lines."""
    whole, starts = Outline(), []
    for block in outlines:
        years = turn(whole.last, block.first) if whole.last and block.first else 0
        boots = reboots(whole.last_up, block.first_up) if whole.last_up and block.first_up else 0
        years, boots = whole.turns + years, whole.boots + boots
        starts.append(together(years, boots))
        _extend(whole, block, years)
        _extend_boots(whole, block, boots)
        whole.sketch = _drawn(whole.sketch, block.sketch, years, boots)
        whole.kernel = _drawn(whole.kernel, block.kernel, years, boots)
        whole.exact = _drawn(whole.exact, block.exact, years, boots)
    whole.sketch, whole.kernel, whole.exact = map(_smallest, (whole.sketch, whole.kernel, whole.exact))
    return whole, starts


def _extend_boots(whole: Outline, block: Outline, shift: int) -> None:
    whole.first_up = whole.first_up or block.first_up
    whole.last_up = block.last_up or whole.last_up
    whole.boots = shift + block.boots
    for boot, tie in block.ties.items():
        whole.tie(boot + shift, tie)


def _extend(whole: Outline, block: Outline, shift: int) -> None:
    whole.hosts |= block.hosts
    if block.first is None:
        return
    whole.first = whole.first or block.first
    whole.last = block.last
    whole.turns = shift + block.turns
    if whole.anchor is None and block.anchor is not None:
        whole.anchor = block.anchor - shift
    whole.yearless = whole.yearless or block.yearless
    whole.zoneless = whole.zoneless or block.zoneless
    whole.leap |= {shift + year for year in block.leap}
    if block.latest:
        whole.note_latest(block.latest[0] + shift, block.latest[1])
