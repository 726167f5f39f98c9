"""The page of one instance, MAC, address or interface: its verdict, what is known of it, what happened."""

from __future__ import annotations

from logdiag.report.escape import terminal
from logdiag.report.evidence import Headline, evidence_lines, words_of
from logdiag.report.layout import PROSE, Block, Line, Section, block, fit, hang, paint
from logdiag.report.values import Story

_NARROWEST = 40


def render_story(story: Story, *, columns: int, colour: bool) -> str:
    """The page, never folded, with a newline at the end. Under 40 columns it is laid out for 40."""
    width = max(columns, _NARROWEST)
    prose = min(width, PROSE)
    facts = [line for fact in story.facts for line in hang("  ", terminal(fact), prose)]
    incident = hang("", terminal(f"Part of incident {story.incident}."), prose) if story.incident else []
    sections = [
        Section((_answer(story, prose),), apart=False),
        Section((block(facts),)),
        _happened(story, width),
        Section((block(incident),)),
    ]
    return "".join(f"{paint(line, colour=colour)}\n" for line in fit(sections, None, width))


def _answer(story: Story, width: int) -> Block:
    verdict = story.verdict if story.subject in story.verdict else f"{story.subject}: {story.verdict}"
    lines = [Line(text, "answer") for text in hang("", terminal(verdict), width)]
    lines += [Line(text) for text in hang("", terminal(story.doubt), width)] if story.doubt else []
    return Block(tuple(lines))


def _happened(story: Story, width: int) -> Section:
    """Its lines with their times, in order; with their hosts where the page has not named them."""
    said = words_of(" ".join((story.verdict, story.doubt, *story.facts)))
    lines, _ = evidence_lines(story.events, Headline(hosts=said), 4, width, whole=True)
    shown, total = len(story.events), max(story.total_events, len(story.events))
    count = (
        f"{shown:,} of {total:,} lines" if shown < total else "1 line" if total == 1 else f"{total:,} lines"
    )
    return Section((block(lines, role="evidence"),), title=f"WHAT HAPPENED ({count})")
