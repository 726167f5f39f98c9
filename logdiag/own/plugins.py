"""Plugins: rules that installed packages bring, by entry points of the group `logdiag.rules`.

An entry point is a Rule, or is called and gives Rules. One that is broken is told in a line, and left out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from glob import escape, iglob
from typing import TYPE_CHECKING, NamedTuple

from logdiag.rules.rule import Rule

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "logdiag.rules"


class Plugged(NamedTuple):
    """The rules that were brought, with the name of who brought each, and a line for each that is broken."""

    rules: tuple[tuple[str, Rule], ...] = ()
    broken: tuple[str, ...] = ()


def plugged(points: Iterable[EntryPoint] | None = None) -> Plugged:
    """What the installed packages bring; they run their code."""
    found: list[tuple[str, Rule]] = []
    broken: list[str] = []
    for point in sorted(_installed() if points is None else points, key=lambda one: one.name):
        try:
            found += [(f"plug-in {point.name}", rule) for rule in _rules_of(point)]
        except (
            Exception,
            SystemExit,
        ) as error:  # others' code: whatever is wrong with it, the logs are to be read
            why = " ".join(f"{type(error).__name__}: {error}".split())
            broken.append(f"plug-in {point.name} ({point.value}): left out: {why}")
    return Plugged(tuple(found), tuple(broken))


def _installed() -> Iterable[EntryPoint]:
    """The entry points of the group. Few machines have any, and to ask Python for them takes a tenth of a short run."""
    if not any(_names_group(path) for path in sys.path):
        return ()
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)


def _names_group(folder: str) -> bool:
    """Whether a package in a folder of modules brings entry points of the group; in a zip nobody can tell."""
    if os.path.isfile(folder):
        return True
    for told in iglob(os.path.join(escape(folder or "."), "*.*-info", "entry_points.txt")):
        try:
            with open(told, encoding="utf-8", errors="replace") as file:
                if f"[{GROUP}]" in file.read():
                    return True
        except OSError:
            continue
    return False


def _rules_of(point: EntryPoint) -> tuple[Rule, ...]:
    held = point.load()
    given = held if isinstance(held, Rule) or not callable(held) else held()
    rules = (given,) if isinstance(given, Rule) else tuple(given)
    for rule in rules:
        if not isinstance(rule, Rule):
            raise TypeError(f"gives {type(rule).__name__}, which is no Rule")
    return rules
