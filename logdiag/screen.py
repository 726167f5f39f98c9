"""The screen: its room and colours, and how text gets to it, to a pager, a pipe or a file.

With cli.py the only module that looks at the terminal and the environment, and prints.
"""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, NoReturn, TextIO

from logdiag.errors import BadOptionError, LogdiagError

PIPED_COLUMNS = 100


class Room(NamedTuple):
    """Columns there are, and rows; no rows where nobody looks at a screen."""

    columns: int
    rows: int | None


class ClosedPipeError(Exception):
    """Nobody reads on: no mistake, and no OSError, which typer would answer in its own way."""


class UnwrittenError(LogdiagError):
    """Standard output took no more, for another reason than a closed pipe."""

    def __init__(self, failed: OSError) -> None:
        super().__init__(f"standard output: {failed.strerror}; make room there, or name an --output FILE")


def room() -> Room:
    """What standard output offers; COLUMNS counts where it is no terminal."""
    if not sys.stdout.isatty():
        told = os.environ.get("COLUMNS", "")
        return Room(int(told) if told.isdecimal() else _piped_columns(), None)
    size = shutil.get_terminal_size()
    return Room(size.columns, size.lines)


def _piped_columns() -> int:
    """Who reads a pipe (`| less`) mostly shows it on the terminal that hears complaints: no wider than that."""
    try:
        is_pipe = stat.S_ISFIFO(os.fstat(sys.stdout.fileno()).st_mode)
        shown = os.get_terminal_size(sys.stderr.fileno()).columns if is_pipe else 0
    except (OSError, ValueError):
        shown = 0
    return min(shown or PIPED_COLUMNS, PIPED_COLUMNS)


def has_colour() -> bool:
    """Whether colours are wanted and can be shown: no NO_COLOR, and a terminal that is not dumb."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and not _is_dumb()


def _is_dumb() -> bool:
    return os.environ.get("TERM", "dumb") == "dumb"


def write(text: str) -> None:
    """To standard output. Raises ClosedPipeError where nobody reads on, UnwrittenError where it is full."""
    try:
        sys.stdout.write(text)
    except OSError as failed:
        raise _unwritten(failed) from failed


def finish() -> None:
    """Everything written has gone out; raises what `write` does."""
    try:
        sys.stdout.flush()
    except OSError as failed:
        raise _unwritten(failed) from failed


def _unwritten(failed: OSError) -> ClosedPipeError | UnwrittenError:
    silence()
    return ClosedPipeError() if isinstance(failed, BrokenPipeError) else UnwrittenError(failed)


def silence() -> None:
    """Nothing goes out any more, so that Python's own flush at the end has nothing to complain of."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def leave(status: int) -> NoReturn:
    """Ends the process at once: everything is written, and Python would take up to 30 ms to take itself apart."""
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        pass  # what could not be written was told, or nobody is left to tell
    os._exit(status)


def with_streams() -> None:
    """Streams that were closed (`>&-`) lead nowhere, and no encoding can refuse a character."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # to the end
    for stream in (sys.stdout, sys.stderr):
        _take_any_character(stream)


def _take_any_character(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)  # a test's stand-in for a stream may have none
    if reconfigure:
        reconfigure(errors="backslashreplace")


def complain(text: str) -> None:
    """One line on standard error, whatever a path or a log put into it."""
    from logdiag.report.escape import terminal

    try:
        sys.stderr.write(f"logdiag: {terminal(text)}\n")
    except OSError:
        return  # there is nobody left to tell


def show(text: str) -> None:
    """To standard output, through the pager where it is a terminal with too few rows."""
    rows = room().rows
    if rows is None or text.count("\n") < rows or not _page(text):
        write(text)


def _page(text: str) -> bool:
    """Whether the user's pager, else less, showed it. On a dumb terminal less only complains."""
    command = _pager()
    if not command or _is_dumb():
        return False
    finish()
    # Ctrl-C is the pager's while it runs: less stops searching on it, and we must not die above it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        shown = subprocess.run(command, input=text.encode(), check=False)  # noqa: S603  # the user's choice
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return shown.returncode <= 0


def _pager() -> list[str]:
    try:
        command = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:
        command = []
    is_less = bool(command) and Path(command[0]).name == "less"
    return [*command, "-FRX"] if is_less else command


def save(text: str, path: str) -> None:
    """To a file; where that fails the report goes to standard output, since it may have cost an hour."""
    try:
        Path(path).write_text(text, encoding="utf-8")
    except (OSError, ValueError) as failed:
        why = getattr(failed, "strerror", None) or str(failed)
        write(text)
        raise BadOptionError(
            f"--output {path}: {why}; the report is on standard output, name a file that can be written"
        ) from failed
