"""Inputs: the logs to measure on, made when first asked for, kept in a folder, each with its truth beside it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks import truth
from benchmarks.amplify import RECIPES, write_log
from benchmarks.repeat import repeat, restamp, vectors
from benchmarks.sizes import named
from benchmarks.truth import Told, Truth

ROOT = Path(__file__).resolve().parents[1]
EXAM = ROOT.parent / "shared" / "exam" / "loghub" / "visible.jsonl"
SHORT = ROOT / "samples" / "euca4-200-instances" / "messages"
WHOLE = 1 << 30
"""Bytes of the longest log that is written line by line; a longer one is this one, several times over."""

PACKERS = {"gz": ("gzip", "-6", "-c"), "zst": ("zstd", "-3", "-q", "-c")}


class Log(NamedTuple):
    """A log to measure on. `share` is of lines of interest; `note` says what a reader of figures must know."""

    name: str
    path: Path
    truth: Truth
    note: str = ""

    @property
    def share(self) -> float:
        """Of lines of interest among all."""
        return self.truth.relevant / max(1, self.truth.lines)


def made(folder: Path, recipe: str, size: int) -> Log:
    """A log of a recipe, of at least so many bytes; beyond 1 GiB it is one of 1 GiB several times over."""
    name = f"{recipe}-{named(size).replace(' ', '')}"
    if size <= WHOLE:
        return _kept(folder / name, lambda path: write_log(path, RECIPES[recipe], size))
    times = size // WHOLE
    base = made(folder, recipe, WHOLE)
    note = f"the log of 1 GiB {times} times, each with later dates"
    return _kept(folder / name, lambda path: repeat(base.path, path, times), note)


def journal(folder: Path, recipe: str, size: int) -> Log:
    """The same as `journalctl -o json` prints it."""
    path = folder / f"{recipe}-{named(size).replace(' ', '')}.json"
    return _kept(path, lambda path: write_log(path, RECIPES[recipe], size, "journal"))


def many_macs(folder: Path, count: int) -> Log:
    """A log that names so many distinct MACs."""
    return _kept(folder / f"macs-{count}", lambda path: write_log(path, RECIPES["macs"], 0, macs=count))


def packed(folder: Path, log: Log, suffix: str) -> Log | None:
    """The log, compressed; None if the program for it is not installed."""
    if not shutil.which(PACKERS[suffix][0]):
        return None
    return _kept(folder / f"{log.name}.{suffix}", lambda path: _pack(log, path, PACKERS[suffix]))


def foreign(folder: Path, family: str, size: int) -> Log | None:
    """Ordinary server logs that nobody tuned for, the same two thousand lines over and over; None if not at hand."""
    if not EXAM.is_file():
        return None
    path = folder / f"{family.lower()}-{named(size).replace(' ', '')}"
    lines = vectors(EXAM, family)
    return _kept(
        path, lambda path: restamp(lines, path, size), f"{len(lines)} lines, over and over, restamped"
    )


def short() -> Log:
    """The fifteen lines of 2014."""
    text = SHORT.read_bytes()
    found = {"dhcpd-no-subnet": {"euca4": Told(2, 2)}, "rsyslog-rate-limit": {"euca4": Told(1, 1)}}
    return Log("15 lines", SHORT, Truth(len(text), text.count(b"\n"), 0, findings=found))


def _kept(path: Path, make: Callable[[Path], object], note: str = "") -> Log:
    """The log at this path, made if it is not there: under another name first, so that half a log is never taken."""
    if not (path.is_file() and truth.truth_path(path).is_file()):
        half = path.with_name(f"half-{path.name}")
        make(half)
        truth.truth_path(half).rename(truth.truth_path(path))
        half.rename(path)
    return Log(path.name, path, truth.load(path), note)


def _pack(log: Log, path: Path, packer: tuple[str, ...]) -> None:
    with path.open("wb") as out:
        subprocess.run([*packer, str(log.path)], stdout=out, check=True)
    truth.save(log.truth, path)
