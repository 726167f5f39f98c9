"""A Tool: how it is called on a log, and what its answer gets wrong."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.truth import Truth, wrong_counts

Argv = list[str]


class Answer(NamedTuple):
    """What a tool left: its exit status and its standard output."""

    status: int
    out: bytes


class Tool(NamedTuple):
    """`command` gives the argument vector for a log; `faults` says in words what an answer gets wrong.

    `version` is how to ask for its version, () for what needs no installing; `install` is how to get it.
    `largest` is the most bytes it is given: it is too slow, or too hungry, for more.
    """

    name: str
    command: Callable[[Path], Argv]
    faults: Callable[[Answer, Truth], list[str]]
    version: tuple[str, ...]
    install: str
    largest: int = 1 << 50


def no_faults(answer: Answer, truth: Truth) -> list[str]:
    """For tools that answer nothing that could be wrong, but for their exit status."""
    return [] if answer.status == 0 else [f"ended with status {answer.status}"]


def faults_of_counts(answer: Answer, truth: Truth, zero: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with an answer that is a JSON object of counts by kind; a kind of `zero` may be left out."""
    try:
        counts: dict[str, int] = {**dict.fromkeys(zero, 0), **json.loads(answer.out)}
    except (ValueError, TypeError):
        return [f"ended with status {answer.status} and no counts"]
    return wrong_counts(counts, truth)


def version_of(tool: Tool) -> str | None:
    """Its version as it tells it, None if it is not installed."""
    if not tool.version or not shutil.which(tool.version[0]):
        return None
    told = subprocess.run(tool.version, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    found = re.search(rb"[0-9]+\.[0-9][0-9a-z.]*", told.stdout + told.stderr)
    return found[0].decode() if found and told.returncode == 0 else None


def answers_for(kinds: tuple[str, ...]) -> Callable[[Answer, Truth], list[str]]:
    """A judge of counts of these kinds: one that a tool does not name counts nothing."""
    return partial(faults_of_counts, zero=kinds)
