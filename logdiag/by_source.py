"""By source: an option for all sources, or for some by name: `--tz Asia/Tokyo --tz nc.log=Europe/Berlin`.

What was typed comes in; who it is for and what it says come out, and later what it is worth for each source.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Generic, NamedTuple, TypeVar

from logdiag.errors import BadOptionError

T = TypeVar("T")
U = TypeVar("U")


class BySource(NamedTuple, Generic[T]):
    """A value for all sources (None: none was given), and values by name, last part of one, or glob, as typed."""

    every: T | None = None
    of: Mapping[str, T] = {}

    def told(self, name: str) -> dict[str, T]:
        """As the report tells it: `name`, and `name:source` where it was given for one."""
        every = {} if self.every is None else {name: self.every}
        return every | {f"{name}:{source}": value for source, value in self.of.items()}

    def map(self, change: Callable[[T], U]) -> BySource[U]:
        """The same for the same sources, of other values."""
        every = None if self.every is None else change(self.every)
        return BySource(every, {source: change(value) for source, value in self.of.items()})


def typed(texts: Iterable[str] | None) -> BySource[str]:
    """What was typed, `VALUE` or `SOURCE=VALUE`; of two for the same, the last counts."""
    every, of = None, {}
    for text in texts or ():
        source, mark, value = text.rpartition("=")
        if mark and source:
            of[source] = value
        else:
            every = text
    return BySource(every, of)


def by_name(
    option: str, given: BySource[T], sources: Sequence[str], others: Collection[str]
) -> dict[str, T]:
    """Source -> what was given for it by name: whole names count more than last parts, these more than globs.

    `others` may be named in vain: what could not be read has its own complaint. Raises BadOptionError.
    """
    found: dict[str, tuple[int, T]] = {}
    for pattern, value in given.of.items():
        ranks = {name: rank for name in sources if (rank := _fits(pattern, name))}
        if not ranks and not any(_fits(pattern, name) for name in others):
            raise BadOptionError(
                f"{option} {pattern}={value}: no log of that name; {_nearest(pattern, sources)}"
            )
        for name, rank in ranks.items():
            if rank >= found.get(name, (0, value))[0]:
                found[name] = rank, value
    return {name: value for name, (_, value) in found.items()}


def _fits(pattern: str, name: str) -> int:
    """How well a pattern names a source; 0: not at all."""
    if pattern == name:
        return 4
    if pattern == last_part(name):
        return 3
    return 2 if fnmatchcase(name, pattern) else int(fnmatchcase(last_part(name), pattern))


def last_part(name: str) -> str:
    """The name of a file without its folders, or of a member without its archive."""
    return name.rstrip("/").replace("!", "/").rsplit("/", 1)[-1]


def _nearest(pattern: str, sources: Sequence[str]) -> str:
    """The source that was meant, as a question, else some there are."""
    names = [last_part(name) for name in sources]
    near = difflib.get_close_matches(last_part(pattern), names, n=1)
    if near:
        return f"did you mean {near[0]}?"
    return f"there are {', '.join(names[:6])}" if names else "there are none"
