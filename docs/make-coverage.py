"""Writes docs/coverage.md: every message of the catalogue with its kind, and its rule or why it needs none.

Run `python docs/make-coverage.py` after a change of grammars or rules; where the catalogue is not beside the checkout
it says so and leaves the page as it is. Reasons stand in docs/coverage-reasons.tsv; tests/test_coverage.py holds both.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from logdiag.correlate.core import case_folds  # noqa: E402
from logdiag.parse.lower import Table, match_of  # noqa: E402
from logdiag.parse.vocabulary import load_vocabulary  # noqa: E402
from logdiag.report.escape import markdown_cell  # noqa: E402
from logdiag.rules.library import all_rules  # noqa: E402

CATALOGUE = ROOT.parent / "shared" / "catalogue.jsonl"
PAGE = ROOT / "docs" / "coverage.md"
REASONS = ROOT / "docs" / "coverage-reasons.tsv"
# What a message of these means for a launch says itself why no rule asks for it.
NEEDS_NONE = ("context", "none", "benign", "same as", "count the")
CORE = "read for runs, gaps and clients"
NOT_YET = "not yet"
INTRODUCTION = """\
# Coverage: which messages are known, and what becomes of them

This page is made by `python docs/make-coverage.py` from the catalogue of messages, each quoted from its program's
source. A message has a kind if a message grammar reads the catalogue's example; it has a rule if a rule asks for that
kind.

{known} of {total} messages have a kind. {judged} are judged by a rule, {core} are read for what every judgement leans
on (runs of a server, gaps, clients, starts of instances), {context} need no rule: they tell who is who, what was fine,
or how often.
{missing}"""


class Row(NamedTuple):
    """A message of the catalogue: its kind, and the rules that ask for it, or why none does."""

    section: str
    told: str
    source: str
    impact: str
    kind: str
    rules: tuple[str, ...]
    reason: str


def rows() -> list[Row]:
    """Every message of the catalogue, in its order."""
    entries = [json.loads(line) for line in CATALOGUE.read_text("utf-8").splitlines()]
    tables = load_vocabulary().tables.messages
    rules = {
        kind: tuple(rule.id for rule in all_rules() if kind in rule.fold.kinds)
        for kind in {row.kind for table in tables for row in table.alternatives}
    }
    core = frozenset().union(*(fold.kinds for fold in case_folds(frozenset(), ()).values()))
    reasons = dict(line.split("\t", 1) for line in REASONS.read_text("utf-8").splitlines() if line)
    return [_row(entry, tables, rules, core, reasons) for entry in entries]


def _row(
    entry: Mapping[str, Any],
    tables: Sequence[Table],
    rules: Mapping[str, tuple[str, ...]],
    core: frozenset[str],
    reasons: Mapping[str, str],
) -> Row:
    kind = _kind(entry, tables)
    asked = rules.get(kind, ())
    reason = "" if asked else _reason(entry, kind, core, reasons)
    return Row(entry["section"], entry["format"], entry["ref"], entry["launch_impact"], kind, asked, reason)


def _kind(entry: Mapping[str, Any], tables: Sequence[Table]) -> str:
    """The kind of the example: of the program's own grammar before any other."""
    program = entry["program"].partition("-")[0]
    ordered = sorted(tables, key=lambda table: not table.name.startswith(program))
    found = (
        match
        for table in ordered
        for row in sorted(table.alternatives, key=lambda row: -row.priority)
        if (match := match_of(row, entry["example"]))
    )
    return next((match.kind for match in found), "")


def _reason(entry: Mapping[str, Any], kind: str, core: frozenset[str], reasons: Mapping[str, str]) -> str:
    if entry["id"] in reasons:
        return reasons[entry["id"]]
    if kind in core:
        return CORE
    if kind and entry["launch_impact"].startswith(NEEDS_NONE):
        return "needs none"
    return NOT_YET


def page() -> str:
    """The page."""
    every = rows()
    missing = [row for row in every if row.reason == NOT_YET]
    told = f"{len(missing)} have neither a rule nor a reason: `{NOT_YET}`.\n" if missing else ""
    parts = [
        INTRODUCTION.format(
            known=sum(bool(row.kind) for row in every),
            total=len(every),
            judged=sum(bool(row.rules) for row in every),
            core=sum(row.reason == CORE for row in every),
            context=len(every) - sum(bool(row.rules) or row.reason in (CORE, NOT_YET) for row in every),
            missing=told,
        )
    ]
    for section, of_section in groupby(every, key=lambda row: row.section):
        parts.append(f"\n## {section}\n\n| message | source | for a launch | kind | rule, or why none |\n")
        parts.append("| --- | --- | --- | --- | --- |\n")
        parts.extend(_lines(of_section))
    return "".join(parts).rstrip("\n") + "\n"


def _lines(of_section: Iterator[Row]) -> Iterator[str]:
    for row in of_section:
        rule = ", ".join(f"`{name}`" for name in row.rules) or row.reason
        kind = f"`{row.kind}`" if row.kind else ""
        cells = (row.told, row.source, row.impact)
        yield f"| {' | '.join(map(markdown_cell, cells))} | {kind} | {rule} |\n"


if __name__ == "__main__":
    if CATALOGUE.is_file():
        PAGE.write_text(page(), encoding="utf-8")
    else:
        sys.stderr.write(f"{CATALOGUE.name} is not beside the checkout: docs/coverage.md stays as it is\n")
