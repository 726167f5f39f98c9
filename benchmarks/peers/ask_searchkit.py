"""Asks searchkit the questions of a JSON file about a log: `ask_searchkit.py QUESTIONS LOG`; prints counts by kind."""

import json
import sys
from pathlib import Path

from searchkit import FileSearcher, SearchDef  # type: ignore[import-not-found]  # of another Python


def main() -> None:
    """The command."""
    questions = json.loads(Path(sys.argv[1]).read_text("ascii"))
    searcher = FileSearcher()
    for question in questions:
        # Its expressions match from the first character of a line on; hints are its own prefilter.
        search = SearchDef(".+" + question["pattern"], tag=question["kind"], hint=question["words"][-1])
        searcher.add(search, sys.argv[2])
    results = searcher.run()
    print(json.dumps({one["kind"]: len(results.find_by_tag(one["kind"])) for one in questions}))


if __name__ == "__main__":
    main()
