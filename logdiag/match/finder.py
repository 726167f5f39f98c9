"""Finder: where in a piece of a log a line stands that has to be read. Hyperscan does the searching.

Where its wheel is not installed `re` does it, or every line is read: the report is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

from logdiag.match.dates import Beginning, otherwise
from logdiag.match.stored import Shelter

# No text has it (RFC 3629, 3). Beside literals of four bytes Hyperscan steps through a text another way: for some
# sets it is quicker by a third (measured with 7 to 500 literals), for none slower; three bytes are worse for many.
_SHORT = rb"\xfe\xfd\xfc\xfb"


# Names that logs tell may be of any length, Hyperscan's expressions not: of a longer one its beginning is found.
_LONGEST = 1000

Search = Callable[[Any, int], list[int]]
"""Where what is looked for ends in bytes or a memoryview, in order; once there are more than so many, no further."""


class Finder(NamedTuple):
    """Finds literals, lines that begin otherwise than they should, and whatever else is asked for.

    `entries` are expressions for what matters in a journal export; () where that is read whole.
    """

    search: Search
    others: Callable[[Beginning], Search]
    matching: Callable[[tuple[bytes, ...]], Search]
    entries: tuple[bytes, ...]


def finder_of(
    literals: tuple[bytes, ...], shelter: Shelter | None, entries: tuple[bytes, ...] = ()
) -> Finder | None:
    """A Finder for these literals; None where it is quicker to read all. `shelter` keeps what was compiled."""
    try:
        import hyperscan
    except ImportError:
        return _plain(literals)

    @cache
    def searching(expressions: tuple[bytes, ...]) -> Search:
        database = _database(hyperscan, expressions, shelter)
        return _searching(hyperscan, database)

    def others(beginning: Beginning) -> Search:
        return searching((otherwise(beginning),))

    begun = dict.fromkeys(literal[:_LONGEST] for literal in literals)
    return Finder(searching((*map(escaped, begun), _SHORT)), others, searching, entries)


def _plain(literals: tuple[bytes, ...]) -> Finder | None:
    from logdiag.match.plain import MOST_LITERALS, expression_search, literal_search

    if len(literals) > MOST_LITERALS:
        return None
    searching = cache(expression_search)
    return Finder(
        literal_search(literals), lambda beginning: searching((otherwise(beginning),)), searching, ()
    )


def escaped(literal: bytes) -> bytes:
    """An expression for a text."""
    return b"".join(rb"\x%02x" % byte for byte in literal)


def _database(hyperscan: Any, expressions: tuple[bytes, ...], shelter: Shelter | None) -> Any:
    version = getattr(hyperscan, "__version__", "")
    held = shelter.take(expressions, version) if shelter else None
    if held is not None:
        try:
            return hyperscan.loadb(held, hyperscan.HS_MODE_BLOCK)
        except Exception:  # noqa: S110  # of another machine or build: compiled anew
            pass
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=list(expressions),
        ids=list(range(len(expressions))),
        elements=len(expressions),
        flags=[hyperscan.HS_FLAG_DOTALL] * len(expressions),
    )
    if shelter:
        shelter.put(expressions, version, hyperscan.dumpb(database))
    return database


def _searching(hyperscan: Any, database: Any) -> Search:
    scratch = hyperscan.Scratch(database)

    def search(piece: Any, most: int) -> list[int]:
        hits: list[int] = []

        def note(_id: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            hits.append(end)
            return len(hits) > most

        with suppress(hyperscan.ScanTerminated):
            database.scan(piece, match_event_handler=note, scratch=scratch)
        return hits

    return search
