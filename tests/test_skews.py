"""Skews: clocks of two hosts are compared by what both heard, are told, and no judgement goes by their difference."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from case import CAPTURES, Json, ids, scan, scan_text
from hypothesis import given
from hypothesis import strategies as st

TWO_NODES = CAPTURES / "another-node"
YEAR = 2026
_STAMP = re.compile(r"^(\w{3} [ \d]\d \d\d:\d\d:\d\d)", re.MULTILINE)


def set_by(seconds: int, text: str) -> str:
    """A log whose clock was so many seconds ahead."""

    def moved(found: re.Match[str]) -> str:
        time = datetime.strptime(f"{YEAR} {found[1]}", "%Y %b %d %H:%M:%S") + timedelta(seconds=seconds)
        return f"{time:%b} {time.day:2} {time:%H:%M:%S}"

    return _STAMP.sub(moved, text)


def scan_two(folder: Path, seconds: int) -> Json:
    """The real capture of two nodes on one segment, the second one's clock set by so many seconds."""
    (folder / "messages-nc02").write_text(set_by(seconds, (TWO_NODES / "messages-nc02").read_text()))
    confs = sorted(TWO_NODES.glob("*.conf"))
    return scan(TWO_NODES / "messages-nc01", folder / "messages-nc02", *confs, year=YEAR)


def skews(report: Json) -> list[str]:
    return [row["text"] for row in report["coverage"] if row["kind"] == "clock_skew"]


@pytest.mark.parametrize(
    "seconds, said",
    [
        (37, "nc02's clock is about 37 s ahead of nc01's: "),
        (-400, "nc01's clock is about 400 s ahead of nc02's: "),
        (3600, "nc02's clock is about 3600 s ahead of nc01's (or it is of another zone: --tz): "),
    ],
)
def test_a_clock_that_is_off_is_told_with_the_events_that_say_so(
    tmp_path: Path, seconds: int, said: str
) -> None:
    report = scan_two(tmp_path, seconds)
    (told,) = skews(report)
    assert told.startswith(f"{said}10 broadcasts of 5 guests")
    row = next(row for row in report["coverage"] if row["kind"] == "clock_skew")
    assert row["accounted"] is True
    mac = {re.search(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", line["text"])[0] for line in row["evidence"]}  # type: ignore[index]
    assert (len(row["evidence"]), len(mac)) == (2, 1)


def test_clocks_that_agree_are_not_told_of(tmp_path: Path) -> None:
    for seconds in (0, 1, -2):
        assert skews(scan_two(tmp_path, seconds)) == []


@pytest.mark.parametrize("seconds", [37, -37, 400, -400, 3600])
def test_a_skew_changes_no_judgement(tmp_path: Path, seconds: int) -> None:
    right, off = scan_two(tmp_path, 0), scan_two(tmp_path, seconds)
    assert ids(off) == ids(right)
    keep = ("id", "role", "severity", "entity_count", "parts")
    assert [[one[key] for key in keep] for one in off["findings"]] == [
        [one[key] for key in keep] for one in right["findings"]
    ]


def asks(host: str, *seconds: int, guest: int = 1, day: str = "Nov 22") -> str:
    """DHCPDISCOVERs of a guest, at so many seconds after six, as a host heard them."""
    lines = (
        f"{day} 06:{second // 60:02}:{second % 60:02} {host} dhcpd[7]: "
        f"DHCPDISCOVER from d0:0d:00:00:00:{guest:02x} via br0: network euca: no free leases\n"
        for second in seconds
    )
    return "".join(lines)


def two_logs(folder: Path, one: str, other: str) -> list[str]:
    (folder / "one.log").write_text(one)
    (folder / "other.log").write_text(other)
    return skews(scan(folder / "one.log", folder / "other.log", year=YEAR))


def test_one_guest_or_two_events_are_not_enough(tmp_path: Path) -> None:
    assert two_logs(tmp_path, asks("nc01", 5, 13, 29, 61), asks("nc02", 45, 53, 69, 101)) == []
    both = [
        asks(host, at, guest=1) + asks(host, at + 3, guest=2) for host, at in (("nc01", 5), ("nc02", 45))
    ]
    assert two_logs(tmp_path, *both) == []


def test_three_events_of_two_guests_are_enough(tmp_path: Path) -> None:
    both = [
        asks(host, at, at + 11, guest=1) + asks(host, at + 3, guest=2)
        for host, at in (("nc01", 5), ("nc02", 45))
    ]
    assert len(two_logs(tmp_path, *both)) == 1


def test_guests_that_disagree_tell_of_no_skew(tmp_path: Path) -> None:
    one = "".join(asks("nc01", 5 + 20 * guest, guest=guest) for guest in range(1, 6))
    other = "".join(asks("nc02", 45 + 31 * guest, guest=guest) for guest in range(1, 6))
    assert two_logs(tmp_path, one, other) == []


def test_one_host_has_no_skew_against_itself() -> None:
    text = "".join(asks("nc01", 5 * guest, 300 + 5 * guest, guest=guest) for guest in range(1, 6))
    assert skews(scan_text(text, year=YEAR)) == []


@given(
    seconds=st.integers(-3000, 3000).filter(lambda seconds: abs(seconds) > 2),
    times=st.lists(st.integers(0, 2900), min_size=6, max_size=12, unique=True),
)
def test_whatever_the_difference_is_it_is_told_or_nothing_is(seconds: int, times: list[int]) -> None:
    lines = [asks("nc01", at, guest=1 + at % 3) for at in sorted(times)]
    text = "".join(lines) + set_by(seconds, "".join(lines).replace(" nc01 ", " nc02 "))
    for told in skews(scan_text(text, year=YEAR)):
        ahead, by = ("nc02", seconds) if seconds > 0 else ("nc01", -seconds)
        assert told.startswith(f"{ahead}'s clock is about {by} s ahead")
