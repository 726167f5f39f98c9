"""Engines: the quick way and the slow way to read the same grammars, and where they do not say the same of a text."""

from __future__ import annotations

from typing import NamedTuple

from logdiag.parse.grammar import Grammars
from logdiag.parse.larks import earley_of
from logdiag.parse.oracle import oracle_of
from logdiag.parse.vocabulary import Vocabulary, load_vocabulary
from logdiag.record import Match

TAGS = (None, "x", "dhcpd-1", "rsyslogd-2177", "rsyslogd-", "DHCPD")
"""Programs beside those that a grammar names."""


class Engines(NamedTuple):
    """Two ways to read the same grammars, and the programs to ask them about."""

    fast: Vocabulary
    slow: Vocabulary
    programs: tuple[str | None, ...]


def engines_of(grammars: Grammars) -> Engines:
    """The engines as a run has them."""
    return Engines(load_vocabulary(), load_vocabulary("lark"), programs_of(grammars))


def programs_of(grammars: Grammars) -> tuple[str | None, ...]:
    """A name of each group that the same grammars speak for, and some that none stand under."""
    groups: dict[frozenset[str], str] = {}
    for program in (program for grammar in grammars.messages for program in grammar.programs):
        speak = frozenset(one.name for one in grammars.messages if program in one.programs)
        groups.setdefault(speak, program)
    return (*groups.values(), *TAGS)


def with_earley(grammars: Grammars) -> Vocabulary:
    """The slowest engine: no wording is given to LALR."""
    oracle = oracle_of(grammars, earley_of)
    return Vocabulary(load_vocabulary().tables, oracle.message, oracle.line)


def message_differs(engines: Engines, text: str) -> str | None:
    """Where the engines do not say the same of a message of some program, or not in the same order."""
    for program in engines.programs:
        fast, slow = (engine.message(program, text) for engine in engines[:2])
        if fast != slow or _order(fast) != _order(slow):
            return f"message of {program}: {text!r}\n  auto: {fast}\n  lark: {slow}"
    return None


def line_differs(engines: Engines, text: str) -> str | None:
    """Where the engines do not say the same of a line, in one format or in any, or of its message."""
    for formats in (*((name,) for name in engines.fast.formats), None):
        fast, slow = (engine.line(text, formats) for engine in engines[:2])
        if fast != slow or (fast and slow and list(fast[1]) != list(slow[1])):
            return f"line {formats}: {text!r}\n  auto: {fast}\n  lark: {slow}"
    if fast is None:
        return None
    return message_differs(
        engines._replace(programs=(fast[1].get("program"),)), fast[1].get("message") or ""
    )


def _order(match: Match | None) -> list[str]:
    return list(match.fields) if match else []
