"""Journals: files of systemd's journal come in, what the system's journalctl exports of them comes out as one log.

Those of one folder are one journal, which journalctl puts in order. Members of archives are copied to a private folder
for so long as journalctl reads them, since it maps files into memory.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from struct import Struct
from typing import NamedTuple

from logdiag.read.access import quoted
from logdiag.read.content import Content, ReadProblem, chunks, file_of, head
from logdiag.read.counting import count_lines
from logdiag.read.findings import ByContent, JournalFile, Note, Problem
from logdiag.read.open_file import OpenFile
from logdiag.read.source import LogSource
from logdiag.read.spool import spooled, unlinked_file, written_file

# journald never lets one grow beyond that (systemd 252, journal-file.c, JOURNAL_COMPACT_SIZE_MAX).
LARGEST_JOURNAL = 4 << 30
# Of each file at once there is a descriptor here and one there.
MOST_AT_ONCE = 200
# All fields, also those longer than 4,096 bytes, which are null otherwise (journalctl(1), --all).
_AS_JSON = ("-o", "json", "--all", "--no-pager", "--quiet")
_ENTRIES, _ENTRIES_AT = Struct("<Q"), 152
_MOST_WORDS = 1 << 16


class CannotRunError(Exception):
    """A program cannot be run; in words why."""


class Export(NamedTuple):
    """What journalctl gave, what it said besides, and its exit status."""

    content: Content
    words: str
    status: int


def journal_logs(
    name: str, files: Sequence[JournalFile], by: ByContent
) -> Iterator[LogSource | Problem | Note]:
    """The log that the files of one folder make up, and a problem for each of them that cannot be read."""
    for start in range(0, len(files), MOST_AT_ONCE):
        part = files[start : start + MOST_AT_ONCE]
        yield from _one_log(name if len(files) > 1 else part[0].name, part, by)


def exported(command: Sequence[str], files: Sequence[OpenFile], folder: str | None) -> Export:
    """What a command writes, in a file without a name in `folder`; it has the descriptors of the files.

    Raises CannotRunError; OSError where there is no room.
    """
    written, said = OpenFile(unlinked_file(folder)), OpenFile(unlinked_file(folder))
    try:
        status = subprocess.run(  # noqa: S603  # the command is this program's own, or its test's
            command,
            stdin=subprocess.DEVNULL,
            stdout=written.descriptor,
            stderr=said.descriptor,
            pass_fds=[file.descriptor for file in files],
            check=False,
        ).returncode
    except OSError as failed:
        raise CannotRunError(f"{command[0]} does not run ({failed.strerror})") from failed
    return Export(spooled(written), said.read_at(0, _MOST_WORDS).decode("utf-8", "replace"), status)


def _one_log(
    name: str, files: Sequence[JournalFile], by: ByContent
) -> Iterator[LogSource | Problem | Note]:
    with ExitStack() as stack:
        opened: list[tuple[JournalFile, OpenFile]] = []
        try:
            for file in files:
                opened.append((file, _openable(file.content, stack, by.spool_folder)))
            export = _export([file for _, file in opened], by)
            if export.status and not export.content.size:
                whole = [pair for pair in opened if not _export([pair[1]], by, "-n0").status]
                yield from (_refused(pair[0], export.words) for pair in opened if pair not in whole)
                opened, export = whole, _export([file for _, file in whole], by) if whole else export
        except (CannotRunError, OSError) as failed:
            yield from (_not_exported(file, failed) for file in files)
            return
    if export.content.size:
        claimed = sum(_entries(file.content) for file, _ in opened)
        content = replace(export.content, problem=_missing(export, claimed), path=files[0].content.path)
        yield LogSource(name, None, content)
    elif opened:
        yield from (_hollow(file) for file, _ in opened)


def _export(files: Sequence[OpenFile], by: ByContent, *options: str) -> Export:
    # By descriptor: a name might be an option, or a pattern, or another file by now.
    names = [f"--file=/proc/self/fd/{file.descriptor}" for file in files]
    return exported([by.journalctl, *_AS_JSON, *options, *names], files, by.spool_folder)


def _openable(content: Content, stack: ExitStack, folder: str | None) -> OpenFile:
    """The file itself; a copy in a folder that goes with the stack where it is no file of its own."""
    if _is_file(content):
        return file_of(content)
    private = stack.enter_context(tempfile.TemporaryDirectory(prefix="logdiag-", dir=folder))
    return written_file(os.path.join(private, "journal"), _at_most(LARGEST_JOURNAL, content))


def _is_file(content: Content) -> bool:
    """Whether it is a file with a name: journalctl refuses one without."""
    return content.is_plain and content.start == 0 and content.path != "-"


def _at_most(size: int, content: Content) -> Iterator[bytes]:
    for chunk in chunks(content):
        if isinstance(chunk, ReadProblem) or size <= 0:
            return
        size -= len(chunk)
        yield chunk


def _entries(content: Content) -> int:
    """How many entries the header of a journal's file claims (systemd 252, journal-def.h, struct Header)."""
    header, _ = head(content, _ENTRIES_AT + _ENTRIES.size)
    return (
        int(_ENTRIES.unpack_from(header, _ENTRIES_AT)[0])
        if len(header) >= _ENTRIES_AT + _ENTRIES.size
        else 0
    )


def _missing(export: Export, claimed: int) -> ReadProblem | None:
    """journalctl passes over what is damaged without a word."""
    entries = sum(count_lines(chunk) for chunk in chunks(export.content) if isinstance(chunk, bytes))
    if export.status:
        return ReadProblem(
            "truncated", f"could not be read to its end ({_first_line(export.words)})", _VERIFY
        )
    if entries < claimed:
        return ReadProblem("truncated", f"gives {entries} of {claimed} entries: it is damaged", _VERIFY)
    return None


_VERIFY = "see journalctl --verify, or export it where it was written"


def _refused(file: JournalFile, words: str) -> Problem:
    why = f"is a binary journal that journalctl cannot read ({_first_line(words)})"
    return Problem(
        file.name, why, "export it where it was written: journalctl -o json > journal.json", file.named
    )


def _hollow(file: JournalFile) -> Problem | Note:
    if file.named:
        return Problem(file.name, "holds no entries", "give a log", True, is_hollow=True)
    return Note(file.name, "holds no entries; left out")


def _not_exported(file: JournalFile, failed: Exception) -> Problem:
    if isinstance(failed, CannotRunError):
        why = f"is a binary journal, and {failed} here"
        return Problem(file.name, why, _command_for(file.content), file.named)
    why = f"is a binary journal that could not be exported ({failed})"
    return Problem(file.name, why, "make room there, or set TMPDIR to a folder with room", file.named)


def _command_for(content: Content) -> str:
    """What to type where systemd is."""
    if _is_file(content):
        return (
            f"export it where systemd is: journalctl --file {quoted(content.path)} -o json > journal.json"
        )
    return "export it where it was written: journalctl -o json > journal.json"


def _first_line(words: str) -> str:
    return next((line.strip() for line in words.splitlines() if line.strip()), "no reason given")
