"""Headers: how lines begin, and that nothing of a hostile line is guessed."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.parse.lines import FACILITIES, SEVERITIES, read_header
from logdiag.parse.vocabulary import load_vocabulary
from logdiag.record import Header, Stamp

LAB = Path(__file__).resolve().parents[1].parent / "shared" / "lab"
needs_lab = pytest.mark.skipif(not LAB.is_dir(), reason="needs the lab captures in ../shared")

VOCABULARY = load_vocabulary()
STAMP = Stamp(None, 12, 14, 23, 29, 56)


def read(text: str, last: str | None = None) -> Header | None:
    return read_header(text, VOCABULARY, last)


@pytest.mark.parametrize(
    "text, host, program, pid, message",
    [
        ("Dec 14 23:29:56 euca4 dhcpd: exiting.", "euca4", "dhcpd", None, "exiting."),
        ("Dec 14 23:29:56 euca4 dhcpd:    you want", "euca4", "dhcpd", None, "   you want"),
        ("Dec 14 23:29:56 euca4 dhcpd: ", "euca4", "dhcpd", None, ""),
        ("Dec 14 23:29:56 euca4 dhcpd:", "euca4", "dhcpd", None, ""),
        ("Dec 14 23:29:56 euca4 dhcpd:x", "euca4", "dhcpd", None, "x"),
        ("Dec 14 23:29:56 euca4 dhcpd: x\r\n", "euca4", "dhcpd", None, "x"),
        ("\ufeffDec 14 23:29:56 euca4 dhcpd: x", "euca4", "dhcpd", None, "x"),
        ("Dec 14 23:29:56 euca4 rsyslogd-2177: x: y", "euca4", "rsyslogd-2177", None, "x: y"),
        ("Dec 14 23:29:56 euca4 postfix/smtpd[1]: x", "euca4", "postfix/smtpd", "1", "x"),
        ("Dec 14 23:29:56 euca4 sshd(pam_unix)[19939]: x", "euca4", "sshd(pam_unix)", "19939", "x"),
        ("Dec 14 23:29:56 euca4 a.b@c-1[9]: x", "euca4", "a.b@c-1", "9", "x"),
        ("Dec 14 23:29:56 fe80::1 dhcpd: x", "fe80::1", "dhcpd", None, "x"),
        (
            "Dec 14 23:29:56 euca4 last message repeated 6 times",
            "euca4",
            None,
            None,
            "last message repeated 6 times",
        ),
        ("Dec 14 23:29:56 euca4 -- MARK --", "euca4", None, None, "-- MARK --"),
        ("Dec 14 23:29:56 euca4 no tag here", "euca4", None, None, "no tag here"),
        ("Dec 14 23:29:56 dhcpd[7]: a: b", None, "dhcpd", "7", "a: b"),
        ("Dec 14 23:29:56 dhcpd[7]:", None, "dhcpd", "7", ""),
        ("Dec 14 23:29:56 euca4 a b c[7]: x", "euca4", "a b c", "7", "x"),
        (
            "Dec 14 23:29:56 euca4 dhcpd: \u65e5\u672c \ufffd\x00",
            "euca4",
            "dhcpd",
            None,
            "\u65e5\u672c \ufffd\x00",
        ),
    ],
)
def test_rfc_3164_lines_are_split_as_their_daemons_print_them(
    text: str, host: str | None, program: str | None, pid: str | None, message: str
) -> None:
    assert read(text) == Header("rfc3164", STAMP, host, program, pid, None, None, None, None, message)


@pytest.mark.parametrize(
    "stamp, expected",
    [
        ("Nov  2 05:54:48", Stamp(None, 11, 2, 5, 54, 48)),
        ("Nov 02 05:54:48", Stamp(None, 11, 2, 5, 54, 48)),
        ("Nov 2 05:54:48", Stamp(None, 11, 2, 5, 54, 48)),
        ("Nov  2 05:54:48.123456", Stamp(None, 11, 2, 5, 54, 48, 123456)),
        ("Nov  2 05:54:48.5", Stamp(None, 11, 2, 5, 54, 48, 500000)),
        ("Nov  2 2014 05:54:48", Stamp(2014, 11, 2, 5, 54, 48)),
        ("Nov  2 05:54:48 2014", Stamp(2014, 11, 2, 5, 54, 48)),
        ("Feb 29 05:54:48", Stamp(None, 2, 29, 5, 54, 48)),
        ("2026-11-02T05:54:48.123456+01:00", Stamp(2026, 11, 2, 5, 54, 48, 123456, 60)),
        ("2026-11-02T05:54:48+0100", Stamp(2026, 11, 2, 5, 54, 48, 0, 60)),
        ("2026-11-02T05:54:48-03:30", Stamp(2026, 11, 2, 5, 54, 48, 0, -210)),
        ("2026-11-02T05:54:48Z", Stamp(2026, 11, 2, 5, 54, 48, 0, 0)),
        ("2026-11-02T05:54:48,123456789Z", Stamp(2026, 11, 2, 5, 54, 48, 123456, 0)),
        ("2024-02-29T05:54:48Z", Stamp(2024, 2, 29, 5, 54, 48, 0, 0)),
        ("2026-11-02T05:54:48.1", Stamp(2026, 11, 2, 5, 54, 48, 100000, None)),
    ],
)
def test_times_are_read_as_far_as_the_line_tells_them(stamp: str, expected: Stamp) -> None:
    header = read(f"{stamp} nc01 dhcpd: exiting.")
    assert header is not None
    assert (header.stamp, header.host, header.message) == (expected, "nc01", "exiting.")


@pytest.mark.parametrize(
    "stamp",
    [
        *("Nov 31 05:54:48", "Feb 30 05:54:48", "Nov  0 05:54:48", "Nov 32 05:54:48", "Foo  2 05:54:48"),
        *("Nov  2 24:54:48", "Nov  2 25:54:48", "Nov  2 05:60:48", "Nov  2 05:54:60", "nov  2 05:54:48"),
        *("2026-13-02T05:54:48Z", "2026-00-02T05:54:48Z", "2026-11-31T05:54:48Z", "2026-02-29T05:54:48Z"),
        *(
            "2026-11-02T24:54:48Z",
            "2026-11-02T05:54:48+24:00",
            "2026-11-02T05:54:48+01:60",
            "0000-11-02T05:54:48Z",
        ),
        *("2026-11-02T05:54:48+", "2026-11-02T05:54:48Z0100", "26-11-02T05:54:48Z"),
        "\u0662\u0660\u0662\u0666-11-02T05:54:48Z",
    ],
)
def test_a_time_no_calendar_has_begins_no_line(stamp: str) -> None:
    assert read(f"{stamp} nc01 dhcpd: exiting.") is None


def test_rfc_5424_lines_keep_their_structured_data() -> None:
    text = '<165>1 2003-10-11T22:14:15.003Z h app 7 ID47 [ex@1 a="\\"q\\" \\\\ \\]" b=""][ex@2][ex@1 c="3"] x y'
    stamp = Stamp(2003, 10, 11, 22, 14, 15, 3000, 0)
    data = {"ex@1": {"a": '"q" \\ ]', "b": "", "c": "3"}, "ex@2": {}}
    assert read(text) == Header("rfc5424", stamp, "h", "app", "7", "local4", "notice", "ID47", data, "x y")


@pytest.mark.parametrize(
    "rest, message",
    [
        ("h app 7 - -", ""),
        ("h app 7 - - ", ""),
        ("h app 7 - -  ", ""),
        ("h app 7 - - x", "x"),
        ("h app 7 - -  x", "x"),
        ("h app 7 - -    x", "  x"),
        ("h app 7 - - \ufeffx", "x"),
        ("h app 7 - - [not data] x", "[not data] x"),
    ],
)
def test_of_an_rfc_5424_message_one_leading_blank_is_the_tag_s(rest: str, message: str) -> None:
    header = read(f"<30>1 2026-11-22T06:11:11.238341+00:00 {rest}")
    assert header is not None
    assert (header.host, header.pid, header.structured_data, header.message) == ("h", "7", None, message)


def test_a_bracket_in_a_quoted_value_needs_no_escape() -> None:
    header = read('<30>1 2026-11-22T06:11:11Z h app 7 - [a i="[x] y" j="]"] z')
    assert header is not None
    assert (header.structured_data, header.message) == ({"a": {"i": "[x] y", "j": "]"}}, "z")


@pytest.mark.parametrize("rest", ['[a i=""ok"] x', "[a x", "-x] y", "[a b=c] x", "x"])
def test_broken_structured_data_begins_no_line(rest: str) -> None:
    assert read(f"<30>1 2026-11-22T06:11:11Z h app 7 - {rest}") is None


def test_what_rfc_5424_says_is_not_there_is_none() -> None:
    header = read("<165>1 - - - - - - text")
    assert header == Header("rfc5424", None, None, None, None, "local4", "notice", None, None, "text")


@pytest.mark.parametrize("begin", ["", "1 "])
def test_priorities_are_words_and_above_191_there_is_none(begin: str) -> None:
    end = "2026-11-22T06:11:11Z h app 7 - - x" if begin else "Dec 14 23:29:56 h app[7]: x"
    for code in range(192):
        header = read(f"<{code}>{begin}{end}")
        assert header is not None
        assert (header.facility, header.severity) == (FACILITIES[code // 8], SEVERITIES[code % 8])
    assert [read(f"<{code}>{begin}{end}") for code in ("192", "999", "1000", "-1", "", "x")] == [None] * 6


def test_a_datagram_without_a_time_is_a_line() -> None:
    assert read("<30>dhcpd[7]: x") == Header(
        "rfc3164", None, None, "dhcpd", "7", "daemon", "info", None, None, "x"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "some text",
        "   you want, please",
        "[1.5] kernel: x",
        "{}",
        "Dec",
        "<30>",
        "\x00" * 50,
        "-- Boot x --",
    ],
)
def test_what_is_no_line_of_a_known_format_is_not_read(text: str) -> None:
    assert read(text) is None


@given(st.text(max_size=120))
def test_any_text_is_read_or_not_read(text: str) -> None:
    assert read(text) is None or isinstance(read(text), Header)


@given(
    st.sampled_from(["", "<30>", "<30>1 ", "<999>"]),
    st.sampled_from(
        ["Dec 14 23:29:56", "2026-11-22T06:11:11Z", "2026-11-22 06:11:11", "-", "Dec 14 2014 23:29:56", ""]
    ),
    st.lists(st.sampled_from(["h", "a:", "a[1]:", "-", '[a b="c"]', ""]), min_size=4, max_size=7).map(
        " ".join
    )
    | st.text(alphabet=' :[]-ab1.="\\', max_size=30),
)
@settings(max_examples=1500, deadline=None)
def test_no_line_is_of_two_formats_so_where_to_look_first_changes_nothing(
    priority: str, stamp: str, rest: str
) -> None:
    text = f"{priority}{stamp} {rest}"
    readers = [name for name in VOCABULARY.told_apart if VOCABULARY.line(text, (name,))]
    assert len(readers) <= 1
    assert len({str(read(text, last)) for last in (None, "nonsense", *VOCABULARY.formats)}) == 1


def test_every_day_of_a_calendar_is_a_day() -> None:
    first = date(2024, 1, 1).toordinal()
    for day in map(date.fromordinal, itertools.chain(range(first, first + 731))):
        assert read(f"{day.isoformat()}T00:00:00Z h a: x") is not None
        assert read(f"{day.strftime('%b %d')} 00:00:00 h a: x") is not None


@needs_lab
@pytest.mark.parametrize(
    "name", ["short", "short-precise", "short-iso", "short-iso-precise", "short-no-hostname"]
)
def test_journalctl_prints_lines_we_read_but_for_continuations(name: str) -> None:
    lines = (LAB / "journal" / "export" / f"{name}.txt").read_text("utf-8", "replace").split("\n")[:-1]
    assert [line for line in lines if not read(line) and not line.startswith("   ")] == []
