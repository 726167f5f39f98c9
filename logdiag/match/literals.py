"""Literals: texts of which every line that matters holds one, taken from the grammars.

`python -m logdiag.match.literals` prints them, one a line, as `grep -F -f` takes them.
"""

from __future__ import annotations

from collections.abc import Collection

from logdiag.parse.line_bytes import ESCAPED_COLOUR
from logdiag.parse.lower import Table
from logdiag.parse.vocabulary import Vocabulary, load_vocabulary
from logdiag.plan import Wanted, wanted_of

# A repeat notice says what another line said: whatever is looked for may stand behind it.
REPEATS = ("message repeated ", "Last message '")


def literals_of(vocabulary: Vocabulary, wanted: Wanted) -> tuple[bytes, ...]:
    """The literals for what is wanted, sorted.

    A program whose every line is wanted, or one of whose kinds has no literal of its own, is looked for by its
    tag: a blank, and how its name begins. No literal holds another.
    """
    found = {*REPEATS, ESCAPED_COLOUR, *required_of(vocabulary, wanted), *tags_of(vocabulary, wanted)}
    found |= wanted.texts
    # A search looks at how literals end, and nothing is as frequent as a blank.
    found = {text.rstrip(" ") or text for text in found}
    found |= {f"[{pid}]" for pid in wanted.pids} | {f" {pid} " for pid in wanted.pids}
    return tuple(sorted(text.encode("utf-8") for text in _apart(found)))


def required_of(vocabulary: Vocabulary, wanted: Wanted) -> set[str]:
    """Texts of the wanted kinds of programs that are not looked for by their tags."""
    tables = (table for table in vocabulary.tables.messages if not _is_by_tag(table, wanted))
    return {row.required for table in tables for row in table.alternatives if row.kind in wanted.kinds}


def tags_of(vocabulary: Vocabulary, wanted: Wanted) -> set[str]:
    """How the tags of the others begin."""
    tables = (table for table in vocabulary.tables.messages if _is_by_tag(table, wanted))
    return {tag for table in tables for tag in _tags(table)}


def _apart(texts: Collection[str]) -> set[str]:
    """Those that hold no other."""
    kept: set[str] = set()
    for text in sorted(texts, key=len):
        if not any(one in text for one in kept):
            kept.add(text)
    return kept


def _is_by_tag(table: Table, wanted: Wanted) -> bool:
    return not programs_apart(table, wanted.programs) or any(
        row.near_program and row.kind in wanted.kinds for row in table.alternatives
    )


def programs_apart(table: Table, programs: Collection[str]) -> bool:
    """Whether no program of a grammar is among these."""
    return not any(program in programs for program in table.programs)


def _tags(table: Table) -> set[str]:
    """One tag for names that begin alike: dhcpd is in dhcpd3, and nova. in all of nova.*."""
    names = sorted(name.removesuffix("*") for name in table.programs)
    return {
        f" {name}" for name in names if not any(name != other and name.startswith(other) for other in names)
    }


if __name__ == "__main__":
    import sys

    from logdiag.correlate.core import case_folds
    from logdiag.rules.library import all_rules

    wanted = wanted_of(case_folds(frozenset(), all_rules()))
    for literal in literals_of(load_vocabulary(), wanted):
        sys.stdout.write(literal.decode("ascii") + "\n")
