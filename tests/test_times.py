"""Time: years and zones that lines do not tell, from what else is known; never the future, never March 1."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import pairwise
from pathlib import Path

import pytest
from cases import LAB, find, needs_lab, report_on, vocabulary
from dateutil import tz as zones
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag import parse_line
from logdiag.errors import BadOptionError
from logdiag.parse.dating import Dating, Known
from logdiag.parse.moments import Moment, as_datetime, iso, wall_time
from logdiag.parse.outlines import SKETCH, Outline, join, turn
from logdiag.parse.records import records
from logdiag.parse.times import settle
from logdiag.parse.zones import offset_in, zone_named
from logdiag.record import Record, Stamp, Unread

FILES = LAB / "files"
TOKYO = timezone(timedelta(hours=9))
READ = datetime(2026, 11, 22, 12, tzinfo=UTC)


def stamp(text: str, year: int | None = None, offset: int | None = None) -> Stamp:
    """ "Dec 31 23:59:58" as a Stamp."""
    there = datetime.strptime(f"2000 {text}", "%Y %b %d %H:%M:%S")  # a wall clock
    return Stamp(
        year, there.month, there.day, there.hour, there.minute, there.second, micro=0, offset=offset
    )


def outline(*texts: str | Stamp) -> Outline:
    found = Outline()
    for text in texts:
        found.add(text if isinstance(text, Stamp) else stamp(text))
    return found


def dated(*texts: str | Stamp, mtime: datetime | None = None, known: Known | None = None) -> Dating:
    """How a source with these stamps is dated, alone in its case."""
    return settle({"log": outline(*texts)}, {"log": mtime}, known or Known(now=READ))["log"]


def write(folder: Path, name: str, *lines: str, mtime: datetime | None = None) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if mtime:
        os.utime(path, (mtime.timestamp(),) * 2)
    return path


def times(*paths: Path, known: Known | None = None) -> dict[str, list[str | None]]:
    """ISO times of every line, by the file's name."""
    found: dict[str, list[str | None]] = {path.name: [] for path in paths}
    for each in records(find(*paths).logs, known or Known(now=READ), vocabulary()):
        when = each.time.isoformat() if isinstance(each, Record) and each.time else None
        found[Path(each.source).name].append(when)
    return found


def said(when: str, text: str = "tick") -> str:
    return f"{when} nc01 euca-nc: {text}"


# ---- the order of trust for a year


def test_the_option_is_the_year_of_the_first_line(tmp_path: Path) -> None:
    log = write(tmp_path, "messages", said("Dec 31 23:59:59"), said("Jan  1 00:00:01"))
    assert times(log, known=Known(year=2014, now=READ))["messages"] == [
        "2014-12-31T23:59:59",
        "2015-01-01T00:00:01",
    ]


@pytest.mark.parametrize(
    "year, mtime, others, launches, inferred, expected",
    [
        (2014, 2020, 2017, 2018, (), 2014),
        (None, 2020, 2017, 2018, ("year:other",), 2017),
        (None, 2020, None, 2018, ("year:instances.txt",), 2018),
        (None, 2020, None, None, ("year:mtime",), 2020),
        (None, None, None, None, ("year:clock",), 2026),
    ],
    ids=["--year", "another log", "a document", "the file's date", "the clock"],
)
def test_what_is_trusted_more_gives_the_year(
    year: int | None,
    mtime: int | None,
    others: int | None,
    launches: int | None,
    inferred: tuple[str, ...],
    expected: int,
) -> None:
    outlines = {"log": outline("Jun  1 10:00:00", "Jun  1 11:00:00")}
    if others:
        outlines["other"] = outline(stamp("Jun  2 10:00:00", others, 0))
    known = Known(
        year=year,
        launches={"instances.txt": datetime(launches, 6, 1, 9, tzinfo=UTC)} if launches else {},
        now=READ,
    )
    mtimes = {"log": datetime(mtime, 6, 2, tzinfo=UTC) if mtime else None}
    dating = settle(outlines, mtimes, known)["log"]
    assert dating.year == expected
    assert tuple(how for how in dating.inferred if how.startswith("year:")) == inferred


def test_a_line_of_the_same_source_that_carries_a_year_is_trusted_before_anything_outside_of_it() -> None:
    outlines = {
        "log": outline("Jun  1 10:00:00", stamp("Jun  1 10:00:01", 2013, 0)),
        "other": outline(stamp("Jun  2 10:00:00", 2017, 0)),
    }
    dating = settle(outlines, {"log": datetime(2020, 6, 2, tzinfo=UTC)}, Known(now=READ))["log"]
    assert (dating.year, [how for how in dating.inferred if how.startswith("year:")]) == (2013, [])


def test_without_anything_that_tells_a_year_the_report_says_so() -> None:
    assert dated("Jun  1 10:00:00", known=Known()).inferred == ("year:none",)


def test_a_source_whose_lines_all_carry_years_infers_none() -> None:
    assert dated(stamp("Jun  1 10:00:00", 2014, 0)) == Dating()


def test_the_option_does_not_move_lines_that_carry_a_year(tmp_path: Path) -> None:
    log = write(tmp_path, "messages", said("2014-06-01T10:00:00+00:00"), said("Jun  1 10:00:01"))
    assert times(log, known=Known(year=2015, now=READ))["messages"] == [
        "2014-06-01T10:00:00+00:00",
        "2015-06-01T10:00:01",
    ]


# ---- the file's date: the year of the last line, walked back over roll-overs

WALKED = [
    ("one year", ("Jun  1 10:00:00",), datetime(2014, 6, 1, 11, tzinfo=UTC), 2014),
    ("last December read in January", ("Dec 14 23:29:56",), datetime(2015, 1, 8, tzinfo=UTC), 2014),
    (
        "over a new year",
        ("Dec 31 23:59:59", "Jan  1 00:00:01"),
        datetime(2015, 1, 1, 0, 1, tzinfo=UTC),
        2014,
    ),
    (
        "over three of them",
        tuple(f"{month} 01 00:00:00" for month in ("Nov", "Feb", "Jul", "Dec", "Apr", "Sep", "Jan", "Apr")),
        datetime(2017, 6, 1, tzinfo=UTC),
        2014,
    ),
    ("a writer ahead of UTC", ("Jan  1 08:30:00",), datetime(2014, 12, 31, 23, 31, tzinfo=UTC), 2015),
    ("the file's very second", ("Jun  1 10:00:00",), datetime(2014, 6, 1, 10, tzinfo=UTC), 2014),
    ("a leap day", ("Feb 29 10:00:00",), datetime(2016, 3, 1, tzinfo=UTC), 2016),
    ("a leap day read years later", ("Feb 29 10:00:00",), datetime(2019, 3, 1, tzinfo=UTC), 2016),
    (
        "a leap day after a roll-over",
        ("Dec 31 00:00:00", "Feb 29 00:00:00"),
        datetime(2018, 5, 1, tzinfo=UTC),
        2015,
    ),
]


@pytest.mark.parametrize("what, texts, mtime, year", WALKED, ids=[row[0] for row in WALKED])
def test_the_date_of_the_file_gives_the_year_of_the_last_line(
    what: str, texts: tuple[str, ...], mtime: datetime, year: int
) -> None:
    dating = dated(*texts, mtime=mtime)
    assert (dating.year, dating.inferred) == (year, ("year:mtime",))


def test_with_a_known_zone_the_date_of_the_file_is_exact() -> None:
    mtime = datetime(2014, 12, 31, 23, 31, tzinfo=UTC)
    assert dated("Jan  1 08:30:00", mtime=mtime, known=Known(zone=TOKYO)).year == 2015
    assert dated("Jan  1 08:30:00", mtime=mtime, known=Known(zone=UTC)).year == 2014


def test_december_read_in_january_is_last_year() -> None:
    record = parse_line("Dec 14 23:29:56 euca4 dhcpd: x", now=datetime(2015, 1, 8, tzinfo=UTC))
    assert isinstance(record, Record)
    assert record.time == datetime(2014, 12, 14, 23, 29, 56)  # as the log has it
    assert record.inferred == ("year:clock",)


@given(
    moments=st.lists(st.datetimes(datetime(2011, 1, 1), datetime(2020, 12, 31)), min_size=1, max_size=20),
    read_after=st.timedeltas(timedelta(0), timedelta(days=200)),
)
@settings(max_examples=200, deadline=None)
def test_no_line_is_in_the_future_of_who_reads_it(moments: list[datetime], read_after: timedelta) -> None:
    now = (max(moments) + read_after).replace(tzinfo=UTC)
    stamps = [stamp(f"{moment:%b %d %H:%M:%S}") for moment in sorted(moments)]
    for mtime in (None, now, now + timedelta(days=400)):
        dating = dated(*stamps, mtime=mtime, known=Known(zone=UTC, now=now))
        year, before = 0, None
        for each in stamps:
            year += turn(before, each) if before else 0
            before = each
            moment = dating.moment(each, year)
            assert moment is None or as_datetime(moment) <= now + timedelta(minutes=1)


@pytest.mark.parametrize("teller", ["another log", "a document"])
def test_what_another_tells_does_not_put_a_line_into_the_future(teller: str) -> None:
    now = datetime(2014, 12, 20, tzinfo=UTC)
    outlines = {"log": outline("Jan  5 10:00:00")}
    if teller == "another log":
        outlines["other"] = outline(stamp("Dec 14 10:00:00", 2014, 0))
    launches = {"instances.txt": datetime(2014, 12, 14, tzinfo=UTC)} if teller == "a document" else {}
    assert settle(outlines, {}, Known(launches=launches, now=now))["log"].year == 2014
    later = now + timedelta(days=60)
    assert settle(outlines, {}, Known(launches=launches, now=later))["log"].year == 2015


@given(
    start=st.datetimes(datetime(2005, 1, 1), datetime(2015, 1, 1)),
    gaps=st.lists(st.timedeltas(timedelta(seconds=-3600), timedelta(days=170)), max_size=15),
    read_after=st.timedeltas(timedelta(hours=2), timedelta(days=180)),
)
@settings(max_examples=200, deadline=None)
def test_a_log_that_is_never_silent_for_half_a_year_is_dated_as_it_was_written(
    start: datetime, gaps: list[timedelta], read_after: timedelta
) -> None:
    moments = [start.replace(microsecond=0)]
    for gap in gaps:
        moments.append((moments[-1] + gap).replace(microsecond=0))
    stamps = [stamp(f"{moment:%b %d %H:%M:%S}") for moment in moments]
    now = (max(moments) + read_after).replace(tzinfo=UTC)
    dating, year = dated(*stamps, mtime=now, known=Known(zone=UTC, now=now)), 0
    for number, each in enumerate(stamps):
        year += turn(stamps[number - 1], each) if number else 0
        moment = dating.moment(each, year)
        assert moment is not None
        assert as_datetime(moment).replace(tzinfo=None) == moments[number]


# ---- a day that is none


@pytest.mark.parametrize(
    "year, time",
    [(2016, "2016-02-29T10:00:00"), (2000, "2000-02-29T10:00:00"), (2015, None), (1900, None)],
)
def test_a_leap_day_is_never_a_first_of_march(tmp_path: Path, year: int, time: str | None) -> None:
    log = write(tmp_path, "messages", said("Feb 29 10:00:00"))
    assert times(log, known=Known(year=year, now=READ))["messages"] == [time]


def test_a_leap_day_without_its_year_is_unread_and_shown(tmp_path: Path) -> None:
    log = write(tmp_path, "messages", said("Feb 28 10:00:00"), said("Feb 29 10:00:00"))
    report = report_on(log, year=2015)
    assert [(line.line, line.why) for line in report.unread] == [(2, "no such day in its year: see --year")]


def test_a_leap_day_tells_the_year_where_the_clock_would_guess_wrong() -> None:
    assert dated("Feb 28 10:00:00", "Feb 29 10:00:00").year == 2024
    assert dated("Dec 31 10:00:00", "Feb 29 10:00:00").year == 2023


# ---- roll-overs


@pytest.mark.parametrize(
    "earlier, later, years",
    [
        ("Dec 31 23:59:59", "Jan  1 00:00:00", 1),
        ("Jan  1 00:00:00", "Dec 31 23:59:59", -1),
        ("Nov 30 10:00:00", "Feb  1 10:00:00", 1),
        ("Jan  1 10:00:00", "Feb  1 10:00:00", 0),
        ("Dec 14 23:30:02", "Dec 14 22:30:02", 0),
        ("Dec  2 00:00:00", "Nov 30 00:00:00", 0),
        ("Jun 30 10:00:00", "Dec 25 10:00:00", 0),
        ("Dec 25 10:00:00", "Jun 30 10:00:00", 0),
        ("Jul 10 10:00:00", "Jan  5 10:00:00", 1),
        ("Jan  5 10:00:00", "Jul 10 10:00:00", -1),
    ],
)
def test_a_jump_of_more_than_half_a_year_is_a_new_year_and_a_smaller_one_is_disorder(
    earlier: str, later: str, years: int
) -> None:
    assert turn(stamp(earlier), stamp(later)) == years


def test_lines_that_carry_years_turn_by_them() -> None:
    assert turn(stamp("Jan  1 00:00:00", 2014), stamp("Sep  1 00:00:00", 2014)) == 0
    assert turn(stamp("Mar  1 00:00:00", 2012), stamp("Apr  1 00:00:00", 2014)) == 2


def test_a_quiet_summer_between_dated_lines_does_not_move_the_year_of_undated_ones(tmp_path: Path) -> None:
    log = write(
        tmp_path,
        "messages",
        said("2014-01-05T10:00:00+00:00"),
        said("2014-09-05T10:00:00+00:00"),
        said("Sep  5 10:00:01"),
    )
    assert times(log)["messages"][2] == "2014-09-05T10:00:01"


days = st.datetimes(datetime(2011, 1, 1), datetime(2020, 12, 31))
mixed = st.lists(
    st.one_of(
        days.map(lambda day: stamp(f"{day:%b %d %H:%M:%S}")),
        st.just(stamp("Feb 29 10:00:00")),
        days.map(lambda day: Stamp(*day.timetuple()[:6], micro=day.microsecond, offset=0)),
    ),
    max_size=25,
)


@given(stamps=mixed, borders=st.sets(st.integers(0, 25)))
@settings(max_examples=200, deadline=None)
def test_outlines_of_blocks_join_to_the_outline_of_the_whole(
    stamps: list[Stamp], borders: set[int]
) -> None:
    edges = sorted({0, len(stamps), *(border for border in borders if border < len(stamps))})
    blocks = [outline(*stamps[start:end]) for start, end in pairwise(edges)]
    joined, starts = join(blocks)
    whole, _ = join([outline(*stamps)])
    assert joined == whole
    assert len(starts) == len(blocks)
    for begin, start in zip(edges, starts, strict=False):
        assert start == sum(turn(a, b) for a, b in pairwise(stamps[: begin + 1]))


@given(digests=st.lists(st.integers(0, 50_000), max_size=12_000), cut=st.integers(1, 12_000))
@settings(max_examples=20, deadline=None)
def test_a_sketch_holds_the_smallest_hashes_with_their_first_stamps(digests: list[int], cut: int) -> None:
    blocks = [Outline(), Outline()]
    for number, digest in enumerate(digests):
        told = Stamp(2014, 1, 1, 0, 0, 0, number, 0)
        blocks[number >= cut].add(told)
        blocks[number >= cut].draw(digest, 0, told)
    sketch = join(blocks)[0].sketch
    smallest = sorted(set(digests))[:SKETCH]
    assert {digest: seen[1].micro for digest, seen in sketch.items()} == {
        d: digests.index(d) for d in smallest
    }


# ---- zones


@pytest.mark.parametrize(
    "name, minutes",
    [
        ("Asia/Tokyo", 540),
        ("UTC", 0),
        ("Z", 0),
        ("+09:00", 540),
        ("+0900", 540),
        ("+09", 540),
        ("-03:30", -210),
        ("Asia/Kathmandu", 345),
    ],
)
def test_a_zone_is_named_or_an_offset(name: str, minutes: int) -> None:
    assert offset_in(zone_named(name), 1_418_599_796) == minutes


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "+9", "+99:00", "+1:2:3", "\0", "+٠٩:٠٠", "../../etc/passwd"]
)
def test_a_zone_that_is_none_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(BadOptionError, match=r"--tz .*no such zone"):
        zone_named(name)


VIENNA = zones.gettz("Europe/Vienna")


@pytest.mark.parametrize(
    "text, offset",
    [
        ("Oct 26 01:59:59", "+02:00"),
        ("Oct 26 02:30:00", "+02:00"),
        ("Oct 26 03:00:00", "+01:00"),
        ("Mar 30 01:59:59", "+01:00"),
        ("Mar 30 03:00:00", "+02:00"),
    ],
    ids=["before the fold", "told twice: the first", "after it", "before the leap", "after it "],
)
def test_a_named_zone_knows_its_summer(tmp_path: Path, text: str, offset: str) -> None:
    log = write(tmp_path, "messages", said(text))
    found = times(log, known=Known(year=2014, zone=VIENNA))["messages"][0]
    assert found is not None
    assert found.endswith(offset)


def test_a_zone_that_changes_at_half_past_is_kept() -> None:
    lord_howe = zone_named("Australia/Lord_Howe")
    spring = datetime(2014, 10, 5, tzinfo=UTC)
    seconds = int(spring.timestamp())
    assert offset_in(lord_howe, seconds + 90 * 60) == 630
    assert offset_in(lord_howe, seconds + 150 * 60) == 660


def test_the_zone_of_a_line_is_kept_whatever_the_option_says(tmp_path: Path) -> None:
    log = write(tmp_path, "messages", said("2014-12-14T23:29:56+09:00"), said("Dec 14 23:29:57"))
    assert times(log, known=Known(zone=UTC))["messages"] == [
        "2014-12-14T23:29:56+09:00",
        "2014-12-14T23:29:57+00:00",
    ]


def test_an_unknown_zone_prints_no_offset(tmp_path: Path) -> None:
    log = write(tmp_path, "messages", said("Dec 14 23:29:56"))
    assert times(log, known=Known(year=2014))["messages"] == ["2014-12-14T23:29:56"]
    report = report_on(log, year=2014)
    assert report.sources[0].first == "2014-12-14T23:29:56"
    assert not any(how.startswith("zone") for how in report.sources[0].inferred)


def test_hosts_without_a_zone_are_compared_by_the_wall_clock(tmp_path: Path) -> None:
    first = write(tmp_path, "a", said("Dec 14 23:29:56"))
    second = write(tmp_path, "b", said("2014-12-14T23:29:56+09:00", "another"))
    report = report_on(first, second)
    assert [source.first for source in report.sources] == [
        "2014-12-14T23:29:56",
        "2014-12-14T23:29:56+09:00",
    ]


LAUNCHED = datetime(2014, 12, 14, 14, 28, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "texts, offset",
    [
        (("Dec 14 23:29:56",), 540),
        (("Dec 14 23:29:56", "Dec 15 00:20:00"), 540),
        (("Dec 14 14:28:31",), 0),
        (("Dec 14 14:28:30",), None),
        (("Dec 14 23:29:56", "Dec 15 00:40:00"), None),
        (("Dec 14 23:28:29",), 480),
        (("Dec 16 23:29:56",), None),
    ],
    ids=[
        *("a log of a second", "a log of an hour", "just after the launch", "two offsets fit"),
        *("longer than an hour", "before that hour", "another day"),
    ],
)
def test_a_launch_tells_the_zone_if_one_whole_hour_puts_the_log_within_an_hour_after_it(
    texts: tuple[str, ...], offset: int | None
) -> None:
    dating = dated(*texts, known=Known(launches={"instances.txt": LAUNCHED}, now=READ))
    assert dating.year == 2014
    assert (None if offset is None else timedelta(minutes=offset)) == (
        dating.zone.utcoffset(None) if dating.zone else None
    )
    assert ("zone:instances.txt" in dating.inferred) == (offset is not None)


def test_the_option_is_trusted_before_a_launch() -> None:
    dating = dated("Dec 14 23:29:56", known=Known(zone=UTC, launches={"instances.txt": LAUNCHED}, now=READ))
    assert (dating.zone, dating.inferred) == (UTC, ("year:instances.txt",))


def twins(folder: Path, offset: str, *, shift: int = 0) -> tuple[Path, Path]:
    """A log without a zone, and its twin whose lines tell it. `shift` seconds make it another stream."""
    words = [f"tick {number}" for number in range(5)]
    plain = [said(f"Dec 14 23:29:5{number}", text) for number, text in enumerate(words)]
    told = [
        said(f"2014-12-14T23:29:{50 + number + shift}{offset}", text) for number, text in enumerate(words)
    ]
    return write(folder, "messages", *plain), write(folder, "messages.iso", *told)


@pytest.mark.parametrize("offset", ["+09:00", "-03:30", "+05:45", "+00:00"])
def test_a_twin_that_tells_its_zone_tells_it_for_the_other(tmp_path: Path, offset: str) -> None:
    plain, told = twins(tmp_path, offset)
    found = times(plain, told)
    assert found["messages"] == [f"2014-12-14T23:29:5{number}{offset}" for number in range(5)]
    report = report_on(plain, told)
    assert report.sources[0].inferred == (f"year:{told}", f"zone:{told}")


def test_a_log_with_other_events_tells_no_zone(tmp_path: Path) -> None:
    plain, _ = twins(tmp_path, "+09:00")
    other = write(tmp_path, "other", *(said(f"2014-12-14T23:29:5{n}+09:00", f"tock {n}") for n in range(5)))
    assert times(plain, other)["messages"][0] == "2014-12-14T23:29:50"


def test_a_twin_at_an_odd_distance_tells_no_zone(tmp_path: Path) -> None:
    plain, told = twins(tmp_path, "+09:00", shift=3)
    assert times(plain, told)["messages"][0] == "2014-12-14T23:29:50"


# ---- a year amid lines without one


def test_a_dated_line_amid_undated_ones_keeps_its_year_and_anchors_theirs(tmp_path: Path) -> None:
    log = write(
        tmp_path,
        "messages",
        said("Dec 31 23:59:58"),
        "<13>1 2014-12-31T23:59:59.5Z nc01 euca-nc - - - tick",
        said("Jan  1 00:00:01"),
        mtime=datetime(2020, 6, 1, tzinfo=UTC),
    )
    assert times(log)["messages"] == [
        "2014-12-31T23:59:58",
        "2014-12-31T23:59:59.500000+00:00",
        "2015-01-01T00:00:01",
    ]
    assert not any(how.startswith("year") for how in report_on(log).sources[0].inferred)


def test_a_dated_line_after_the_new_year_anchors_what_stood_before_it(tmp_path: Path) -> None:
    log = write(tmp_path, "messages", said("Dec 31 23:59:58"), said("2015-01-01T00:00:00+00:00"))
    assert times(log)["messages"][0] == "2014-12-31T23:59:58"


# ---- real logs beside what the same daemon wrote with whole stamps


@needs_lab
@pytest.mark.parametrize("name", ["year-boundary", "feb29", "clock-back"])
@pytest.mark.parametrize("how", ["--year", "mtime"])
def test_a_real_log_is_dated_like_its_twin_line_by_line(tmp_path: Path, name: str, how: str) -> None:
    plain, whole = FILES / f"messages-{name}", FILES / f"messages-{name}.iso"
    told = times(whole)[whole.name]
    truth = [when and f"{when[:19]}" for when in told]
    if how == "--year":
        assert truth[0] is not None
        found = times(plain, known=Known(year=int(truth[0][:4]), now=READ))[plain.name]
    else:
        written = datetime.fromisoformat(str(told[-1])) + timedelta(minutes=1)
        copy = write(tmp_path, plain.name, plain.read_text().rstrip("\n"), mtime=written)
        found = times(copy)[plain.name]
    assert found == truth


@needs_lab
@pytest.mark.parametrize("name", ["year-boundary", "feb29", "clock-back"])
def test_a_real_log_beside_its_twin_takes_year_and_zone_from_it(name: str) -> None:
    plain, whole = FILES / f"messages-{name}", FILES / f"messages-{name}.iso"
    found = times(plain, whole)
    assert found[plain.name] == [when and f"{when[:19]}+00:00" for when in found[whole.name]]


@needs_lab
def test_a_clock_set_back_by_an_hour_is_no_new_year() -> None:
    lines = (FILES / "messages-clock-back").read_text().splitlines()
    whole, _ = join([outline(*(line[:15] for line in lines))])
    assert whole.turns == 0


# ---- moments


@given(
    moment=st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)),
    offset=st.one_of(st.none(), st.integers(-14 * 60, 14 * 60)),
)
def test_a_moment_is_printed_as_the_log_has_it(moment: datetime, offset: int | None) -> None:
    told = Stamp(*moment.timetuple()[:6], micro=moment.microsecond, offset=offset)
    wall = wall_time(told, moment.year)
    assert wall is not None
    zone: tzinfo | None = None if offset is None else timezone(timedelta(minutes=offset))
    assert iso(Moment(wall, offset)) == moment.replace(tzinfo=zone).isoformat()


@pytest.mark.parametrize(
    "text", ["Feb 30 10:00:00", "Jun 31 10:00:00", "Jan  0 10:00:00", "Jan  1 24:00:00"]
)
def test_a_day_or_hour_that_no_calendar_has_is_unread(text: str) -> None:
    assert isinstance(parse_line(said(text), year=2016), Unread)
