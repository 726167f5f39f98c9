"""A file system that df shows full, where no log says so: images, leases, state and logs can not be written."""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.correlate.beside import FULL_DISK_RULES, is_written
from logdiag.correlate.case import Case
from logdiag.correlate.causes.cause import Cause, check, listed_cause, short, word
from logdiag.documents.values import Disk, Disks, ReadDocument
from logdiag.report.values import Rival


def explain(case: Case) -> Iterator[Cause]:
    """One incident a full file system, but where a log tells of one: there it is evidence."""
    if any(one.role != "noise" for rule in FULL_DISK_RULES for one in case.of(rule)):
        return
    for document in case.context.documents:
        for row in document.content.rows if isinstance(document.content, Disks) else ():
            if row.is_full and is_written(row):
                yield _cause(case, document, row)


def _cause(case: Case, document: ReadDocument, row: Disk) -> Cause:
    return listed_cause(
        name=f"disk-full-{row.mount.strip('/').replace('/', '-') or 'root'}",
        title=f"the file system {row.mount} is full: images, leases and logs on it can not be written",
        stage="prepared",
        category="storage.disk",
        severity="warning",
        claim=f"{short(document.name)} shows no room left on {row.device}. No log that was read says so.",
        evidence=(case.document_line(document, row.line),),
        host="",
        ids=(),
        beyond="not known: what fills it",
        rivals=(
            Rival("it was freed since, or nothing of a launch lies on it", f"df -h {word(row.mount, '/')}"),
        ),
        checks=(
            check(
                f"du -xh --max-depth=2 {word(row.mount, '/')} | sort -h | tail",
                ("images or instances", "remove stale ones: nova's _base, remains of deleted instances"),
                ("logs", "rotate and pack them"),
            ),
        ),
        fix=(f"free space on {row.mount}, then launch again",),
    )
