"""What --since and --until take: the words of journalctl, counted from the newest line."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from case import finding, scan, scan_text
from cases import LAB, NOW, SAMPLES, find, needs_lab, vocabulary
from command import logdiag

from logdiag.diagnose import Options, diagnose
from logdiag.errors import BadOptionError
from logdiag.match.outside import begin_within, reach
from logdiag.pace import Pace
from logdiag.parse.limits import Limit, limit_typed
from logdiag.parse.moments import SECOND, Moment
from logdiag.parse.zones import zone_named
from logdiag.read.source import GRAIN
from logdiag.report.as_json import render_json
from logdiag.window import Limits, Newest, window_of

SYSTEMD = shutil.which("systemd-analyze")
HOUR = 3600 * SECOND
NEWEST = datetime(2014, 12, 15, 10, 30, 5)  # a wall clock
_EPOCH = datetime(1970, 1, 1)
# What is typed -> where it lies, where the newest line is of NEWEST in Tokyo; as systemd-analyze 252 takes it.
TAKEN = {
    "2014-12-14 23:29": "2014-12-14 23:29:00",
    "2014-12-14": "2014-12-14 00:00:00",
    "14-12-14 23:29:05.25": "2014-12-14 23:29:05.250000",
    "Sun 2014-12-14 23:29": "2014-12-14 23:29:00",
    "2014-12-14 23:29 UTC": "2014-12-15 08:29:00",
    "2014-12-14 23:29:60": "2014-12-14 23:30:00",
    "@1418567396": "2014-12-14 23:29:56",
    "@1418567396.5": "2014-12-14 23:29:56.500000",
}
FROM_NEWEST = {
    "23:29": "2014-12-15 23:29:00",
    "9:5": "2014-12-15 09:05:00",
    "now": "2014-12-15 10:30:05",
    "today": "2014-12-15 00:00:00",
    "yesterday": "2014-12-14 00:00:00",
    "tomorrow": "2014-12-16 00:00:00",
    "1 hour ago": "2014-12-15 09:30:05",
    "1.5h ago": "2014-12-15 09:00:05",
    "-2h": "2014-12-15 08:30:05",
    "- 2h": "2014-12-15 08:30:05",
    "-5": "2014-12-15 10:30:00",
    "5 ago": "2014-12-15 10:30:00",
    "+3h30min": "2014-12-15 14:00:05",
    "2h left": "2014-12-15 12:30:05",
    "3 days 2 min ago": "2014-12-12 10:28:05",
    "1hour2min ago": "2014-12-15 09:28:05",
    "2 weeks ago": "2014-12-01 10:30:05",
    "1m ago": "2014-12-15 10:29:05",
    "1M ago": "2014-11-15 00:00:05",
    "1y ago": "2013-12-15 04:30:05",
}
BEYOND_SYSTEMD = {
    "2014-12-14T23:29:56Z": "2014-12-15 08:29:56",
    "2014-12-14T23:29:56+09:00": "2014-12-14 23:29:56",
    "2014-12-14 23:29:56 -0100": "2014-12-15 09:29:56",
    "2014-12-14 23:29 Europe/Berlin": "2014-12-15 07:29:00",
    "2014-12-14T23:29": "2014-12-14 23:29:00",
}
REFUSED = (
    "",
    "foo",
    "5",
    "2h",
    "2014-13-01",
    "24:00",
    "10:99",
    "Today",
    "2014-12-14 23",
    "today 10:00",
    " today",
)
REFUSED_TOO = (
    "2014-02-30",
    "2014-12-14 23:29 Nowhere/X",
    "-h",
    "1 fortnight ago",
    "@",
    "-9999999999999y",
    "-",
    "+",
)


def micro(wall: datetime) -> int:
    return (wall - _EPOCH) // timedelta(microseconds=1)


def bound(text: str, *, is_utc: bool = True, offset: int | None = 540) -> datetime:
    """Where it lies on the clock of the newest line."""
    limits = Limits(since=limit_typed("--since", text))
    since, _ = window_of(limits, Newest(Moment(micro(NEWEST), offset)), is_utc=is_utc)
    assert since is not None
    return _EPOCH + timedelta(microseconds=since.moment.wall)


@pytest.mark.parametrize("text", [*TAKEN, *FROM_NEWEST, *BEYOND_SYSTEMD])
def test_a_time_lies_where_journalctl_would_have_it(text: str) -> None:
    assert str(bound(text)) == {**TAKEN, **FROM_NEWEST, **BEYOND_SYSTEMD}[text]


@pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("text", TAKEN)
def test_systemd_itself_has_a_date_there(text: str) -> None:
    assert systemd(text) == micro(bound(text)) - 9 * HOUR


@pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize(
    "text", [text for text in FROM_NEWEST if text not in ("now", "today", "23:29", "9:5")]
)
def test_systemd_itself_counts_back_as_far(text: str) -> None:
    if text in ("yesterday", "tomorrow"):
        said, day = systemd(text), systemd("today")
        assert said is not None
        assert day is not None
        assert said - day == micro(bound(text)) - micro(bound("today"))
        return
    before, said, after = systemd("now"), systemd(text), systemd("now")
    assert before is not None
    assert said is not None
    assert after is not None
    back = micro(NEWEST) - micro(bound(text))
    assert before - back <= said <= after - back


@pytest.mark.parametrize("text", REFUSED)
def test_what_journalctl_refuses_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadOptionError, match=r"^--since .*: no time; give one like"):
        limit_typed("--since", text)
    assert SYSTEMD is None or systemd(text) is None


@pytest.mark.parametrize("text", REFUSED_TOO)
def test_what_is_no_time_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadOptionError, match=r"^--since .*: no time; give one like"):
        limit_typed("--since", text)


def systemd(text: str) -> int | None:
    """What systemd-analyze makes of it in Tokyo, in microseconds; None if it refuses."""
    ran = subprocess.run(
        [str(SYSTEMD), "timestamp", "--", text],
        capture_output=True,
        text=True,
        env={"TZ": "Asia/Tokyo"},
        check=False,
    )
    found = re.search(r"@([0-9]+)(?:\.([0-9]{6}))?$", ran.stdout, re.MULTILINE)
    return int(found[1]) * SECOND + int(found[2] or 0) if found and not ran.returncode else None


@pytest.mark.parametrize("text", [*TAKEN, *FROM_NEWEST])
def test_without_a_zone_it_lies_on_the_clock_of_the_log(text: str) -> None:
    taken = {**TAKEN, **FROM_NEWEST}
    if "@" in text or "UTC" in text:
        return  # no clock of the log says where that is
    assert str(bound(text, is_utc=False, offset=None)) == taken[text]


def test_a_day_in_summer_is_told_by_the_clock_of_summer() -> None:
    berlin = Newest(Moment(micro(NEWEST), 60), zone_named("Europe/Berlin"))
    since, _ = window_of(Limits(since=limit_typed("", "2014-07-01 10:00")), berlin, is_utc=True)
    assert since is not None
    assert since.time == micro(datetime(2014, 7, 1, 8))


def test_on_this_machine_times_count_from_now() -> None:
    now = datetime(2026, 11, 22, 23, 0, tzinfo=timezone(timedelta(hours=1)))
    limits = Limits(since=limit_typed("", "today"), until=limit_typed("", "-1h"), live=now)
    window = window_of(limits, Newest(Moment(micro(NEWEST), 0)), is_utc=True)
    assert [at and at.time for at in window] == [
        micro(datetime(2026, 11, 21, 23)),
        micro(datetime(2026, 11, 22, 21)),
    ]


# ---- what counts, then

LINES = [
    f"Dec 14 23:{minute:02}:00 nc01 dhcpd[1]: DHCPDISCOVER from d0:0d:00:00:00:{minute:02} via br0"
    ": network euca: no free leases\n"
    for minute in range(60)
]
COUNTED = {
    "since a minute": ("23:50", None, 10),
    "until a minute": (None, "23:09", 10),
    "between": ("23:20", "23:29", 10),
    "the bound itself counts": ("23:59:00", "23:59:00", 1),
    "from the newest line": ("-9min", None, 10),
    "up to before the newest line": (None, "50 min ago", 10),
    "all": ("yesterday", "tomorrow", 60),
    "a whole day": ("2014-12-14", "2014-12-15", 60),
}


def limits(since: str | None, until: str | None) -> Limits:
    return Limits(
        None if since is None else limit_typed("--since", since),
        None if until is None else limit_typed("--until", until),
    )


@pytest.mark.parametrize(("since", "until", "lines"), COUNTED.values(), ids=COUNTED)
def test_only_lines_within_are_findings(since: str | None, until: str | None, lines: int) -> None:
    report = scan_text("".join(LINES), year=2014, limits=limits(since, until))
    found = finding(report, "dhcpd-no-free-leases")
    assert found is not None
    assert found["count"] == lines
    assert report["sources"][0]["lines"] == 60
    assert (report["sources"][0]["first"], report["sources"][0]["last"]) == (found["first"], found["last"])
    first = int(found["first"][14:16]) + 1
    assert [one["line"] for one in found["evidence"]] == list(range(first, min(first + lines, first + 10)))
    given = {"year": 2014, "since": since, "until": until}
    assert report["options"] == {name: value for name, value in given.items() if value is not None}


def test_where_no_line_counts_nothing_is_said_of_them() -> None:
    report = scan_text("".join(LINES), year=2014, limits=limits("2014-12-16", None))
    assert report["findings"] == []
    assert report["sources"][0]["first"] is None


def test_an_instant_cuts_logs_of_two_zones_at_one_time(tmp_path: Path) -> None:
    line = "{stamp} {host} dhcpd[1]: DHCPDISCOVER from d0:0d:00:00:00:01 via br0: network euca: no free leases\n"
    for host, hour, zone in (("nc01", 23, "+09:00"), ("nc02", 15, "+01:00")):
        stamps = (f"2014-12-14T{hour}:{minute:02}:00{zone}" for minute in range(60))
        (tmp_path / host).write_text("".join(line.format(stamp=stamp, host=host) for stamp in stamps))
    for typed in ("2014-12-14T14:40:00Z", "2014-12-14 23:40"):
        report = scan(tmp_path, limits=limits(typed, None))
        assert [one["count"] for one in report["findings"]] == [20, 20]


def test_a_log_whose_zone_a_twin_tells_is_cut_as_the_twin_is(tmp_path: Path) -> None:
    (tmp_path / "messages").write_text("".join(LINES))
    twin = (
        line.replace("Dec 14 23", "2014-12-14T14", 1).replace(":00 nc01", ":00Z nc01", 1) for line in LINES
    )
    (tmp_path / "messages.iso").write_text("".join(twin))
    report = scan(tmp_path, limits=limits("2014-12-14T14:58:00Z", None))
    assert [one["first"] for one in report["sources"]] == [
        "2014-12-14T23:58:00+09:00",
        "2014-12-14T14:58:00+00:00",
    ]
    found = finding(report, "dhcpd-no-free-leases")
    assert found is not None
    assert found["count"] == 2


@needs_lab
def test_a_clock_that_was_set_back_counts_lines_by_their_own_time() -> None:
    log = LAB / "files" / "messages-clock-back"
    found = scan(log, year=2014, limits=limits(None, "2014-12-14 23:00"))["sources"][0]
    assert found["last"] < "2014-12-14T23:00:00"


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_a_time_that_is_none_ends_with_status_2(option: str) -> None:
    ran = logdiag("scan", SAMPLES / "euca4-excerpt" / "messages", option, "soon")
    assert ran.status == 2
    assert len(ran.complaints) == 1
    assert ran.complaints[0].startswith(f"logdiag: {option} 'soon': no time; give one like")


def test_the_page_says_which_lines_count() -> None:
    ran = logdiag("scan", SAMPLES / "euca4-excerpt" / "messages", "--since", "-2s", "--year", "2014")
    assert "Only lines since 2014-12-14 23:29:54 count." in ran.out


def test_a_limit_is_plain_values() -> None:
    assert limit_typed("--since", "@5") == Limit("@5", instant=5 * SECOND)


HAPPENED = "dhcpd[1]: DHCPDISCOVER from d0:0d:00:00:00:{number:02} via br0: network euca: no free leases"


def a_day(folder: Path) -> Path:
    """A day of a log of more than a MiB in which little happens that matters; its clock is set back once."""
    lines = []
    for minute in range(480):
        hour = minute // 60 - (2 if minute > 400 else 0)
        stamp = f"Dec 14 {hour:02}:{minute % 60:02}:{{second:02}} nc{minute % 2 + 1:02} "
        lines += [
            f"{stamp.format(second=second % 60)}cron[{second}]: (root) CMD (run-parts)"
            for second in range(110)
        ]
        if minute % 7 == 0:
            lines.append(stamp.format(second=59) + HAPPENED.format(number=minute % 90))
    log = folder / "messages"
    log.write_text("\n".join(lines) + "\n")
    return log


SPAWN = "[instance: 5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d] Instance failed to spawn: NovaException: x"
SPACED = {
    "oslo": (
        "2014-12-14 {clock}.123 4711 DEBUG nova.compute.manager [None req-6f2d0b3a - - - - -] Running task {number}",
        f"2014-12-14 {{clock}}.123 4711 ERROR nova.compute.manager [None req-6f2d0b3a - - - - -] {SPAWN}",
    ),
    "libvirt": (
        "2014-12-14 {clock}.123+0000: 812: info : virObjectRef:400 : OBJECT_REF: obj=0x{number:012x}",
        "2014-12-14 {clock}.123+0000: 812: error : virNetDevGetMTU:392 : Cannot get interface MTU on 'br0': No such "
        "device",
    ),
}


def a_day_of(folder: Path, form: str) -> Path:
    """The same in a format whose date has a blank behind it; once a line goes on in two that begin otherwise."""
    nothing, matters = SPACED[form]
    lines = []
    for minute in range(480):
        hour = minute // 60 - (2 if minute > 400 else 0)
        lines += [
            nothing.format(clock=f"{hour:02}:{minute % 60:02}:{second % 60:02}", number=second)
            for second in range(90)
        ]
        if minute % 7 == 0:
            lines.append(matters.format(clock=f"{hour:02}:{minute % 60:02}:59"))
        if minute == 100:
            lines += ["  and goes on", "    here"]
    log = folder / f"{form}.log"
    log.write_text("\n".join(lines) + "\n")
    return log


@pytest.mark.parametrize("form", ["rfc3164", *SPACED])
@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("-3h", None),
        ("00:10", "01:30"),
        ("04:50", "05:50"),
    ],
)
def test_searching_and_any_number_of_workers_give_the_report_of_a_full_reading(
    tmp_path: Path, since: str | None, until: str | None, form: str
) -> None:
    found = find(a_day(tmp_path) if form == "rfc3164" else a_day_of(tmp_path, form))
    options = Options(now=NOW, year=2014, limits=limits(since, until))
    paces = [
        Pace(worth_searching=1 << 40),
        *(Pace(jobs=jobs, worth_searching=0, worth_sharing=0, stretch=GRAIN) for jobs in (1, 2)),
    ]
    first, *others = (render_json(diagnose(found, options, vocabulary(), "test", pace)) for pace in paces)
    assert '"incidents": []' not in first
    assert all(other == first for other in others)


HOURS = [
    f"Dec 14 {hour:02}:{minute:02}:00 nc01 cron[1]: x" for hour in (9, 10, 11) for minute in (0, 30, 59)
]


def moment(hour: int) -> Moment:
    return Moment(micro(datetime(2014, 12, 14, hour)), None)


@pytest.mark.parametrize("end", ["", "\n"])
def test_lines_that_begin_within_some_hours_are_counted_in_any_order(end: str) -> None:
    data = ("\n".join(reversed(HOURS)) + end).encode()
    assert begin_within(data, moment(9), moment(11), "rfc3164", bytes.count) == len(HOURS)


@pytest.mark.parametrize(
    "odd", ["Dec 14 12:00:00 nc01 x: y", "Dec 13 10:00:00 nc01 x: y", " at line 5", "", "\r"]
)
def test_one_line_that_begins_otherwise_is_enough_to_read_them(odd: str) -> None:
    for place in range(len(HOURS) + 1):
        data = "\n".join([*HOURS[:place], odd, *HOURS[place:]]).encode() + b"\n"
        assert begin_within(data, moment(9), moment(11), "rfc3164", bytes.count) is None


def test_hours_reach_a_little_further_than_they_are_as_zones_may_change() -> None:
    assert reach(moment(9), moment(11), "rfc3164") == (moment(8).wall, moment(13).wall)
    assert reach(moment(11), moment(9), "rfc3164") is None
    assert reach(moment(0), moment(12), "rfc3164") is None
