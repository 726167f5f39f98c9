"""Said: what the messages of a block say, by the grammars: groups of lines that say the same in the same name.

Notices of repeats become what they repeat; the lines that dhcpd prints below an error become a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from logdiag.parse.entries import CARET
from logdiag.parse.heads import Heading
from logdiag.parse.lower import Lowered, compiled, fields_told
from logdiag.parse.vocabulary import KEY, LONGEST_MESSAGE, Vocabulary, candidates_of

if TYPE_CHECKING:
    from logdiag.gather import Ear, Gathered

# "last message repeated", and syslog-ng's, which tells the first characters of what it repeats.
LAST_REPEATED = frozenset({"rsyslogd.last_repeated", "rsyslogd.cut_repeated"})
REPEATED = "rsyslogd.repeated"
NOTICES_OF_REPEATS = LAST_REPEATED | {REPEATED}
# journald keeps every record: a notice in it is another daemon's, about a line of another file.
UNSUPPRESSED = frozenset({"journal-json"})
CONFIG_ERROR = "dhcpd.config_error"
NO_FIELDS: Mapping[str, str] = {}
# Messages of a program that are remembered: those that name a client come once, those of a start again and again.
_MOST = 8_192

LineAt = Callable[[int], bytes | None]


class Use(NamedTuple):
    """What becomes of events of a kind: its number, the keys of the shelves it goes to, the folds of another sort that
    want it, and whether it is a notice of what was lost."""

    number: int
    keys: tuple[tuple[str, ...], ...]
    apart: tuple[str, ...]
    is_notice: bool


ShelfKey = tuple[tuple[str, ...], str]
"""Which shelf, and the key on it behind the host, which stands first in every key."""


class Said:
    """What a message says: kind ("" for one of no known kind), fields and text; `use` is None if no fold wants it.

    Told apart by what it is, not by what it holds: a message that is met again is the same Said. `text` is None where
    one stands for all messages of its kind, of which lines are only counted.
    """

    __slots__ = ("_fields", "keys", "kind", "text", "use")

    def __init__(
        self,
        kind: str,
        fields: Mapping[str, str] | tuple[Lowered, Sequence[str | None]],
        text: str | None,
        use: Use | None,
        keys: tuple[ShelfKey, ...] = (),
    ) -> None:
        self.kind, self._fields, self.text, self.use, self.keys = kind, fields, text, use, keys

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields by name, put together when they are first asked for: most are never looked at."""
        if isinstance(self._fields, tuple):
            self._fields = fields_told(*self._fields)
        return self._fields

    def as_told(self, text: str) -> Said:
        """The same in other words."""
        return Said(self.kind, self.fields, text, self.use, self.keys)


class Group(NamedTuple):
    """Lines of a block that say the same, each `times` times."""

    said: Said
    hits: Sequence[int]
    times: int = 1


NOTHING_HEARD = Said("", NO_FIELDS, None, None)
"""What those say who are not listened to."""


class _Memory(dict[bytes, Said]):
    """What the messages of a program say, as they were met."""

    def __init__(self, learn: Callable[[bytes], Said]) -> None:
        self._learn = learn

    def __missing__(self, message: bytes) -> Said:
        if len(self) > _MOST:
            self.clear()
        said = self[message] = self._learn(message)
        return said


class _Passing(dict[bytes, Said]):
    """Of a program that is not listened to: what begins as a message that matters whoever says it, and nothing else."""

    def __init__(self, openings: tuple[bytes, ...], learn: Callable[[bytes], Said]) -> None:
        self._openings, self._learn = openings, learn

    def __missing__(self, message: bytes) -> Said:
        return self._learn(message) if message.startswith(self._openings) else NOTHING_HEARD


class Sayings:
    """What messages say, each understood once. It remembers, so it belongs to one run over a log.

    `uses` tells what becomes of a kind, `counted` are kinds of which nobody wants more than how many lines there are.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        ear: Ear,
        uses: Mapping[str, Use],
        counted: frozenset[str],
    ) -> None:
        self.vocabulary, self._ear, self._uses = vocabulary, ear, uses
        self._counted = {kind: Said(kind, NO_FIELDS, None, uses.get(kind)) for kind in counted}
        self._memories: dict[tuple[str, bool], dict[bytes, Said]] = {}
        self._wordings: dict[str | None, _Wordings] = {}

    def memory(self, heading: Heading) -> dict[bytes, Said]:
        """What the messages of a program say, by message: learnt when it is asked for."""
        is_heard = self._ear.hears(heading)
        found = self._memories.get((heading.program, is_heard))
        if found is None:
            program = heading.program or None

            def learn(message: bytes) -> Said:
                return self._learn(program, message)

            found = _Memory(learn) if is_heard else _Passing(self._ear.openings, learn)
            self._memories[heading.program, is_heard] = found
        return found

    def _learn(self, program: str | None, message: bytes) -> Said:
        said = self.read(program, message_text(message))
        return self._counted.get(said.kind, said)

    def read(self, program: str | None, text: str) -> Said:
        """What a text says in the mouth of a program."""
        if not text:
            return Said("", NO_FIELDS, text, None)
        if self.vocabulary.is_oracle or len(text) > LONGEST_MESSAGE:
            return self._asked(program, text)
        wordings = self._wordings.get(program)
        if wordings is None:
            wordings = self._wordings[program] = self._wordings_of(program)
        for wording in wordings.opened.get(text[:KEY], wordings.floating):
            if wording.required in text and (found := wording.match(text)):
                return wording.said(program, text, found.groups())
        return Said("", NO_FIELDS, text, None)

    def _asked(self, program: str | None, text: str) -> Said:
        """What the vocabulary says."""
        match = self.vocabulary.message(program, text)
        if match is None:
            return Said("", NO_FIELDS, text, None)
        use = self._uses.get(match.kind)
        told = {**match.fields, "program": program}
        keys = tuple(
            (key, _rest([told.get(name) for name in key[1:]])) for key in (use.keys if use else ())
        )
        return Said(match.kind, match.fields, text, use, keys)

    def _wordings_of(self, program: str | None) -> _Wordings:
        known = candidates_of(self.vocabulary.tables, program)
        made = {
            row: _wording(row, self._uses.get(row.kind))
            for row in (*known.floating, *chain(*known.opened.values()))
        }
        return _Wordings(
            {opening: tuple(made[row] for row in rows) for opening, rows in known.opened.items()},
            tuple(made[row] for row in known.floating),
        )


class _Wording(NamedTuple):
    """One alternative, ready to read a message by. `keys` tell which groups make the key on each shelf."""

    required: str
    match: Callable[[str], re.Match[str] | None]
    row: Lowered
    use: Use | None
    keys: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]

    def said(self, program: str | None, text: str, groups: tuple[str | None, ...]) -> Said:
        """What a message of this wording says."""
        if not self.keys:
            return Said(self.row.kind, (self.row, groups), text, self.use)
        values = (*groups, program or "", "")
        try:
            keys = [(key, "".join(["\0" + values[place] for place in places])) for key, places in self.keys]  # type: ignore[operator]
        except TypeError:  # a field is not told: seldom
            keys = [(key, _rest([values[place] for place in places])) for key, places in self.keys]
        if "\0" in text:
            keys = [(key, _rest([values[place] for place in places])) for key, places in self.keys]
        return Said(self.row.kind, (self.row, groups), text, self.use, tuple(keys))


class _Wordings(NamedTuple):
    """The alternatives of a program by the first characters of a message; see vocabulary.Candidates."""

    opened: Mapping[str, tuple[_Wording, ...]]
    floating: tuple[_Wording, ...]


def _wording(row: Lowered, use: Use | None) -> _Wording:
    places = {name: place for place, name in enumerate(row.fields)}
    places["program"] = len(row.fields)
    keys = tuple(
        (key, tuple(places.get(name, len(row.fields) + 1) for name in key[1:]))
        for key in (use.keys if use else ())
    )
    # What a tail is cut off from is the last field; where a key needs it, the fields are put together at once.
    return _Wording(row.required, compiled(row.expression).fullmatch, row, use, keys)


def _rest(values: Iterable[str | None]) -> str:
    """The parts of a key behind the host, each with a NUL in front; what is not told is empty."""
    parts = ["\0" + (value or "") for value in values]
    rest = "".join(parts)
    return (
        rest
        if rest.count("\0") == len(parts)
        else "".join("\0" + part[1:].replace("\0", "\ufffd") for part in parts)
    )


def message_text(message: bytes) -> str:
    """A message as text."""
    return message.decode("utf-8", "backslashreplace").removeprefix("\ufeff")


Told = tuple[Heading, Group]


def groups_of(
    gathered: Gathered, line_at: LineAt, sayings: Sayings
) -> Iterator[tuple[Heading, list[Group]]]:
    """What a block says, speaker by speaker, in no order; a speaker may come more than once."""
    yield from ((heading, [group]) for heading, group in _errors(gathered, line_at, sayings))
    for heading, table in gathered.tables.items():
        told: list[Group] = []
        for said, hits in table.items():
            if said.kind in NOTICES_OF_REPEATS:
                yield from _repeats(heading, said, hits, gathered, line_at, sayings)
            elif hits:
                told.append(Group(said, hits))
        yield heading, told


def _repeats(
    heading: Heading,
    notice: Said,
    hits: Sequence[int],
    gathered: Gathered,
    line_at: LineAt,
    sayings: Sayings,
) -> Iterator[tuple[Heading, list[Group]]]:
    """What notices of repeats repeat."""
    if notice.kind == REPEATED:
        yield heading, [_repeated(heading, notice, hits, sayings)]
    elif heading.format in UNSUPPRESSED:
        yield heading, [Group(notice, hits)]
    else:
        for hit in hits:
            of, group = _last_repeated(heading, notice, hit, gathered, line_at, sayings)
            yield of, [group]


def _repeated(heading: Heading, notice: Said, hits: Sequence[int], sayings: Sayings) -> Group:
    """`message repeated N times: [ text]` under the original tag: N of that text."""
    said = sayings.read(heading.program or None, notice.fields.get("text", ""))
    return Group(said, hits, _times(notice))


def _last_repeated(
    heading: Heading, notice: Said, hit: int, gathered: Gathered, line_at: LineAt, sayings: Sayings
) -> Told:
    """`last message repeated N times`: N of the line before, if that host said it, at the notice's time."""
    before = _line_before(hit, gathered, line_at, sayings)
    beginning = notice.fields.get("text", "")
    if before is None or before[0].host != heading.host or not before[1].startswith(beginning):
        return heading, Group(notice, [hit])
    said = sayings.read(before[0].program or None, before[1])
    return before[0], Group(said, [hit], _times(notice))


def _line_before(
    hit: int, gathered: Gathered, line_at: LineAt, sayings: Sayings
) -> tuple[Heading, str] | None:
    """Whose record is before a notice and what it says, notices in between left out; None if that is no record."""
    number = hit - 1
    while number > 0 and (line := line_at(number)) is not None:
        read = gathered.read(line)
        if read is None and number in gathered.parts:
            number -= 1
            continue
        if read is None or not gathered.is_record(number):
            return None
        text = message_text(read[2])
        said = sayings.read(read[1].program or None, text)
        if said.kind in LAST_REPEATED and read[1].format not in UNSUPPRESSED:
            number -= 1
            continue
        return read[1], said.fields.get("text", "") if said.kind == REPEATED else text
    return None


def _times(notice: Said) -> int:
    count = notice.fields.get("count", "1")
    return int(count) if count.isdigit() and len(count) < 10 else 1


def _errors(gathered: Gathered, line_at: LineAt, sayings: Sayings) -> Iterator[Told]:
    """dhcpd's errors with the lines below them, which are taken out of where they stand."""
    for heading, table in list(gathered.tables.items()):
        if heading.program.startswith("dhcpd"):
            for said in [said for said in table if said.kind == CONFIG_ERROR]:
                yield from _error(heading, said, gathered, line_at, sayings)


def _error(
    heading: Heading, said: Said, gathered: Gathered, line_at: LineAt, sayings: Sayings
) -> Iterator[Told]:
    """The errors of one wording that go on: the source line, then a caret where the column is below 81."""
    table = gathered.tables[heading]
    for hit in list(table[said]):
        if b" line " not in (line_at(hit) or b""):
            continue
        below = _below(heading, hit + 1, gathered, line_at, sayings)
        if below is None or below.kind:
            continue
        more = [below]
        caret = _below(heading, hit + 2, gathered, line_at, sayings)
        if caret is not None and caret.text is not None and CARET.match(caret.text):
            more.append(caret)
        for number, one in enumerate(more, hit + 1):
            table[one].remove(number)
        table[said].remove(hit)
        whole = "\n".join(one.text or "" for one in (said, *more))
        yield heading, Group(said.as_told(whole), [hit])


def _below(
    heading: Heading, number: int, gathered: Gathered, line_at: LineAt, sayings: Sayings
) -> Said | None:
    """What a line says if the same process says it and it was not taken already."""
    line = line_at(number)
    # Where a block is cut is told by raw bytes: what they do not show joins nothing.
    read = gathered.read(line) if line is not None and b"dhcpd" in line else None
    if read is None or read[1] != heading:
        return None
    table = gathered.tables[heading]
    said = sayings.memory(heading)[read[2]]
    if number in table.get(said, ()):
        return said
    # It was met before the memory was emptied, and is another Said of the same text.
    return next((one for one, hits in table.items() if one.text == said.text and number in hits), None)
