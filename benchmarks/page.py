"""Page: docs/performance.md and its pictures, made of results.json alone: `python benchmarks/report.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.bars import Bar, bars_of
from benchmarks.charts import charts_of
from benchmarks.experiments import EXPERIMENTS
from benchmarks.peers.logdiag import ROOT
from benchmarks.results import RESULTS, SEEN, Figure, Results, loaded

PAGE = "performance.md"
REASONS = RESULTS.with_name("reasons.json")

_TITLES = {
    "size": "Sparse logs of growing size",
    "share": "More and more that matters",
    "hot": "One hot kind: every twentieth line",
    "start": "Short logs",
    "packed": "Compressed logs and journal exports",
    "rules": "More rules: logdiag",
    "many": "More rules: everybody",
    "macs": "Many distinct MACs",
    "foreign": "Ordinary server logs that nobody tuned for",
    "jobs": "One core and two",
}

_INTRO = """\
# Performance

Everything here is written by `python benchmarks/run.py`, out of [results.json](../benchmarks/results.json). The logs
are made of captured lines, with the truth beside them. Every tool is first held to the truth, and has no figure if it
counts anything else. Then all tools of a table run in turn, round after round (A B C A B C), as whole processes, on
files in the page cache. Times are medians with their spread, ratios are of the same round. Memory is what no file
holds, of all processes of a run together, looked at every 20 ms, at its highest; a page that two processes share
counts twice. `benchmarks/run.py --help` says how to run it, `benchmarks/amplify.py` what the logs are made of.
"""


def write(results: Results, folder: Path) -> Path:
    """Writes the page and its pictures into a folder; the path of the page."""
    reasons: dict[str, str] = json.loads(REASONS.read_text("ascii"))
    folder.mkdir(parents=True, exist_ok=True)
    pictures = charts_of(results)
    for name, picture in pictures.items():
        (folder / name).write_text(picture, "utf-8")
    (folder / PAGE).write_text(text_of(results, reasons, tuple(pictures)), "utf-8")
    return folder / PAGE


def text_of(results: Results, reasons: Mapping[str, str], pictures: Sequence[str]) -> str:
    """The page. `reasons` say, by a bar's key, why it was missed."""
    quick = [
        "This was a quick run on small logs: start-up weighs more than reading, and its bars say little.\n"
    ]
    parts = [
        _INTRO,
        f"Run on {results.date}: {results.machine}; {_versions(results)}; {results.rounds} rounds.\n",
        *(quick if results.quick else []),
        "## What was promised, and what is reached\n",
        _bars(bars_of(results), reasons),
        *(f"![{_alt(name)}]({name})\n" for name in pictures),
        *_tables(results),
        *_missing(results),
    ]
    return "\n".join(parts)


def _bars(bars: Sequence[Bar], reasons: Mapping[str, str]) -> str:
    rows = [(bar.what, bar.promise, *_reached(bar), _verdict(bar, reasons)) for bar in bars]
    return _table(("what", "bar", "reached", "spread", ""), rows)


def _reached(bar: Bar) -> tuple[str, str]:
    spread = f"{min(bar.values):.3g} to {max(bar.values):.3g}" if len(bar.values) > 1 else "one run"
    return f"{bar.reached:.3g} {bar.unit}", spread


def _verdict(bar: Bar, reasons: Mapping[str, str]) -> str:
    if bar.most is None and bar.least is None:
        return reasons.get(bar.key, "")
    return "reached" if bar.holds else f"**missed**: {reasons.get(bar.key, 'why is not known yet')}"


def _tables(results: Results) -> Iterator[str]:
    for experiment in dict.fromkeys(figure.experiment for figure in results.figures):
        yield f"## {_TITLES[experiment]}\n"
        figures = [figure for figure in results.figures if figure.experiment == experiment]
        yield _table(
            ("log", "share", "tool", "s", "spread", "s a GiB", "times logdiag", "CPU s", "MiB"),
            [_row(figure, _base(figure, figures)) for figure in figures],
        )
        yield from (
            f"{name}: {note}.\n" for name, note in {f.log: f.note for f in figures if f.note}.items()
        )


def _base(figure: Figure, figures: Sequence[Figure]) -> Figure | None:
    """The figure of logdiag on the same log: the first one of its trial."""
    same = (one for one in figures if one.log == figure.log and one.rules == figure.rules and one.seconds)
    return next((one for one in same if one.tool.startswith("logdiag")), None)


def _row(figure: Figure, base: Figure | None) -> tuple[str, ...]:
    if not figure.seconds:
        wrong = f"no figure: {figure.faults[0]}" if figure.faults else "no figure"
        return (figure.log, _share(figure), figure.tool, wrong, "", "", "", "", "")
    times = figure.middle / base.middle if base else None
    spread = (
        f"{min(figure.seconds):.3g} to {max(figure.seconds):.3g}" if len(figure.seconds) > 1 else "one run"
    )
    return (
        figure.log,
        _share(figure),
        figure.tool,
        f"{figure.middle:.3g}",
        spread,
        f"{figure.middle * (1 << 30) / figure.bytes:.3g}" if figure.bytes >= 1 << 20 else "",
        "" if figure is base or times is None else f"{times:.3g}",
        f"{figure.cpu:.3g}",
        f"{figure.peak / 1024:.0f}" if figure.peak >= SEEN else "",
    )


def _share(figure: Figure) -> str:
    return f"{figure.share * 100:.3g} %" if figure.share else ""


def _missing(results: Results) -> Iterator[str]:
    rows = [f"- {name}: `{how}`" for name, how in results.absent.items()]
    rows += [f"- {why}" for why in results.left_out]
    run = {figure.experiment for figure in results.figures}
    rows += [f"- {one.__doc__} `--only {name}`" for name, one in EXPERIMENTS.items() if name not in run]
    if rows:
        yield "## Not run\n"
        yield "\n".join(rows) + "\n"


def _versions(results: Results) -> str:
    return ", ".join(f"{name} {version}" for name, version in results.versions.items())


def _alt(picture: str) -> str:
    over = picture.removeprefix("performance-").removesuffix(".svg")
    return f"time and memory over {over}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', ' ') for cell in line)} |\n" for line in lines)


def main() -> None:
    """The command."""
    print(f"written: {write(loaded(RESULTS.read_text('ascii')), ROOT / 'docs')}")


if __name__ == "__main__":
    main()
