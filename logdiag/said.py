"""Said: what the messages of a block say, by the grammars: groups of lines that say the same in the same name.

Notices of repeats become what they repeat; the lines that dhcpd prints below an error become a part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from logdiag.gather import NO_FIELDS, Gathered, Said
from logdiag.parse.entries import CARET
from logdiag.parse.heads import Heading, Heads
from logdiag.parse.vocabulary import Vocabulary

# "last message repeated", and syslog-ng's, which tells the first characters of what it repeats.
LAST_REPEATED = frozenset({"rsyslogd.last_repeated", "rsyslogd.cut_repeated"})
REPEATED = "rsyslogd.repeated"
# journald keeps every record: a notice in it is another daemon's, about a line of another file.
UNSUPPRESSED = frozenset({"journal-json"})
CONFIG_ERROR = "dhcpd.config_error"
_MOST = 50_000

LineAt = Callable[[int], bytes | None]


class Group(NamedTuple):
    """Lines of a block that say the same in the same name, each `times` times."""

    heading: Heading
    said: Said
    hits: list[int]
    times: int = 1


class Sayings:
    """What messages say, each understood once. It remembers, so it belongs to one run over a log."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.heads = Heads(vocabulary)
        self._known: dict[tuple[str | None, bytes], Said] = {}

    def of(self, heading: Heading, message: bytes) -> Said:
        """What a message says in the mouth of a program."""
        key = (heading.program, message)
        found = self._known.get(key)
        if found is None:
            if len(self._known) > _MOST:
                self._known.clear()
            found = self._known[key] = self.read(
                heading, message.decode("utf-8", "backslashreplace").removeprefix("\ufeff")
            )
        return found

    def read(self, heading: Heading, text: str) -> Said:
        """What a text says in the mouth of a program."""
        match = self.vocabulary.message(heading.program or None, text) if text else None
        return Said(match.kind, match.fields, text) if match else Said("", NO_FIELDS, text)


def groups_of(gathered: Gathered, line_at: LineAt, sayings: Sayings) -> Iterator[Group]:
    """What a block says, group by group, in no order."""
    yield from _errors(gathered, line_at, sayings)
    for heading, table in gathered.tables.items():
        for message, hits in table.items():
            if not hits:
                continue
            said = sayings.of(heading, message)
            if said.kind == REPEATED:
                yield _repeated(heading, said, hits, sayings)
            elif said.kind in LAST_REPEATED and heading.format not in UNSUPPRESSED:
                for hit in hits:
                    yield _last_repeated(heading, said, hit, gathered, line_at, sayings)
            else:
                yield Group(heading, said, hits)


def _repeated(heading: Heading, notice: Said, hits: list[int], sayings: Sayings) -> Group:
    """`message repeated N times: [ text]` under the original tag: N of that text."""
    return Group(heading, sayings.read(heading, notice.fields.get("text", "")), hits, _times(notice))


def _last_repeated(
    heading: Heading, notice: Said, hit: int, gathered: Gathered, line_at: LineAt, sayings: Sayings
) -> Group:
    """`last message repeated N times`: N of the line before, if that host said it, at the notice's time."""
    before = _line_before(hit, gathered, line_at, sayings)
    beginning = notice.fields.get("text", "")
    if before is None or before[0].host != heading.host or not before[1].text.startswith(beginning):
        return Group(heading, notice, [hit])
    return Group(*before, [hit], _times(notice))


def _line_before(
    hit: int, gathered: Gathered, line_at: LineAt, sayings: Sayings
) -> tuple[Heading, Said] | None:
    """What the record before a notice says, notices in between left out; None if that is no record."""
    number = hit - 1
    while number > 0 and (line := line_at(number)) is not None:
        read = sayings.heads.read(line)
        if read is None and number in gathered.parts:
            number -= 1
            continue
        if read is None or not gathered.is_record(number):
            return None
        said = sayings.of(read[1], read[2])
        if said.kind in LAST_REPEATED and read[1].format not in UNSUPPRESSED:
            number -= 1
            continue
        if said.kind == REPEATED:
            said = sayings.read(read[1], said.fields.get("text", ""))
        return read[1], said
    return None


def _times(notice: Said) -> int:
    count = notice.fields.get("count", "1")
    return int(count) if count.isdigit() and len(count) < 10 else 1


def _errors(gathered: Gathered, line_at: LineAt, sayings: Sayings) -> Iterator[Group]:
    """dhcpd's errors with the lines below them, which are taken out of where they stand."""
    for heading, table in list(gathered.tables.items()):
        if not heading.program.startswith("dhcpd"):
            continue
        for message in [message for message in table if b" line " in message]:
            if sayings.of(heading, message).kind == CONFIG_ERROR:
                yield from _error(heading, message, table, line_at, sayings)


def _error(
    heading: Heading, message: bytes, table: dict[bytes, list[int]], line_at: LineAt, sayings: Sayings
) -> Iterator[Group]:
    """The errors of one wording that go on: the source line, then a caret where the column is below 81."""
    said = sayings.of(heading, message)
    for hit in list(table[message]):
        if b" line " not in (line_at(hit) or b""):
            continue
        below = _below(heading, hit + 1, table, line_at, sayings)
        if below is None or sayings.of(heading, below).kind:
            continue
        more = [below]
        caret = _below(heading, hit + 2, table, line_at, sayings)
        if caret is not None and CARET.match(caret.decode("utf-8", "backslashreplace")):
            more.append(caret)
        for number, text in enumerate(more, hit + 1):
            table[text].remove(number)
        table[message].remove(hit)
        whole = "\n".join((said.text, *(sayings.of(heading, one).text for one in more)))
        yield Group(heading, said._replace(text=whole), [hit])


def _below(
    heading: Heading, number: int, table: dict[bytes, list[int]], line_at: LineAt, sayings: Sayings
) -> bytes | None:
    """The message of a line if the same process says it and it was not taken already."""
    line = line_at(number)
    # Where a block is cut is told by raw bytes: what they do not show joins nothing.
    read = sayings.heads.read(line) if line is not None and b"dhcpd" in line else None
    if read is None or read[1] != heading or number not in table.get(read[2], ()):
        return None
    return read[2]
