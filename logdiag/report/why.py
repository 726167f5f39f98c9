"""Why a report says what it says: claims for and against with their evidence, rivals, who, since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from logdiag.report.escape import terminal
from logdiag.report.evidence import Headline, evidence_lines, headline_of
from logdiag.report.layout import PROSE, Block, Goes, Section, block, cut_middle, hang
from logdiag.report.values import Claim, Incident, Report, Rival

_LABEL = 9
_CLAIM = 11
_MOST_EVIDENCE = 2
_GOING = (Goes.NEVER, Goes.CLAIM_BEYOND_ONE, Goes.CLAIM_BEYOND_ONE)


class _View(NamedTuple):
    """How claims are shown: what the headline has said, the width, and whether all evidence is wanted."""

    headline: Headline
    width: int
    every: bool

    @property
    def prose(self) -> int:
        return min(self.width, PROSE)


def reasons(report: Report, incident: Incident, width: int, *, every: bool) -> Iterator[Section]:
    """The sections between the picture and the holes. `every`: all evidence of a claim, not two."""
    view = _View(headline_of(report.verdict, incident), width, every)
    label = "for" if incident.supports_title == "WHY" else ""
    blocks = _claims(label, incident.supports, view)
    if not incident.against_title:
        for claim in incident.against:
            blocks += _claim("against", claim, Goes.AGAINST, view)
    blocks += _where_it_ends(report, incident, view.prose)
    yield Section(tuple(blocks), title=_title(incident.supports_title, width))
    if incident.against_title:
        title = _title(incident.against_title, width)
        yield Section(tuple(_claims("", incident.against, view)), title=title)
    yield _rivals(incident, view)
    yield _who_and_when(incident, view.prose)


def _title(text: str, width: int) -> str:
    return cut_middle(terminal(text), width)


def _claims(label: str, claims: Sequence[Claim], view: _View) -> list[Block]:
    going = [*_GOING, *[Goes.CLAIM_BEYOND_THREE] * len(claims)]
    return [
        piece
        for claim, goes in zip(claims, going, strict=False)
        for piece in _claim(label, claim, goes, view)
    ]


def _claim(label: str, claim: Claim, goes: Goes, view: _View) -> list[Block]:
    """The sentence, its first evidence, the rest of it, and its note. `label` "" means no label column."""
    at = _CLAIM if label else 2
    indent = at + (2 if label else 4)
    shown = claim.evidence if view.every else claim.evidence[:_MOST_EVIDENCE]
    said = view.headline.and_claim(claim.text)
    lines, text_at = evidence_lines(shown, said, indent, view.width, whole=view.every)
    note_at = text_at if lines else indent
    note = hang(" " * note_at, terminal(claim.note), view.width) if claim.note else []
    pieces = (
        block(hang(f"  {label}", terminal(claim.text), view.prose, at=at), goes),
        block(lines[:1], Goes.EVIDENCE, "evidence", under=True),
        block(lines[1:], Goes.SECOND_EVIDENCE, "evidence", under=True),
        block(note, Goes.NOTE, "evidence", under=True),
    )
    return [piece for piece in pieces if piece.lines]


def _where_it_ends(report: Report, incident: Incident, width: int) -> list[Block]:
    """The next why and the assumptions under a reckoned number."""
    at = _CLAIM if incident.supports_title == "WHY" else 2
    sentences = (_next_why(report, incident), incident.footnote)
    return [
        block(hang("", terminal(text), width, at=at), Goes.FOOTNOTE) for text in sentences if text.strip()
    ]


def _next_why(report: Report, incident: Incident) -> str:
    """Where the evidence ends, unless the first lines have said so; "not known" in the words of the screen."""
    beyond = incident.why_beyond.strip().replace("not known", "NOT KNOWN")
    if "NOT KNOWN" in beyond and "NOT KNOWN" in report.verdict.doubt:
        return ""
    if beyond.strip(".") == "NOT KNOWN":
        return "What led to that: NOT KNOWN."
    return beyond[:1].upper() + beyond[1:]


def _rivals(incident: Incident, view: _View) -> Section:
    """Each by its number; what would confirm it only where there is room for everything."""
    blocks = [
        block(
            hang(f"  {at}  ", terminal(_rival(rival, view)), view.prose),
            Goes.RIVAL if at <= 2 else Goes.RIVAL_BEYOND_TWO,
        )
        for at, rival in enumerate(incident.rivals, start=1)
    ]
    if incident.room:
        blocks.append(block(hang("  ", terminal(incident.room), view.prose), Goes.RIVAL_BEYOND_TWO))
    return Section(tuple(blocks), title=_title(incident.rivals_title, view.width))


def _rival(rival: Rival, view: _View) -> str:
    return f"{rival.text}. Shown by: {rival.confirm}" if view.every and rival.confirm else rival.text


def _who_and_when(incident: Incident, width: int) -> Section:
    facts = (
        ("WHO", incident.who, Goes.WHO),
        ("SINCE", incident.since, Goes.SINCE),
        ("TIME LEFT", incident.time_left, Goes.SINCE),
    )
    return Section(
        tuple(
            block(hang(label, terminal(text), width, at=max(_LABEL, len(label) + 2)), goes)
            for label, text, goes in facts
            if text
        )
    )
