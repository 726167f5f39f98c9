"""Writes docs/rules/: a page a rule and an index, from the rules and the grammars they rest on.

Run `python docs/make-rules.py` after a change of a rule; tests/test_rule_pages.py says whether they are current.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from logdiag.report.pages import index_markdown, rule_markdown  # noqa: E402
from logdiag.rules.library import all_rules  # noqa: E402

FOLDER = ROOT / "docs" / "rules"


def pages() -> dict[str, str]:
    """Name -> text of every page."""
    rules = all_rules()
    return {"README.md": index_markdown(rules)} | {
        f"{rule.id}.md": rule_markdown(rule, rules) for rule in rules
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, "utf-8")
