"""Said: what the messages of a block say, by the grammars: groups of lines that say the same in the same name.

Notices of repeats become what they repeat; the lines that dhcpd prints below an error become a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from logdiag.parse.entries import CARET
from logdiag.parse.heads import Heading
from logdiag.parse.line_bytes import as_sent
from logdiag.parse.lower import Lowered, compiled, fields_told
from logdiag.parse.vocabulary import KEY, LONGEST_MESSAGE, Candidates, Vocabulary, candidates_of
from logdiag.parse.wrapped import thrown_in

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
_MOST = 4_096
# Longer ones are read again, so that what is remembered stays small.
_LONGEST_MET = 2_048

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


Group = tuple[Said, Sequence[int], int]
"""Lines of a block that say the same, ascending, and how often each says it."""

NOTHING_HEARD = Said("", NO_FIELDS, None, None)
"""What those say who are not listened to."""

Values = tuple[str | None, ...]
Join = Callable[[tuple[str | None, ...]], Sequence[str | None]]
"""Takes the parts of a key out of a host, the values of a message, its program and "", in this order."""


@dataclass(slots=True, eq=False)
class Wording:
    """One alternative of a grammar, ready to read a message by.

    `match` compiles its expression when it is first asked: of hundreds a log needs few. `keys` tell which values make
    the key on each shelf; there are none where a value is not all of a group. A message of one that `passes` is not
    remembered: it names a client, and is not said again soon.
    """

    required: str
    row: Lowered
    use: Use | None
    keys: tuple[tuple[tuple[str, ...], Join], ...] | None
    passes: bool
    match: Callable[[str], re.Match[str] | None] = field(init=False)

    def __post_init__(self) -> None:
        self.match = self._compile

    def _compile(self, text: str) -> re.Match[str] | None:
        self.match = compiled(self.row.expression).fullmatch
        return self.match(text)

    def said(self, program: str | None, text: str, groups: Values) -> Said:
        """What a message of this wording says."""
        row, use = self.row, self.use
        values = ("", *groups, program or "", "")
        keys = tuple((key, _rest(join(values)[1:])) for key, join in self.keys or ())
        if self.keys is None and use is not None:
            told = {**fields_told(row, groups), "program": program or ""}
            keys = tuple((key, _rest([told.get(name) for name in key[1:]])) for key in use.keys)
        return Said(row.kind, (row, groups), text, use, keys)


Passed = tuple[Wording, Values]
"""A message that is not remembered: how it is worded and the values in it."""


class Listener:
    """Understands what one program says. `known` tells what a message says that was met, or None; `learn` any."""

    __slots__ = ("_met", "_program", "_sayings", "known")

    def __init__(
        self, program: str | None, sayings: Sayings, known: Callable[[bytes], Said | None] | None
    ) -> None:
        self._program, self._sayings = program, sayings
        # Those that are not listened to are met once and again, and nothing they say is kept.
        met: dict[bytes, Said] = {}
        self._met = met if known is None else None
        self.known: Callable[[bytes], Said | None] = known or met.get

    def learn(self, message: bytes) -> Said | Passed:
        """What a message says."""
        met = self._met
        if met is not None and (said := met.get(message)) is not None:
            return said
        text = message_text(message)
        found = self._sayings.worded(self._program, text)
        if (
            found is not None
            and found[0].passes
            and b"\0" not in message
            and text not in self._sayings.texts
        ):
            return found
        said = self._sayings.counted(self._program, text, found)
        if met is not None and len(message) <= _LONGEST_MET:
            if len(met) > _MOST:
                met.clear()
            met[message] = said
        return said


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
        self._is_oracle = vocabulary.is_oracle
        self.texts = ear.texts
        self._heard_of_any = _deaf_but_for(ear.openings, frozenset(text.encode() for text in ear.texts))
        self._counted = {kind: Said(kind, NO_FIELDS, None, None) for kind in counted if kind not in uses}
        self._passing = frozenset(kind for kind in counted if kind in uses and _is_shelved(uses[kind]))
        self._listeners: dict[tuple[str, bool], Listener] = {}
        self._wordings: dict[str | None, Wordings] = {}
        self._made: dict[Lowered, Wording] = {}

    def listener(self, heading: Heading) -> Listener:
        """Who listens to a program."""
        is_heard = self._ear.hears(heading)
        found = self._listeners.get((heading.program, is_heard))
        if found is None:
            known = None if is_heard else self._heard_of_any
            found = Listener(heading.program or None, self, known)
            self._listeners[heading.program, is_heard] = found
        return found

    def forget(self) -> None:
        """Lets go of what was met, when all is read: it would stand in the way of what is made of it."""
        self._listeners.clear()

    def counted(self, program: str | None, text: str, found: Passed | None) -> Said:
        """What a text says; where lines of its kind are only counted, one Said stands for all of them."""
        said = self._said(program, text, found)
        return said if text in self.texts else self._counted.get(said.kind, said)

    def read(self, program: str | None, text: str) -> Said:
        """What a text says in the mouth of a program."""
        return self._said(program, text, self.worded(program, text))

    def worded(self, program: str | None, text: str) -> Passed | None:
        """How a text is worded; None if no wording fits, and where the vocabulary itself is asked."""
        if not text or self._asks(text):
            return None
        wordings = self._wordings.get(program)
        if wordings is None:
            candidates = candidates_of(self.vocabulary.tables, program)
            wordings = self._wordings[program] = Wordings(candidates, self._wording)
        found = _worded_as(wordings, text)
        if found and found[0].row.priority >= 0:
            return found
        for thrown in thrown_in(program, text):
            other = _worded_as(wordings, thrown)
            if other and (found is None or other[0].row.priority > found[0].row.priority):
                return other
        return found

    def _said(self, program: str | None, text: str, found: Passed | None) -> Said:
        if found is not None:
            return found[0].said(program, text, found[1])
        return self._asked(program, text) if text and self._asks(text) else Said("", NO_FIELDS, text, None)

    def _asks(self, text: str) -> bool:
        """Whether a text is for the vocabulary itself: no expression is tried on a very long one."""
        return self._is_oracle or len(text) > LONGEST_MESSAGE

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

    def _wording(self, row: Lowered) -> Wording:
        found = self._made.get(row)
        if found is None:
            found = _wording(row, self._uses.get(row.kind), passes=row.kind in self._passing)
            self._made[row] = found
        return found


def _worded_as(wordings: Wordings, text: str) -> Passed | None:
    for wording in wordings[text[:KEY]]:
        if wording.required in text and (found := wording.match(text)):
            return wording, found.groups()
    return None


def _is_shelved(use: Use) -> bool:
    """Whether events of a kind go to shelves and nowhere else."""
    return not (use.apart or use.is_notice)


def _deaf_but_for(openings: tuple[bytes, ...], texts: frozenset[bytes]) -> Callable[[bytes], Said | None]:
    """Of a program that is not listened to, only what matters whoever says it is read, by its text or its beginning."""

    def known(message: bytes) -> Said | None:
        return None if message.startswith(openings) or message in texts else NOTHING_HEARD

    return known


class Wordings(dict[str, tuple[Wording, ...]]):
    """The alternatives of a program by the first characters of a message; see vocabulary.Candidates.

    They are made ready when a message first begins so: of thousands a short log needs few.
    """

    def __init__(self, candidates: Candidates, make: Callable[[Lowered], Wording]) -> None:
        super().__init__()
        self._candidates, self._make = candidates, make
        self._floating: tuple[Wording, ...] | None = None

    def __missing__(self, opening: str) -> tuple[Wording, ...]:
        rows = self._candidates.opened.get(opening)
        if rows is not None:
            made = self[opening] = tuple(map(self._make, rows))
            return made
        # Not kept by its opening: of such there may be any number.
        if self._floating is None:
            self._floating = tuple(map(self._make, self._candidates.floating))
        return self._floating


def _wording(row: Lowered, use: Use | None, *, passes: bool) -> Wording:
    places = {name: place for place, name in enumerate(row.fields, 1)}
    places["program"] = len(row.fields) + 1
    keys = tuple(
        (key, _join([places.get(name, len(row.fields) + 2) for name in key[1:]]))
        for key in (use.keys if use else ())
    )
    # What a tail is cut off from is the last field.
    is_cut = bool(row.tail) and any(row.fields[-1] in key for key in (use.keys if use else ()))
    return Wording(row.required, row, use, None if is_cut else keys, passes and not is_cut)


def _join(places: Sequence[int]) -> Join:
    if places:
        return itemgetter(0, *places)
    return lambda values: (values[0] or "",)


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
    """A message as text, as its program sent it."""
    return as_sent(message.decode("utf-8", "backslashreplace").removeprefix("\ufeff"))


Told = tuple[Heading, Group]


def groups_of(gathered: Gathered, line_at: LineAt, sayings: Sayings) -> Iterator[Told]:
    """What a block says that is not as its lines stand: errors in several lines, and what is said to be repeated.

    What it takes is taken out of the tables.
    """
    yield from _errors(gathered, line_at, sayings)
    for heading, voice in gathered.voices.items():
        for said in [said for said in voice.table if said.kind in NOTICES_OF_REPEATS]:
            hits = voice.table.pop(said)
            yield from _repeats(heading, said, hits, gathered, line_at, sayings)


def _repeats(
    heading: Heading,
    notice: Said,
    hits: Sequence[int],
    gathered: Gathered,
    line_at: LineAt,
    sayings: Sayings,
) -> Iterator[Told]:
    """What notices of repeats repeat."""
    if notice.kind == REPEATED:
        yield heading, _repeated(heading, notice, hits, sayings)
    elif heading.format in UNSUPPRESSED:
        yield heading, (notice, hits, 1)
    else:
        for hit in hits:
            yield _last_repeated(heading, notice, hit, gathered, line_at, sayings)


def _repeated(heading: Heading, notice: Said, hits: Sequence[int], sayings: Sayings) -> Group:
    """`message repeated N times: [ text]` under the original tag: N of that text."""
    said = sayings.read(heading.program or None, notice.fields.get("text", ""))
    return said, hits, _times(notice)


def _last_repeated(
    heading: Heading, notice: Said, hit: int, gathered: Gathered, line_at: LineAt, sayings: Sayings
) -> Told:
    """`last message repeated N times`: N of the line before, if that host said it, at the notice's time."""
    before = _line_before(hit, gathered, line_at, sayings)
    beginning = notice.fields.get("text", "")
    if before is None or before[0].host != heading.host or not before[1].startswith(beginning):
        return heading, (notice, [hit], 1)
    said = sayings.read(before[0].program or None, before[1])
    return before[0], (said, [hit], _times(notice))


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
    for heading, voice in gathered.voices.items():
        if heading.program.startswith("dhcpd"):
            for said in [said for said in voice.table if said.kind == CONFIG_ERROR]:
                yield from _error(heading, said, gathered, line_at, sayings)


def _error(
    heading: Heading, said: Said, gathered: Gathered, line_at: LineAt, sayings: Sayings
) -> Iterator[Told]:
    """The errors of one wording that go on: the source line, then a caret where the column is below 81."""
    table = gathered.voices[heading].table
    for hit in list(table[said]):
        if b" line " not in (line_at(hit) or b""):
            continue
        second = gathered.following.get(hit, hit + 1)
        third = gathered.following.get(second, second + 1)
        below = _below(heading, second, gathered, line_at, sayings)
        if below is None or below.kind:
            continue
        more = [below]
        caret = _below(heading, third, gathered, line_at, sayings)
        if caret is not None and caret.text is not None and CARET.match(caret.text):
            more.append(caret)
        for number, one in zip((second, third), more, strict=False):
            table[one].remove(number)
        table[said].remove(hit)
        whole = "\n".join(one.text or "" for one in (said, *more))
        yield heading, (said.as_told(whole), [hit], 1)


def _below(
    heading: Heading, number: int, gathered: Gathered, line_at: LineAt, sayings: Sayings
) -> Said | None:
    """What a line says if the same process says it and it was not taken already."""
    line = line_at(number)
    # Where a block is cut is told by raw bytes: what they do not show joins nothing.
    read = gathered.read(line) if line is not None and b"dhcpd" in line else None
    if read is None or read[1] != heading:
        return None
    text = message_text(read[2])
    table = gathered.voices[heading].table
    return next((one for one, hits in table.items() if one.text == text and number in hits), None)
