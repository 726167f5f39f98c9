"""Priority: how a run steps back on a machine that has other work to do."""

from __future__ import annotations

import os
import platform
from contextlib import suppress

# ioprio_set(2) has no wrapper in libc: its number, and class best effort (2) with the lowest of its eight levels.
_IOPRIO_SET = {"x86_64": 251, "aarch64": 30}
_LOWEST_BEST_EFFORT = 2 << 13 | 7


def stand_back() -> None:
    """Lets everybody else go first: on a processor, and where the system tells how, at a disk (Linux, best effort)."""
    import ctypes

    with suppress(OSError):
        os.nice(19)
    number = _IOPRIO_SET.get(platform.machine())
    if number is not None:
        ctypes.CDLL(None, use_errno=True).syscall(number, 1, 0, _LOWEST_BEST_EFFORT)
