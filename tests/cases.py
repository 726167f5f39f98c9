"""Cases for tests: logs and documents as the command line finds them, folded whole or in pieces."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest

from logdiag.diagnose import Folded, Options, diagnose, fold, plan_of, read_documents, report_of
from logdiag.documents.recognise import recognise
from logdiag.fold import fold_block, merge_states, start_states, tools_of
from logdiag.given import with_rotations
from logdiag.parse.entries import looks_like_log
from logdiag.parse.framing import is_framed
from logdiag.parse.vocabulary import Vocabulary, load_vocabulary
from logdiag.plan import Plan
from logdiag.read.find import find_sources
from logdiag.read.findings import Found
from logdiag.read.source import blocks
from logdiag.report.as_json import render_json
from logdiag.report.values import Report
from logdiag.rules.library import all_rules
from logdiag.states import States

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SHARED = Path(__file__).resolve().parents[1].parent / "shared"
LAB, EXAM = SHARED / "lab", SHARED / "exam"
needs_lab = pytest.mark.skipif(not LAB.is_dir(), reason="the lab's captures are not beside this checkout")
needs_exam = pytest.mark.skipif(not EXAM.is_dir(), reason="the exam's vectors are not beside this checkout")
NOW = datetime(2026, 11, 23, tzinfo=UTC)

Mend = Callable[[Plan], Plan]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def find(*paths: Path) -> Found:
    """What the command line would find at these paths."""
    found = find_sources(
        [str(path) for path in paths],
        stdin=None,
        recognise=recognise,
        looks_like_log=lambda head: (
            looks_like_log(head, vocabulary()) or is_framed(head.encode(), vocabulary())
        ),
    )
    return with_rotations(found, vocabulary())


def report_on(*paths: Path, **options: object) -> Report:
    """The report of what is at these paths, read on NOW. Options are those of logdiag.diagnose.Options."""
    return diagnose(find(*paths), replace(Options(now=NOW), **options), vocabulary(), "test")  # type: ignore[arg-type]


def folded(*paths: Path) -> Folded:
    """A case after folding."""
    return fold(find(*paths), Options(now=NOW), vocabulary(), all_rules())


@dataclass(frozen=True)
class Pieces:
    """A case cut into blocks of a grain, each folded by itself and pickled, as if it came from another process."""

    found: Found
    plan: Plan
    states: tuple[bytes, ...]
    options: Options

    def report(self, states: States) -> str:
        """The report of merged states as JSON."""
        documents = read_documents(self.found)
        texts = {one.name: tuple(one.text.splitlines()) for one in self.found.documents}
        case = Folded(self.found, self.plan, states, documents, texts)
        return render_json(report_of(case, self.options, all_rules(), "test"))

    def in_order(self) -> str:
        """The report when blocks are merged one after the other."""
        merged = start_states(self.plan)
        for state in self.states:
            merged = merge_states(self.plan, merged, pickle.loads(state))  # noqa: S301  # our own
        return self.report(merged)

    def regrouped(self, seed: int) -> str:
        """The report when blocks are merged in any order and along any tree, some workers having got no block."""
        random = Random(seed)  # noqa: S311  # not for secrets
        states = [pickle.loads(state) for state in self.states]  # noqa: S301  # our own
        states += [start_states(self.plan) for _ in range(random.randrange(1, 4))]
        random.shuffle(states)
        return self.report(self._joined(states, random))

    def _joined(self, states: list[States], random: Random) -> States:
        if len(states) == 1:
            return states[0]
        middle = random.randrange(1, len(states)) if len(states) < 50 else len(states) // 2
        halves = states[:middle], states[middle:]
        return merge_states(self.plan, *(self._joined(half, random) for half in halves))


def pieces(found: Found, grain: int, mend: Mend | None = None, **given: object) -> Pieces:
    """The case, cut at a grain in bytes. `mend` may put other folds into the plan. Options as of report_on."""
    options = replace(Options(now=NOW), **given)  # type: ignore[arg-type]
    plan = plan_of(found, options, vocabulary(), all_rules(), read_documents(found), grain)
    plan = mend(plan) if mend else plan
    return Pieces(found, plan, tuple(_folded(found, plan, grain)), options)


def _folded(found: Found, plan: Plan, grain: int) -> Iterator[bytes]:
    tools = tools_of(plan)
    for index, source in enumerate(found.logs):
        for block in blocks(source, plan.framings[index].begins, grain):
            yield pickle.dumps(fold_block(block, plan, index, tools))
