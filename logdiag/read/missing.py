"""Missing: parts of a log that its names count on or date, and that are not among what was found."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import pairwise

from logdiag.read.findings import Found
from logdiag.read.parts import LIVING, PartName, part_name

Missing = tuple[int, str]
"""Behind which part something is missing, by number from 0, and what, in words."""
_EMPTY = "is empty"
_FEWEST_DATES = 4


def missing_between(names: Sequence[PartName], found: Found) -> tuple[Missing, ...]:
    """What is missing between parts in the order of time: numbers left out, days in a row of equal steps."""
    return tuple(
        sorted((*_numbers(names, _empty_ones(names[-1].stem, found)), *_days([name.day for name in names])))
    )


def _numbers(names: Sequence[PartName], empty: set[int]) -> Iterator[Missing]:
    lowest = 0 if any(name.number == 0 for name in names) else 1
    for place, (older, newer) in enumerate(pairwise(names)):
        if older.number is None or (newer.number is None and newer.age != LIVING):
            continue
        next_one = newer.number if newer.number is not None else lowest - 1
        between = set(range(min(older.number, next_one) + 1, max(older.number, next_one)))
        left = sorted(between - empty - {name.number for name in names if name.number is not None})
        if left:
            stem = os.path.basename(older.stem.rpartition("!")[2])
            told = f"{stem}.{left[0]}" if len(left) == 1 else f"{stem}.{left[0]} to .{left[-1]}"
            yield place, f"{told} {'is' if len(left) == 1 else 'are'} not among the files"


def _empty_ones(stem: str, found: Found) -> set[int]:
    """Numbers of parts that were found, and hold nothing."""
    empty: set[int] = set()
    hollow = [problem.name for problem in found.problems if problem.why.startswith(_EMPTY)]
    for note in found.notes:
        if note.why.startswith(_EMPTY):
            hollow += note.examples or (note.name,)
    for name in [*hollow, *_empty_beside(stem)]:
        told = part_name(name)
        if told.stem == stem and told.number is not None:
            empty.add(told.number)
    return empty


def _empty_beside(stem: str) -> Iterator[str]:
    """Files without content in the folder of a log; an archive's members are among what was found."""
    folder = os.path.dirname(stem) or "."
    try:
        entries = list(os.scandir(folder))
    except (OSError, ValueError):
        return
    for entry in entries:
        if entry.name.startswith(os.path.basename(stem)) and entry.is_file() and not entry.stat().st_size:
            yield os.path.join(os.path.dirname(stem), entry.name)


def _days(days: Sequence[object]) -> Iterator[Missing]:
    """Only where most parts follow each other in one step, a day or a week: a quiet log may be rotated seldom."""
    told = [day.toordinal() for day in days if hasattr(day, "toordinal")]
    steps = [later - earlier for earlier, later in pairwise(told)]
    usual = max(set(steps), key=steps.count, default=0)
    if len(told) < _FEWEST_DATES or usual < 1 or steps.count(usual) * 2 < len(steps):
        return
    for place, step in enumerate(steps):
        if step >= 2 * usual and step % usual == 0:
            count = step // usual - 1
            yield (
                place,
                f"{count} of its parts by their dates {'is' if count == 1 else 'are'} not among the files",
            )
