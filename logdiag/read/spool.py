"""Spool: what can be read only once, kept in a file without a name, which goes when nobody reads it any more."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO

from logdiag.read.content import CHUNK, Content, content_of_file
from logdiag.read.open_file import OpenFile


def spool(stream: BinaryIO, folder: str | None = None) -> Content:
    """What a pipe brings, read to its end into an unlinked file of `folder` (the system's own for None).

    Raises OSError where there is no room for it.
    """
    file = OpenFile(unlinked_file(folder))
    while chunk := stream.read(CHUNK):
        _write_all(file.descriptor, chunk)
    return spooled(file)


def spooled(file: OpenFile) -> Content:
    """A spool that is written: its content, without a time, since the time of a spool tells nothing."""
    return replace(content_of_file(file, "-", os.fstat(file.descriptor)), mtime=None)


def unlinked_file(folder: str | None = None) -> int:
    """A descriptor of a new file that has no name, readable and writable by this process alone."""
    import tempfile  # only what comes through a pipe needs one

    descriptor, path = tempfile.mkstemp(prefix="logdiag-", dir=folder)
    os.unlink(path)
    return descriptor


def written_file(path: str, pieces: Iterable[bytes]) -> OpenFile:
    """A new file at `path` with these bytes, for its owner alone. Raises OSError."""
    file = OpenFile(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    for piece in pieces:
        _write_all(file.descriptor, piece)
    return file


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
