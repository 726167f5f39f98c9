"""Writes docs/diagnosis.md: what logdiag says of logs whose cause a person found, beside what that person found.

Run `python docs/make-diagnosis.py` after a change of rules; where the cases are not beside the checkout it says so and
leaves the page as it is. What people found, in our words, and an honest mark stand in docs/diagnosis-marks.tsv.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from logdiag.diagnose import Options, diagnose  # noqa: E402
from logdiag.documents.recognise import recognise  # noqa: E402
from logdiag.parse.entries import looks_like_log  # noqa: E402
from logdiag.parse.vocabulary import load_vocabulary  # noqa: E402
from logdiag.read.find import find_sources  # noqa: E402
from logdiag.report.escape import markdown_cell  # noqa: E402
from logdiag.report.values import Report  # noqa: E402

THREADS = ROOT.parent / "shared" / "exam" / "threads"
PAGE = ROOT / "docs" / "diagnosis.md"
MARKS = ROOT / "docs" / "diagnosis-marks.tsv"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
RIGHT = "right"
INTRODUCTION = """\
# Diagnosis: logdiag beside people

This page is made by `python docs/make-diagnosis.py`. Each case is a short log rebuilt by others after a public thread
in which a person found the cause; they lie in `../shared/exam/threads`, and only their names stand here. What people
found is told in our words. The mark is ours: `right` where the verdict and the first incident name the same trouble
and what to do about it, or where logdiag is silent on what is harmless; `partly` where they stop before what the
person found; `wrong` where they blame something else; `missed` where nothing is said.

{right} of {total} are right, {wrong} wrong.

| case | what a person found | what logdiag says | how sure | mark |
| --- | --- | --- | --- | --- |
"""


class Case(NamedTuple):
    """A case: its name, what a person found, our mark, and logdiag's verdict."""

    name: str
    found: str
    mark: str
    said: str
    confidence: str


def report_on(path: Path) -> Report:
    """The report of one log."""
    vocabulary = load_vocabulary()
    found = find_sources(
        [str(path)],
        stdin=None,
        recognise=recognise,
        looks_like_log=lambda head: looks_like_log(head, vocabulary),
    )
    return diagnose(found, Options(now=NOW), vocabulary, "docs")


def cases() -> Iterator[Case]:
    """Every visible case, in the order of the file."""
    marks = {
        name: (mark, found)
        for name, mark, found in (
            line.split("\t") for line in MARKS.read_text("utf-8").splitlines() if line
        )
    }
    for line in (THREADS / "visible.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        mark, found = marks.get(case["id"], ("not read yet", ""))
        report = report_on(THREADS / case["log"])
        yield Case(case["id"], found, mark, report.verdict.text, report.verdict.confidence)


def page() -> str:
    """The page."""
    every = list(cases())
    right = sum(case.mark == RIGHT for case in every)
    wrong = sum(case.mark == "wrong" for case in every)
    return INTRODUCTION.format(right=right, total=len(every), wrong=wrong) + "".join(map(_row, every))


def _row(case: Case) -> str:
    told = " | ".join(map(markdown_cell, (case.found, case.said)))
    return f"| `{case.name}` | {told} | {case.confidence} | {case.mark} |\n"


if __name__ == "__main__":
    if THREADS.is_dir():
        PAGE.write_text(page(), encoding="utf-8")
    else:
        sys.stderr.write("the cases are not beside the checkout: docs/diagnosis.md stays as it is\n")
