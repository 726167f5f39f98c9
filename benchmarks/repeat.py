"""Repeat: long logs out of shorter ones. A log ten times, each copy some days later; foreign lines, restamped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from pathlib import Path

from benchmarks import truth
from benchmarks.amplify import START
from benchmarks.forms import TRADITIONAL
from benchmarks.truth import Truth

DAY = 86_400
BLOCK = 64 << 20
PACE = 40
_DATE = 7  # characters of `Mar  1 `
_STAMP = re.compile(r"[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}(?= )")


def repeat(base: Path, out: Path, times: int, block_size: int = BLOCK) -> None:
    """Writes the log so many times over, each copy with later dates, and its truth. Traditional form only."""
    days = _days(base)
    with out.open("wb") as file:
        for copy in range(times):
            later = dict(zip(days, _dates(copy * len(days), len(days)), strict=True))
            for block in _blocks(base, block_size):
                file.write(shifted(block, later) if copy else block)
    truth.save(truth.load(base).repeated(times, out.stat().st_size), out)


def shifted(block: bytes, later: Mapping[bytes, bytes]) -> bytes:
    """Whole lines with other dates: those on the left become those on the right. No date may be on both sides."""
    text = b"\n" + block
    for date, other in later.items():
        text = text.replace(b"\n" + date, b"\n" + other)
    return text[1:]


def restamp(lines: list[str], out: Path, size: int) -> Truth:
    """Writes these lines again and again, 40 a second from START on, until there are `size` bytes; and the truth.

    Raises ValueError if no line has a stamp.
    """
    bodies = [line[found.end() :] + "\n" for line in lines if (found := _STAMP.match(line))]
    if not bodies:
        raise ValueError("none of these lines begins with a stamp like `Jun 14 15:16:01 `")
    count = length = 0
    endless = cycle(bodies)
    with out.open("w", encoding="utf-8", newline="\n") as file:
        while length < size:
            stamp = TRADITIONAL.stamp(START + count // PACE)
            length += file.write(stamp + stamp.join(islice(endless, PACE)))
            count += PACE
    made = Truth(out.stat().st_size, count, 0)
    truth.save(made, out)
    return made


def vectors(path: Path, family: str) -> list[str]:
    """The lines of one family of a file of vectors, in their order; read in place, each time anew."""
    with path.open(encoding="utf-8") as rows:
        found = (json.loads(row) for row in rows)
        return [one["line"] for one in found if one["id"].startswith(f"{family}-") and "line" in one]


def _days(log: Path) -> list[bytes]:
    """The dates of a log, from START to its last line's."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 65_536))
        last = file.read().splitlines()[-1][:_DATE]
    dates: list[bytes] = []
    while not dates or dates[-1] != last:
        dates += _dates(len(dates), 1)
    return dates


def _dates(first: int, count: int) -> list[bytes]:
    return [TRADITIONAL.stamp(START + day * DAY)[:_DATE].encode() for day in range(first, first + count)]


def _blocks(log: Path, size: int) -> Iterator[bytes]:
    """A file in blocks of whole lines."""
    with log.open("rb") as file:
        while block := file.read(size):
            yield block + file.readline()
