"""Journals that begin too late: at a boot, as those in memory do, or behind the trouble that they should tell of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from logdiag.correlate.case import Case, clock
from logdiag.documents.values import InstanceTable
from logdiag.event import At
from logdiag.parse.moments import SECOND
from logdiag.plan import Plan
from logdiag.read.content import head
from logdiag.read.source import LogSource
from logdiag.states import Tally

# What the kernel says first, and journald of a journal in memory (systemd 252, src/journal/journald-server.c).
_BOOT = (b"Linux version ", b"Runtime Journal (/run/log/journal/")
_AT_ONCE = 60 * SECOND


def late_journals(
    case: Case, logs: Sequence[LogSource], plan: Plan, tallies: Mapping[int, Tally]
) -> Iterator[str]:
    """What of each such journal is not seen, in words."""
    told = {place: tally for place, tally in tallies.items() if tally.first}
    for place, tally in sorted(told.items()):
        if tally.first is None or not _is_journal(logs[place], tally):
            continue
        others = [one.first for other, one in told.items() if other != place and one.first]
        is_boot = _begins_at_boot(logs[place])
        before = _before(case, plan, tally.first, others if is_boot else [])
        if before:
            since = "begins at a boot, keeping none of before" if is_boot else "begins only then"
            yield f"what {logs[place].name} held before {clock(tally.first)}: it {since}; {before}"


def _is_journal(log: LogSource, tally: Tally) -> bool:
    names = [name for name in tally.formats if name.startswith("journal")]
    return bool(names) or log.name == "journal" or log.name.endswith(".journal")


def _begins_at_boot(log: LogSource) -> bool:
    beginning, _ = head(log.parts[0].content)
    return any(words in beginning for words in _BOOT)


def _before(case: Case, plan: Plan, begin: At, others: Sequence[At]) -> str:
    """What is told of the time before a journal: a launch, trouble, or only that other logs go back further."""
    launches = [time for time in _launches(case) if plan.is_utc and time < begin.time - _AT_ONCE]
    if launches:
        return (
            f"a launch is of {datetime.fromtimestamp(min(launches) // SECOND, UTC):%Y-%m-%d %H:%M:%S} UTC"
        )
    troubles = [
        one.first
        for judged in case.judged.values()
        for one in judged
        if one.role != "noise" and one.first.time < begin.time - _AT_ONCE
    ]
    if troubles:
        return f"the trouble is of {clock(min(troubles))}"
    earlier = [first for first in others if first.time < begin.time - _AT_ONCE]
    return (
        f"{case.context.sources[min(earlier).source]} goes back to {clock(min(earlier))}" if earlier else ""
    )


def _launches(case: Case) -> Iterator[int]:
    """Microseconds since 1970 UTC."""
    for document in case.context.documents:
        if isinstance(document.content, InstanceTable):
            yield from (
                int(row.launched.timestamp()) * SECOND for row in document.content.rows if row.launched
            )
