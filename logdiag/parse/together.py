"""Together: grammars of one's own beside those that came along.

Programs of one's own may be of a family that others speak for, or the other way round: then both speak for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from logdiag.parse.grammar import Grammar, Grammars
from logdiag.parse.lower import Table, Tables, lower, speaker

Programs = tuple[str, ...]


def grammars_together(known: Grammars, own: Sequence[Grammar]) -> Grammars:
    """All of them, one's own first."""
    mine, theirs = _taught([one.programs for one in own], [one.programs for one in known.messages])
    messages = (
        *(one._replace(programs=mine(one.programs)) for one in own),
        *(one._replace(programs=theirs(one.programs)) for one in known.messages),
    )
    return known._replace(messages=messages, digest=_digest(known.digest, own))


def tables_together(known: Tables, own: Sequence[Grammar]) -> Tables:
    """All of them, lowered, one's own first; raises GrammarError."""
    made: Sequence[Table] = lower(Grammars((), tuple(own), "")).messages
    mine, theirs = _taught([one.programs for one in made], [one.programs for one in known.messages])
    messages = (
        *(one._replace(programs=mine(one.programs)) for one in made),
        *(one._replace(programs=theirs(one.programs)) for one in known.messages),
    )
    return known._replace(messages=messages, digest=_digest(known.digest, own))


Teach = Callable[[Programs], Programs]


def _taught(one: Sequence[Programs], other: Sequence[Programs]) -> tuple[Teach, Teach]:
    """For each side: programs -> those with the names of the other side for which they would speak without it."""
    return _teacher(one, other), _teacher(other, one)


def _teacher(some: Sequence[Programs], others: Sequence[Programs]) -> Teach:
    known = frozenset(name for programs in some for name in programs)
    names = sorted({name for programs in others for name in programs} - known)
    meant = {name: speaker(name, known) for name in names}
    return lambda programs: (*programs, *(name for name in names if meant[name] in programs))


def _digest(known: str, own: Sequence[Grammar]) -> str:
    return hashlib.sha256("\0".join((known, *(one.text for one in own))).encode()).hexdigest()
