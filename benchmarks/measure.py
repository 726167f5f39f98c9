"""Measure: runs a command to its end; seconds, processor seconds, and the anonymous memory of all its processes."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import NamedTuple

from benchmarks.peers.tool import Answer

EVERY = 0.02
"""Seconds between two looks at the memory of a command."""

PROCESSES = Path("/proc")


class Run(NamedTuple):
    """One run. `cpu` is of all processes it waited for; `peak` is in KiB, None where nobody looked."""

    answer: Answer
    seconds: float
    cpu: float
    peak: int | None


def timed(argv: Sequence[str]) -> Run:
    """A run that nothing disturbs; raises OSError where the command is not there."""
    return _run(argv, looks_at_memory=False)


def watched(argv: Sequence[str]) -> Run:
    """A run whose memory is looked at every 20 ms: the sum over the command and all below it, at its highest."""
    return _run(argv, looks_at_memory=True)


def _run(argv: Sequence[str], *, looks_at_memory: bool) -> Run:
    with tempfile.TemporaryFile() as out:
        before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL)
        peak = _peak(process) if looks_at_memory else None
        status = process.wait()
        seconds, after = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        out.seek(0)
        return Run(Answer(status, out.read()), seconds, cpu, peak)


def _peak(process: subprocess.Popen[bytes]) -> int:
    peak = 0
    while True:
        peak = max(peak, sum(map(anonymous, family(process.pid))))
        with suppress(subprocess.TimeoutExpired):
            process.wait(EVERY)
            return peak


def family(pid: int) -> Iterator[int]:
    """A process and all below it that live. Linux only; those that end meanwhile are left out."""
    yield pid
    with suppress(OSError):
        for task in (PROCESSES / str(pid) / "task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                yield from family(int(child))


def anonymous(pid: int) -> int:
    """KiB of a process that no file holds: its own, and what it shares with others by shared memory; 0: it ended."""
    with suppress(OSError, ValueError):
        status = (PROCESSES / str(pid) / "status").read_text("utf-8", "replace")
        rows = dict(row.split(":", 1) for row in status.splitlines() if row.startswith("Rss"))
        return sum(int(rows.get(name, "0").split()[0]) for name in ("RssAnon", "RssShmem"))
    return 0
