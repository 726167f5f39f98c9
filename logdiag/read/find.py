"""Find what there is to read: paths as given go in, logs, documents, problems and notes come out.

Content decides what a file is, never its name. Nothing is read twice.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from logdiag.read.access import not_a_file, refused, with_rights
from logdiag.read.content import Content, open_content, redirected
from logdiag.read.findings import (
    ByContent,
    DocumentFile,
    Finding,
    Found,
    JournalFile,
    Note,
    Problem,
    double,
    gathered,
    printable,
)
from logdiag.read.folder import Met, files_under, together
from logdiag.read.identify import NO_LOG, identified, with_journals
from logdiag.read.source import LogSource
from logdiag.read.spool import spool


def find_sources(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None,
    recognise: Callable[[str], str | None],
    looks_like_log: Callable[[str], bool],
    spool_folder: str | None = None,
    journalctl: str = "journalctl",
) -> Found:
    """What the paths hold: files, folders with all below them, archives, FIFOs, and "-" for `stdin`.

    `recognise` gives the kind of a document and `looks_like_log` knows a log, both by its first 64 KiB as
    text. Pipes are kept in an unlinked file of `spool_folder` (None: the system's folder for such files).
    """
    by, met = ByContent(recognise, looks_like_log, spool_folder, journalctl), Met()
    piped = _Piped(stdin, spool_folder)
    found = gathered(finding for path in paths for finding in _at_path(path, piped, by, met))
    needs_rights = any(problem.needs_rights for problem in found.problems)
    return replace(found, hints=(with_rights(paths),)) if needs_rights else found


def find_file(path: str, by: ByContent, met: Met, *, named: bool) -> list[Finding]:
    """What the regular file at `path` is. One that was met before under another name gives a Note."""
    return _told(path, with_journals(_in_file(path, by, met, named=named), by), named=named)


def find_folder(path: str, by: ByContent, met: Met, *, named: bool) -> list[Finding]:
    """What the folder and all folders below it hold, by name. Notes stand last, equal ones in one."""
    findings: list[Finding | JournalFile] = []
    for item in files_under(path, met):
        findings += _in_file(item, by, met, named=False) if isinstance(item, str) else [item]
    return _told(path, with_journals(findings, by), named=named)


def _in_file(path: str, by: ByContent, met: Met, *, named: bool) -> list[Finding | JournalFile]:
    try:
        content = open_content(path, keep_open=met.has_room)
    except (OSError, ValueError) as failed:
        return [refused(path, failed, named=named)]
    return _identified_once(path, content, by, met, named=named)


def _told(path: str, findings: Iterable[Finding], *, named: bool) -> list[Finding]:
    """The findings of a file or a folder, equal notes in one and last; a problem where it was named in vain."""
    every = list(findings)
    notes = [finding for finding in every if isinstance(finding, Note)]
    told = [finding for finding in every if not isinstance(finding, Note)]
    if named and not any(isinstance(finding, LogSource | DocumentFile) for finding in told):
        told += _nothing_in(path, told, notes)
    return [*told, *together(path, notes)]


def _identified_once(
    path: str, content: Content, by: ByContent, met: Met, *, named: bool
) -> list[Finding | JournalFile]:
    """What it is, or a Note if it was read under another name before."""
    if other := met.before(content.identity):
        return [double(path, other)]
    findings = list(identified(path, content, by, met, named=named))
    if any(isinstance(finding, LogSource | DocumentFile | JournalFile) for finding in findings):
        met.meet(content.identity, printable(path))
    return findings


class _Piped:
    """Standard input, which can be read once, and the folder that keeps what pipes bring."""

    def __init__(self, stdin: BinaryIO | None, folder: str | None) -> None:
        self.stdin, self.folder, self.is_read = stdin, folder, False


def _at_path(path: str, piped: _Piped, by: ByContent, met: Met) -> list[Finding]:
    if path == "-":
        return _told("-", with_journals(_standard_input(piped, by, met), by), named=True)
    try:
        about = os.stat(path)
        mode = about.st_mode
    except (OSError, ValueError) as failed:
        return [refused(path, failed, named=True)]
    if stat.S_ISDIR(mode):
        return find_folder(path, by, met, named=True)
    if stat.S_ISFIFO(mode) or _is_made_when_read(path, about):
        return _told(path, with_journals(_named_pipe(path, piped, by, met), by), named=True)
    if not stat.S_ISREG(mode):
        return [not_a_file(path, mode, named=True)]
    return find_file(path, by, met, named=True)


def _is_made_when_read(path: str, about: os.stat_result) -> bool:
    """Whether the file is like /proc/cpuinfo: it has no size, and yet holds something."""
    if about.st_size or not stat.S_ISREG(about.st_mode):
        return False
    try:
        with open(path, "rb", buffering=0) as file:
            return bool(file.read(1))
    except OSError:
        return False


def _standard_input(piped: _Piped, by: ByContent, met: Met) -> list[Finding | JournalFile]:
    stream = piped.stdin
    if stream is None:
        return [Problem("-", "has nothing to read", "pipe a log into it", named=True, is_hollow=True)]
    if piped.is_read:
        return [Note("-", "is given more than once; read once", is_double=True)]
    piped.is_read = True
    content = redirected(stream)
    if content is None:
        return _spooled("-", stream, piped, by, met)
    return _identified_once("-", content, by, met, named=True)


def _named_pipe(path: str, piped: _Piped, by: ByContent, met: Met) -> list[Finding | JournalFile]:
    try:
        with open(path, "rb", buffering=0) as stream:
            return _spooled(path, stream, piped, by, met)
    except OSError as failed:
        return [refused(path, failed, named=True)]


def _spooled(
    path: str, stream: BinaryIO, piped: _Piped, by: ByContent, met: Met
) -> list[Finding | JournalFile]:
    name = printable(path)
    try:
        content = spool(stream, piped.folder)
    except (OSError, ValueError) as failed:
        why = f"could not be read into a temporary file ({failed.__class__.__name__}: {failed})"
        return [Problem(name, why, "make room there, or set TMPDIR to a folder with room", named=True)]
    if not content.size:
        why = "is empty: nothing came in on the pipe"
        return [Problem(name, why, "check the command before the pipe", named=True, is_hollow=True)]
    return list(identified(path, content, by, met, named=True))


def _named_like_logs(notes: Sequence[Note]) -> list[str]:
    """Of texts that were left out, those whose names say that they are logs."""
    left = (
        os.path.join(note.name, example) if example else note.name
        for note in notes
        if note.why.startswith(NO_LOG)
        for example in (note.examples or ("",))
    )
    return [name for name in left if name.endswith((".log", ".out", ".err", "messages", "syslog"))]


def _nothing_in(path: str, told: Sequence[Finding], notes: Sequence[Note]) -> Iterator[Problem]:
    """The problem of a named folder or archive without logs, unless that was told already or they were read before."""
    problems = [problem for problem in told if isinstance(problem, Problem)]
    if any(problem.named for problem in problems) or any(note.is_double for note in notes):
        return
    name = printable(path)
    if problems:
        first = problems[0]
        why = f"holds no log that can be read: {first.name} {first.why}"
        yield Problem(name, why, first.cure, True, first.needs_rights)
    elif unknown := _named_like_logs(notes):
        why = f"holds no log of a form that is known; {unknown[0]} is named like one"
        yield Problem(
            name, why, f"to have it read all the same, name it: {unknown[0]}", named=True, is_hollow=True
        )
    elif notes:
        yield Problem(name, "holds no log", "name a folder or a file with logs", named=True, is_hollow=True)
    else:
        yield Problem(
            name, "is an empty folder", "name a folder or a file with logs", named=True, is_hollow=True
        )
