"""Entries: what to look for in lines of `journalctl -o json`, so that those that say nothing need not be decoded.

Nothing that matters can hide: a text of the grammars has no character that JSON must escape, a line with an escape
by number is always read, and so is one in which a field that matters is told other than as a plain string.
"""

from __future__ import annotations

import re
from typing import Any

from logdiag.match.finder import escaped
from logdiag.match.literals import REPEATS, required_of, tags_of
from logdiag.parse.line_bytes import ESCAPED_COLOUR
from logdiag.parse.vocabulary import Vocabulary
from logdiag.plan import Wanted
from logdiag.read.counting import Count

FORMAT = "journal-json"
# An entry takes more bytes than a line of syslog.
SHORTEST = 400
# Elasticsearch's lines begin with _index or _source.
_ENTRY = re.compile(rb'\{"_{0,2}[A-Z]')
# A line break that does not stand between two lines of which the one ends and the other begins like an entry.
OTHERWISE = rb'[^}]\n|\n(?:[^{]|\{(?:[^"]|"(?:[^A-Z_]|_(?:[^A-Z_]|_[^A-Z]))))'
NUMBERED_ESCAPE = b"\\u"
_CLOCK = b'REALTIME_TIMESTAMP"'
# The first four of sixteen digits: eleven days.
_PERIOD = re.compile(rb'REALTIME_TIMESTAMP":"[0-9]{4}(?=[0-9]{12}")')
# Of PID there are _PID and SYSLOG_PID.
_NAMES = (b'"SYSLOG_IDENTIFIER"', b'"_COMM"')
_TOLD = (*_NAMES, b'PID"', b'"MESSAGE"')
# A value in brackets, a number, white space. Of null nobody makes words.
_ODD = (*(b":" + byte for byte in (b"[", b" ", b"\t", b"\r")), b" ", b"\t", b"\r")
_NUMBERS = (*(b":%d" % digit for digit in range(10)), b":-")


def is_entry(line: bytes) -> bool:
    """Whether a line begins and ends like an exported entry: it counts as one that was understood."""
    return _ENTRY.match(line) is not None and line.endswith(b"}")


def clock_of(line: bytes) -> bytes | None:
    """What the clocks of entries of the same days begin with, as in this one; None if it has no usual clock."""
    found = _PERIOD.search(line) if is_entry(line) else None
    return found[0] if found else None


def expressions_of(vocabulary: Vocabulary, wanted: Wanted) -> tuple[bytes, ...]:
    """Expressions of which every entry that matters matches one, sorted."""
    texts = {
        text.encode()
        for text in (*REPEATS, ESCAPED_COLOUR, *required_of(vocabulary, wanted), *wanted.texts)
    }
    texts |= {
        name + b':"' + tag.lstrip().encode() for name in _NAMES for tag in tags_of(vocabulary, wanted)
    }
    texts |= {b'PID":"%b"' % pid.encode("utf-8", "surrogatepass") for pid in wanted.pids}
    texts |= {NUMBERED_ESCAPE, *(name + odd for name in _TOLD for odd in _ODD)}
    texts |= {b'PID"' + number for number in _NUMBERS}
    return tuple(sorted(map(escaped, texts)))


def other_clocks(clock: bytes) -> bytes:
    """An expression for a clock that begins otherwise."""
    out = b""
    for byte in reversed(clock[len(_CLOCK) :]):
        out = rb"(?:[^\x%02x]%b)" % (byte, rb"|\x%02x%b" % (byte, out) if out else b"")
    return escaped(_CLOCK) + out


def have_clock(piece: Any, clock: bytes, count: Count) -> bool:
    """Whether all clocks begin so, wherever in a piece of a log there is one."""
    return count(piece, _CLOCK) == count(piece, clock)
