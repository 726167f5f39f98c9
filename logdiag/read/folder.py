"""Folders: everything below one, in the order of names, each file and folder once, within bounds."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence

from logdiag.read.access import leads_nowhere, refused, special_kind
from logdiag.read.findings import Note, Problem, double, printable
from logdiag.read.stream import Left

MOST_FILES = 10_000
# Descriptors are few (1024 by default); a file beyond these is opened again for each reading.
MOST_KEPT_OPEN = 256
_EXAMPLES = 5


class Met:
    """The files and folders met so far in one run, under the name they were first met by.

    `left` is where streams of the archives among them were left.
    """

    def __init__(self) -> None:
        self._names: dict[tuple[int, int], str] = {}
        self.left = Left()

    @property
    def has_room(self) -> bool:
        """Whether one more file may be kept open."""
        return len(self._names) < MOST_KEPT_OPEN

    def before(self, identity: tuple[int, int]) -> str | None:
        """The name this file or folder was met by before, or None."""
        return self._names.get(identity)

    def meet(self, identity: tuple[int, int], name: str) -> None:
        """From now on the file or folder was met, by this name if it has none yet."""
        self._names.setdefault(identity, name)


def files_under(folder: str, met: Met, most: int = MOST_FILES) -> Iterator[str | Problem | Note]:
    """Paths of regular files below `folder` (itself named by the user), links followed.

    What is not read gives a Note or, where rights are missing, a Problem, in its place.
    """
    count = 0
    for item in _walk(folder, met):
        if isinstance(item, str):
            count += 1
            if count > most:
                yield Note(printable(folder), f"holds more than {most} files; the rest is not looked at")
                return
        yield item


def together(folder: str, notes: Iterable[Note]) -> list[Note]:
    """The notes of one folder, those with the same words in one, in the order in which they first came."""
    by_why: dict[str, list[Note]] = {}
    for note in notes:
        by_why.setdefault(note.why, []).append(note)
    return [_one_note(folder, why, same) for why, same in by_why.items()]


def in_reading_order(names: Sequence[str]) -> list[str]:
    """The names of one folder in the order in which they are read: that of their bytes, in every locale."""
    return sorted(names, key=os.fsencode)


def _one_note(folder: str, why: str, same: Sequence[Note]) -> Note:
    if len(same) == 1:
        return same[0]
    examples = tuple(note.name for note in same[:_EXAMPLES])
    return Note(printable(folder), why, len(same), examples, same[0].is_double)


def _walk(folder: str, met: Met) -> Iterator[str | Problem | Note]:
    """Depth first, with a list of its own, since folders may be nested deeper than calls can be."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            about = os.stat(path)
            if not stat.S_ISDIR(about.st_mode):
                yield _file(path, about.st_mode)
            elif other := met.before(identity := (about.st_dev, about.st_ino)):
                yield double(path, other)
            else:
                names = in_reading_order(os.listdir(path))
                met.meet(identity, printable(path))
                waiting += [os.path.join(path, name) for name in reversed(names)]
        except OSError as failed:
            yield _unwalked(path, failed, named=path == folder)


def _file(path: str, mode: int) -> str | Note:
    return path if stat.S_ISREG(mode) else Note(printable(path), f"{special_kind(mode)}; skipped")


def _unwalked(path: str, failed: OSError, *, named: bool) -> Problem | Note:
    if leads_nowhere(failed) and not named:
        return Note(printable(path), "is a link that leads nowhere; skipped")
    return refused(path, failed, named=named)
