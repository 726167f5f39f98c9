"""Reckoning: how many taps a start list must have named, and when that can not be said."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import LAB, SAMPLES, needs_lab, report_on
from test_runs import BANNER, DIES, LISTENING, begins, dhcpd, heard, lost, rsyslogd, taps, walked

from logdiag.correlate.reckon import CLOSINGS, Reckoned, taps_of
from logdiag.report.values import Hole

FLOOD, SERVED, FILES = LAB / "flood", LAB / "served", LAB / "files"


def reckoned(*paths: Path) -> list[Reckoned | None]:
    """What every run tells, in order."""
    return [taps_of(run) for run in heard(*paths)[0]]


def of(folder: Path, *sources: list[str]) -> Reckoned | None:
    """What the one run of written logs tells."""
    (run,), _ = walked(folder, *sources)
    return taps_of(run)


def told(found: Reckoned | None) -> tuple[int, str] | None:
    return (found.taps, found.how) if found else None


# ---- real captures

CAPTURES = [
    ("story/messages", [(94, "reckoned")]),
    ("served/story-94/messages", [(94, "reckoned")]),
    ("served/healthy-limit/messages", [(200, "reckoned")]),
    ("served/healthy-nolimit/messages", [(200, "exact")]),
    ("served/healed/messages", [(200, "exact"), (200, "exact")]),
    ("flood/bridge-limit/messages", [(200, "reckoned")]),
    ("flood/bridge-limit/messages.rfc5424", [(200, "reckoned")]),
    ("flood/bridge-nolimit/messages", [(200, "exact")]),
    ("flood/nobridge-limit/messages", [(200, "reckoned")]),
    ("flood/nobridge-nolimit/messages", [(200, "exact")]),
    ("files/rotated/messages", [(100, "exact")]),
    ("files/rotated/messages-20141215.gz", [(100, "reckoned"), (100, "reckoned")]),
    ("files/messages-truncated.gz", [None]),
    ("dhcpd/success/messages", [None]),
]


@needs_lab
@pytest.mark.parametrize("name, expected", CAPTURES, ids=[name for name, _ in CAPTURES])
def test_a_capture_tells_as_many_taps_as_the_lab_made(
    name: str, expected: list[tuple[int, str] | None]
) -> None:
    assert [told(one) for one in reckoned(LAB / name)] == expected


@needs_lab
@pytest.mark.parametrize(
    "name, lost_lines, missing",
    [("flood/bridge-limit", 1215, 173), ("served/healthy-limit", 1215, 173), ("served/story-94", 473, 67)],
)
def test_a_told_loss_that_is_just_the_rest_of_the_list_is_accounted_for(
    name: str, lost_lines: int, missing: int
) -> None:
    (found,) = reckoned(LAB / name / "messages")
    assert found is not None
    assert found.accounted == (
        f"{lost_lines} lost lines are just the {missing} taps not named (7 lines each) and 4 closing lines"
    )


def holes(*paths: Path) -> list[tuple[bool, int | None]]:
    found: tuple[Hole, ...] = report_on(*paths).coverage
    return [(hole.accounted, hole.lost) for hole in found]


@needs_lab
def test_only_the_gap_that_is_accounted_for_weakens_nothing() -> None:
    assert holes(FLOOD / "bridge-limit" / "messages") == [(True, 1215), (False, 263)]
    assert holes(FLOOD / "nobridge-limit" / "messages") == [(False, None)]
    templates = [FLOOD / "bridge-limit" / f"messages{form}" for form in (".rfc5424", "", ".iso")]
    assert holes(*templates) == [(True, 1215), (False, 263)]


def test_the_story_and_its_twin_made_by_real_programs_agree() -> None:
    (excerpt,) = reckoned(SAMPLES / "euca4-excerpt" / "messages")
    (served,) = reckoned(SAMPLES / "story-94" / "messages")
    assert told(excerpt) == told(served) == (94, "reckoned")
    assert excerpt is not None
    assert "began near vnet93" in excerpt.why


def test_without_its_told_loss_the_story_is_still_reckoned_but_not_accounted_for(tmp_path: Path) -> None:
    text = (SAMPLES / "story-94" / "messages").read_text().splitlines()
    found = of(tmp_path, [line for line in text if "messages lost" not in line])
    assert told(found) == (94, "reckoned")
    assert found is not None
    assert found.accounted == ""
    assert "takes tap numbers from 0" in found.why


# ---- written lists

CLOSED = (
    "Sending on   LPF/br0/02:18:6e:31:60:1f/euca",
    LISTENING,
    "Sending on   Socket/fallback/fallback-net",
)
DROP = rsyslogd("06:00:00", begins(7, "dhcpd"))


def told_loss(count: int) -> list[str]:
    return rsyslogd("06:00:09", lost(7, count)) + dhcpd(
        "06:00:09", "DHCPDISCOVER from d0:0d:85:1a:7a:b9 via br0"
    )


def cut(*said: str) -> list[str]:
    return dhcpd("06:00:00", *said) + DROP


DOWN = range(1503, 1490, -1)
LISTS = [
    ("whole, and listening", dhcpd("06:00:00", BANNER, *taps(3, 2, 1, 0), *CLOSED), (4, "exact")),
    ("whole, and dead", dhcpd("06:00:00", BANNER, *taps(3, 2, 1, 0), *DIES), (4, "exact")),
    ("whole, numbers with gaps", dhcpd("06:00:00", BANNER, *taps(9, 4), *CLOSED), (2, "exact")),
    (
        "whole, numbers of a newer libvirt",
        dhcpd("06:00:00", BANNER, *taps(1503, 1502), *CLOSED),
        (2, "exact"),
    ),
    ("whole, ascending", dhcpd("06:00:00", BANNER, *taps(0, 1, 2), *CLOSED), (3, "exact")),
    ("the end not told", dhcpd("06:00:00", BANNER, *taps(3, 2, 1, 0)), None),
    ("no list at all", dhcpd("06:00:00", BANNER, *CLOSED), None),
    ("cut", cut(BANNER, *taps(9, 8, 7)), (10, "reckoned")),
    ("cut, of taps named tap", cut(BANNER, *taps(9, 8, 7, prefix="tap")), (10, "reckoned")),
    ("cut after one", cut(BANNER, *taps(9)), (10, "reckoned")),
    ("cut, numbers of a newer libvirt", cut(BANNER, *taps(*DOWN)), None),
    ("cut, one more than a node may run", cut(BANNER, *taps(256, 255)), None),
    ("cut, as many as a node may run", cut(BANNER, *taps(255, 254)), (256, "reckoned")),
    ("cut, ascending", cut(BANNER, *taps(0, 1, 2)), None),
    ("cut, numbers with gaps", cut(BANNER, *taps(9, 8, 6)), None),
    ("cut, out of order", cut(BANNER, *taps(9, 7, 8)), None),
    ("cut, two families", cut(BANNER, *taps(9, 8), *taps(3, 2, prefix="tap")), None),
    ("cut, cards alone", cut(BANNER, *taps(1, 0, prefix="eth")), None),
    ("cut, without a start, after a whole block", cut(*taps(9, 8, 7)[2:]), (34, "reckoned")),
    ("cut, without a start, in the story's way", cut(*taps(69, 68, 67)[1:], ""), (94, "reckoned")),
    ("cut, without a start, where no banner fits", cut(*taps(69, 68, 67)[5:-1]), None),
    ("without a start, but not cut", dhcpd("06:00:00", *taps(69, 68, 67)), None),
    ("without a start, numbers of a newer libvirt", cut(*taps(1503, 1502)[1:], ""), None),
    ("without a start, ascending", cut(*taps(67, 68)[1:], ""), None),
    ("without a start, numbers with gaps", cut(*taps(69, 67)[1:], ""), None),
]


@pytest.mark.parametrize("what, log, expected", LISTS, ids=[what for what, _, _ in LISTS])
def test_a_list_is_reckoned_only_on_the_assumptions_that_are_said(
    tmp_path: Path, what: str, log: list[str], expected: tuple[int, str] | None
) -> None:
    assert told(of(tmp_path, log)) == expected


@pytest.mark.parametrize("closing", CLOSINGS)
def test_a_loss_is_accounted_for_to_the_line(tmp_path: Path, closing: int) -> None:
    start = cut(BANNER, *taps(9, 8, 7))
    rest = 7 * 7 + closing
    for count in (rest - 2, rest + 2, rest):
        found = of(tmp_path, start + told_loss(count))
        assert found is None or (found.accounted != "") == (count == rest)
    assert found is not None
    assert told(found) == (10, "reckoned")


def test_a_loss_that_is_too_small_for_numbers_from_0_is_not_reckoned(tmp_path: Path) -> None:
    assert of(tmp_path, cut(BANNER, *taps(99, 98, 97)) + told_loss(20)) is None


def test_the_notice_of_a_stranger_cuts_no_list(tmp_path: Path) -> None:
    start = dhcpd("06:00:00", BANNER, *taps(9, 8, 7))
    assert of(tmp_path, start + rsyslogd("06:00:00", begins(5, "cron"))) is None


def test_a_limit_that_rsyslog_tells_is_taken_instead_of_its_default(tmp_path: Path) -> None:
    limit = "imuxsock[pid: 7, name: dhcpd]: 900 messages lost due to rate-limiting (67 allowed within 5 seconds)"
    found = of(tmp_path, cut(*taps(69, 68, 67)[2:]) + rsyslogd("06:00:09", limit))
    assert told(found) == (67 + (67 - 11) // 7, "reckoned")
    assert found is not None
    assert "cuts after 67 lines" in found.why


def test_two_sources_of_one_list_reckon_it_once(tmp_path: Path) -> None:
    log = cut(BANNER, *taps(9, 8, 7)) + told_loss(7 * 7 + 4)
    assert told(of(tmp_path, log, log)) == (10, "reckoned")


@pytest.mark.parametrize("numbers", [(10**5,), (99999, 99998), (0,), (10**30,)])
def test_numbers_of_any_size_do_no_harm(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    of(tmp_path, cut(BANNER, *taps(*numbers)))
