"""Bars: what speed was promised, and what a run reached of it. Reasons for what was missed stand in reasons.json."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from benchmarks.experiments import SPLIT
from benchmarks.peers import lnav, ripgrep
from benchmarks.peers.logdiag import HELP, NAME
from benchmarks.results import Figure, Results, ratios
from benchmarks.sizes import named

GIB = 1 << 30
DENSE_LINES = 12_700_000


class Bar(NamedTuple):
    """One promise. `values` are of every round; `most` and `least` bound their median, both None: it is only told."""

    key: str
    what: str
    unit: str
    values: tuple[float, ...]
    most: float | None = None
    least: float | None = None

    @property
    def reached(self) -> float:
        """The median."""
        return median(self.values)

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        return (self.most is None or self.reached <= self.most) and (
            self.least is None or self.reached >= self.least
        )

    @property
    def promise(self) -> str:
        """The bar in words."""
        if self.most is not None:
            return f"at most {self.most:g} {self.unit}"
        return f"at least {self.least:g} {self.unit}" if self.least is not None else "told, no bar"


def bars_of(results: Results) -> list[Bar]:
    """Every promise that this run can speak of, in the order of the issue that made them."""
    return [
        *_sparse(results),
        *_rules(results),
        *_hot(results),
        *_dense(results),
        *_memory(results),
        *_start(results),
        *_packed(results),
        *_foreign(results),
    ]


def figure(results: Results, experiment: str, tool: str, log: str) -> Figure | None:
    """The first figure of a tool, by the beginning of its name, on a log."""
    return next(
        (one for one in results.of(experiment) if one.tool.startswith(tool) and one.log == log), None
    )


def log_name(recipe: str, size: int) -> str:
    """The name of a log, as inputs.py gives it."""
    return f"{recipe}-{named(size).replace(' ', '')}"


def whole(results: Results) -> int:
    """The size that all bars speak of: 1 GiB, or the largest of a quick run."""
    return min(results.sizes[-1], GIB)


def _versus(results: Results, experiment: str, log: str, one: str, other: str) -> tuple[float, ...]:
    """How many times as long the one took as the other; () if either has no figure."""
    mine, theirs = figure(results, experiment, one, log), figure(results, experiment, other, log)
    return ratios(mine, theirs) if mine and theirs else ()


def _bar(key: str, what: str, unit: str, values: Sequence[float], **bound: float) -> Iterator[Bar]:
    if values:
        yield Bar(key, what, unit, tuple(values), **bound)


def _a_gib(one: Figure | None) -> list[float]:
    return [seconds * GIB / one.bytes for seconds in one.seconds] if one else []


def _sparse(results: Results) -> Iterator[Bar]:
    for size in sorted({whole(results), results.sizes[-1]}):
        log, text = log_name("sparse", size), named(size)
        if size == whole(results):
            one = _versus(results, "size", log, NAME, ripgrep.ONE)
            yield from _bar(
                "sparse-one", f"sparse {text}, beside `rg -c` of one literal", "times", one, most=4
            )
        every = _versus(results, "size", log, NAME, ripgrep.ALL)
        what = f"sparse {text}, beside `rg -F -c -f` of the same literals"
        yield from _bar(f"sparse-all-{text}", what, "times", every, most=1)
    if results.sizes[-1] == 10 * GIB:
        long = figure(results, "size", NAME, log_name("sparse", 10 * GIB))
        yield from _bar("sparse-10", "sparse 10 GiB", "s", long.seconds if long else (), most=5)


def _rules(results: Results) -> Iterator[Bar]:
    log = log_name("sparse", whole(results))
    more = _versus(results, "rules", log, f"{NAME}, 500 rules more", f"{NAME}, 0 rules more")
    text = f"sparse {named(whole(results))}, 500 rules more"
    yield from _bar("rules", f"{text}, beside none more", "times", more, most=1.1)
    same = _versus(
        results, "rules", log, f"{NAME}, 500 rules more", "rg -F -c -f, literals of 500 rules more"
    )
    yield from _bar(
        "rules-all", f"{text}, beside `rg -F -c -f` of the same literals", "times", same, most=1
    )


def _hot(results: Results) -> Iterator[Bar]:
    for recipe, what in (("ports", "bridge port states"), ("renewals", "renewals of leases")):
        seconds = _a_gib(figure(results, "hot", NAME, log_name(recipe, whole(results))))
        yield from _bar(f"hot-{recipe}", f"every 20th line hot ({what})", "s a GiB", seconds, most=3)


def _dense(results: Results) -> Iterator[Bar]:
    log = log_name("dense", whole(results))
    text = f"dense {named(whole(results))}"
    mine = figure(results, "share", NAME, log)
    seconds = [one * DENSE_LINES / mine.lines for one in mine.seconds] if mine else []
    yield from _bar("dense", f"{text}, every field", "s for 12.7 M lines", seconds, most=10)
    for key, peer, least in (("searchkit", "searchkit", 10.0), ("lnav", lnav.LOAD, 1.0)):
        met = next((one.log for one in results.of("share") if _is_dense(one, peer)), log)
        slower = _versus(results, "share", met, peer, NAME)
        yield from _bar(f"dense-{key}", f"{met}: {peer} takes", "times as long", slower, least=least)
    limit = _versus(results, "share", log, NAME, SPLIT)
    yield from _bar("dense-limit", f"{text}, beside {SPLIT} on one core", "times", limit)


def _is_dense(one: Figure, peer: str) -> bool:
    return one.tool.startswith(peer) and one.log.startswith("dense-")


def _memory(results: Results) -> Iterator[Bar]:
    by_size = {size: figure(results, "size", NAME, log_name("sparse", size)) for size in results.sizes}
    mine = [one for one in results.figures if one.tool.startswith(NAME) and one.seconds]
    if mine:
        most = max(mine, key=lambda one: one.peak)
        what = f"memory of all processes, the most of all logs ({most.log}, {most.tool})"
        yield Bar("memory", what, "MiB", (most.peak / 1024,), most=200)
    base, last = by_size.get(whole(results)), by_size[results.sizes[-1]]
    if base and last and base is not last:
        what = f"memory, {named(results.sizes[-1])} beside {named(whole(results))}, sparse"
        yield Bar("memory-flat", what, "times", (last.peak / base.peak,), most=1.1)
    for one in results.of("macs"):
        yield Bar(
            "memory-macs",
            f"memory, {one.log.partition('-')[2]} distinct MACs",
            "MiB",
            (one.peak / 1024,),
            most=200,
        )


def _start(results: Results) -> Iterator[Bar]:
    for one in results.of("start"):
        what = "`logdiag --help`" if one.tool == HELP else "the 15 lines of 2014, caches warm"
        yield from _bar(
            f"start-{'help' if one.tool == HELP else 'short'}", what, "s", one.seconds, most=0.3
        )


def _packed(results: Results) -> Iterator[Bar]:
    alone = {one.log: one for one in results.of("packed") if one.tool.endswith(" alone")}
    for one in results.of("packed"):
        if one.tool == NAME and one.log in alone:
            other = alone[one.log]
            kind = one.log.rpartition(".")[2]
            yield Bar(
                f"packed-{kind}",
                f"sparse {kind}, beside {other.tool}",
                "times",
                ratios(one, other),
                most=1.5,
            )


def _foreign(results: Results) -> Iterator[Bar]:
    """Literals are not to be tuned on what they are measured on: these lines are nobody's."""
    for log in dict.fromkeys(one.log for one in results.of("foreign")):
        for key, peer, most in (("one", ripgrep.ONE, 4.0), ("all", ripgrep.ALL, 1.0)):
            values = _versus(results, "foreign", log, NAME, peer)
            yield from _bar(f"foreign-{key}-{log}", f"{log}, beside `{peer}`", "times", values, most=most)
