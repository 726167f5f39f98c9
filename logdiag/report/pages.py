"""The rules for a person: their list, and a rule's page with a log that shows it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from logdiag.report.escape import terminal
from logdiag.rules.rule import Rule


def rule_list(rules: Sequence[Rule]) -> str:
    """One line a rule, for a pipe: nothing is broken or cut."""
    width = max(len(rule.id) for rule in rules)
    stage = max(len(rule.stage) for rule in rules)
    return "".join(
        f"{rule.id:{width}}  {rule.severity:7}  {rule.stage:{stage}}  {terminal(rule.says)}\n"
        for rule in rules
    )


def rule_table(rules: Sequence[Rule], columns: int) -> str:
    """The list for a screen of so many columns: sentences are broken between words, in their column."""
    from rich.console import Console  # a tenth of a second, only where there is a screen
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("rule", "severity", "stage"):
        shown.add_column(heading, no_wrap=True)
    shown.add_column("what it says", overflow="fold")
    for rule in rules:
        shown.add_row(rule.id, rule.severity, rule.stage, terminal(rule.says))
    page = io.StringIO()
    Console(file=page, width=columns, color_system=None, markup=False, highlight=False).print(shown)
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())


def rule_page(rule: Rule) -> str:
    """The page, with a newline at the end."""
    head = f"{rule.id}  ({rule.severity}; stage {rule.stage}; {rule.category})"
    needs = f"Needs for a full answer: {', '.join(rule.needs)}.\n\n" if rule.needs else ""
    shown = "".join(f"    {terminal(line)}\n" for line in rule.fires[0].splitlines())
    return f"{head}\n\n{rule.page.strip()}\n\n{needs}A log that shows it:\n{shown}"
