"""Bare messages: what `journalctl -o cat` or a program's own terminal shows, without times and without who speaks."""

from __future__ import annotations

from logdiag.parse.entries import SNIFFED, looks_like_log
from logdiag.parse.framing import is_framed
from logdiag.parse.line_bytes import as_sent, lines_of
from logdiag.parse.vocabulary import Vocabulary

WHY = (
    "holds messages without their times and programs, like journalctl -o cat: nothing can be told from them"
)
CURE = "export it with both: journalctl -o export > journal.export"
# A few lines in a text may be quotations.
_ENOUGH = 3
_ONE_IN = 10


def are_bare(head: str, vocabulary: Vocabulary) -> bool:
    """Whether no line of a text begins like one of a log, and several say what programs are known to say."""
    if looks_like_log(head, vocabulary) or is_framed(head.encode("utf-8", "replace"), vocabulary):
        return False
    texts = {
        as_sent(line.decode("utf-8", "replace"))
        for line in lines_of(head.encode("utf-8", "replace"))[:SNIFFED]
    }
    programs = [table.programs[0] for table in vocabulary.tables.messages if table.programs]
    said = sum(1 for text in texts if text and _is_said(text, programs, vocabulary))
    return said >= max(_ENOUGH, len(texts) // _ONE_IN)


def _is_said(text: str, programs: list[str], vocabulary: Vocabulary) -> bool:
    return any(vocabulary.message(program, text) for program in programs)
