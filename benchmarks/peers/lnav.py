"""lnav without a screen: what its load of the file takes, and what a query for equal rules takes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.tool import Answer, Argv, Tool
from benchmarks.questions import Question
from benchmarks.truth import Truth, wrong_counts

LOAD = "lnav, load alone"
VERSION = ("lnav", "-V")
INSTALL = "apt-get install lnav"


def load() -> Tool:
    """Loads the file and counts its lines."""
    return _tool(LOAD, "SELECT count(*) AS lines FROM all_logs")


def questions(asked: Sequence[Question]) -> Tool:
    """One query that counts the lines of every kind."""
    sums = ", ".join(f"sum({_like(one)}) AS '{one.kind}'" for one in asked)
    return _tool(f"lnav, {len(asked)} rules", f"SELECT {sums} FROM syslog_log")  # noqa: S608  # our own words


def _tool(name: str, query: str) -> Tool:
    def command(log: Path) -> Argv:
        return ["lnav", "-n", "-c", f";{query}", "-c", ":write-json-to -", str(log)]

    return Tool(name, command, _faults, VERSION, INSTALL)


def _like(question: Question) -> str:
    words = "%".join(question.words)
    return f"log_body LIKE '%{words}%'"


def _faults(answer: Answer, truth: Truth) -> list[str]:
    try:
        row = json.loads(answer.out)[0]
    except (ValueError, IndexError):
        return [f"ended with status {answer.status} and no counts"]
    return wrong_counts({kind: count or 0 for kind, count in row.items()}, truth)
