"""Stored: compiled searches kept in the user's cache directory, by what they search for, program and machine.

Nothing depends on it: a file that is missing, damaged or someone else's, and a folder that is full or read-only,
cost the time to compile and no more.
"""

from __future__ import annotations

import os
import platform
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

_DIGEST = 32
_CPU = Path("/proc/cpuinfo")


class Shelter(NamedTuple):
    """A folder of compiled searches; it need not exist."""

    folder: Path

    def take(self, expressions: tuple[bytes, ...], version: str) -> bytes | None:
        """What was put there for these expressions; None if there is nothing whole of our own."""
        try:
            # Not blocking: what stands there may be no file.
            path = self._path(expressions, version)
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
                if not _is_our_own(os.fstat(file.fileno())):
                    return None
                held = file.read()
        except OSError:
            return None
        kept, digest = held[_DIGEST:], held[:_DIGEST]
        return kept if kept and sha256(kept).digest() == digest else None

    def put(self, expressions: tuple[bytes, ...], version: str, compiled: bytes) -> None:
        """Keeps it, whole or not at all."""
        import tempfile  # what is kept is put there once

        path = self._path(expressions, version)
        unfinished = ""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, unfinished = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(descriptor, "wb") as file:
                file.write(sha256(compiled).digest() + compiled)
            os.replace(unfinished, path)
        except OSError:
            if unfinished:
                with suppress(OSError):
                    os.unlink(unfinished)

    def _path(self, expressions: tuple[bytes, ...], version: str) -> Path:
        told = sha256(b"\0".join((version.encode(), _machine(), *expressions)))
        return self.folder / f"{told.hexdigest()[:32]}.hs"


def _is_our_own(about: os.stat_result) -> bool:
    """Whether it is a regular file that nobody else may write to."""
    is_shut = not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISREG(about.st_mode) and about.st_uid == os.geteuid() and is_shut


def _machine() -> bytes:
    """Architecture and the processor's features: a compiled search is made for them."""
    try:
        with _CPU.open("rb") as file:
            features = next((line for line in file if line.startswith((b"flags", b"Features"))), b"")
    except OSError:
        features = b""
    return platform.machine().encode() + features
