"""Installation: a logdiag with N made-up messages and N rules more, each a file of its own, as if somebody wrote them.

`python benchmarks/many_rules.py N -- scan FILE` runs one. It is a copy of the package with those rules and their
grammar in it, lowered and compiled once, so that a run pays what such a logdiag would make its user pay.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.questions import Question, made_up

ROOT = Path(__file__).resolve().parents[1]
GENERATORS = ("logdiag.parse.lower",)
"""Modules that write what ships beside the code, run in this order."""

_MODULE = '''"""A made-up message, to see how time grows with the number of rules.

What it looks for: a line of a program that does not exist.

Why it fails a launch: it does not.

What to do: nothing.
"""

from collections.abc import Iterator

from logdiag.context import Context
from logdiag.rules.folds import Cell, Keyed, Seen
from logdiag.rules.rule import Judged, Rule, judged_of


def judge(state: Keyed[Cell], context: Context) -> Iterator[Judged]:
    """One finding a host."""
    for (host,), cell in state.items():
        yield judged_of(
            host,
            "process",
            [("madeupd", cell)],
            title="a made-up message",
            severity="info",
            role="noise",
            status="none",
            at_least=False,
        )


rule = Rule(
    id="{id}",
    severity="info",
    stage="usable",
    category="other",
    fold=Seen(kinds=frozenset({{"{kind}"}}), key=("host",)),
    judge=judge,
    says="a made-up message stands in the log",
    fires=("Nov 22 06:11:32 nc01 madeupd[7]: {text}7\\n",),
    quiet=("Nov 22 06:11:32 nc01 madeupd[7]: all is well\\n",),
)
'''


def installation(folder: Path, count: int) -> Path:
    """A folder to put first in PYTHONPATH: logdiag with `count` rules more. Made anew if the package has changed."""
    place = folder / f"rules-{count}"
    shutil.rmtree(place, ignore_errors=True)
    package = place / "logdiag"
    shutil.copytree(ROOT / "logdiag", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "grammars", package / "grammars")
    questions = made_up(count)
    if questions:
        (package / "grammars" / "message" / "madeupd.lark").write_text(_grammar(questions), "ascii")
    for number, question in enumerate(questions):
        (package / "rules" / f"made_up_{number:04}.py").write_text(_rule(question), "ascii")
    for module in GENERATORS:
        subprocess.run([sys.executable, "-P", "-m", module], env=_with(place), check=True)
    compileall.compile_dir(str(place), quiet=1)
    return place


def _grammar(questions: Sequence[Question]) -> str:
    kinds = "".join(
        f'// primary: made up (1.0)\n// e.g. {_text(one)}7\n{_name(one)}: "{_text(one)}" SUBJECT\n\n'
        for one in questions
    )
    return f"// programs: madeupd\n\n{kinds}SUBJECT: /[^ \\n]+/\n"


def _rule(question: Question) -> str:
    name = _name(question).replace("_", "-")
    return _MODULE.format(id=name, kind=question.kind, text=_text(question))


def _name(question: Question) -> str:
    return question.kind.partition(".")[2]


def _text(question: Question) -> str:
    return question.words[0]


def _with(place: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(place)}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="many_rules.py", description=__doc__)
    parser.add_argument("count", type=int, metavar="N", help="how many rules more")
    parser.add_argument("--at", type=Path, metavar="FOLDER", help="keep the installation below this folder")
    parser.add_argument("arguments", nargs="+", metavar="ARGUMENT", help="of logdiag; write -- before them")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = installation(chosen.at or Path(folder), chosen.count)
        argv = [sys.executable, "-P", "-m", "logdiag", *chosen.arguments]
        sys.exit(subprocess.run(argv, env=_with(place), check=False).returncode)


if __name__ == "__main__":
    main()
