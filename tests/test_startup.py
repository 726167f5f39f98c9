"""Start-up: a short run loads nothing that it does not need, and Ctrl-C ends it quietly from the first import on."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from command import LOGDIAG, ROOT, SAMPLES, environment, logdiag

from logdiag.cli import app, rules_app

FIFTEEN_LINES = SAMPLES / "euca4-excerpt" / "messages"
CONF = SAMPLES / "euca4-200-instances" / "euca-dhcp.conf"

# Each costs 20 to 400 ms at its first import, and a short run has no use for it.
HEAVY = ("lark", "rich", "pydantic", "pydantic_core", "hypothesis", "numpy", "multiprocessing")
PIPELINE = (
    "logdiag.diagnose",
    "logdiag.fold",
    "logdiag.parse.vocabulary",
    "logdiag.rules.library",
    "logdiag.match",
    "hyperscan",
    "dateutil",
)
READERS = (
    *("logdiag.documents.dhcpd_conf", "logdiag.documents.cloud", "logdiag.documents.machine"),
    *("logdiag.documents.reading", "logdiag.documents.kinds"),
)
# What only some logs and options ask for: zones by name, a journal's entries, a search, workers, a place for a pipe.
SELDOM = (
    *("dateutil", "msgspec", "hyperscan", "stringzilla", "tempfile", "decimal", "isal", "ctypes"),
    *("logdiag.workers", "logdiag.parse.pattern", "logdiag.parse.lookahead", "logdiag.parse.author"),
)

# Runs `python -m logdiag` and writes down, for each module on the list, the lines that led to its import.
WATCHED = """
import atexit, json, runpy, sys
file, names = sys.argv.pop(1), set(sys.argv.pop(1).split(","))
led = {}

def lines(frame):
    while frame is not None:
        if not frame.f_code.co_filename.startswith("<"):
            yield f"{frame.f_code.co_filename}:{frame.f_lineno}"
        frame = frame.f_back

class Watch:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in names:
            led.setdefault(name, list(lines(sys._getframe(1))))

def tell():
    with open(file, "w") as out:
        json.dump(led, out)

atexit.register(tell)
sys.meta_path.insert(0, Watch)
runpy.run_module("logdiag", run_name="__main__", alter_sys=True)
"""

# Runs `python -m logdiag` with a Ctrl-C at the moment when a module is looked for.
INTERRUPTED = """
import os, runpy, signal, sys
name = sys.argv.pop(1)

path = "/" + name.replace(".", "/")
ends = path + ".py", path + "/__init__.py"

def interrupt(event, args):
    if event == "exec" and args[0].co_name == "<module>" and args[0].co_filename.endswith(ends):
        os.kill(os.getpid(), signal.SIGINT)

sys.addaudithook(interrupt)
runpy.run_module("logdiag", run_name="__main__", alter_sys=True)
"""


def dragged_in(folder: Path, names: tuple[str, ...], *words: str | Path) -> Mapping[str, str]:
    """Which of the modules a run of logdiag imports, and the lines that led there, innermost first."""
    told = folder / "led.json"
    ran = logdiag(*words, command=(sys.executable, "-P", "-c", WATCHED, str(told), ",".join(names)))
    assert ran.status in (0, 1), ran.err
    led = {name: [_short(line) for line in lines] for name, lines in json.loads(told.read_text()).items()}
    return {name: " < ".join(lines[:6]) or "a frozen module" for name, lines in led.items()}


def _short(line: str) -> str:
    return line.removeprefix(f"{ROOT}{os.sep}").rpartition("site-packages/")[2]


LEAN: Mapping[str, tuple[tuple[str | Path, ...], tuple[str, ...]]] = {
    "scan": (("scan", FIFTEEN_LINES, "--year", "2014"), (*HEAVY, *READERS, *SELDOM)),
    "scan as json": (
        ("scan", FIFTEEN_LINES, "--year", "2014", "--format", "json"),
        (*HEAVY, *READERS, *SELDOM),
    ),
    "scan as markdown": (("scan", FIFTEEN_LINES, "--format", "markdown"), (*HEAVY, *READERS, *SELDOM)),
    "why": (("why", "vnet92", FIFTEEN_LINES, "--year", "2014"), (*HEAVY, *READERS)),
    "parse": (("parse", FIFTEEN_LINES, "--year", "2014"), (*HEAVY, *READERS)),
    "rules list": (("rules", "list"), HEAVY),
    "--help": (("--help",), (*HEAVY, *PIPELINE)),
    "scan --help": (("scan", "--help"), (*HEAVY, *PIPELINE)),
    "--version": (("--version",), (*HEAVY, *PIPELINE)),
}


@pytest.mark.parametrize("words, names", LEAN.values(), ids=LEAN)
def test_a_short_run_imports_nothing_that_it_does_not_need(
    words: tuple[str | Path, ...], names: tuple[str, ...], tmp_path: Path
) -> None:
    assert dragged_in(tmp_path, names, *words) == {}


def test_what_a_run_does_need_is_seen_with_the_line_that_asks_for_it(tmp_path: Path) -> None:
    led = dragged_in(tmp_path, (*HEAVY, *READERS), "scan", CONF)
    asked = {"dhcpd_conf", "reading", "kinds"}
    assert set(led) == {"lark", *(f"logdiag.documents.{name}" for name in asked)}
    assert led["lark"].startswith("logdiag/documents/grammar.py:")


def callbacks() -> Iterator[tuple[str, typing.Any]]:
    """The functions behind the commands, with their names."""
    for one in (app, rules_app):
        for command in one.registered_commands:
            yield getattr(command.callback, "__name__", "?"), command.callback


@pytest.mark.parametrize(
    "name, callback", tuple(callbacks()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_command_takes_text_and_flags_only_since_nothing_else_is_made_of_what_is_typed(
    name: str, callback: typing.Any
) -> None:
    taken = {kind for word, kind in typing.get_type_hints(callback).items() if word != "return"}
    assert taken <= {str, bool, str | None, list[str], list[str] | None}, name


# --- Ctrl-C

MOMENTS = (
    "logdiag.cli",
    "logdiag.asked",
    "typer",
    "typer.core",
    "logdiag.errors",
    "logdiag.screen",
    "logdiag.usage",
    "logdiag.diagnose",
    "logdiag.report.values",
    "logdiag.rules.dhcpd_no_subnet",
    "logdiag.report.terminal",
)


@pytest.mark.parametrize("name", MOMENTS)
def test_ctrl_c_at_an_import_ends_it_without_a_word(name: str) -> None:
    command = (sys.executable, "-P", "-c", INTERRUPTED, name)
    ran = logdiag("scan", FIFTEEN_LINES, "--year", "2014", command=command)
    assert ran == (130, "", "")


def test_the_entry_point_imports_nothing_where_a_ctrl_c_would_be_told_with_a_traceback() -> None:
    program = (
        "import sys; held = set(sys.modules); import logdiag.__main__\n"
        "print(*sorted(set(sys.modules) - held))"
    )
    ran = logdiag(command=(sys.executable, "-c", program))
    assert ran.out.split() == ["__future__", "gc", "logdiag", "logdiag.__main__"]


# --- time

BARS: Mapping[str, tuple[tuple[str | Path, ...], float]] = {
    "--help": (("--help",), 0.3),
    "a log of 15 lines": (("scan", FIFTEEN_LINES, "--year", "2014"), 0.3),
}


def processor_seconds(*words: str | Path) -> float:
    """What one run costs, whole process; other processes on the machine change little of it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*LOGDIAG, *map(str, words)], capture_output=True, env=environment(), check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("words, most", BARS.values(), ids=BARS)
def test_a_short_run_with_warm_caches_is_over_before_it_is_noticed(
    words: tuple[str | Path, ...], most: float
) -> None:
    assert min(processor_seconds(*words) for _ in range(5)) < most
