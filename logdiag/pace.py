"""Pace: how a run goes about its work, and whom it tells of it. No part of the answer."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


def _silent(_text: str) -> None:
    """Nobody listens."""


@dataclass
class Watch:
    """Whom a run tells what it does: `progress` hears bytes done and bytes in all, `complain` what went wrong.

    How many bytes there are in all is None where they are packed. `clock` gives seconds; without one no time is
    taken. `stages` are the seconds a stage took, `counts` what was counted in the end; `bytes_read` are unpacked,
    and were read `readings` times.
    """

    progress: Callable[[int, int | None], None] | None = None
    complain: Callable[[str], None] = _silent
    clock: Callable[[], float] | None = None
    stages: dict[str, float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    bytes_read: int = 0
    readings: int = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Takes the time of a stage, in seconds."""
        start = self.clock() if self.clock else 0.0
        try:
            yield
        finally:
            if self.clock:
                self.stages[name] = self.stages.get(name, 0.0) + self.clock() - start


@dataclass(frozen=True)
class Pace:
    """`jobs` worker processes; `stored` is a folder for compiled searches, None to keep none.

    In bytes: below `worth_searching` a search that has to be compiled first, below `worth_sharing` another process,
    below `worth_unpacking` one that unpacks costs more than it saves. `stretch` is what is taken on at a time.
    """

    jobs: int = 1
    stored: Path | None = None
    watch: Watch = field(default_factory=Watch)
    worth_searching: int = 256 << 10
    worth_sharing: int = 4 << 20
    worth_unpacking: int = 1 << 20
    stretch: int = 16 << 20


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for cycles of garbage: states hold millions of values and no cycle, and walking over them
    again and again takes half of the time (measured on a log of 1 GiB, 90 % dhcpd)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
