"""Experiments: which tools run on which logs, and why. Logs are made when a trial is about to begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks import inputs
from benchmarks.inputs import Log
from benchmarks.installation import installation
from benchmarks.peers import engines, lnav, ripgrep, sec
from benchmarks.peers.logdiag import limit, literals_of, logdiag, logdiag_help
from benchmarks.peers.tool import Tool
from benchmarks.questions import QUESTIONS, made_up

RULES = (0, 1, 10, 100, 500)
DECODERS = {"gz": "gunzip", "zst": "unzstd"}
FOREIGN = ("loghub-Linux", "loghub-OpenSSH")


class Setting(NamedTuple):
    """Where things are, and how large logs are to be: `sizes` ascend, `whole` is the size all bars speak of.

    `small` is the size for tools that are too slow for `whole`; `python` has searchkit and insights-core.
    """

    folder: Path
    literals: Path
    python: str
    sizes: tuple[int, ...]
    whole: int
    small: int
    macs: int


class Trial(NamedTuple):
    """Tools that run in turn on one log. `rules` tells how many were added."""

    experiment: str
    log: Log
    tools: tuple[Tool, ...]
    rules: int = 0


class LeftOut(NamedTuple):
    """A trial that cannot be made here, and why."""

    why: str


Trials = Iterator[Trial | LeftOut]


def size(setting: Setting) -> Trials:
    """A sparse log of growing size, beside ripgrep: time, and that memory stays flat."""
    for bytes_ in setting.sizes:
        log = inputs.made(setting.folder, "sparse", bytes_)
        yield Trial("size", log, (logdiag(), ripgrep.one_literal(), ripgrep.all_literals(setting.literals)))


def share(setting: Setting) -> Trials:
    """Logs of which more and more matters, beside everything else with equal rules, and the limit."""
    for recipe in ("sparse", "mixed", "dense"):
        log = inputs.made(setting.folder, recipe, setting.whole)
        peers = (*_peers(setting), limit("split", SPLIT))
        yield Trial(
            "share", log, (logdiag(), *(tool for tool in peers if log.truth.bytes <= tool.largest * 1.1))
        )
        slow = tuple(tool for tool in peers if log.truth.bytes > tool.largest * 1.1)
        if slow:
            yield Trial("share", inputs.made(setting.folder, recipe, setting.small), (logdiag(), *slow))


def hot(setting: Setting) -> Trials:
    """A sparse log in which one kind is every twentieth line: bridge port states, renewals of leases."""
    for recipe in ("ports", "renewals"):
        log = inputs.made(setting.folder, recipe, setting.whole)
        yield Trial("hot", log, (logdiag(), ripgrep.one_literal()))


def start(setting: Setting) -> Trials:
    """The short log of 2014, and no log at all."""
    yield Trial("start", inputs.short(), (logdiag(), logdiag_help()))


def packed(setting: Setting) -> Trials:
    """Compressed logs and a journal export, beside decompressing or decoding alone."""
    plain = inputs.made(setting.folder, "sparse", setting.whole)
    for suffix, what in DECODERS.items():
        log = inputs.packed(setting.folder, plain, suffix)
        tools = (logdiag(), limit(what, f"{what} alone"))
        yield (
            Trial("packed", log, tools)
            if log
            else LeftOut(f"{suffix}: {inputs.PACKERS[suffix][0]} is missing")
        )
    log = inputs.journal(setting.folder, "sparse", setting.whole)
    yield Trial("packed", log, (logdiag(), limit("decode", "decode alone")))


def rules(setting: Setting) -> Trials:
    """More and more rules on the sparse log; peers with as many on the small one."""
    places = {count: installation(setting.folder, count) for count in RULES}
    whole = inputs.made(setting.folder, "sparse", setting.whole)
    small = inputs.made(setting.folder, "sparse", setting.small)
    mine = {count: logdiag(f"logdiag, {count} rules more", place=place) for count, place in places.items()}
    same = (
        ripgrep.all_literals(
            literals_of(place, setting.folder), f"rg -F -c -f, literals of {count} rules more"
        )
        for count, place in places.items()
    )
    yield Trial("rules", whole, (*mine.values(), *same))
    for count in RULES[1:]:
        asked = QUESTIONS + made_up(count)
        literals = setting.folder / f"literals-{count}"
        literals.write_text("".join(f"{one.words[-1]}\n" for one in asked), "ascii")
        peers = (
            ripgrep.all_literals(literals, f"rg -F -c -f, {len(asked)} rules"),
            lnav.questions(asked),
            sec.sec(asked, setting.folder),
            engines.searchkit(asked, setting.folder, setting.python),
            engines.insights(asked, setting.folder, setting.python),
        )
        yield Trial("many", small, (mine[count], *peers), rules=count)


def macs(setting: Setting) -> Trials:
    """A log that names more MACs than any rule keeps."""
    yield Trial("macs", inputs.many_macs(setting.folder, setting.macs), (logdiag(),))


def foreign(setting: Setting) -> Trials:
    """Ordinary server logs that nobody tuned for."""
    for family in FOREIGN:
        log = inputs.foreign(setting.folder, family, setting.whole)
        tools = (logdiag(), ripgrep.one_literal(), ripgrep.all_literals(setting.literals))
        yield (
            Trial("foreign", log, tools)
            if log
            else LeftOut(f"{family}: its lines are not beside this checkout")
        )


def jobs(setting: Setting) -> Trials:
    """One core and two."""
    for recipe in ("sparse", "dense"):
        log = inputs.made(setting.folder, recipe, setting.whole)
        yield Trial("jobs", log, (logdiag("logdiag --jobs 1", 1), logdiag("logdiag --jobs 2", 2)))


SPLIT = "a split and a look-up a line"
EXPERIMENTS: Mapping[str, Callable[[Setting], Trials]] = {
    one.__name__: one for one in (size, share, hot, start, packed, rules, macs, foreign, jobs)
}


def _peers(setting: Setting) -> tuple[Tool, ...]:
    folder, python = setting.folder, setting.python
    return (
        lnav.load(),
        lnav.questions(QUESTIONS),
        sec.sec(QUESTIONS, folder),
        engines.searchkit(QUESTIONS, folder, python),
        engines.insights(QUESTIONS, folder, python),
    )
