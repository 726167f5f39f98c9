"""The command of the benchmarks: makes the logs, runs the experiments, writes results.json and the page.

Of the benchmarks this module alone prints, reads the clock and looks at the machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import page
from benchmarks.experiments import EXPERIMENTS, LeftOut, Setting, Trial
from benchmarks.peers.logdiag import ROOT, literals_of
from benchmarks.peers.tool import Tool, version_of
from benchmarks.results import RESULTS, Figure, Results, loaded, saved
from benchmarks.sizes import named, size_of
from benchmarks.trial import tried

SIZES = "10M,100M,1G,10G"
QUICK = "4M,16M"
PATIENCE, QUICK_PATIENCE = 20.0, 1.5
"""Seconds: a tool whose first run takes longer has no other."""


def main() -> None:
    """The command."""
    chosen = _parser().parse_args()
    sizes = tuple(sorted(map(size_of, (chosen.sizes or (QUICK if chosen.quick else SIZES)).split(","))))
    folder = chosen.inputs or Path(tempfile.gettempdir()) / "logdiag-benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    setting = Setting(
        folder=folder,
        literals=literals_of(ROOT, folder),
        python=chosen.peers,
        sizes=sizes,
        whole=min(sizes[-1], 1 << 30),
        small=min(sizes[-1], (4 if chosen.quick else 32) << 20),
        macs=20_000 if chosen.quick else 1_000_000,
    )
    rounds = chosen.rounds or (3 if chosen.quick else 5)
    results = run(setting, chosen.only or list(EXPERIMENTS), rounds, quick=chosen.quick)
    path = chosen.results or (folder / RESULTS.name if chosen.quick else RESULTS)
    if chosen.only and path.is_file():
        results = joined(loaded(path.read_text("ascii")), results)
    path.write_text(saved(results), "ascii")
    written = page.write(results, chosen.docs or (folder if chosen.quick else ROOT / "docs"))
    print(f"written: {path}, {written}")


def run(setting: Setting, names: list[str], rounds: int, *, quick: bool) -> Results:
    """Runs these experiments; tools that are not installed are left out by name."""
    versions: dict[str, str] = {}
    absent: dict[str, str] = {}
    left_out: list[str] = []
    figures: list[Figure] = []
    for trial in _trials(setting, names):
        if isinstance(trial, LeftOut):
            print(trial.why)
            left_out.append(trial.why)
            continue
        tools = tuple(_present(trial.tools, versions, absent))
        figures += tried(trial._replace(tools=tools), rounds, QUICK_PATIENCE if quick else PATIENCE, print)
    return Results(
        date=datetime.now(UTC).date().isoformat(),
        machine=_machine(),
        sizes=setting.sizes,
        rounds=rounds,
        quick=quick,
        versions=versions,
        absent=absent,
        left_out=tuple(left_out),
        figures=tuple(figures),
    )


def joined(old: Results, new: Results) -> Results:
    """The new results, and of the old ones the experiments that were not run again."""
    again = {figure.experiment for figure in new.figures}
    kept = tuple(figure for figure in old.figures if figure.experiment not in again)
    return replace(
        new,
        sizes=tuple(sorted({*old.sizes, *new.sizes})),
        versions={**old.versions, **new.versions},
        absent={
            name: how for name, how in {**old.absent, **new.absent}.items() if name not in new.versions
        },
        figures=kept + new.figures,
    )


def _trials(setting: Setting, names: list[str]) -> Iterator[Trial | LeftOut]:
    for name in names:
        print(f"-- {name}: {EXPERIMENTS[name].__doc__}")
        yield from EXPERIMENTS[name](setting)


def _present(tools: tuple[Tool, ...], versions: dict[str, str], absent: dict[str, str]) -> Iterator[Tool]:
    """The tools that are installed; notes their versions, and how to get the others."""
    for tool in tools:
        if not tool.version:
            yield tool
            continue
        family = tool.name.split(",")[0].split(" -")[0]
        if family not in versions and family not in absent:
            version = version_of(tool)
            versions.update({family: version} if version else {})
            absent.update({} if version else {family: tool.install})
            print(f"{family} {version}" if version else f"{family}: not run; to run it: {tool.install}")
        if family in versions:
            yield tool


def _machine() -> str:
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    cores = len(os.sched_getaffinity(0))
    python = platform.python_version()
    return f"{cores} cores, {named(pages)} of memory, {platform.machine()}, Linux, Python {python}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help=f"small logs ({QUICK}) and three rounds: two minutes"
    )
    parser.add_argument(
        "--only", action="append", choices=list(EXPERIMENTS), help="this experiment; may come again"
    )
    parser.add_argument("--sizes", metavar="SIZES", help=f"sizes of the growing log; default {SIZES}")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds; default 5")
    parser.add_argument(
        "--inputs", type=Path, metavar="DIR", help="keep the logs here; default: a temp folder"
    )
    parser.add_argument(
        "--peers",
        metavar="PYTHON",
        default=sys.executable,
        help="a Python that has searchkit and insights-core",
    )
    parser.add_argument("--results", type=Path, metavar="FILE", help="where the figures go")
    parser.add_argument("--docs", type=Path, metavar="DIR", help="where the page goes; default docs/")
    return parser


if __name__ == "__main__":
    main()
