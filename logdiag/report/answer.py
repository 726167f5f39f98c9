"""What several renderers ask of a report: its main incident, its first command, all files that were read."""

from __future__ import annotations

from logdiag.report.values import Check, Document, Incident, Report, Source


def main_first(report: Report) -> tuple[Incident | None, tuple[Incident, ...]]:
    """The verdict's incident (else the first one, else None), and the others in their order."""
    named = [each for each in report.incidents if each.id == report.verdict.incident]
    main = next(iter(named or report.incidents), None)
    return main, tuple(each for each in report.incidents if each is not main)


def first_check(report: Report) -> Check | None:
    """The command that splits the possibilities best."""
    main, _ = main_first(report)
    return main.checks[0] if main and main.checks else None


def files_of(report: Report) -> list[Source | Document]:
    """Logs, then documents."""
    return [*report.sources, *report.documents]
