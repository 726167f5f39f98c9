"""Checking: rules of one's own held to their examples, to the messages that are known, and to healthy captures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from logdiag.diagnose import Options, diagnose
from logdiag.documents.recognise import recognise
from logdiag.own.folder import Filed
from logdiag.own.gathering import Gathered
from logdiag.parse.cited import cited
from logdiag.parse.entries import looks_like_log
from logdiag.parse.vocabulary import Vocabulary, load_vocabulary
from logdiag.read.find import find_sources
from logdiag.report.values import Finding, Report
from logdiag.rules.rule import Rule

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
"""Captures of real programs, in a checkout; a wheel has none."""


class Mark(NamedTuple):
    """One line of what was found: `sort` is ok, note or FAIL."""

    sort: str
    text: str


class Checked(NamedTuple):
    """A rule, its file, and what was found."""

    rule: str
    path: str
    marks: tuple[Mark, ...]

    @property
    def failed(self) -> bool:
        """Whether anything failed."""
        return any(mark.sort == "FAIL" for mark in self.marks)


class Bench(NamedTuple):
    """What rules are tried by: all of them together, the vocabulary with their messages, the moment of reading."""

    known: Gathered
    vocabulary: Vocabulary
    now: datetime

    def report(self, name: str, log: bytes | Path) -> Report:
        """The report of a log, or of the files of a folder."""
        found = find_sources(
            [str(log) if isinstance(log, Path) else "-"],
            stdin=None if isinstance(log, Path) else BytesIO(log),
            recognise=recognise,
            looks_like_log=lambda head: looks_like_log(head, self.vocabulary),
        )
        return diagnose(found, Options(now=self.now), self.vocabulary, name, rules=self.known.rules)


def checked(filed: Sequence[Filed], bench: Bench, samples: Path | None = None) -> Iterator[Checked]:
    """Every rule of these files, in their order."""
    alarmed = _alarmed(bench, healthy(samples or SAMPLES))
    shadows = dict(_shadowed(bench))
    for path, rule in filed:
        marks = (
            *_examples(rule, bench),
            *_shadow_marks(rule, shadows),
            *(Mark("FAIL", f"fires on the healthy capture {name}") for name in alarmed.get(rule.id, ())),
        )
        yield Checked(rule.id, path, marks)


def healthy(samples: Path) -> tuple[Path, ...]:
    """The captures whose expected report has no incident; none where there are no captures."""
    return tuple(path.parent for path in sorted(samples.glob("*/expected.json")) if _is_healthy(path))


def _is_healthy(expected: Path) -> bool:
    held = json.loads(expected.read_text("utf-8"))
    return not held["report"]["incidents"]


def _alarmed(bench: Bench, captures: Sequence[Path]) -> dict[str, list[str]]:
    """Rule -> the healthy captures that it gives an alarm on."""
    found: dict[str, list[str]] = {}
    for capture in captures:
        for finding in bench.report("check", capture).findings:
            if finding.role != "noise":
                found.setdefault(finding.rule, []).append(capture.name)
    return found


def _examples(rule: Rule, bench: Bench) -> Iterator[Mark]:
    fires = [_findings(rule, log, bench) for log in rule.fires]
    quiet = [_findings(rule, log, bench) for log in rule.quiet]
    for number, (own, _) in enumerate(fires, 1):
        if not own:
            yield Mark("FAIL", f"fires {number}: does not; {_why_not(rule, rule.fires[number - 1], bench)}")
        elif all(one.role == "noise" for one in own):
            yield Mark("FAIL", f"fires {number}: only as noise: {own[0].title}")
    for number, (own, _) in enumerate(quiet, 1):
        if any(one.role != "noise" for one in own):
            yield Mark("FAIL", f"quiet {number}: fires: {own[0].title}")
    if all(own for own, _ in fires) and not any(one.role != "noise" for own, _ in quiet for one in own):
        yield Mark("ok", f"fires on {len(fires)} of {len(fires)}, quiet on {len(quiet)} of {len(quiet)}")
    others = sorted({one.rule for _, more in (*fires, *quiet) for one in more})
    if others:
        yield Mark("note", f"on its examples these fire too: {', '.join(others)}")


def _findings(rule: Rule, log: str, bench: Bench) -> tuple[list[Finding], list[Finding]]:
    """Those of the rule, and those of others."""
    every = bench.report("check", log.encode()).findings
    return [one for one in every if one.rule == rule.id], [one for one in every if one.rule != rule.id]


def _why_not(rule: Rule, log: str, bench: Bench) -> str:
    """Which of its messages are in a log."""
    from logdiag.parse.entries import entries

    said = [
        match.kind
        for entry in entries(log.encode(), 1, bench.vocabulary)
        if entry.header and (match := bench.vocabulary.message(entry.header.program, entry.header.message))
    ]
    heard = [kind for kind in dict.fromkeys(said) if kind in rule.fold.kinds]
    if heard:
        return f"{', '.join(heard)} is heard there, and more is asked for"
    if said:
        return f"its lines are read as {', '.join(dict.fromkeys(said))}"
    return "none of its lines is read as a message of this rule"


def _shadowed(bench: Bench) -> Iterator[tuple[str, str]]:
    """Known kinds that have a line in common with a kind of one's own, which then is what it is read as."""
    plain = load_vocabulary()
    for grammar in bench.known.grammars:
        own = frozenset(kind.name for kind in grammar.kinds)
        for name in (program.removesuffix("*") for program in grammar.programs):
            for kind in grammar.kinds:
                for sample in (each for one in kind.alternatives for each in one.samples):
                    match = plain.message(name, sample)
                    if match:
                        yield match.kind, kind.name
            for sample in _samples_under(name, plain):
                match, before = bench.vocabulary.message(name, sample), plain.message(name, sample)
                if match and before and match.kind in own:
                    yield before.kind, match.kind


def _samples_under(program: str, plain: Vocabulary) -> Iterator[str]:
    """Lines that a program is known to print."""
    kinds = {row.kind for row in plain.kinds(program)}
    return (sample for kind, one in cited().items() if kind in kinds for sample in one.samples)


def _shadow_marks(rule: Rule, shadows: dict[str, str]) -> Iterator[Mark]:
    for kind, by in sorted(shadows.items()):
        if by in rule.fold.kinds and rule.grammar:
            why = "rules that came along no longer hear it"
            yield Mark("note", f"{by.partition('.')[2]} shadows {kind}: {why}; `kinds: [{kind}]` would not")
