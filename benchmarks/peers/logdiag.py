"""logdiag itself, as a user calls it; and its limits: the least that any program in Python would do on the log."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

from benchmarks.peers.tool import Answer, Argv, Tool, no_faults
from benchmarks.truth import Truth, wrong_report

ROOT = Path(__file__).resolve().parents[2]
LIMITS = ROOT / "benchmarks" / "limits.py"
NAME = "logdiag"
HELP = "logdiag --help"


def logdiag(name: str = NAME, jobs: int | None = None, place: Path = ROOT) -> Tool:
    """`logdiag scan` of the logdiag in this folder."""
    return Tool(name, partial(_scan, jobs, place), _faults, (*_logdiag(place), "--version"), "make test")


def logdiag_help() -> Tool:
    """`logdiag --help`; the log is not read."""
    argv = _logdiag(ROOT)
    return Tool(HELP, lambda _: [*argv, "--help"], no_faults, (*argv, "--version"), "make test")


def limit(what: str, name: str) -> Tool:
    """A subcommand of limits.py over the log."""
    return Tool(
        name,
        lambda log: [sys.executable, str(LIMITS), what, str(log)],
        no_faults,
        (),
        "",
    )


def literals_of(place: Path, folder: Path) -> Path:
    """A file, in that folder, of the literals that the logdiag in `place` looks for, one a line."""
    argv = ["env", f"PYTHONPATH={place}", sys.executable, "-P", "-m", "logdiag.match.literals"]
    path = folder / f"literals-of-{place.name}"
    path.write_bytes(subprocess.run(argv, capture_output=True, check=True).stdout)
    return path


def _logdiag(place: Path) -> Argv:
    """The logdiag in this folder, wherever it is called from, and not another that is installed."""
    return ["env", f"PYTHONPATH={place}", sys.executable, "-P", "-m", "logdiag"]


def _scan(jobs: int | None, place: Path, log: Path) -> Argv:
    many = ["--jobs", str(jobs)] if jobs else []
    return [*_logdiag(place), "scan", "--format", "json", *many, str(log)]


def _faults(answer: Answer, truth: Truth) -> list[str]:
    if answer.status not in (0, 1):
        return [f"ended with status {answer.status}"]
    try:
        return wrong_report(json.loads(answer.out), truth)
    except ValueError:
        return ["printed no report"]
