"""The rules for a person: their list, and a rule's page with a log that shows it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from logdiag.report.escape import code, fence, terminal
from logdiag.rules.library import HEADINGS
from logdiag.rules.near import Message, messages_of, relatives_of
from logdiag.rules.rule import Rule

if TYPE_CHECKING:
    from logdiag.own.checking import Checked

NO_CAPTURES = "healthy captures were not tried: they are in a checkout of logdiag, not in this installation"


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


def rule_page(rule: Rule, rules: Sequence[Rule] = ()) -> str:
    """The page, with its messages, its relatives among `rules`, and a newline at the end."""
    head = f"{rule.id}  ({rule.severity}; stage {rule.stage}; {rule.category})"
    needs = f"Needs for a full answer: {', '.join(rule.needs)}.\n\n" if rule.needs else ""
    shown = "".join(f"    {terminal(line)}\n" for line in rule.fires[0].splitlines())
    messages = "".join(f"    {terminal(line)}\n" for each in messages_of(rule) for line in _told(each))
    near = "".join(
        f"    {one.id}: {terminal(one.says)} ({why})\n" for one, why in relatives_of(rule, rules)
    )
    parts = [
        f"{head}\n\n{rule.page.strip()}\n",
        f"{needs}A log that shows it:\n{shown}",
        f"Messages it is made of, and where they are printed:\n{messages}" if messages else "",
        f"Near relatives:\n{near}" if near else "",
    ]
    return "\n".join(part for part in parts if part)


def _told(message: Message) -> Iterator[str]:
    yield f"{message.kind}  {'; '.join(message.sources)}"
    yield from (f"    {sample}" for sample in message.samples[:1])


def rule_markdown(rule: Rule, rules: Sequence[Rule]) -> str:
    """The page as it stands in docs/rules/: of rules that came along, whose texts are ours."""
    about = f"{rule.severity}; stage {rule.stage}; {rule.category}"
    messages = "".join(
        f"- `{each.kind}` {'; '.join(each.sources)}\n{_sample(each)}" for each in messages_of(rule)
    )
    near = "".join(
        f"- [{one.id}]({one.id}.md): {one.says} ({why})\n" for one, why in relatives_of(rule, rules)
    )
    parts = [
        f"# {rule.id}\n\n{about}\n",
        "".join(f"{paragraph}\n\n" for paragraph in _paragraphs(rule.page)).rstrip("\n") + "\n",
        f"## A log that shows it\n\n{fence(rule.fires[0].splitlines())}",
        f"## Its messages, and where they are printed\n\n{messages}" if messages else "",
        f"## Near relatives\n\n{near}" if near else "",
    ]
    return "\n".join(part for part in parts if part)


def index_markdown(rules: Sequence[Rule]) -> str:
    """The index of docs/rules/."""
    rows = "".join(
        f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.stage} | {rule.says} |\n" for rule in rules
    )
    head = "| rule | severity | stage | what it says |\n| --- | --- | --- | --- |\n"
    made = "Made by `python docs/make-rules.py` from the rules themselves."
    return f"# Rules\n\n{made}\n\n{head}{rows}"


def _paragraphs(page: str) -> Iterator[str]:
    for paragraph in page.strip().split("\n\n"):
        heading, colon, rest = paragraph.partition(":")
        if colon and f"{heading}:" in HEADINGS:
            yield f"**{heading}.** {' '.join(rest.split())}"
        else:
            yield " ".join(paragraph.split())


def _sample(message: Message) -> str:
    return "".join(f"  {code(sample)}\n" for sample in message.samples[:1])


def check_page(checks: Sequence[Checked], captures: int) -> str:
    """What `rules check` found, rule by rule, with a newline at the end."""
    rules = "".join(
        f"{check.rule}  {terminal(check.path)}\n"
        + "".join(f"  {mark.sort:4}  {terminal(mark.text)}\n" for mark in check.marks)
        for check in checks
    )
    failed = sum(check.failed for check in checks)
    tried = f"tried on {captures} healthy captures" if captures else NO_CAPTURES
    return f"{rules}\n{len(checks) - failed} of {len(checks)} rules pass; {tried}.\n"
