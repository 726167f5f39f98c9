"""Rotation: logs whose names and times say that they are parts of one -> that one, its parts in the order of time.

Names tell which files may be parts; times, whether they are and in which order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from typing import NamedTuple

from logdiag.parse.outlines import DAYS_BEFORE, turn
from logdiag.read.content import Content, ReadProblem, chunks, head, tail
from logdiag.read.findings import Found, Note, double
from logdiag.read.lending import GLANCE, with_lending
from logdiag.read.missing import missing_between
from logdiag.read.parts import LIVING, PartName, part_name
from logdiag.read.source import BeginsRecord, LogSource, Part, Rotation
from logdiag.record import Header, Stamp

_DAY = 86_400
# A part may begin with lines that waited a moment; clocks are set back by an hour in autumn.
_WAITED = 60
_HOUR = 3600
# What is packed is read to its end for its last date only if it is as small as this.
_SMALL = 1 << 18
_COMPARED = 1 << 16

Look = Callable[[Iterable[bytes]], Header | None]
BeginsOf = Callable[[bytes], BeginsRecord]
"""The beginning of the first of these lines that has a date."""


class Member(NamedTuple):
    """A log that may be a part: what its name tells, its first date and whose line has it, its last date if known.

    `beginning` are some of its first bytes.
    """

    log: LogSource
    name: PartName
    first: Stamp
    last: Stamp | None
    host: str | None
    beginning: bytes


def in_sets(found: Found, look: Look, begins_of: BeginsOf, *, everything: bool = False) -> Found:
    """What was found, with the parts of one log put together where the first of them stood.

    `begins_of` tells of a log, by how it begins, where a record of it does. Copies are left out. `everything`: they
    are not, and each part keeps the lines that it begins with.
    """
    instead: dict[str, LogSource] = {}
    notes: list[Note] = []
    for members in _groups(found.logs, look):
        copies = {} if everything else _copies(members)
        whole_ones = [member for member in members if member.log.name not in copies]
        for whole in _wholes(whole_ones, _everywhere if everything else begins_of, found):
            instead |= {part.name: whole for part in whole.parts}
        notes += [double(copy, of) for copy, of in copies.items()]
        instead |= {copy: instead.get(of) or _named(of, members) for copy, of in copies.items()}
    logs_now = [instead.get(log.name, log) for log in found.logs]
    return replace(
        found, logs=tuple({log.name: log for log in logs_now}.values()), notes=(*found.notes, *notes)
    )


def _anywhere(two_before: bytes, before: bytes, line: bytes) -> bool:
    """Whether a block may be cut before a line: always, so that nothing goes over a border."""
    return True


def _everywhere(_beginning: bytes) -> BeginsRecord:
    return _anywhere


def _named(name: str, members: Iterable[Member]) -> LogSource:
    return next(member.log for member in members if member.log.name == name)


def _groups(logs: Sequence[LogSource], look: Look) -> list[list[Member]]:
    """Those that may be parts of one log by their names, looked at in the order in which an archive has them."""
    names = [part_name(log.name) for log in logs]
    many = Counter(name.stem for name in names)
    groups: dict[str, list[Member]] = {}
    for log, name in zip(logs, names, strict=True):
        if many[name.stem] > 1 or name.day:
            member = _member(log, name, look)
            groups.setdefault(name.stem, []).extend([member] if member else [])
    return list(groups.values())


def _wholes(members: Sequence[Member], begins_of: BeginsOf, found: Found) -> Iterator[LogSource]:
    """The logs that these are parts of; what is a part of nothing is not among them."""
    ordered, by_times = _ordered(members)
    if not ordered or _are_apart(ordered):
        yield from (
            _whole([member], begins_of, found, by_times=False) for member in members if member.name.day
        )
    else:
        yield _whole(ordered, begins_of, found, by_times=by_times)


def _whole(members: Sequence[Member], begins_of: BeginsOf, found: Found, *, by_times: bool) -> LogSource:
    newest, oldest = members[-1].log, members[0]
    parts = with_lending(
        [Part(one.log.name, one.log.content) for one in members],
        [one.beginning for one in members],
        begins_of(oldest.beginning),
    )
    missing = missing_between([member.name for member in members], found)
    year = _year_of(oldest.first, oldest.name.day) if oldest.name.day else None
    return LogSource(newest.name, newest.mtime, parts[-1].content, Rotation(parts, by_times, missing, year))


def _year_of(stamp: Stamp, day: date) -> int:
    """The latest year in which a stamp lies not behind a day: a part is named by the day on which it ended."""
    return day.year if (stamp.month, stamp.day) <= (day.month, day.day) else day.year - 1


def _member(log: LogSource, name: PartName, look: Look) -> Member | None:
    """None where no line near the beginning has a date."""
    beginning, ending = _ends(log.content)
    first = look(beginning.split(b"\n"))
    if first is None or first.stamp is None:
        return None
    last = look(reversed(ending.split(b"\n")))
    return Member(log, name, first.stamp, last and last.stamp, first.host, beginning[:GLANCE])


def _ends(content: Content) -> tuple[bytes, bytes]:
    """The first and the last bytes; no last ones of what is packed by itself and large, as all of it had to be read."""
    if content.is_plain:
        return head(content)[0], tail(content)
    is_short = content.size <= _SMALL or content.packing is None
    beginning = ending = b""
    for chunk in chunks(content):
        if isinstance(chunk, ReadProblem) or (not is_short and len(beginning) >= _COMPARED):
            break
        beginning += chunk[: _COMPARED - len(beginning)]
        ending = (ending + chunk)[-_COMPARED:]
    return beginning, ending if is_short else b""


def _are_apart(members: Sequence[Member]) -> bool:
    """Whether names without a living file mean no order: those of machines like node.1, each of which speaks itself."""
    if _is_alive(members):
        return False
    hosts = {member.host for member in members}
    are_hosts = len(members) > 1 and None not in hosts and len(hosts) == len(members)
    return are_hosts or any(member.name.is_doubtful for member in members)


def _ordered(members: Sequence[Member]) -> tuple[list[Member], bool]:
    """The parts in the order of time, and whether names have another; none where they are no parts of one log."""
    by_names = sorted(members, key=lambda member: member.name.age)
    if _are_in_order(by_names):
        return by_names, False
    by_times = _by_times(by_names)
    return (by_times, True) if _begin_in_order(by_times) and _follow(by_times) else ([], False)


def _are_in_order(members: Sequence[Member]) -> bool:
    """Whether times agree with this order: with the living file, a clock may have jumped within a part."""
    begin, follow = _begin_in_order(members), _follow(members)
    are_ends_known = all(member.last for member in members[:-1])
    return (begin or (follow and are_ends_known)) if _is_alive(members) else (begin and follow)


def _is_alive(members: Sequence[Member]) -> bool:
    """Whether the living file is among them: then names leave little doubt, though a clock may have jumped."""
    return any(member.name.age == LIVING for member in members)


def _begin_in_order(members: Sequence[Member]) -> bool:
    return all(seconds_between(one.first, other.first) >= 0 for one, other in pairwise(members))


def _follow(members: Sequence[Member]) -> bool:
    """Whether none begins before the one in front of it ends."""
    return all(_borders(one.last, other.first) for one, other in pairwise(members))


def _borders(last: Stamp | None, first: Stamp) -> bool:
    seconds = 0 if last is None else seconds_between(last, first)
    return seconds >= -_WAITED or abs(seconds + _HOUR) <= _WAITED


def seconds_between(one: Stamp, other: Stamp) -> int:
    """Seconds from one stamp to another; where a year is not told, the roll-overs count that times make likely."""
    if one.year is not None and other.year is not None:
        days = date(other.year, other.month, 1).toordinal() - date(one.year, one.month, 1).toordinal()
        days += other.day - one.day
    else:
        days = _day(other) - _day(one) + 366 * turn(one._replace(year=None), other)
    return days * _DAY + _clock(other) - _clock(one)


def _day(stamp: Stamp) -> int:
    return DAYS_BEFORE[stamp.month] + stamp.day


def _clock(stamp: Stamp) -> int:
    """Seconds of the day, UTC where that is told."""
    return (stamp.hour * 60 + stamp.minute - (stamp.offset or 0)) * 60 + stamp.second


def _by_times(members: Sequence[Member]) -> list[Member]:
    """By first dates. Without years they stand in a circle, which is cut where it is empty for longest."""
    if all(member.first.year is not None for member in members):
        return sorted(
            members, key=lambda member: (member.first.year, _day(member.first), _clock(member.first))
        )
    ring = sorted(members, key=lambda member: (_day(member.first), _clock(member.first)))
    days = [_day(member.first) for member in ring]
    empty = [days[0] + 366 - days[-1], *(later - earlier for earlier, later in pairwise(days))]
    cut = max(range(len(ring)), key=lambda place: empty[place])
    return ring[cut:] + ring[:cut]


def _copies(members: Sequence[Member]) -> dict[str, str]:
    """Which log holds nothing that another one does not, by name: a part that was just being packed or copied."""
    found: dict[str, str] = {}
    for one, other in combinations(members, 2):
        names = one.log.name, other.log.name
        if found.keys().isdisjoint(names) and _begin_alike(one.beginning, other.beginning):
            shorter = _contained(one.log, other.log)
            copy = one if shorter is one.log else other
            if shorter and (one.name.age == other.name.age or _lasts(copy)):
                found[shorter.name] = names[copy is one]
    return {copy: found.get(of, of) for copy, of in found.items()}


def _lasts(member: Member) -> bool:
    """Whether it tells of more than a second: within one, two parts may well say the same."""
    return member.last is None or member.last[:6] != member.first[:6]


def _begin_alike(one: bytes, other: bytes) -> bool:
    shared = min(len(one), len(other))
    return shared > 0 and one[:shared] == other[:shared]


def _contained(one: LogSource, other: LogSource) -> LogSource | None:
    """The one of which the other has every byte, read from the beginning; the packed one of equals, else None."""
    left, right = _plain(one.content), _plain(other.content)
    a = b = b""
    while True:
        a, b = a or next(left, b""), b or next(right, b"")
        shared = min(len(a), len(b))
        if a[:shared] != b[:shared]:
            return None
        if not shared:
            return _shorter(one, other, is_one=not a, is_other=not b)
        a, b = a[shared:], b[shared:]


def _shorter(one: LogSource, other: LogSource, *, is_one: bool, is_other: bool) -> LogSource:
    if is_one and is_other:
        return one if one.content.packing and not other.content.packing else other
    return one if is_one else other


def _plain(content: Content) -> Iterator[bytes]:
    return (chunk for chunk in chunks(content) if not isinstance(chunk, ReadProblem) and chunk)
