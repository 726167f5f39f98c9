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

    def __call__(self, done: int, size: int | None) -> None:
        """So many bytes are read, of so many; None where nobody knows how many there are."""
        now = time.monotonic()
        if now - self._begun < PATIENCE or now - self._shown < _EVERY:
            return
        self._shown = now
        if self._bar is None:
            self._bar = _bar()
            self._task = self._bar.add_task("reading", total=size)
            self._bar.start()
        assert self._task is not None
        self._bar.update(self._task, completed=done, total=size, refresh=True)

    def close(self) -> None:
        """Leaves the terminal as it was; it may be shown again."""
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
    # It is shown when it is told something, not by a thread: processes are forked meanwhile.
    return Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
