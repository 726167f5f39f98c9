"""Services that launches need and that systemctl has as failed, where no log tells of it."""

from __future__ import annotations

from collections.abc import Iterator

from logdiag.correlate.case import Case
from logdiag.correlate.causes.cause import Cause, check, listed_cause, short, word
from logdiag.documents.host_values import Unit, Units
from logdiag.documents.values import ReadDocument
from logdiag.report.values import Rival
from logdiag.rules.unit_failed import is_of_launches


def explain(case: Case) -> Iterator[Cause]:
    """One incident a unit that failed, if launches need it and the log does not say the same."""
    told = {entity.name for one in case.of("unit-failed") for entity in one.entities}
    for document in case.context.documents:
        for unit in document.content.rows if isinstance(document.content, Units) else ():
            name = unit.name.removesuffix(".service")
            if unit.active == "failed" and is_of_launches(unit.name) and not told & {name, unit.name}:
                yield _cause(case, document, unit)


def _cause(case: Case, document: ReadDocument, unit: Unit) -> Cause:
    name = unit.name.removesuffix(".service")
    since = f" since {unit.since}" if unit.since else ""
    why = f" ({unit.result})" if unit.result else ""
    return listed_cause(
        name=f"unit-failed-{name}",
        title=f"{name} has failed{why}: what launches need of it is not done",
        stage="requested",
        category="control.api",
        severity="error",
        claim=f"{short(document.name)} has {unit.name} failed{since}.",
        evidence=(case.document_line(document, unit.line),),
        host="",
        ids=(),
        beyond="not known: its own log's last lines say why",
        rivals=(Rival("it was started again since the list was made", f"systemctl is-active {name}"),),
        checks=(
            check(
                f"journalctl -u {word(unit.name, 'UNIT')} -n 50",
                ("an error before the end", "that is the cause: mend it, then start the unit"),
                ("killed", "look for the kernel's out-of-memory lines in dmesg"),
            ),
        ),
        fix=(f"systemctl restart {word(unit.name, 'UNIT')} once its log has told why",),
    )
