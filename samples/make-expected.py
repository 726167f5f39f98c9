"""Writes expected.json of every sample: how it is scanned, and the report that comes out.

Run `python samples/make-expected.py` after a change that is meant to change reports, and read the difference.
`mtime` is the date the log is given before it is scanned: years of logs without any are settled by it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from logdiag.diagnose import Options, diagnose
from logdiag.documents.recognise import recognise
from logdiag.parse.entries import looks_like_log
from logdiag.parse.vocabulary import load_vocabulary
from logdiag.read.find import find_sources
from logdiag.report.as_json import report_to_json

SAMPLES = Path(__file__).resolve().parent
MTIMES = {"euca4-excerpt": "2014-12-15T09:00:00+00:00", "euca4-200-instances": "2014-12-15T09:00:00+00:00"}
MTIME = "2026-11-22T12:00:00+00:00"
# What a sample is made of, if it is there: the log first, then documents, as an operator would name them.
FILES = ("messages", "instances.txt", "euca-dhcp.conf", "zones.txt", "free.txt", "df.txt", "cpuinfo.txt")


def cases() -> list[Path]:
    """Folders of whole cases."""
    return sorted(path.parent for path in SAMPLES.glob("*/messages"))


def expected(case: Path) -> dict[str, object]:
    """The files scanned, the date the log is given, and the report, without version and rules."""
    mtime = MTIMES.get(case.name, MTIME)
    files = [name for name in FILES if (case / name).exists()]
    with tempfile.TemporaryDirectory() as folder:
        for name in files:
            shutil.copy(case / name, folder)
        stamp = datetime.fromisoformat(mtime).timestamp()
        os.utime(Path(folder) / "messages", (stamp, stamp))
        report = scanned(folder, files)
    del report["logdiag"]
    return {"files": files, "mtime": mtime, "report": report}


def scanned(folder: str, files: list[str]) -> dict[str, object]:
    """The report of the files of a folder, named as they are called in it."""
    vocabulary = load_vocabulary()
    before = Path.cwd()
    os.chdir(folder)
    try:
        found = find_sources(
            files,
            stdin=None,
            recognise=recognise,
            looks_like_log=lambda head: looks_like_log(head, vocabulary),
        )
        return report_to_json(diagnose(found, Options(), vocabulary, ""))
    finally:
        os.chdir(before)


def main() -> None:
    """Writes every file anew, and names those that changed."""
    for case in cases():
        path = case / "expected.json"
        text = json.dumps(expected(case), indent=1) + "\n"
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            sys.stdout.write(f"{case.name}: written\n")


if __name__ == "__main__":
    main()
