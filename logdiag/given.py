"""What was given to read: the paths, else what is piped in, else this machine's own logs."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, TextIO

from logdiag.documents.recognise import recognise
from logdiag.parse.bare import CURE, WHY, are_bare
from logdiag.parse.entries import first_dated, looks_like_log
from logdiag.parse.framing import framing_of, is_framed
from logdiag.read.content import head
from logdiag.read.find import find_sources
from logdiag.read.findings import Found, Problem
from logdiag.read.rotation import in_sets

if TYPE_CHECKING:
    from logdiag.parse.vocabulary import Vocabulary
    from logdiag.read.source import BeginsRecord


def find_given(
    paths: list[str] | None,
    stdin: TextIO | None,
    vocabulary: Vocabulary,
    spool_folder: str | None,
    *,
    everything: bool = False,
) -> Found:
    """What there is to read. `everything`: any text counts as a log, documents too."""

    def known(beginning: str) -> str | None:
        return None if everything else recognise(beginning)

    def is_log(text: str) -> bool:
        return everything or looks_like_log(text, vocabulary) or is_framed(text.encode(), vocabulary)

    pipe = None if stdin is None else stdin.buffer
    if not paths and (pipe is None or _is_idle(pipe)):
        from logdiag.read.machine import this_machine

        found = this_machine(recognise=known, looks_like_log=is_log, spool_folder=spool_folder)
    else:
        found = find_sources(
            paths or ["-"], stdin=pipe, recognise=known, looks_like_log=is_log, spool_folder=spool_folder
        )
    found = found if everything else _without_bare(found, vocabulary)
    return with_rotations(found, vocabulary, everything=everything)


def with_rotations(found: Found, vocabulary: Vocabulary, *, everything: bool = False) -> Found:
    """What was found, with the parts of each log that was rotated as one. `everything`: copies are parts too."""

    def begins_of(beginning: bytes) -> BeginsRecord:
        return framing_of(beginning, vocabulary).begins

    return in_sets(found, lambda lines: first_dated(lines, vocabulary), begins_of, everything=everything)


def _without_bare(found: Found, vocabulary: Vocabulary) -> Found:
    """What was found, but for texts that hold messages alone: each is a problem with its cure.

    Of what is packed the beginning is not unpacked once more for it.
    """
    bare = [
        log
        for log in found.logs
        if log.content.is_plain and are_bare(head(log.content)[0].decode("utf-8", "replace"), vocabulary)
    ]
    problems = (Problem(log.name, WHY, CURE, named=True) for log in bare)
    logs = tuple(log for log in found.logs if log not in bare)
    return replace(found, logs=logs, problems=(*found.problems, *problems)) if bare else found


def _is_idle(stdin: BinaryIO) -> bool:
    """Whether nothing is piped or redirected in: a terminal, or /dev/null as under cron."""
    try:
        mode = os.fstat(stdin.fileno()).st_mode
    except (OSError, ValueError):
        return True
    return stat.S_ISCHR(mode)


def is_given(path: str, found: Found) -> bool:
    """Whether `path` is one of the files that are read: writing there would cost the log."""
    names = [part.content.path for log in found.logs for part in log.parts] + [
        each.name for each in found.documents
    ]
    return any(_are_same(name, path) for name in names)


def _are_same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return False  # a new file, or a pipe, which has no path
