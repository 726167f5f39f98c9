"""The command as a user runs it: a process of its own, its streams and its exit status; a real terminal too."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
LAB = ROOT.parent / "shared" / "lab"
CASES = tuple(sorted(path.parent.name for path in SAMPLES.glob("*/messages")))
LOGDIAG = (sys.executable, "-m", "logdiag")
NOBODY = 65534
# Root that may read only what its owner lets it read: it can still start this Python, wherever that lies.
WITHOUT_RIGHTS = (
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search",
    *LOGDIAG,
)


class Ran(NamedTuple):
    """What a command left: its exit status and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """The lines on standard error."""
        return self.err.splitlines()

    @property
    def report(self) -> dict[str, Any]:
        """Standard output as one JSON object."""
        held: dict[str, Any] = json.loads(self.out)
        return held


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without what would change a page, or slow it, and with the changes."""
    swayed = (
        "COLUMNS",
        "LINES",
        "NO_COLOR",
        "PAGER",
        "LESS",
        "PYTHONIOENCODING",
        "PYTHONDONTWRITEBYTECODE",
    )
    kept = {name: value for name, value in os.environ.items() if name not in swayed}
    return {**kept, "TERM": "xterm", **changes}


def logdiag(
    *arguments: str | Path,
    cwd: Path | None = None,
    stdin: bytes | None = None,
    env: Mapping[str, str] | None = None,
    command: Sequence[str] = LOGDIAG,
) -> Ran:
    """Runs it to its end. Without `stdin` nothing is piped in, as under cron."""
    ran = subprocess.run(
        [*command, *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        env=environment(**(env or {})),
        timeout=120,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def on_terminal(
    *arguments: str | Path,
    rows: int = 24,
    columns: int = 80,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Ran:
    """Runs it on a terminal of that size; both of its streams are in `out`, colours and all."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [*LOGDIAG, *map(str, arguments)],
        cwd=cwd,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(**(env or {})),
        start_new_session=True,
    )
    os.close(theirs)
    shown = bytearray()
    try:
        while chunk := os.read(ours, 1 << 16):
            shown += chunk
    except OSError:
        pass  # Linux answers a terminal that nobody holds any more with an error, not with an end
    finally:
        os.close(ours)
    return Ran(process.wait(timeout=60), shown.decode().replace("\r\n", "\n"), "")


def copied(case: str, folder: Path) -> Path:
    """The files of a sample, without its expected report, in a folder of the test's own."""
    target = folder / case
    shutil.copytree(SAMPLES / case, target, ignore=shutil.ignore_patterns("expected*"))
    return target
