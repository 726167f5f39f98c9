"""Draws docs/screen.svg: the real output of `logdiag scan` on a terminal of 100 columns and 50 rows.

Run `python docs/make-screen.py` after a change of the screen; tests/test_readme.py says whether it is current.
"""

from __future__ import annotations

import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "euca4-200-instances"
COMMAND = ("logdiag", "scan", ".")
COLUMNS, ROWS = 100, 50
MTIME = 1418634000
# A page of its own, so that the picture asks no other host for a font.
PAGE = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def screen() -> str:
    """What the command prints on a terminal, with its colours."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "euca4"
        shutil.copytree(SAMPLE, case, ignore=shutil.ignore_patterns("expected.json"))
        os.utime(case / "messages", (MTIME, MTIME))
        return _run(case)


def _run(folder: Path) -> str:
    leader, follower = pty.openpty()
    ioctl(follower, TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    command = [sys.executable, "-m", "logdiag", *COMMAND[1:]]
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "PAGER": "cat"}
    for name in ("NO_COLOR", "LINES", "COLUMNS"):  # what a caller's terminal is like
        environment.pop(name, None)
    with subprocess.Popen(  # noqa: S603  # this program, run on its own sample
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=follower, stderr=follower
    ) as running:
        os.close(follower)
        text = b"".join(iter(lambda: _read(leader), b""))
        running.wait()
    os.close(leader)
    return text.decode().replace("\r\n", "\n")


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # the other side of a pty was closed
        return b""


def svg(text: str) -> str:
    """The screen as a picture."""
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115
    console.print(Text(f"$ {' '.join(COMMAND)}", style="bold"))
    console.print(Text.from_ansi(text))
    return console.export_svg(title="logdiag", code_format=PAGE, unique_id="logdiag")


if __name__ == "__main__":
    (ROOT / "docs" / "screen.svg").write_text(svg(screen()))
