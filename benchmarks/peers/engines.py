"""searchkit (the engine of hotsos) and insights-core: Python engines, run by a Python that has them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.tool import Argv, Tool, answers_for
from benchmarks.questions import Question

PLACES = Path(__file__).parent
INSTALL = "python3 -m venv PEERS && PEERS/bin/pip install {} ; then --peers PEERS/bin/python"


def searchkit(asked: Sequence[Question], folder: Path, python: str, largest: int = 100 << 20) -> Tool:
    """A search a question, each with its hint, on as many processes as it likes. A dense GiB takes it half an hour."""
    return _engine("searchkit", "searchkit", asked, folder, python, largest)


def insights(asked: Sequence[Question], folder: Path, python: str, largest: int = 100 << 20) -> Tool:
    """Its Syslog parser with a scanner a question. It holds the whole log in memory."""
    return _engine("insights-core", "insights", asked, folder, python, largest)


def _engine(
    package: str, module: str, asked: Sequence[Question], folder: Path, python: str, largest: int
) -> Tool:
    rules = folder / f"questions-{len(asked)}.json"
    rules.write_text(json.dumps([question._asdict() for question in asked]), "ascii")
    script = PLACES / f"ask_{module}.py"

    def command(log: Path) -> Argv:
        return [python, str(script), str(rules), str(log)]

    tell = f"import {module}; from importlib.metadata import version; print(version('{package}'))"
    return Tool(
        name=f"{package}, {len(asked)} rules",
        command=command,
        faults=answers_for(tuple(question.kind for question in asked)),
        version=(python, "-c", tell),
        install=INSTALL.format(package),
        largest=largest,
    )
