"""Limits: the least work a program can do on a log, to hold logdiag's times against. `limits.py WHAT LOG`.

split: split every line and look one thing up. gunzip, unzstd: decompress. decode: decode every line of a journal.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

BLOCK = 1 << 20


def split(log: Path) -> int:
    """One split and one look-up a line, on one core: hosts, counted."""
    counts: dict[bytes, int] = {}
    with log.open("rb") as lines:
        for line in lines:
            host = line.split(None, 4)[3]
            counts[host] = counts.get(host, 0) + 1
    return len(counts)


def gunzip(log: Path) -> int:
    """Decompresses with the fastest library there is, isal or zlib."""
    with _first_of("isal.igzip", "gzip").open(log, "rb") as unpacked:
        return sum(len(block) for block in iter(lambda: unpacked.read(BLOCK), b""))


def unzstd(log: Path) -> int:
    """Decompresses with zstandard, or with what logdiag itself uses."""
    library = _first_of("zstandard", "backports.zstd")
    with library.open(log, "rb") as unpacked:
        return sum(len(block) for block in iter(lambda: unpacked.read(BLOCK), b""))


def _first_of(*names: str) -> Any:
    """The first of these modules that is installed."""
    for name in names:
        with suppress(ImportError):
            return import_module(name)
    raise ImportError(f"none of {', '.join(names)} is installed")


def decode(log: Path) -> int:
    """Decodes every line to the fields a log reader wants, with msgspec or json."""
    read = _decoder()
    with log.open("rb") as lines:
        return sum(read(line) is not None for line in lines)


def _decoder() -> Callable[[bytes], object]:
    try:
        import msgspec
    except ImportError:
        import json

        return json.loads
    names = ("MESSAGE", "SYSLOG_IDENTIFIER", "_HOSTNAME", "SYSLOG_PID", "__REALTIME_TIMESTAMP")
    fields = [(name.strip("_").lower(), str | list[int] | None, None) for name in names]
    entry = msgspec.defstruct("Entry", fields, rename=dict(zip((f[0] for f in fields), names, strict=True)))
    return msgspec.json.Decoder(entry).decode


LIMITS: Mapping[str, Callable[[Path], int]] = {
    "split": split,
    "gunzip": gunzip,
    "unzstd": unzstd,
    "decode": decode,
}

if __name__ == "__main__":
    print(LIMITS[sys.argv[1]](Path(sys.argv[2])))
