"""What a look at the given paths brings: logs, documents, problems with their cure, and notes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from logdiag.read.content import Content
from logdiag.read.source import LogSource


@dataclass(frozen=True)
class DocumentFile:
    """A configuration or a table, whole. `error` says why it is not, in words that follow its name."""

    name: str
    kind: str
    text: str
    error: str | None = None


class Problem(NamedTuple):
    """What could not be read: `name: why; cure`. `named` where the user asked for it by that name.

    `needs_rights`: another user could read it. `is_hollow`: it was read, and there is no log in it.
    """

    name: str
    why: str
    cure: str
    named: bool
    needs_rights: bool = False
    is_hollow: bool = False


@dataclass(frozen=True)
class Note:
    """What was left out rightly; `examples` are up to five names where `name` is the folder of several.

    `is_double`: it is read, under another name.
    """

    name: str
    why: str
    count: int = 1
    examples: tuple[str, ...] = ()
    is_double: bool = False


def double(path: str, other: str) -> Note:
    """The note on a second name of something that is read under `other`."""
    return Note(printable(path), f"is the same as {other}; read once", is_double=True)


class JournalFile(NamedTuple):
    """A file of a journal that was found, by its name in the report; `named` by the user."""

    name: str
    content: Content
    named: bool


Finding = LogSource | DocumentFile | Problem | Note


@dataclass(frozen=True)
class Found:
    """All that was found, each part in the order of the paths. `hints` are commands that would help.

    `of_machine`: nobody named a path, it is what this machine keeps.
    """

    logs: tuple[LogSource, ...] = ()
    documents: tuple[DocumentFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    hints: tuple[str, ...] = ()
    of_machine: bool = False


class ByContent(NamedTuple):
    """How the beginning of a text tells what it is: the kind of a document or None; whether it is a log.

    `journalctl` exports binary journals, to an unlinked file of `spool_folder` (None: the system's own).
    """

    recognise: Callable[[str], str | None]
    looks_like_log: Callable[[str], bool]
    spool_folder: str | None = None
    journalctl: str = "journalctl"


def gathered(findings: Iterable[Finding]) -> Found:
    """The findings, sorted by what they are."""
    every = tuple(findings)
    return Found(
        tuple(log for log in every if isinstance(log, LogSource)),
        tuple(document for document in every if isinstance(document, DocumentFile)),
        tuple(problem for problem in every if isinstance(problem, Problem)),
        tuple(note for note in every if isinstance(note, Note)),
    )


def printable(path: str) -> str:
    """The path as text that can be written anywhere: bytes that are no UTF-8 become escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
