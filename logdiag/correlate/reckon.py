"""Reckoning: how many taps a start list must have named, where rsyslog cut it short.

dhcpd names the newest interface first, seven lines each (common/discover.c, isc-dhcp 4.4.3-P1 and 4.1.1);
old libvirt numbers taps from 0 and reuses the lowest free number. Both are assumptions, and are said.
"""

from __future__ import annotations

from typing import NamedTuple

from logdiag.correlate.interfaces import is_tap
from logdiag.correlate.runs import Gap, Run, Speech
from logdiag.report.values import How

BLOCK_LINES = 7
AFTER_NAME = 5
DEFAULT_BURST = 200
# Start-up lines before the list: 10 for dhcpd 4.1 (no pid in its tag), 11 for 4.4 with host entries.
BANNERS = (10, 11, 9, 8)
# Closing lines after the list: two "Sending on", one "Listening on", and "Server starting service." since 4.3.
CLOSINGS = (4, 3)
# Eucalyptus runs no more on one node (MAXINSTANCES_PER_NC, util/eucalyptus.h:248); newer libvirt counts for ever.
MOST_TAPS = 256


class Reckoned(NamedTuple):
    """A number of taps with how it was got. `why` says the assumptions; `first` names the first tap.

    `accounted` says what the lines that rsyslog dropped must have been, or is "".
    """

    taps: int
    how: How
    why: str
    first: str
    accounted: str = ""


class _List(NamedTuple):
    prefix: str
    newest: int
    oldest: int
    speech: Speech


def taps_of(run: Run) -> Reckoned | None:
    """How many taps a run of dhcpd named or must have named; None where that can not be said."""
    count, first = run.names.those(is_tap)
    if first is None:
        return None
    if _is_whole(run):
        return Reckoned(count, "exact", "each is named, the list is whole", first)
    listed = _list_of(run)
    gap = next((gap for gap in run.gaps if gap.begin is not None), None)
    if listed is None or gap is None:
        return None
    return (
        _from_told_loss(run, listed, gap) or _from_first(run, listed, gap) or _from_limit(run, listed, gap)
    )


def _is_whole(run: Run) -> bool:
    """Start banner, list and closing word in one unbroken speech."""
    first = run.speeches[0]
    closed = bool(first.listening) or first.fatal is not None
    return first.started is not None and closed and len(first.names) == len(run.names)


def _list_of(run: Run) -> _List | None:
    """The start list, if it is one numbered family in falling order without gaps: as dhcpd prints taps."""
    speech = run.speeches[0]
    numbered = [prefix for prefix in speech.names.bits if prefix in ("vnet", "tap")]
    if len(numbered) != 1 or speech.first_named is None or speech.last_named is None:
        return None
    prefix = numbered[0]
    numbers = speech.names.numbers(prefix)
    whole = numbers[-1] - numbers[0] + 1 == len(numbers)
    falling = speech.last_named[0] == f"{prefix}{numbers[0]}"
    return _List(prefix, numbers[-1], numbers[0], speech) if whole and falling else None


def _from_told_loss(run: Run, listed: _List, gap: Gap) -> Reckoned | None:
    """Where rsyslog told the loss: the lines that are missing are just the rest of the list and its closing."""
    speech = listed.speech
    if speech.started is None or gap.lost is None or speech.first_named is None:
        return None
    for closing in CLOSINGS:
        rest = speech.lines + gap.lost - (speech.lead - 1) - closing
        taps = rest // BLOCK_LINES
        if rest % BLOCK_LINES == 0 and len(speech.names) <= taps < listed.newest + 1:
            return _from_later_numbers(listed, taps, gap.lost)
        if rest % BLOCK_LINES == 0 and taps == listed.newest + 1:
            missing = taps - len(speech.names)
            accounted = (
                f"{gap.lost} lost lines are just the {missing} taps not named"
                f" ({BLOCK_LINES} lines each) and {closing} closing lines"
            )
            first = f"{listed.prefix}{listed.newest}"
            why = f"{first} is named first, and {accounted}"
            return Reckoned(taps, "reckoned", why, first, accounted)
    return None


def _from_later_numbers(listed: _List, taps: int, lost: int) -> Reckoned:
    """Where the told loss is too small for numbers from 0, and is whole blocks: they begin later."""
    first = f"{listed.prefix}{listed.newest}"
    why = (
        f"{first} is named first, and {lost} lost lines leave room for {taps} in all, if nothing but the list was"
        f" lost: then numbers begin at {listed.prefix}{listed.newest + 1 - taps}"
    )
    return Reckoned(taps, "reckoned", why, first)


def _from_first(run: Run, listed: _List, gap: Gap) -> Reckoned | None:
    """Where the list's beginning is seen: the newest tap has the highest number, numbers start at 0.

    Not where rsyslog told a loss that is too small for that: then numbers do not start at 0.
    """
    unnamed = listed.newest + 1 - len(listed.speech.names)
    is_too_many = gap.lost is not None and unnamed * BLOCK_LINES > gap.lost
    if run.started is None or listed.newest + 1 > MOST_TAPS or is_too_many:
        return None
    first = f"{listed.prefix}{listed.newest}"
    why = f"{first} is named first; takes tap numbers from 0 without gaps"
    return Reckoned(listed.newest + 1, "reckoned", why, first)


def _from_limit(run: Run, listed: _List, gap: Gap) -> Reckoned | None:
    """Where only the end of the list is seen: rsyslog's limit says how many lines came before the cut."""
    burst = gap.allowed or DEFAULT_BURST
    partial = listed.speech.tail - AFTER_NAME
    if run.started is not None or partial not in range(-4, BLOCK_LINES):
        return None
    fits = [banner for banner in BANNERS if (burst - banner - partial) % BLOCK_LINES == 0]
    blocks = (burst - (fits[0] if fits else BANNERS[0]) - partial) // BLOCK_LINES
    taps = listed.oldest + blocks
    if not fits or taps > MOST_TAPS or blocks < len(listed.speech.names):
        return None
    first = f"{listed.prefix}{taps - 1}"
    why = (
        f"taps are named newest first, {BLOCK_LINES} lines each, and rsyslog cuts after {burst} lines, so a list"
        f" cut at {listed.prefix}{listed.oldest} began near {first}; takes rsyslog's default limit,"
        " and tap numbers from 0 without gaps"
    )
    return Reckoned(taps, "reckoned", why, first)
