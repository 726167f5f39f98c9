"""Gaps: where lines of a program are missing, since when, until when, and how many as far as it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from logdiag.correlate.speech import Speaker, Speech
from logdiag.event import At

SECOND = 1_000_000


@dataclass(slots=True)
class Gap:
    """Lines of one program are missing from `begin` to `end` (None: to the end of the log).

    `lost` is as the log told, never reckoned. `accounted` says what was lost, or is "". `kind` is "rate_limit",
    "gap" where rsyslogd itself was down, or "truncated" where a source ends before its time.
    """

    host: str
    program: str | None
    pid: str | None
    inferred: bool
    begin: At | None
    end: At | None = None
    lost: int | None = None
    told: At | None = None
    allowed: int | None = None
    seconds: int | None = None
    accounted: str = ""
    kind: str = "rate_limit"

    @property
    def at(self) -> At:
        """Where the log first speaks of it."""
        at = self.begin or self.told
        assert at is not None
        return at

    def tell(self, lost: int, told: At, allowed: int | None, seconds: int | None) -> None:
        """Takes in what rsyslog tells of it afterwards."""
        self.lost, self.told, self.allowed, self.seconds = lost, told, allowed, seconds

    def absorb(self, other: Gap) -> None:
        """Takes in what another source tells of the same drop."""
        if self.lost is None and other.lost is not None and other.told is not None:
            self.tell(other.lost, other.told, other.allowed, other.seconds)
        if self.program is None or self.inferred > other.inferred:
            self.program, self.inferred = other.program, other.inferred
        self.end = self.end or other.end

    def touches(self, start: int, end: int) -> bool:
        """Whether the span [start, end] in microseconds has any second of the gap."""
        begins = self.begin is None or self.begin.time // SECOND <= end // SECOND
        return begins and (self.end is None or start // SECOND <= self.end.time // SECOND)


def ends(gap: Gap, speech: Speech) -> bool:
    """Whether a stretch shows that a gap is over: the pid speaks again, or its program starts anew."""
    host, program, pid = speech.speaker
    if host != gap.host:
        return False
    if gap.inferred or gap.pid is None:
        return gap.program is None or program == gap.program
    return pid == gap.pid or (program == gap.program and speech.started is not None)


def may_hit(gap: Gap, speaker: Speaker) -> bool:
    """Whether the lines that a gap took may be a speaker's: another pid's drop breaks nobody else's speech."""
    host, program, pid = speaker
    if host != gap.host:
        return False
    if pid is not None and gap.pid is not None:
        return pid == gap.pid
    return gap.program in (None, program)


def close(gaps: Iterable[Gap], speeches: Iterable[Speech]) -> None:
    """Ends gaps that last to the end of their source: where rsyslog told, or where another source goes on."""
    ordered = sorted(speeches, key=lambda speech: speech.first)
    for gap in gaps:
        if gap.end is None and gap.begin is not None:
            second = gap.begin.time // SECOND
            later = (one for one in ordered if one.first.time // SECOND > second and ends(gap, one))
            gap.end = gap.told or next((one.first for one in later), None)


def each_once(gaps: Iterable[Gap]) -> Mapping[int, Gap]:
    """Which gap stands for each, by its id(): two sources may tell one drop, and each what the other does not."""
    one: dict[tuple[object, ...], Gap] = {}
    stands: dict[int, Gap] = {}
    nth: Counter[tuple[object, ...]] = Counter()
    for gap in sorted(gaps, key=lambda gap: (gap.begin is None, gap.at.place)):
        same = (_whose(gap), gap.at.time // SECOND, gap.begin is None)
        nth[(same, gap.at.source)] += 1
        key = (same, nth[(same, gap.at.source)])
        whole = one.get(key) or (_begun(gap, one.values()) if gap.begin is None else None)
        stands[id(gap)] = whole or one.setdefault(key, gap)
        if whole:
            whole.absorb(gap)
    return stands


def _begun(gap: Gap, others: Iterable[Gap]) -> Gap | None:
    """The gap whose end another source tells, as where a log was rotated in the middle of it."""
    for other in others:
        same = _whose(other) == _whose(gap) and other.at.source != gap.at.source
        told_alike = other.told is not None and other.told.time // SECOND == gap.at.time // SECOND
        if same and other.begin and other.begin < gap.at and (other.lost is None or told_alike):
            return other
    return None


def _whose(gap: Gap) -> tuple[str, str, str | None]:
    return (gap.kind, gap.host, gap.pid or gap.program)
