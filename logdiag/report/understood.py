"""Understood: a line a log: what it is, how much of it was understood, its first and last time, what was inferred."""

from __future__ import annotations

from collections.abc import Sequence

from logdiag.parse.lines import TIMELESS
from logdiag.report.values import Report, Source

_MOST_REASONS = 3
_TELLERS = {
    "mtime": "file date",
    "name": "file name",
    "clock": "the moment of reading",
    "none": "nothing",
    "times": "times, against their names",
}
WORDS = {
    "quote": "marks of a quotation",
    "numbers": "line numbers",
    "container": "containers' names",
    "machine": "machines' names",
    "pod": "pods' names",
    "pod and container": "pods' names",
    "timestamps": "second time",
    "file": "names of files or hosts",
    "blanks": "blanks",
}


def read_lines(sources: Sequence[Source]) -> list[str]:
    """A sentence a log that was read; of times that lie on one day the second shows the clock alone."""
    return [f"{each.name}: {', '.join(_about(each))}." for each in sources if each.lines]


def _about(source: Source) -> list[str]:
    parts = [f"{len(source.parts)} parts"] if len(source.parts) > 1 else []
    return [
        *parts,
        source.format or "no format that is known",
        f"{source.lines:,} {'line' if source.lines == 1 else 'lines'}",
        *not_understood(source),
        *span(source),
        *inferred(source),
    ]


def not_understood(source: Source) -> list[str]:
    """How many lines, and why, the most frequent reasons first; nothing where all were understood."""
    why = "".join(f" ({text})" for text in why_unread(source))
    return [f"{source.unread:,} not understood{why}"] if source.unread else []


def why_unread(source: Source) -> list[str]:
    """Why lines were not understood, the most frequent reasons first, as one text; nothing where no reason is told."""
    told = [f"{each.why} {each.lines:,}" for each in source.reasons[:_MOST_REASONS]]
    more = len(source.reasons) - _MOST_REASONS
    told += [f"{more} other reasons"] if more > 0 else []
    return ["; ".join(told)] if told else []


def span(source: Source) -> list[str]:
    """From when to when."""
    if not source.first or not source.last:
        return ["no times" if source.format is None or source.format in TIMELESS else "no time that counts"]
    first, last = source.first.replace("T", " "), source.last.replace("T", " ")
    return [f"{first} to {last[11:] if first[:11] == last[:11] else last}"]


def inferred(source: Source) -> list[str]:
    """What was inferred, and from what."""
    told = [how.partition(":") for how in source.inferred if source.format not in TIMELESS]
    return [
        f"read without the {WORDS[teller]} in front of its lines"
        if what == "front"
        else f"{what} by {_TELLERS.get(teller, teller.rsplit('/', 1)[-1])}"
        for what, _, teller in told
    ]


def hardly_understood(report: Report) -> list[Source]:
    """Logs of which under half was understood."""
    return [each for each in report.sources if each.unread * 2 > each.lines]
