"""Identify: an opened content comes in, what it is comes out: a log, a document, or all that an archive holds.

Content decides, names only help. Members of archives are named `archive!member`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from logdiag.documents.recognise import TRANSCRIPT, UNITS
from logdiag.read.access import quoted
from logdiag.read.content import Content, ReadProblem, chunks, head, tail
from logdiag.read.findings import ByContent, DocumentFile, Finding, JournalFile, Note, Problem, printable
from logdiag.read.folder import Met
from logdiag.read.member import ArchiveFlaw, Form, Member
from logdiag.read.peel import wrapping_of
from logdiag.read.source import LogSource
from logdiag.read.tell import Told, tell

if TYPE_CHECKING:
    from logdiag.read.archive import Inside, Room

# A member of `a.tar` lies one deep, one of `a.tar!b.tgz` two.
DEEPEST = 4
NO_LOG = "is neither log nor document"
# A document is held in memory whole; the largest dhcpd.conf of a cloud has a few MiB.
LARGEST_DOCUMENT = 32 << 20

# Documents with lines of a log in them, which is read as one as well.
WITH_LOGS = frozenset({TRANSCRIPT, UNITS})


class Place(NamedTuple):
    """Where a content was found: the file at `path`, `name` in the report, `depth` archives deep in that file.

    `named`: the user asked for it by that name. `room` is what members of the file may unpack to.
    """

    path: str
    name: str
    named: bool
    depth: int = 0
    room: Room | None = None

    @property
    def quoted(self) -> str:
        """The name as a word of a shell command, "" where it has none there."""
        return (
            ""
            if self.path == "-"
            else quoted(self.path if self.depth == 0 else os.path.basename(self.name))
        )


def identified(
    path: str, content: Content, by: ByContent, met: Met, *, named: bool
) -> Iterator[Finding | JournalFile]:
    """What an opened file is, by its beginning. Several findings where it is an archive."""
    return _identified(Place(path, printable(path), named), content, by, met)


def with_journals(found: Sequence[Finding | JournalFile], by: ByContent) -> Iterator[Finding]:
    """The findings, the journals of each folder as one log where the first of them stood."""
    by_folder: dict[str, list[JournalFile]] = {}
    for one in found:
        if isinstance(one, JournalFile):
            by_folder.setdefault(os.path.dirname(one.name), []).append(one)
    for one in found:
        if not isinstance(one, JournalFile):
            yield one
        elif files := by_folder.pop(os.path.dirname(one.name), None):
            from logdiag.read.journals import journal_logs  # most runs read none

            yield from journal_logs(os.path.dirname(one.name), files, by)


def _identified(place: Place, content: Content, by: ByContent, met: Met) -> Iterator[Finding | JournalFile]:
    beginning, problem = head(content)
    if beginning and not beginning.strip(b"\0"):
        # A log that was emptied while its writer kept its place (copytruncate) begins with NULs.
        beginning = tail(content).lstrip(b"\0") or beginning
    if wrapping := wrapping_of(beginning):
        content = replace(content, wrapping=wrapping)
        beginning, problem = head(content)
    told = tell(beginning, problem, by, place.quoted, content.packing)
    if told.kind == "archive":
        yield from _in_archive(place, content, "zip" if told.detail == "zip" else "tar", by, met)
    elif told.kind == "journal":
        yield JournalFile(place.name, content, place.named)
    elif told.kind == "log" or (told.kind == "text" and place.named):
        yield LogSource(place.name, content.mtime, content)
    elif told.kind == "document":
        yield _document(place.name, told.detail, content)
        if told.detail in WITH_LOGS and by.looks_like_log(beginning.decode("utf-8", "replace")):
            yield LogSource(place.name, content.mtime, content)
    else:
        yield _not_read(place, told)


def _in_archive(
    place: Place, archive: Content, form: Form, by: ByContent, met: Met
) -> Iterator[Finding | JournalFile]:
    """All that an archive holds, in its order; links last."""
    if place.depth >= DEEPEST:
        why = f"is an archive {DEEPEST} archives deep; it is not looked into"
        yield Problem(place.name, why, _cure_inside(place, "name it by itself"), named=False)
        return
    from logdiag.read.archive import Room, members  # most runs read none

    room = place.room or Room(archive.size)
    place = place._replace(room=room)
    links: list[Member] = []
    names: set[str] = set()
    for item in members(archive, form, met.left, room):
        if isinstance(item, ArchiveFlaw):
            yield Problem(place.name, item.why, item.cure, place.named)
            continue
        names.add(_plain_name(item.member.name))
        if item.member.kind == "link":
            links.append(item.member)
        else:
            yield from _member(place, item, by, met)
    yield from (_link(place, link, names) for link in links)


def _member(place: Place, inside: Inside, by: ByContent, met: Met) -> Iterator[Finding | JournalFile]:
    member = inside.member
    here = place._replace(name=_inner_name(place, member), named=False, depth=place.depth + 1)
    if inside.content is not None:
        yield from _identified(here, inside.content, by, met)
    elif member.kind == "problem":
        yield Problem(here.name, member.detail, _cure_inside(place, "read what comes out"), named=False)
    elif member.kind == "special":
        yield Note(here.name, f"{member.detail}; skipped")


def _link(place: Place, link: Member, names: set[str]) -> Note:
    """Symbolic links lead on from their folder, hard ones from the root of the archive."""
    ends = (link.detail, os.path.join(os.path.dirname(link.name), link.detail))
    if any(_plain_name(end) in names for end in ends):
        return Note(_inner_name(place, link), "is a link to another member; read once", is_double=True)
    return Note(_inner_name(place, link), "is a link that leads out of the archive; skipped")


def _inner_name(place: Place, member: Member) -> str:
    return f"{place.name}!{printable(member.name.removeprefix('./'))}"


def _plain_name(name: str) -> str:
    return os.path.normpath(name).lstrip("/")


def _cure_inside(place: Place, then: str) -> str:
    return (
        f"unpack {quoted(place.path)} first, then {then}"
        if place.path != "-"
        else "unpack it before the pipe"
    )


def _not_read(place: Place, told: Told) -> Problem | Note:
    cure = told.cure if place.depth == 0 else _cure_inside(place, told.cure)
    if place.named or told.kind in ("packed", "broken"):
        is_hollow = told.kind in ("empty", "binary")
        return Problem(place.name, told.detail, cure, place.named, is_hollow=is_hollow)
    why = told.detail or NO_LOG
    return Note(place.name, f"{why}; left out")


def _document(name: str, kind: str, content: Content) -> DocumentFile:
    text = bytearray()
    for chunk in chunks(content):
        if isinstance(chunk, ReadProblem):
            return DocumentFile(name, kind, _text(text), f"{chunk.why}; {chunk.cure}")
        text += chunk
        if len(text) > LARGEST_DOCUMENT:
            error = f"is longer than {LARGEST_DOCUMENT >> 20} MiB; only that much is read"
            return DocumentFile(name, kind, _text(text[:LARGEST_DOCUMENT]), error)
    return DocumentFile(name, kind, _text(text), None)


def _text(data: bytes | bytearray) -> str:
    return data.decode("utf-8", "replace")
