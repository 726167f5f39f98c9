"""Clocks that misbehave: set back, summer time, leap seconds, stamps of whole seconds beside finer ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from case import finding, scan, scan_text
from cases import LAB, needs_lab
from hypothesis import given
from hypothesis import strategies as st

from logdiag import parse_line
from logdiag.event import At, after
from logdiag.parse.moments import SECOND
from logdiag.parse.zones import zone_named
from logdiag.record import Record, Unread

FILES, EXPORT = LAB / "files", LAB / "journal" / "export"
ASK = "DHCPDISCOVER from d0:0d:00:00:00:01 via br0"


def jumps(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Host, first and last moment of each time that was told twice."""
    rows = [row for row in report["coverage"] if row["kind"] == "clock_jump"]
    return [(row["host"], row["from"][11:19], row["to"][11:19]) for row in rows]


def log(*stamps: str, host: str = "nc01") -> str:
    return "".join(f"Dec 14 {stamp} {host} cron[1]: line {number}\n" for number, stamp in enumerate(stamps))


@needs_lab
@pytest.mark.parametrize("names", [("",), (".iso",), ("", ".iso")], ids=["syslog", "iso", "both"])
def test_a_real_clock_that_was_set_back_is_told_once_with_the_lines_around_it(
    names: tuple[str, ...],
) -> None:
    report = scan(*(FILES / f"messages-clock-back{name}" for name in names), year=2014)
    assert jumps(report) == [("euca4-lab", "22:30:02", "23:30:02")]
    row = next(row for row in report["coverage"] if row["kind"] == "clock_jump")
    assert [line["line"] for line in row["evidence"]] == [5, 6]
    assert row["lost"] is None


@needs_lab
@pytest.mark.parametrize(
    "log_of",
    [
        FILES / "messages-year-boundary",
        FILES / "messages-feb29",
        EXPORT / "short-reverse.txt",
        LAB / "dmesg" / "dmesg-net-T.txt",
    ],
    ids=lambda path: path.name,
)
def test_a_clock_that_goes_on_is_not_told(log_of: Path) -> None:
    assert jumps(scan(log_of)) == []


ORDERS = {
    "set back by two hours": (("10:00:00", "10:00:10", "10:00:20", "08:00:30", "08:00:40"), 1),
    "late by half a minute": (("10:00:00", "10:00:10", "10:00:40", "10:00:20", "10:00:50"), 0),
    "printed in reverse": (("10:09:00", "10:06:00", "10:03:00", "10:00:00"), 0),
    "in no order": (("10:00:00", "12:00:00", "09:00:00", "14:00:00", "08:00:00"), 0),
}


@pytest.mark.parametrize(("stamps", "many"), ORDERS.values(), ids=ORDERS)
def test_a_step_back_amid_lines_in_order_is_a_jump(stamps: tuple[str, ...], many: int) -> None:
    assert len(jumps(scan_text(log(*stamps), year=2014))) == many


def test_hosts_with_two_clocks_in_one_log_do_not_jump() -> None:
    lines = zip(
        log("10:00:00", "10:00:10", "10:00:20", "10:00:30").splitlines(),
        log("07:00:00", "07:00:10", "07:00:20", "07:00:30", host="nc02").splitlines(),
        strict=True,
    )
    text = "".join(f"{one}\n{other}\n" for one, other in lines)
    assert jumps(scan_text(text, year=2014)) == []


@pytest.mark.parametrize("is_set_back", [False, True])
def test_no_silence_is_told_of_a_time_that_is_told_twice(is_set_back: bool) -> None:
    asked = "".join(f"Dec 14 10:{minute:02}:00 nc01 dhcpd[1]: {ASK}\n" for minute in range(4))
    then = ("09:50:00", "09:55:00", "10:30:00", "10:50:00") if is_set_back else ("10:30:00", "10:50:00")
    report = scan_text(log("09:30:00", "09:40:00") + asked + log(*then), year=2014)
    assert len(jumps(report)) == is_set_back
    assert (finding(report, "dhcpd-discover-unanswered") is None) == is_set_back


def test_the_hour_that_is_told_twice_when_summer_ends_is_a_row_and_no_year() -> None:
    stamps = ("00:30:00", "01:30:00", "02:30:00", "02:59:59", "02:00:01", "02:30:00", "03:30:00")
    text = log(*stamps).replace("Dec 14", "Oct 26")
    report = scan_text(text, year=2014, tz="Europe/Berlin", zone=zone_named("Europe/Berlin"))
    assert jumps(report) == [("nc01", "02:00:01", "02:59:59")]
    assert report["sources"][0]["first"] == "2014-10-26T00:30:00+02:00"
    assert report["sources"][0]["last"] == "2014-10-26T03:30:00+01:00"


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("Dec 31 23:59:60", "2017-01-01T00:00:00"),
        ("Jul  1 08:59:60", "2016-07-01T09:00:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00+00:00"),
        ("2017-01-01T05:29:60.5+05:30", "2017-01-01T05:30:00.500000+05:30"),
    ],
)
def test_a_leap_second_is_the_second_after_the_one_before_it(stamp: str, time: str) -> None:
    record = parse_line(f"{stamp} nc01 dhcpd[1]: exiting.", year=2016)
    assert isinstance(record, Record)
    assert record.time is not None
    assert record.time.isoformat() == time


@pytest.mark.parametrize("stamp", ["Dec 31 23:58:60", "Dec 31 23:59:61", "2016-12-31T12:00:60Z"])
def test_a_sixtieth_second_within_a_quarter_of_an_hour_is_none(stamp: str) -> None:
    assert isinstance(parse_line(f"{stamp} nc01 dhcpd[1]: exiting.", year=2016), Unread)


times = st.integers(0, 4 * SECOND)
whole = st.integers(0, 4).map(lambda second: second * SECOND)


@given(one=st.one_of(times, whole), other=whole)
def test_a_whole_second_is_after_no_part_of_it_in_another_log(one: int, other: int) -> None:
    fine, coarse = At(one, 0, 0, 1, one, None), At(other, 1, 0, 1, other, None)
    assert not (after(fine, coarse) and after(coarse, fine))
    assert after(fine, coarse) == (one // SECOND > other // SECOND)
    assert after(coarse, fine) == (other // SECOND > one // SECOND)


def test_parts_of_seconds_count_where_both_logs_tell_them() -> None:
    one, other = At(5 * SECOND + 2, 0, 0, 1, 0, None), At(5 * SECOND + 1, 1, 0, 1, 0, None)
    assert after(one, other)
    assert not after(other, one)
