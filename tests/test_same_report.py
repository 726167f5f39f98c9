"""The same report: whoever reads a log, however it is dealt out and searched, says the same of it, byte for byte."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from cases import EXAM, LAB, NOW, SAMPLES, find, needs_exam, needs_lab

from benchmarks.amplify import RECIPES, write_log
from benchmarks.truth import Truth, wrong_report
from logdiag.diagnose import Options, diagnose
from logdiag.pace import Pace, Watch
from logdiag.parse.vocabulary import Vocabulary, load_vocabulary
from logdiag.report.as_json import render_json

KIB = 1 << 10
# Everything is searched, shared and unpacked by a process of its own, however small, and in stretches of a block.
EAGER = Pace(worth_searching=0, worth_sharing=0, worth_unpacking=0, stretch=1)
PLAIN = Pace(worth_searching=1 << 60)


@cache
def engine(name: str) -> Vocabulary:
    return load_vocabulary("lark" if name == "lark" else "auto")


def report(paths: tuple[Path, ...], pace: Pace, name: str = "auto") -> str:
    return render_json(diagnose(find(*paths), Options(now=NOW), engine(name), "test", pace))


def paces() -> Iterator[Pace]:
    """One process that searches, and several."""
    for jobs in (1, 2, 7):
        yield replace(EAGER, jobs=jobs)


def differing(paths: tuple[Path, ...], *, with_lark: bool = True) -> list[str]:
    """Who says otherwise than one process that reads every line."""
    plain = report(paths, PLAIN)
    found = [f"jobs {pace.jobs}" for pace in paces() if report(paths, pace) != plain]
    found += _without_hyperscan(paths, plain)
    if with_lark and report(paths, PLAIN, "lark") != plain:
        found.append("lark")
    if with_lark and report(paths, replace(EAGER, jobs=2), "lark") != plain:
        found.append("lark, jobs 2")
    return found


def differing_by_turns(logs: list[Path]) -> dict[str, list[str]]:
    """The same of many logs: Lark reads every one, and one, two and seven processes take turns."""
    turns = list(paces())
    found: dict[str, list[str]] = {}
    for number, log in enumerate(logs):
        plain, pace = report((log,), PLAIN), turns[number % len(turns)]
        wrong = [] if report((log,), pace) == plain else [f"jobs {pace.jobs}"]
        wrong += [] if report((log,), PLAIN, "lark") == plain else ["lark"]
        wrong += _without_hyperscan((log,), plain) if pace.jobs == 1 else []
        if wrong:
            found[str(log)] = wrong
    return found


def _without_hyperscan(paths: tuple[Path, ...], plain: str) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "hyperscan", None)
        return [] if report(paths, replace(EAGER, jobs=1)) == plain else ["without Hyperscan"]


def cases_in(folder: Path) -> list[Path]:
    """Folders that hold logs, each a case."""
    return sorted({path.parent for path in folder.rglob("messages*")})


SAMPLE_CASES = cases_in(SAMPLES)


@pytest.mark.parametrize("case", SAMPLE_CASES, ids=lambda path: path.name)
def test_all_say_the_same_of_a_sample(case: Path) -> None:
    assert differing((case,)) == []


def logs_under(folder: Path, least: int, most: int) -> list[Path]:
    if not folder.is_dir():
        return []
    logs = sorted(
        path for path in folder.rglob("*") if path.is_file() and least <= path.stat().st_size < most
    )
    return [log for log in logs if find(log).logs]


@needs_lab
@pytest.mark.parametrize("size", [(0, 12 * KIB), pytest.param((12 * KIB, 4 << 20), marks=pytest.mark.slow)])
def test_all_say_the_same_of_every_capture(size: tuple[int, int]) -> None:
    logs = logs_under(LAB, *size)
    assert logs
    assert differing_by_turns(logs) == {}


@needs_exam
@pytest.mark.parametrize("size", [(0, 12 * KIB), pytest.param((12 * KIB, 4 << 20), marks=pytest.mark.slow)])
def test_all_say_the_same_of_other_peoples_logs(size: tuple[int, int]) -> None:
    logs = [log for log in logs_under(EXAM, *size) if log.suffix in (".log", "")]
    if not logs:
        pytest.skip("no logs of that size")
    assert differing_by_turns(logs) == {}


@needs_exam
def test_all_say_the_same_of_other_peoples_lines(tmp_path: Path) -> None:
    """Lines of all vectors in one log: no block of it is of one form."""
    log = tmp_path / "messages"
    with log.open("wb") as out:
        for vectors in sorted(EXAM.glob("*/visible.jsonl")):
            for line in vectors.read_bytes().splitlines()[:150]:
                for text in texts_in(json.loads(line)):
                    out.write(text.encode("utf-8", "surrogatepass")[: 4 * KIB] + b"\n")
    assert differing((log,)) == []


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)


# ---- logs of which the truth is known


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Truth]]:
    folder = tmp_path_factory.mktemp("made")
    logs = {}
    for name, recipe in RECIPES.items():
        for form in ("traditional", "journal"):
            log = folder / f"{name}-{form}"
            logs[log.name] = (
                log,
                write_log(log, recipe, (3 << 20) if form == "traditional" else (1 << 20), form),
            )
    return logs


@pytest.mark.parametrize("form", ["traditional", "journal"])
@pytest.mark.parametrize("name", RECIPES)
def test_all_count_what_a_made_log_holds(made: dict[str, tuple[Path, Truth]], name: str, form: str) -> None:
    log, truth = made[f"{name}-{form}"]
    assert wrong_report(json.loads(report((log,), PLAIN)), truth) == []
    assert differing((log,), with_lark=False) == []


@pytest.mark.slow
@pytest.mark.parametrize("form", ["traditional", "journal"])
@pytest.mark.parametrize("name", RECIPES)
def test_lark_counts_what_a_made_log_holds(
    made: dict[str, tuple[Path, Truth]], name: str, form: str
) -> None:
    log, _ = made[f"{name}-{form}"]
    assert report((log,), PLAIN, "lark") == report((log,), PLAIN)


def test_packed_logs_are_dealt_out_whole_and_say_the_same(
    made: dict[str, tuple[Path, Truth]], tmp_path: Path
) -> None:
    logs = []
    for name in ("sparse", "mixed", "ports"):
        log, _ = made[f"{name}-traditional"]
        logs.append(tmp_path / f"{name}.gz")
        logs[-1].write_bytes(gzip.compress(log.read_bytes(), 1))
    assert differing(tuple(logs), with_lark=False) == []


def test_a_packed_log_that_breaks_off_says_the_same_from_a_thread(
    made: dict[str, tuple[Path, Truth]], tmp_path: Path
) -> None:
    whole = gzip.compress(made["mixed-traditional"][0].read_bytes(), 1)
    log = tmp_path / "messages.gz"
    log.write_bytes(whole[: len(whole) // 2])
    assert differing((log,), with_lark=False) == []


def test_searching_and_sharing_really_happen(made: dict[str, tuple[Path, Truth]]) -> None:
    log, truth = made["sparse-traditional"]
    watch = Watch()
    report((log,), replace(EAGER, jobs=2, watch=watch))
    assert watch.counts["lines"] == truth.lines
    assert watch.counts["candidates"] < truth.lines / 5
    assert watch.bytes_read == truth.bytes
