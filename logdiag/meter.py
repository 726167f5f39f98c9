"""Meter: how far a long reading has come, on a terminal: bytes, rate and time left. Printed by rich, on stderr."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds that pass without a word: most runs are over by then."""
_EVERY = 0.1


class Meter:
    """Shows progress once a run takes longer than PATIENCE; erases it in the end."""

    def __init__(self) -> None:
        self._begun = self._shown = time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, size: int) -> None:
        """So many bytes of so many are read."""
        now = time.monotonic()
        if now - self._begun < PATIENCE or now - self._shown < _EVERY:
            return
        self._shown = now
        if self._bar is None:
            self._bar = _bar()
            self._task = self._bar.add_task("reading", total=size)
            self._bar.start()
        assert self._task is not None
        # What is packed unpacks to more than its size: then how much there will be is not known.
        self._bar.update(self._task, completed=done, total=size if done <= size else None)

    def close(self) -> None:
        """Leaves the terminal as it was."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def meter() -> Meter | None:
    """A Meter, if somebody looks at standard error."""
    return Meter() if sys.stderr.isatty() else None


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.progress import TransferSpeedColumn as Rate

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        Rate(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)
