"""A rule's page for a terminal: what it looks for, why it fails a launch, what to do, and logs that show it."""

from __future__ import annotations

from logdiag.report.escape import terminal
from logdiag.rules.rule import Rule


def rule_page(rule: Rule) -> str:
    """The page, with a newline at the end."""
    head = f"{rule.id}  ({rule.severity}; stage {rule.stage}; {rule.category})"
    needs = f"Needs for a full answer: {', '.join(rule.needs)}.\n\n" if rule.needs else ""
    shown = "".join(f"    {terminal(line)}\n" for line in rule.fires[0].splitlines())
    return f"{head}\n\n{rule.page.strip()}\n\n{needs}A log that shows it:\n{shown}"
