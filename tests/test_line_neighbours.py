"""Lines beside the usual ones: what relays, templates and old daemons make of a header is read as its parts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from logdiag import Record, parse_line

CET = timezone(timedelta(hours=1))
NOW = datetime(2027, 1, 2, tzinfo=UTC)
HERE = datetime(2026, 11, 22, 6, 11, 11)
USUAL = ("nc01", "dhcpd", "24063", "exiting.")


def read(line: str) -> Record:
    record = parse_line(line, now=NOW)
    assert isinstance(record, Record), record
    return record


@pytest.mark.parametrize(
    "stamp, time",
    [
        ("Nov 22 06:11:11", HERE),
        ("Nov 22 6:11:11", HERE),
        ("Nov 22 06:11:11 CET", HERE.replace(tzinfo=CET)),
        ("Nov 22 06:11:11 UTC:", HERE.replace(tzinfo=UTC)),
        ("Nov 22 06:11:11 +0100", HERE.replace(tzinfo=CET)),
        ("Nov 22 06:11:11+01:00", HERE.replace(tzinfo=CET)),
        ("Nov 22 06:11:11 CET 2026", HERE.replace(tzinfo=CET)),
        ("Nov 22 2026 06:11:11 CET", HERE.replace(tzinfo=CET)),
        ("Nov 22 2026 06:11:11 UTC:", HERE.replace(tzinfo=UTC)),
        ("<30>2026-11-22 06:11:11", HERE),
        ("<30> 2026-11-22 06:11:11+01", HERE.replace(tzinfo=CET)),
        ("2026-11-22T06:11:11+01", HERE.replace(tzinfo=CET)),
        ("<30>1795327871.000000", HERE.replace(tzinfo=UTC)),
        ("62 <30>Nov 22 06:11:11", HERE),
    ],
)
def test_a_zone_a_length_and_short_hours_belong_to_the_time(stamp: str, time: datetime) -> None:
    record = read(f"{stamp} nc01 dhcpd[24063]: exiting.")
    assert (record.host, record.program, record.pid, record.message) == USUAL
    assert record.time == time


@pytest.mark.parametrize("host", ["CET", "MAIL", "UTC", "nc01", "+0100"])
def test_what_stands_alone_before_the_tag_is_a_host(host: str) -> None:
    assert read(f"Nov 22 06:11:11 {host} dhcpd[24063]: exiting.").host == host


@pytest.mark.parametrize("host", ["10.0.0.7", "10.0.0.7.2.2", "2001:db8::7", "fe80::1"])
@pytest.mark.parametrize("tag", ["dhcpd[24063]: ", "dhcpd: "])
def test_an_address_in_brackets_is_the_host(host: str, tag: str) -> None:
    record = read(f"Nov 22 06:11:11 [{host}] {tag}exiting.")
    assert (record.host, record.program, record.message) == (host, "dhcpd", "exiting.")


@pytest.mark.parametrize("stamp", ["Nov 22 06:11:11", "2026-11-22T06:11:11Z"])
@pytest.mark.parametrize(
    "tag, pid, message",
    [
        ("proftpd[7] nc01 (10.0.0.7[10.0.0.7]): refused", "7", "nc01 (10.0.0.7[10.0.0.7]): refused"),
        ("proftpd[7]", "7", ""),
        ("proftpd[]: refused", None, "refused"),
        ("proftpd[-]: refused", None, "refused"),
    ],
)
def test_a_tag_without_its_colon_or_its_pid_is_a_tag(
    stamp: str, tag: str, pid: str | None, message: str
) -> None:
    record = read(f"{stamp} nc01 {tag}")
    assert (record.host, record.program, record.pid, record.message) == ("nc01", "proftpd", pid, message)


@pytest.mark.parametrize(
    "line, told",
    [
        ("<189>29: sw01: 000123: *Mar  1 18:46:11.411 UTC: %SYS-5-A: x", ("sw01", "%SYS-5-A", "x")),
        ("<189>29: *Mar  1 2026 18:46:11: %SYS-5-A: x", (None, "%SYS-5-A", "x")),
        ("<189>29: sw01: *Mar  1 2026 18:46:11: %SYS-5-A: x", ("sw01", "%SYS-5-A", "x")),
        ("<189>: Mar  1 18:46:11: %SYS-5-A: x", (None, "%SYS-5-A", "x")),
        ("<166>:Mar 01 18:46:11 CET: %ASA-session-6-1: x", (None, "%ASA-session-6-1", "x")),
        ("<166>Mar 01 2026 18:46:11 fw01 : %ASA-6-1: x", ("fw01", "%ASA-6-1", "x")),
        ("Mar  1 2026 18:46:11.411 CET: %SYS-5-A: x", (None, "%SYS-5-A", "x")),
        ("Mar  1 18:46:11 nc01  dhcpd: x", ("nc01", "dhcpd", "x")),
        ("Mar  1 18:46:11 nc01 <daemon.info> dhcpd: x", ("nc01", "dhcpd", "x")),
        (
            "Mar  1 18:46:11 --- last message repeated 2 times ---",
            (None, None, "last message repeated 2 times"),
        ),
        (
            "Mar  1 18:46:11 nc01 --- last message repeated 2 times ---",
            ("nc01", None, "last message repeated 2 times"),
        ),
        ("<30>whatever it wants to say", (None, None, "whatever it wants to say")),
        ("(nova.db): 2026-03-01 18:46:11,411 ERROR x", (None, "nova.db", "x")),
        ("<134>1 1795327871.123456 ap01 events type=dhcp", ("ap01", None, "events type=dhcp")),
    ],
)
def test_switches_firewalls_and_old_daemons_are_read(
    line: str, told: tuple[str | None, str | None, str]
) -> None:
    record = read(line)
    assert (record.host, record.program, record.message) == told
