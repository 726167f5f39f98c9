"""Trial by turns: every tool is first held to the truth, then all run in turn, round after round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median_low

from benchmarks.experiments import Trial
from benchmarks.inputs import Log
from benchmarks.measure import Run, timed, watched
from benchmarks.peers.tool import Tool
from benchmarks.results import Figure

Say = Callable[[str], None]


def tried(trial: Trial, rounds: int, patience: float, say: Say) -> Iterator[Figure]:
    """The figures of a trial; `say` is told what goes on. A tool that counts wrongly gets a figure without seconds.

    Where the first run of a tool takes more than `patience` seconds, it is its only one.
    """
    warm(trial.log.path)
    first = {tool.name: watched(tool.command(trial.log.path)) for tool in trial.tools}
    faults = {tool.name: tool.faults(first[tool.name].answer, trial.log.truth) for tool in trial.tools}
    for name, wrong in faults.items():
        if wrong:
            say(f"{name} on {trial.log.name} is wrong, so no figure: {wrong[0]} ({len(wrong)} in all)")
    right = [tool for tool in trial.tools if not faults[tool.name]]
    quick = [tool for tool in right if first[tool.name].seconds < patience]
    taken: dict[str, list[Run]] = {tool.name: [first[tool.name]] for tool in right if tool not in quick}
    for _ in range(rounds):
        for tool in quick:
            taken.setdefault(tool.name, []).append(timed(tool.command(trial.log.path)))
    for tool in trial.tools:
        runs = taken.get(tool.name, [])
        say(_line(trial.log, tool, runs))
        yield _figure(trial, tool, runs, first[tool.name].peak or 0, faults[tool.name])


def warm(path: Path) -> None:
    """Reads a log once, so that no tool is the one that waits for the disk."""
    with path.open("rb", buffering=0) as log:
        while log.read(1 << 20):
            pass


def _figure(trial: Trial, tool: Tool, runs: list[Run], peak: int, faults: list[str]) -> Figure:
    return Figure(
        experiment=trial.experiment,
        log=trial.log.name,
        tool=tool.name,
        bytes=trial.log.truth.bytes,
        lines=trial.log.truth.lines,
        share=round(trial.log.share, 5),
        rules=trial.rules,
        seconds=tuple(round(run.seconds, 4) for run in runs),
        cpu=round(median_low(run.cpu for run in runs), 3) if runs else 0.0,
        peak=peak,
        faults=tuple(faults[:3]),
        note=trial.log.note,
    )


def _line(log: Log, tool: Tool, runs: list[Run]) -> str:
    times = " ".join(f"{run.seconds:.2f}" for run in runs) or "no figure"
    return f"{log.name:<16} {tool.name:<34} {times}"
