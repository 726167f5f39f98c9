"""Stats: what a run read and how long each stage took, as a table for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logdiag.pace import Watch

_MIB = 1 << 20
_COUNTS = {
    "lines": "",
    "candidates": "lines read in full",
    "events": "lines that a rule asks for",
}


def told_stats(watch: Watch) -> str:
    """Bytes (unpacked) and what is in them, then seconds by stage; each line ends with a newline."""
    rows = [*_counted(watch), *_timed(watch)]
    wide = max(len(number) for _, number, _ in rows)
    return "".join(f"{name:<10}  {number:>{wide}}  {more}".rstrip() + "\n" for name, number, more in rows)


def _counted(watch: Watch) -> Iterator[tuple[str, str, str]]:
    again = f"read {watch.readings} times, as years or servers came to light" if watch.readings > 1 else ""
    yield "bytes", f"{watch.bytes_read:,}", again
    for name, more in _COUNTS.items():
        yield name, f"{watch.counts.get(name, 0):,}", more


def _timed(watch: Watch) -> Iterator[tuple[str, str, str]]:
    for name, took in watch.stages.items():
        rate = watch.bytes_read * watch.readings / _MIB / took if name == "fold" and took else 0.0
        yield name, f"{took:,.3f} s", f"{rate:,.0f} MiB/s" if rate else ""
    yield "in all", f"{sum(watch.stages.values()):,.3f} s", ""
