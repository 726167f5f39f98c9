"""Results: what a run of the benchmarks found, as results.json holds it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

RESULTS = Path(__file__).with_name("results.json")
SEEN = 1024
"""KiB: a process of less was over before anybody looked at its memory."""


@dataclass(frozen=True)
class Figure:
    """One tool on one log. `seconds` are of every round, in order; round n of all tools of a trial ran together.

    `peak` is KiB of all its processes together, `cpu` seconds of processor in the middle round. `rules` are those
    added. With `faults` the answer was wrong, and there are no seconds. `bytes` of a packed log are those unpacked.
    """

    experiment: str
    log: str
    tool: str
    bytes: int
    lines: int
    share: float
    rules: int
    seconds: tuple[float, ...]
    cpu: float
    peak: int
    faults: tuple[str, ...] = ()
    note: str = ""

    @property
    def middle(self) -> float:
        """The median of the rounds."""
        return median(self.seconds)


@dataclass(frozen=True)
class Results:
    """A whole run. `machine` is told in general terms; `absent` tools were not run, with how to get them."""

    date: str
    machine: str
    sizes: tuple[int, ...]
    rounds: int
    quick: bool
    versions: Mapping[str, str] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()

    def of(self, experiment: str) -> Iterator[Figure]:
        """The figures of an experiment, wrong answers left out, in the order they were taken."""
        return (one for one in self.figures if one.experiment == experiment and one.seconds)


def saved(results: Results) -> str:
    """The text of results.json: a figure a line, so that changes can be read."""
    held = asdict(results)
    figures = ",\n".join(f"  {json.dumps(figure)}" for figure in held.pop("figures"))
    head = json.dumps(held, indent=1)[1:-2]
    return "{" + head + ',\n "figures": [\n' + figures + "\n]}\n"


def loaded(text: str) -> Results:
    """The results in such a text; raises ValueError or TypeError if it is no such text."""
    held = json.loads(text)
    figures = tuple(
        Figure(**{**one, "seconds": tuple(one["seconds"]), "faults": tuple(one["faults"])})
        for one in held.pop("figures")
    )
    held = {**held, "sizes": tuple(held["sizes"]), "left_out": tuple(held["left_out"])}
    return Results(figures=figures, **held)


def ratios(one: Figure, other: Figure) -> tuple[float, ...]:
    """How many times as long the one took as the other, round by round; a figure of one round stands for all."""
    rounds = max(len(one.seconds), len(other.seconds))
    pairs = zip(_filled(one, rounds), _filled(other, rounds), strict=True)
    return tuple(mine / theirs for mine, theirs in pairs)


def _filled(figure: Figure, rounds: int) -> tuple[float, ...]:
    return figure.seconds if len(figure.seconds) == rounds else (figure.middle,) * rounds
