"""Asks insights-core the questions of a JSON file about a log: `ask_insights.py QUESTIONS LOG`; prints counts."""

import json
import sys
from pathlib import Path

from insights.core import Syslog  # type: ignore[import-not-found]  # of another Python
from insights.core.context import Context  # type: ignore[import-not-found]


class Messages(Syslog):  # type: ignore[misc]
    """The log, with a scanner a question."""


def main() -> None:
    """The command."""
    questions = json.loads(Path(sys.argv[1]).read_text("ascii"))
    names = {f"question_{number}": one for number, one in enumerate(questions)}
    for name, question in names.items():
        Messages.keep_scan(name, question["words"])
    lines = Path(sys.argv[2]).read_text("utf-8", "replace").splitlines()
    parsed = Messages(Context(content=lines, path="messages", relative_path="messages"))
    print(json.dumps({one["kind"]: len(getattr(parsed, name)) for name, one in names.items()}))


if __name__ == "__main__":
    main()
