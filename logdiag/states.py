"""States: what folding some blocks leaves: the folds' states, tallies and outlines. They merge in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from logdiag.event import At
from logdiag.kept import Kept
from logdiag.parse.outlines import Outline
from logdiag.rules.cells import Cell, Timeline
from logdiag.shelf import SentShelf, Shelf

UNREAD_SHOWN = 100

BlockKey = tuple[int, int]
"""Index of the source in the case, of the block in it."""
ShelfKey = tuple[str, ...]
"""Names of the values that the keys of a shelf are made of."""


@dataclass(slots=True)
class Tally:
    """What was understood of one source. `lines_of` has the lines of each block, so that places get line numbers.

    `problems` go by the block that they end, `ends` are the first and last line with a time by part of the source.
    `looked_at` counts the lines that were read in full. `cut` are the first lines, by block and number, that were
    longer than lines are kept, `cut_in_all` how many are. `kept` is of a source that was read in one go.
    """

    unread: int = 0
    looked_at: int = 0
    events: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    first: At | None = None
    last: At | None = None
    first_host: str = ""
    last_host: str = ""
    shown: list[tuple[int, int, str, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    lines_of: dict[int, int] = field(default_factory=dict)
    cut: list[tuple[int, int]] = field(default_factory=list)
    cut_in_all: int = 0
    problems: dict[int, tuple[str, str]] = field(default_factory=dict)
    ends: dict[int, tuple[At, At]] = field(default_factory=dict)
    kept: Kept | None = None

    @property
    def problem(self) -> tuple[str, str] | None:
        """Why it could not be read whole, and the cure: of its parts the first that has one."""
        return self.problems[min(self.problems)] if self.problems else None

    @property
    def lines(self) -> int:
        """Lines of the source."""
        return sum(self.lines_of.values())

    def first_lines(self) -> dict[int, int]:
        """The number of each block's first line, from 1."""
        blocks = sorted(self.lines_of)
        before = accumulate((self.lines_of[block] for block in blocks), initial=1)
        return dict(zip(blocks, before, strict=False))

    def absorb(self, other: Tally) -> None:
        """Union with the tally of other blocks of the source."""
        self.unread += other.unread
        self.looked_at += other.looked_at
        self.events += other.events
        self.formats += other.formats
        self.reasons += other.reasons
        self.cut = sorted(self.cut + other.cut)[:UNREAD_SHOWN]
        self.cut_in_all += other.cut_in_all
        self.lines_of |= other.lines_of
        self.problems |= other.problems
        for part, ends in other.ends.items():
            self.span(part, *ends)
        self.keep(other.kept)
        self.begin(other.first, other.first_host)
        self.end(other.last, other.last_host)
        self.shown = sorted(self.shown + other.shown)[:UNREAD_SHOWN]

    def shorten(self, block: int, lines: Sequence[int]) -> None:
        """Takes in the numbers of lines of a block that were cut."""
        self.cut = sorted([*self.cut, *((block, line) for line in lines)])[:UNREAD_SHOWN]
        self.cut_in_all += len(lines)

    def begin(self, at: At | None, host: str) -> None:
        """Takes in a line that may be the first that has a time, and whose it is."""
        if at and (self.first is None or at.place < self.first.place):
            self.first, self.first_host = at, host

    def end(self, at: At | None, host: str) -> None:
        """Takes in a line that may be the last that has a time, and whose it is."""
        if at and (self.last is None or at.place > self.last.place):
            self.last, self.last_host = at, host

    def span(self, part: int, first: At, last: At) -> None:
        """Takes in lines of a part that may be its first and its last that have a time."""
        before = self.ends.get(part, (first, last))
        self.ends[part] = min(before[0], first, key=_place), max(before[1], last, key=_place)

    def keep(self, kept: Kept | None) -> None:
        """Takes in what was kept of some part of the source."""
        self.kept = self.kept.with_all(kept) if self.kept and kept else self.kept or kept

    def show(self, block: int, line: int, why: str, text: str) -> None:
        """Keeps one of the first lines that nobody understood."""
        if len(self.shown) < UNREAD_SHOWN or (block, line) < self.shown[-1][:2]:
            self.shown = sorted([*self.shown, (block, line, why, text)])[:UNREAD_SHOWN]


def _place(at: At) -> tuple[int, int, int]:
    return at.place


class Shelves(dict[ShelfKey, Shelf]):
    """Shelves by key. Each is made when it is first asked for: most stay empty, for a block and for a log."""

    def __init__(self, timed: Set[ShelfKey] = frozenset()) -> None:
        super().__init__()
        self._timed = timed

    def __missing__(self, key: ShelfKey) -> Shelf:
        made = self[key] = Shelf(Timeline if key in self._timed else Cell)
        return made


@dataclass(slots=True)
class States:
    """The states of all folds over some blocks, the tallies of their sources, and an outline a block.

    `shelves` go by the key whose folds keep their events on them; the other folds have a state of their own.
    `sent` has them where states come from another process: merging takes them in.
    """

    folds: dict[str, Any] = field(default_factory=dict)
    shelves: Shelves = field(default_factory=Shelves)
    sent: dict[ShelfKey, SentShelf] = field(default_factory=dict)
    tallies: dict[int, Tally] = field(default_factory=dict)
    outlines: dict[BlockKey, Outline] = field(default_factory=dict)

    def to_send(self) -> States:
        """The same, in the form in which it is sent to another process; takes it over.

        Shelf by shelf, so that only one is held in both forms at a time.
        """
        sent = {key: self.shelves.pop(key).sent() for key in list(self.shelves)}
        return replace(self, sent=sent)

    def tally(self, source: int) -> Tally:
        """The tally of a source, made when it is new."""
        return self.tallies.setdefault(source, Tally())
