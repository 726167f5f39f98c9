"""Picking lines never changes the report: what is left unread would have said nothing."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cases import LAB, NOW, SAMPLES, find, needs_lab, vocabulary
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logdiag.diagnose import Options, fold, report_of
from logdiag.match import finder as finder_module
from logdiag.match import pick as pick_module
from logdiag.match.dates import Beginning, beginning_of, format_of, otherwise, text_of
from logdiag.match.finder import Finder, finder_of
from logdiag.match.pick import pick
from logdiag.pace import Pace
from logdiag.parse.line_bytes import lines_of
from logdiag.read.counting import counter
from logdiag.read.findings import Found
from logdiag.read.source import GRAIN
from logdiag.report.as_json import render_json
from logdiag.rules.library import all_rules

pytest.importorskip("hyperscan", reason="without Hyperscan every line is read")

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BEGINNINGS = (
    *(
        f"{month} {day} 10:00:00 nc01 "
        for month in ("Feb", "Dec", "Jan")
        for day in (" 1", "28", "29", "01")
    ),
    *("Feb 30 10:00:00 ", "Feb  0 10:00:00 ", "Feb 009 ", "Feb\t28 ", "Fea 11 ", "feb 11 "),
    *("2014-12-31 23:59:59 ", "2014-12-3TT23 ", "2014-12-01T00:00:00Z ", "2014-12-31T23|1|a|INFO|"),
    *("2014-12-31T23:59:59Z ", "2015-01-01T00:00:00Z ", "2014 12 31 ", "20141231T00 "),
    *("<30>1 2014-12-31T23:59:59Z ", "<5>1 2014-12-31T23 ", "<165>1 2015-01-01T00 ", "<30>1 - - "),
    *(
        f"2014-12-31 23:59:59.123 {rest}"
        for rest in (
            *(
                "4711 INFO nova.compute ",
                "1 DEBUG n",
                "4711 INF0 nova",
                "12345678 INFO nova",
                " INFO nova",
                "4711 INFO  n",
            ),
            *(
                "4711 ERROR",
                "4711 ERRORS nova ",
                "x CRITICAL nova",
                "4711 WARNING _",
                "4711  INFO n",
                "4711",
            ),
        )
    ),
    *(
        f"2014-12-31 23:59:59.{rest}"
        for rest in (
            *(
                "123+0000: 812: error : f",
                "123+0000: 812: info : x",
                "123+0000: 812: warn : x",
                "123+0000: starting up",
            ),
            *(
                "123456 4711 INFO nova",
                "123+0100: 812: error : f",
                "123+0000: 81 : error : f",
                "123+0000: 812: error :  f",
            ),
        )
    ),
    *("2015-01-31 23:59:59.123 4711 INFO nova.compute ", "2015-01-31 23:59:59.123+0000: 812: error : f"),
    *("<1650>1 2014-12-31 ", "<>1 2014-12-31 ", "<30>2 2014-12-31 ", "<30>Dec 14 10:00:00 ", "< 30>1 "),
    *('{"MESSAGE":"x"}', "        deep", "\tdeep", "\ufeffDec 14 10:00:00 ", "\0\0\0\0\0\0\0\0", "garbage"),
)
beginnings = st.one_of(
    st.sampled_from(BEGINNINGS).map(str.encode),
    st.builds(
        lambda text, place, byte: text[:place] + bytes([byte]) + text[place + 1 :],
        st.sampled_from(BEGINNINGS).map(str.encode),
        st.integers(0, 46),
        st.integers(0, 255).filter(lambda byte: byte != 10),
    ),
)


@given(first=beginnings, line=beginnings)
@settings(max_examples=1500)
def test_a_line_begins_otherwise_exactly_if_it_does_not_begin_so(first: bytes, line: bytes) -> None:
    beginning = beginning_of(first)
    line += b"x" * 46
    if beginning is None:
        assert format_of(first) is None
        return
    begins_so = re.compile(beginning.pattern).match(line) is not None
    assert begins_so == (beginning_of(line) == beginning)
    assert (re.compile(otherwise(beginning), re.DOTALL).match(b"\n" + line) is None) == begins_so
    text = text_of(first)
    if text is not None:
        assert first.startswith(text)
        assert not line.startswith(text) or begins_so


@pytest.mark.parametrize("first", BEGINNINGS)
def test_hyperscan_finds_the_lines_that_begin_otherwise(first: str) -> None:
    beginning = beginning_of(first.encode())
    finder = finder_of((b"nothing",), None)
    if beginning is None or finder is None:
        return
    for line in (f"{text}{'x' * 46}".encode() for text in BEGINNINGS):
        is_found = bool(finder.others(beginning)(b"\n" + line, 9))
        assert is_found == (beginning_of(line) != beginning), line


def report(found: Found, grain: int, *, picking: bool, finder: Finder | None = None) -> str:
    """The report of a case whose lines are picked, by this search, or all read."""
    with pytest.MonkeyPatch.context() as patch:
        if finder:
            patch.setattr(finder_module, "finder_of", lambda *_: finder)
        options = Options(now=NOW)
        pace = Pace(worth_searching=0 if picking else 1 << 60)
        folded = fold(found, options, vocabulary(), all_rules(), grain, pace)
        return render_json(report_of(folded, options, all_rules(), "test"))


REFUSAL = "DHCPDISCOVER from d0:0d:00:00:00:01 via br0: network euca: no free leases"
SAID = (
    *("dhcpd[100]: " + REFUSAL, "dhcpd: No subnet declaration for vnet6 (no IPv4 addresses)."),
    "dhcpd[100]: DHCPDISCOVER from d0:0d:00:00:00:02 via br0",
    *("cron[5]: last message repeated 3 times", "dhcpd[100]: last message repeated 3 times"),
    f"dhcpd[100]: message repeated 2 times: [ {REFUSAL}]",
    "syslog-ng[2]: Last message 'DHCPDISCOVER from d0' repeated 6 times, suppressed by syslog-ng on nc01",
    *("dhcpd: /etc/dhcpd.conf line 6: semicolon expected.", "dhcpd: subnet 1.2.3.4", "dhcpd:         ^"),
    "rsyslogd-2177: imuxsock begins to drop messages from pid 100 due to rate-limiting",
    "rsyslogd-2177: imuxsock lost 12 messages from pid 100 due to rate-limiting",
    *(
        'rsyslogd: [origin software="rsyslogd"] start',
        "systemd-journald[9]: Suppressed 710 messages from x",
    ),
    *("cron[5]: job", "cron[5]:", "cron", "cron[5]:  a dhcpd in its message", "dhcpd[100]: "),
)
ODD = (
    "",
    "\r",
    "garbage",
    "        deep",
    "\ufeff        deep",
    "\tdeep",
    "\0\0\0",
    "-- Reboot --",
    " x",
    "\ufeff",
    "2014-12-31 23:59:59 ERROR | said by Eucalyptus",
    "2014-12-31 23:59:59.123+0000: 812: error : f:1 : said by libvirt",
    "2014-12-31 nothing more",
    "2014-12-31T23:59:59,123456+09:00 br0: said by dmesg",
    "2014-12-31T23:59:59Z|00012|bridge|INFO|said by Open vSwitch",
    "[   12.345678] br0: said by the kernel",
    '{"log":"said in a container","stream":"stdout","time":"2014-12-31T23:59:59Z"}',
    '{"_index":"f","_source":{"@timestamp":"2014-12-31T23:59:59Z","message":"said to Elasticsearch"}}',
)
JSON = '{{"__REALTIME_TIMESTAMP":"{}000000","_HOSTNAME":"nc01","SYSLOG_IDENTIFIER":"dhcpd","MESSAGE":"{}"}}'
TRADITIONAL = (
    *("Dec 31 23:59:59", "Jan  1 00:00:00", "Jan 31 00:00:00", "Feb  1 00:00:00", "Feb 28 10:00:00"),
    *("Feb 29 10:00:00", "Mar  1 10:00:00", "Jul 10 10:00:00", "Feb 30 10:00:00"),
)
ISO = (
    "2014-12-31T23:59:59+09:00",
    "2015-01-01T00:00:00.5Z",
    "2016-02-29T10:00:00Z",
    "2015-02-29T10:00:00Z",
)
BACKGROUND = {
    "Dec 31 23:59:58 nc01 cron[5]: job": TRADITIONAL,
    "Jan 31 23:59:58 nc01 cron[5]: job": TRADITIONAL,
    "Feb 28 23:59:58 nc01 cron[5]: job": TRADITIONAL,
    "2014-12-31T23:59:58+09:00 nc01 cron[5]: job": ISO,
    "2015-01-01T00:00:01Z nc01 cron[5]: job": (*ISO, "Jan  1 00:00:02"),
    "<30>1 2014-12-31T23:59:58Z nc01 cron 5 - -  job": ISO,
}

SPACED = {
    "2014-12-31 23:59:58.123 4711 INFO nova.compute.manager [-] job": (
        "{} 4711 {} nova.compute.manager [-] {}",
        ("ERROR", "INFO", "WARNING", "TRACE", "AUDIT", "error"),
        (
            "[instance: 5b0c7a3e-9c1d-4f6a-8d2b-0e1f2a3b4c5d] Instance failed to spawn: libvirtError: no",
            "Traceback (most recent call last):",
            "libvirt.libvirtError: internal error: process exited while connecting to monitor",
            "job",
        ),
    ),
    "2014-12-31 23:59:58.123+0000: 812: info : virObjectRef:400 : OBJECT_REF: obj=0x1": (
        "{}+0000: 812: {} : virNetDev:3 : {}",
        ("error", "info", "warning", "debug", "ERROR"),
        (
            "internal error: Failed to create tap",
            "Cannot get interface MTU on 'br0': No such device",
            "job",
        ),
    ),
}
CLOCKS = (
    "2014-12-31 23:59:58.123",
    "2014-12-31 23:59:59.001",
    "2015-01-01 00:00:00.000",
    "2015-02-29 10:00:00.000",
)


def spaced_lines(background: str) -> st.SearchStrategy[str]:
    """The same of lines whose date has a blank behind it."""
    wording, levels, said = SPACED[background]
    told = st.builds(
        wording.format,
        st.sampled_from((CLOCKS[0], *CLOCKS)),
        st.sampled_from(levels),
        st.sampled_from(said),
    )
    return st.one_of(told, told, told, st.sampled_from((*ODD, '  File "a.py", line 3, in b')))


def said_lines(background: str) -> st.SearchStrategy[str]:
    """Lines that matter or not, among lines of one date."""
    if background in SPACED:
        return spaced_lines(background)
    stamps = BACKGROUND[background]
    own = background[: background.index(" nc01")]
    tagged = st.builds(
        "{}{} {} {}".format,
        st.sampled_from(("", "", "", "", "", "\ufeff", "<30>")),
        st.sampled_from((own, own, own, *stamps)),
        st.sampled_from(("nc01", "nc01", "nc02")),
        st.sampled_from(SAID),
    )
    numbered = st.builds(
        "<{}>1 {} nc01 dhcpd 100 - -  {}".format,
        st.sampled_from(("5", "30", "165", "999")),
        st.sampled_from(ISO),
        st.sampled_from((REFUSAL, "last message repeated 2 times", "job")),
    )
    entries = st.builds(JSON.format, st.sampled_from(("1420038000", "1420070399")), st.just(REFUSAL))
    return st.one_of(tagged, tagged, tagged, numbered, entries, st.sampled_from(ODD))


@st.composite
def soups(draw: st.DrawFn) -> bytes:
    """A log of lines that say nothing, with others strewn in, and some of those side by side."""
    background = draw(st.sampled_from(sorted((*BACKGROUND, *SPACED))))
    groups = draw(st.lists(st.lists(said_lines(background), max_size=4), min_size=1, max_size=5))
    lines = [background]
    for group in groups:
        lines += [*group, *([background] * draw(st.integers(0, 30)))]
    end = draw(st.sampled_from(("\n", "\n", "\r\n")))
    tail = draw(st.sampled_from(("", end, "\0" * 9, f"{end}        deep", f"{end}cut o")))
    return (draw(st.sampled_from(("", "", "\ufeff"))) + end.join(lines) + tail).encode()


def differs(data: bytes, grain: int, planted: Finder | None = None) -> bool:
    """Whether picking lines gives another report than reading all."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "messages").write_bytes(data)
        found = find(Path(folder))
        return report(found, grain, picking=True, finder=planted) != report(found, grain, picking=False)


@given(
    data=soups(),
    grain=st.sampled_from((GRAIN, GRAIN, 700)),
    piece=st.sampled_from((64, 300, 256 << 10)),
    long=st.sampled_from((70, 4096)),
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_picking_lines_of_any_log_gives_the_report_of_reading_all(
    data: bytes, grain: int, piece: int, long: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pick_module, "_PIECE", piece)
        patch.setattr(pick_module, "_LONG", long)
        assert not differs(data, grain)


DEC, FEB, JAN, JUN, SEP = (
    f"{day} 10:00:00 nc01 cron[5]: job\n" for day in ("Dec 31", "Feb 28", "Jan  1", "Jun  1", "Sep  1")
)
NEEDED = {
    "a year that goes by": 20 * DEC + JAN + JUN + SEP + 20 * DEC,
    "a Feb 29": 20 * FEB + "Feb 29 10:00:00 nc01 cron[5]: job\n" + 20 * FEB,
    "a line that is none": 20 * DEC + "garbage\n" + 20 * DEC,
    "an entry of a journal": 20 * DEC + JSON.format("1420038000", "x") + "\n" + 20 * DEC,
}


@pytest.mark.parametrize("name", NEEDED)
def test_a_search_that_leaves_out_lines_that_begin_otherwise_is_found_out(name: str) -> None:
    finder = finder_of((b" dhcpd",), None)
    assert finder
    blind = finder._replace(others=lambda _: lambda *_: [])
    assert differs(NEEDED[name].encode(), GRAIN, blind)
    assert not differs(NEEDED[name].encode(), GRAIN)


JULY = [f"Jul {day} 10:00:00 nc01 cron[5]: job\n" for day in (" 1", "31")]
YEARS = {
    "by the line before": JULY[0] + 9 * JULY[1] + "Jan 15 10:00:00 nc01 cron[5]: job\n" + 9 * JULY[0],
    "by the line behind": 9 * JULY[0] + "Jan 15 10:00:00 nc01 cron[5]: job\n" + JULY[0] + 9 * JULY[1],
}


@pytest.mark.parametrize("name", YEARS)
def test_years_that_turn_are_told_by_the_lines_beside_a_date(name: str) -> None:
    assert not differs(YEARS[name].encode(), GRAIN)


FILLED = f"Dec 31 10:00:00 nc01 dhcpd[100]: {REFUSAL}\n"
JOBS = 40 * "Dec 31 10:00:00 nc01 cron[5]: job\n"
LONG = {
    "first": FILLED + JOBS,
    "last": JOBS + FILLED,
    "first, and said again": FILLED.replace("dhcpd[100]", "cron[5]")
    + "Dec 31 10:00:00 nc01 dhcpd[100]: last message repeated 3 times\n"
    + JOBS,
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_line_at_the_end_of_a_block_is_read_whole_where_it_matters(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pick_module, "_LONG", 50)
    assert not differs(LONG[name].encode(), GRAIN)


@given(data=soups(), piece=st.sampled_from((64, 300, 256 << 10)))
@settings(max_examples=200, deadline=None)
def test_picked_lines_have_their_own_numbers(data: bytes, piece: int) -> None:
    finder = finder_of((b" dhcpd", b"message repeated", b"Last message '"), None)
    assert finder
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pick_module, "_PIECE", piece)
        picked = pick(data, finder, counter())
    if picked is None:
        return
    lines = lines_of(data)
    assert picked.of == len(lines)
    numbers = [number for number, _ in picked.lines]
    assert numbers == sorted(set(numbers))
    assert all(lines[number - 1] == line for number, line in picked.lines)
    beginning = beginning_of(data)
    assert beginning
    needed = {1, len(lines), *(number for number, line in enumerate(lines, 1) if _matters(line, beginning))}
    assert needed <= set(numbers)
    assert {number - 1 for number, line in picked.lines[1:] if _goes_on(line)} <= set(numbers)


def _matters(line: bytes, beginning: Beginning) -> bool:
    return b" dhcpd" in line or (len(line) > 46 and beginning_of(line) != beginning)


def _goes_on(line: bytes) -> bool:
    return line.startswith((b" ", b"\t")) or b"message repeated " in line or b"Last message '" in line


def test_a_block_of_which_many_lines_matter_is_read_whole() -> None:
    finder = finder_of((b" dhcpd",), None)
    assert finder
    data = f"Dec 31 23:59:58 nc01 dhcpd[100]: {REFUSAL}\n".encode() * 2000
    assert pick(data, finder, counter()) is None


CAPTURES = (
    "files/messages-feb29",
    "files/messages-year-boundary",
    "files/messages-year-boundary.iso",
    "files/messages-clock-back",
    "files/messages-crlf",
    "files/messages-nul-tail",
    "files/messages-no-final-newline",
    "files/repeated-rsyslog",
    "files/repeated-syslogng",
    "dhcpd/conf-error",
    "flood/bridge-limit",
)


@needs_lab
@pytest.mark.parametrize("name", CAPTURES)
def test_picking_lines_of_a_capture_gives_the_report_of_reading_all(tmp_path: Path, name: str) -> None:
    _holds_among_others(tmp_path, LAB / name)


@pytest.mark.parametrize("sample", sorted(path for path in SAMPLES.iterdir() if path.is_dir()), ids=str)
def test_picking_lines_of_a_sample_gives_the_report_of_reading_all(tmp_path: Path, sample: Path) -> None:
    _holds_among_others(tmp_path, sample)


def _holds_among_others(folder: Path, case: Path) -> None:
    """Few lines of a capture matter where many that do not stand between them."""
    for log in find(case).logs:
        if log.content.packing:
            continue
        data = Path(log.content.path).read_bytes()
        (folder / Path(log.name).name).write_bytes(_thinned(data, data.split(b"\n", 1)[0]))
    found = find(folder)
    for grain in (GRAIN, 3000):
        assert report(found, grain, picking=True) == report(found, grain, picking=False)


def _thinned(data: bytes, first: bytes) -> bytes:
    """Every line that begins with a date, with nine of that date behind it that say nothing."""
    lines = data.split(b"\n")
    between = b"".join(b"\n" + _nothing_said(line) for line in [first] * 9)
    return b"\n".join(
        line + between if format_of(line) and place % 7 == 0 else line for place, line in enumerate(lines)
    )


def _nothing_said(line: bytes) -> bytes:
    stamp = re.match(rb"(?:<\d+>1 )?(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8}|[^ ]+)", line)
    return (stamp[0] if stamp else b"Dec 14 23:29:56") + b" nc01 cron[5]: job"
