"""What to type: DO NEXT, which only reads, and TO MEND, which changes the host and stands apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from logdiag.report.escape import terminal
from logdiag.report.layout import Block, Goes, Line, Section, cut_middle, hang
from logdiag.report.values import Check, Incident, Outcome

_MOST = 3
_GOING = (Goes.NEVER, Goes.SECOND_COMMAND, Goes.THIRD_COMMAND)
_WORD = re.compile(r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\]|['"\\])+""")


def next_section(incident: Incident, width: int, *, every: bool = False) -> Section:
    """The commands in their order, best splitter first: three, or all of them."""
    checks = incident.checks if every else incident.checks[:_MOST]
    hosts = [each.host for each in checks]
    one_host = len(set(hosts)) == 1
    going = [*_GOING, *[Goes.THIRD_COMMAND] * len(checks)]
    blocks = [
        _check(each, goes, width, host=None if one_host or each.host == before else each.host)
        for each, goes, before in zip(checks, going, [None, *hosts], strict=False)
    ]
    where = f" on {terminal(hosts[0])}" if one_host and hosts[0] else ""
    return Section(tuple(blocks), title=cut_middle(f"DO NEXT{where} (read-only)", width))


def _check(check: Check, goes: Goes, width: int, host: str | None) -> Block:
    heading = [Line(cut_middle(f"  on {terminal(host)}", width))] if host else []
    command = [Line(text, "command") for text in command_lines(check.command, width)]
    return Block((*heading, *command, *map(Line, _outcomes(check.outcomes, width))), goes)


def _outcomes(outcomes: Sequence[Outcome], width: int) -> list[str]:
    """Side by side if they fit, else one under the other."""
    texts = [
        terminal(f"{each.when}: {each.then}" if each.when and each.then else each.when or each.then)
        for each in outcomes
    ]
    for between in ("          ", "    "):
        abreast = between.join(texts)
        if len(abreast) + 8 <= width:
            return [f"        {abreast}"] if abreast else []
    return [line for text in texts for line in hang("        ", text, width)]


def command_lines(command: str, width: int, indent: int = 4) -> list[str]:
    """The command as it is typed; one too long goes on after a backslash, broken between words only.

    A single word wider than the screen stays whole: a cut command would be another command.
    """
    escaped = terminal(command)
    if indent + len(escaped) <= width:
        return [" " * indent + escaped]
    lines = [" " * indent]
    for word in _WORD.findall(escaped):
        room = width - len(lines[-1]) - len(" \\") - 1
        if lines[-1].strip() and len(word) > room:
            lines[-1] += " \\"
            lines.append(" " * (indent + 2))
        lines[-1] += f" {word}" if lines[-1].strip() else word
    return lines


def mend_section(incident: Incident, width: int) -> Section:
    """What would mend it, apart from what only looks."""
    blocks = tuple(
        Block(tuple(map(Line, hang("    ", terminal(text), width))), Goes.MEND) for text in incident.fix
    )
    return Section(blocks, title="TO MEND (changes the host)", apart=False)
