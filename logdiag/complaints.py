"""Complaints: what was found and the report of it -> one line for each file that was not read, or not whole."""

from __future__ import annotations

from collections.abc import Sequence

from logdiag.read.findings import Found
from logdiag.report.values import Document, Report

MOST = 20
NOTHING_HERE = "nothing to read here: name a log, pipe one in, or run it on a node of the cloud"


def has_unread(found: Found) -> bool:
    """Whether something that was named could not be read, or nothing at all was."""
    return any(problem.named for problem in found.problems) or not (found.logs or found.documents)


def unread_paths(found: Found) -> list[str]:
    """What was named and could not be read; where nothing was named, and nothing read, what stood in the way."""
    named = [f"{each.name}: {each.why}; {each.cure}" for each in found.problems if each.named]
    if named or found.logs or found.documents:
        return capped(named)
    if not found.problems:
        return [NOTHING_HERE]
    first, *others = found.problems
    more = f" ({len(others)} more like it)" if others else ""
    return [f"{first.name}: {first.why}{more}; {found.hints[0] if found.hints else first.cure}"]


def half_read(report: Report, found: Found) -> list[str]:
    """Files that were read, but not to their end, with what would mend that."""
    told = {each.name for each in found.problems}
    logs = [f"{each.name}: {each.error}" for each in report.sources if each.error and each.name not in told]
    cut = {each.name: each.error for each in found.documents if each.error}
    broken = [_broken(each) for each in report.documents if each.error is not None and each.name not in cut]
    return capped([*logs, *(f"{name}: {error}" for name, error in cut.items()), *broken])


def _broken(document: Document) -> str:
    if document.facts.get("cut_off"):
        cure = "get a whole copy of it"
    else:
        cure = "mend it there; only what stands before is read"
    return f"{document.name}: {document.error}; {cure}"


def capped(lines: Sequence[str]) -> list[str]:
    """At most MOST lines, the rest counted: a glob may name thousands of files."""
    more = len(lines) - MOST
    rest = [f"{more} more files were not read; logdiag scan --format json lists them"] if more > 0 else []
    return [*lines[:MOST], *rest]
