"""The page of `logdiag explain`: the verdict, then every step with a mark and the line that shows it."""

from __future__ import annotations

from logdiag.report.escape import terminal
from logdiag.report.layout import PROSE, cut_middle, hang
from logdiag.report.values import Explanation, Step

_MARKS = {"held": "yes     ", "failed": "NO      ", "missing": "missing ", "noted": "so      "}
_NARROWEST = 40


def render_explanation(one: Explanation, *, columns: int) -> str:
    """The page, with a newline at the end."""
    width = min(max(columns, _NARROWEST), PROSE)
    lines = hang("", terminal(one.verdict), width)
    for step in one.steps:
        lines += ["", *_step(step, width)] if step is one.steps[0] else _step(step, width)
    return "".join(f"{line}\n" for line in lines)


def _step(step: Step, width: int) -> list[str]:
    shown = [f"{each.source}:{each.line}  {each.text}" for each in step.evidence]
    return [
        *hang(f"  {_MARKS[step.state]}", terminal(f"{step.text}."), width),
        *(cut_middle(f"            {terminal(text)}", width) for text in shown),
    ]
