"""Runs of dhcpd and the gaps in what it said: whose lines were dropped, from when, until when."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import LAB, SAMPLES, folded, needs_lab, report_on

from logdiag.correlate.gaps import Gap
from logdiag.correlate.reckon import taps_of
from logdiag.correlate.runs import Run, walk
from logdiag.event import At

FLOOD, FILES, SERVED = LAB / "flood", LAB / "files", LAB / "served"

Heard = tuple[list[Run], list[Gap]]

BANNER = "Internet Systems Consortium DHCP Server 4.4.3-P1"
LISTENING = "Listening on LPF/br0/02:18:6e:31:60:1f/euca"
ASKS = "DHCPDISCOVER from d0:0d:85:1a:7a:b9 via br0"
DIES = (
    "Not configured to listen on any interfaces!",
    "",
    "If you think you have received this message due to a bug rather",
    "exiting.",
)


def begins(pid: int | None, name: str | None = None) -> str:
    """rsyslog 8 tells the name of the process, rsyslog 5 only its pid."""
    if name is None:
        return f"imuxsock begins to drop messages from pid {pid} due to rate-limiting"
    return f"imuxsock[pid: {pid}, name: {name}] from <nc01:{name}>: begin to drop messages due to rate-limiting"


def lost(pid: int, count: int = 12) -> str:
    return f"imuxsock lost {count} messages from pid {pid} due to rate-limiting"


def taps(*numbers: int, prefix: str = "vnet") -> list[str]:
    """The seven lines of each tap, as dhcpd prints them."""
    return [
        line
        for number in numbers
        for line in (
            "",
            f"No subnet declaration for {prefix}{number} (no IPv4 addresses).",
            f"** Ignoring requests on {prefix}{number}.  If this is not what",
            "   you want, please write a subnet declaration",
            "   in your dhcpd.conf file for the network segment",
            f"   to which interface {prefix}{number} is attached. **",
            "",
        )
    ]


def lines(tag: str, time: str, *said: str, host: str = "nc01") -> list[str]:
    return [f"Nov 22 {time} {host} {tag}: {one}" for one in said]


def dhcpd(time: str, *said: str, pid: int | None = 7, host: str = "nc01") -> list[str]:
    return lines("dhcpd" if pid is None else f"dhcpd[{pid}]", time, *said, host=host)


def rsyslogd(time: str, *said: str, host: str = "nc01") -> list[str]:
    return lines("rsyslogd", time, *said, host=host)


def heard(*paths: Path) -> Heard:
    runs, gaps = walk(folded(*paths).states.folds["core.notes"])
    return runs, gaps


def walked(folder: Path, *sources: list[str]) -> Heard:
    """Runs and gaps of one log a list of lines, in that order."""
    paths = [folder / f"{number}.log" for number in range(len(sources))]
    for path, source in zip(paths, sources, strict=True):
        path.write_text("\n".join(source) + "\n", encoding="utf-8")
    return heard(*paths)


def span(gap: Gap) -> tuple[int | None, int | None]:
    """Lines between which a gap lies."""
    return (gap.begin.line if gap.begin else None, gap.end.line if gap.end else None)


def owner(gap: Gap) -> tuple[str | None, str | None, bool]:
    return (gap.program, gap.pid, gap.inferred)


# ---- real captures


@needs_lab
@pytest.mark.parametrize(
    "name, runs, gaps",
    [
        ("flood/bridge-limit", 1, [(202, 203, 1215), (404, 405, 263)]),
        ("flood/bridge-nolimit", 1, []),
        ("flood/nobridge-limit", 1, [(202, None, None)]),
        ("served/healthy-limit", 1, [(202, 203, 1215), (404, None, None)]),
        ("served/story-94", 1, [(202, 203, 473), (404, None, None)]),
        ("served/healed", 2, []),
        ("files/rotated/messages-20141215.gz", 2, [(202, 203, None), (403, None, None)]),
        ("dhcpd/already-running", 3, []),
    ],
)
def test_a_capture_has_the_runs_and_gaps_that_the_lab_made(
    name: str, runs: int, gaps: list[tuple[int, int | None, int | None]]
) -> None:
    log = LAB / name if (LAB / name).is_file() else LAB / name / "messages"
    found, holes = heard(log)
    assert len(found) == runs
    assert [(*span(gap), gap.lost) for gap in holes] == gaps
    assert {(gap.program, gap.inferred) for gap in holes} <= {("dhcpd", False)}


def test_in_the_story_the_pid_is_tied_to_dhcpd_by_timing() -> None:
    (run,), (gap,) = heard(SAMPLES / "euca4-excerpt" / "messages")
    assert owner(gap) == ("dhcpd", "23662", True)
    assert (span(gap), gap.lost, run.pid) == ((15, None), None, None)


@needs_lab
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_three_templates_of_one_stream_tell_each_run_and_each_gap_once(order: tuple[int, ...]) -> None:
    forms = [FLOOD / "bridge-limit" / f"messages{form}" for form in ("", ".iso", ".rfc5424")]
    runs, gaps = heard(*(forms[number] for number in order))
    assert len(runs) == 1
    assert [(gap.lost, span(gap)) for gap in gaps] == [(1215, (202, 203)), (263, (404, 405))]
    assert [id(gap) for gap in runs[0].gaps] == [id(gap) for gap in gaps]


@needs_lab
def test_a_gap_at_the_end_of_a_rotated_log_ends_where_the_next_one_has_a_start() -> None:
    rotated = FILES / "rotated"
    _, gaps = heard(rotated / "messages-20141215.gz", rotated / "messages.1")
    assert [(gap.end.source, gap.end.line) for gap in gaps if gap.end] == [(0, 203), (0, 2)]


# ---- one life: from a start to the next


def test_a_start_begins_a_new_run_even_with_the_pid_of_the_last(tmp_path: Path) -> None:
    runs, _ = walked(
        tmp_path, dhcpd("06:00:00", BANNER, *taps(1)) + dhcpd("06:10:00", BANNER, *taps(2), LISTENING)
    )
    assert [list(run.names) for run in runs] == [["vnet1"], ["vnet2"]]


def test_two_starts_in_one_second_are_two_runs_also_in_twins(tmp_path: Path) -> None:
    log = dhcpd("06:00:00", BANNER, *taps(1), BANNER, *taps(2), LISTENING, pid=None)
    assert len(walked(tmp_path, log)[0]) == 2
    assert len(walked(tmp_path, log, log)[0]) == 2


def test_servers_of_two_hosts_or_two_pids_are_runs_of_their_own(tmp_path: Path) -> None:
    here, there = dhcpd("06:00:00", BANNER, ASKS), dhcpd("06:00:00", BANNER, ASKS, host="nc02")
    other = dhcpd("06:00:00", BANNER, ASKS, pid=8)
    mixed = [line for three in zip(here, there, other, strict=True) for line in three]
    runs, _ = walked(tmp_path, mixed)
    assert [(run.host, run.pid, run.lines) for run in runs] == [
        ("nc01", "7", 2),
        ("nc02", "7", 2),
        ("nc01", "8", 2),
    ]


def test_two_servers_that_tell_no_pid_are_told_apart_by_their_starts_alone(tmp_path: Path) -> None:
    log = dhcpd("06:00:00", BANNER, *taps(9), LISTENING, BANNER, *taps(4), ASKS, pid=None)
    runs, _ = walked(tmp_path, log)
    assert [(list(run.names), bool(run.listening)) for run in runs] == [
        (["vnet9"], True),
        (["vnet4"], False),
    ]


def test_a_twin_that_begins_in_the_middle_of_a_run_makes_no_second_one(tmp_path: Path) -> None:
    whole = dhcpd("06:00:00", BANNER, *taps(1), LISTENING) + dhcpd("06:00:20", ASKS, ASKS)
    for sources in ((whole, whole[-2:]), (whole[-2:], whole)):
        runs, _ = walked(tmp_path, *sources)
        assert [run.lines for run in runs] == [len(whole)]


@pytest.mark.parametrize("kept", [4, 12, 17])
def test_of_twins_the_run_that_is_told_most_fully_stays(tmp_path: Path, kept: int) -> None:
    whole = dhcpd("06:00:00", BANNER, *taps(2, 1), *DIES)
    for sources in ((whole[:kept], whole), (whole, whole[:kept])):
        (run,), _ = walked(tmp_path, *sources)
        assert (run.lines, run.fatal is not None) == (len(whole), True)


def test_a_run_whose_start_no_source_has_is_a_run(tmp_path: Path) -> None:
    (run,), _ = walked(tmp_path, dhcpd("06:00:00", ASKS))
    assert run.started is None
    assert run.serves


# ---- last words


@pytest.mark.parametrize(
    "said, kind",
    [
        (DIES, "dhcpd.not_configured"),
        (DIES[:1], "dhcpd.not_configured"),
        (
            ("bad range, address 10.0.0.1 not in subnet 172.31.0.0 netmask 255.255.0.0", *DIES[1:]),
            "dhcpd.bad_range",
        ),
        (("something that no grammar knows", *DIES[1:]), ""),
        ((LISTENING,), None),
        ((ASKS, *DIES[1:]), None),
        ((*taps(1), *DIES[1:]), None),
        (DIES[1:], "dhcpd.start"),
    ],
    ids=[
        *("closed", "cut after its last words", "a range", "unknown words", "alive"),
        *("a packet is no reason", "a tap is no reason", "nothing but the banner"),
    ],
)
def test_a_run_dies_of_the_sentence_before_its_closing_lines(
    tmp_path: Path, said: tuple[str, ...], kind: str | None
) -> None:
    (run,), _ = walked(tmp_path, dhcpd("06:00:00", BANNER, *said))
    assert (run.fatal[0] if run.fatal else None) == kind


def test_closing_lines_after_a_gap_close_what_was_lost(tmp_path: Path) -> None:
    log = (
        dhcpd("06:00:00", BANNER, *taps(1))
        + rsyslogd("06:00:00", begins(7))
        + dhcpd("06:00:07", "exiting.")
    )
    (run,), _ = walked(tmp_path, log)
    assert run.fatal is None


# ---- whose lines a drop took

IN_LIST = (BANNER, *taps(9, 8))


@pytest.mark.parametrize(
    "before, notice, program, inferred",
    [
        (dhcpd("06:00:00", *IN_LIST, pid=None), begins(23662), "dhcpd", True),
        (dhcpd("06:00:00", *IN_LIST[:-3], pid=None), begins(23662), "dhcpd", True),
        (dhcpd("05:59:59", *IN_LIST, pid=None), begins(23662), None, False),
        (dhcpd("06:00:00", *IN_LIST, LISTENING, pid=None), begins(23662), None, False),
        (dhcpd("06:00:00", *IN_LIST, *DIES, pid=None), begins(23662), None, False),
        (dhcpd("06:00:00", BANNER, pid=None), begins(23662), None, False),
        (dhcpd("06:00:00", *IN_LIST, pid=None, host="nc02"), begins(23662), None, False),
        (dhcpd("06:00:00", *IN_LIST, pid=None), begins(23662, "cron"), "cron", False),
        (dhcpd("06:00:00", *IN_LIST, pid=99), begins(23662), None, False),
        (dhcpd("06:00:00", *IN_LIST, pid=99), begins(99), "dhcpd", False),
        (
            dhcpd("06:00:00", *IN_LIST, pid=None) + lines("CRON[23662]", "06:00:00", "x"),
            begins(23662),
            "CRON",
            False,
        ),
        ([], begins(23662), None, False),
        ([], begins(23662, "dhcpd"), "dhcpd", False),
    ],
    ids=[
        *("same second, in the list", "inside a block of it", "a second later", "after the list"),
        *(
            "dead by then",
            "before the list",
            "another host's list",
            "named otherwise",
            "another pid's list",
        ),
        *("of that pid", "the pid speaks elsewhere", "before anybody spoke", "named, before anybody spoke"),
    ],
)
def test_a_pid_is_tied_to_a_program_by_its_lines_its_name_or_last_by_timing(
    tmp_path: Path, before: list[str], notice: str, program: str | None, inferred: bool
) -> None:
    _, (gap,) = walked(tmp_path, before + rsyslogd("06:00:00", notice))
    assert (gap.program, gap.inferred) == (program, inferred)


@pytest.mark.parametrize(
    "notice, program", [(begins(7), None), (begins(7, "cron"), "cron"), (begins(7, "dhcpd"), "dhcpd")]
)
def test_a_pid_that_dhcpd_had_hours_ago_is_not_dhcpd_any_more(
    tmp_path: Path, notice: str, program: str | None
) -> None:
    (run,), (gap,) = walked(tmp_path, dhcpd("06:00:00", BANNER, LISTENING) + rsyslogd("09:00:00", notice))
    assert gap.program == program
    assert run.gaps == []


def test_a_name_that_is_not_dhcpds_is_believed_against_the_pid(tmp_path: Path) -> None:
    (run,), (gap,) = walked(
        tmp_path, dhcpd("06:00:00", BANNER, LISTENING) + rsyslogd("06:00:09", begins(7, "cron"))
    )
    assert (gap.program, run.gaps) == ("cron", [])


def test_a_process_may_tag_its_lines_otherwise_than_it_is_named(tmp_path: Path) -> None:
    log = lines("nova-compute[7]", "06:00:00", "x") + rsyslogd("06:00:00", begins(7, "python3"))
    _, (gap,) = walked(tmp_path, log)
    assert gap.program == "nova-compute"


LIST = dhcpd("06:00:00", BANNER, *taps(9, 8, 7), LISTENING, pid=None)


@pytest.mark.parametrize("cut", range(3, 23))
def test_a_list_that_goes_on_in_that_second_was_not_cut_by_a_drop_of_an_unknown_pid(
    tmp_path: Path, cut: int
) -> None:
    log = LIST[:cut] + rsyslogd("06:00:00", begins(4242)) + LIST[cut:]
    (run,), (gap,) = walked(tmp_path, log + dhcpd("06:00:09", ASKS, pid=None))
    assert owner(gap) == (None, "4242", False)
    assert (run.gaps, len(run.speeches), list(run.names)) == ([], 1, ["vnet7", "vnet8", "vnet9"])


@pytest.mark.parametrize(
    "later",
    [
        dhcpd("06:00:09", ASKS, pid=None),
        dhcpd("06:00:00", BANNER, *taps(9), pid=None),
        rsyslogd("06:00:00", lost(4242, 3)) + dhcpd("06:00:00", ASKS, pid=None),
    ],
    ids=["seconds later", "a new start", "the loss is told first"],
)
def test_a_list_that_does_not_go_on_in_that_second_was_cut(tmp_path: Path, later: list[str]) -> None:
    log = LIST[:12] + rsyslogd("06:00:00", begins(4242)) + later
    runs, (gap,) = walked(tmp_path, log)
    assert owner(gap) == ("dhcpd", "4242", True)
    assert runs[0].gaps == [gap]


def test_one_list_is_cut_by_one_pid(tmp_path: Path) -> None:
    log = LIST[:12] + rsyslogd("06:00:00", begins(4242), begins(777))
    _, gaps = walked(tmp_path, log)
    assert [owner(gap) for gap in gaps] == [("dhcpd", "4242", True), (None, "777", False)]


def test_a_pid_that_is_tied_to_a_run_stays_tied_to_it(tmp_path: Path) -> None:
    log = LIST[:12] + rsyslogd("06:00:00", begins(4242)) + rsyslogd("06:00:07", lost(4242), begins(4242))
    (run,), gaps = walked(tmp_path, log)
    assert [owner(gap) for gap in gaps] == [("dhcpd", "4242", True)] * 2
    assert run.gaps == gaps


def test_a_name_in_the_notice_of_a_loss_names_the_program(tmp_path: Path) -> None:
    told = "imuxsock[pid: 5, name: dhcpd]: 300 messages lost due to rate-limiting (200 allowed within 5 seconds)"
    _, (gap,) = walked(tmp_path, rsyslogd("06:00:09", told))
    assert (owner(gap), gap.lost) == (("dhcpd", "5", False), 300)


# ---- holes that are no rate limit of rsyslog's

ORIGIN = '[origin software="rsyslogd" swVersion="8.2302.0" x-pid="1" x-info="https://www.rsyslog.com"]'
STOPS, STARTS = f"{ORIGIN} exiting on signal 15.", f"{ORIGIN} start"
DOWN = [rsyslogd("06:00:03", STOPS), rsyslogd("06:10:03", STARTS)]


@pytest.mark.parametrize(
    "sources, spans",
    [
        ([DOWN[0] + DOWN[1]], [(1, 2)]),
        ([DOWN[0], DOWN[1]], [(1, 1)]),
        ([DOWN[1], DOWN[0]], [(1, 1)]),
        ([DOWN[0] + DOWN[1]] * 2, [(1, 2)]),
        ([DOWN[0]], []),
        ([DOWN[1]], []),
        ([DOWN[1] + DOWN[0]], []),
        ([DOWN[0] + rsyslogd("06:10:03", STARTS, host="nc02")], []),
        ([rsyslogd("06:00:03", STOPS, STARTS)], []),
    ],
    ids=[
        *("down", "rotated", "rotated, the new one first", "twins", "nothing follows", "a first start"),
        *("started and stopped", "another host starts", "at once"),
    ],
)
def test_nobody_is_heard_while_rsyslogd_is_down(
    tmp_path: Path, sources: list[list[str]], spans: list[tuple[int, int]]
) -> None:
    _, gaps = walked(tmp_path, *sources)
    assert [span(gap) for gap in gaps] == spans
    assert all((gap.kind, owner(gap)) == ("gap", (None, None, False)) for gap in gaps)


def test_a_start_list_is_not_whole_where_rsyslogd_was_down_in_it(tmp_path: Path) -> None:
    log = LIST[:12] + DOWN[0] + DOWN[1] + dhcpd("06:10:04", *taps(1), LISTENING, pid=None)
    (run,), _ = walked(tmp_path, log)
    assert len(run.speeches) == 2


@pytest.mark.parametrize(
    "unit, program",
    [
        ("dhcpd.service", "dhcpd"),
        ("/system.slice/isc-dhcp-server.service", "dhcpd"),
        ("eucanetd.service", "dhcpd"),
        ("cron.service", "cron"),
    ],
)
def test_what_journald_suppressed_is_a_gap_up_to_its_notice(
    tmp_path: Path, unit: str, program: str
) -> None:
    told = f"Suppressed 710 messages from {unit}"
    _, (gap,) = walked(tmp_path, lines("systemd-journald[300]", "06:00:40", told))
    assert (owner(gap), span(gap), gap.lost, gap.kind) == (
        (program, None, False),
        (None, 1),
        710,
        "rate_limit",
    )


# ---- where a gap ends


@pytest.mark.parametrize(
    "after, end",
    [
        (dhcpd("06:00:09", ASKS), 2),
        (dhcpd("06:00:09", BANNER, pid=8), 2),
        (dhcpd("06:00:09", ASKS, pid=8), None),
        (dhcpd("06:00:09", BANNER, pid=8, host="nc02"), None),
        (lines("cron[9]", "06:00:09", "x"), None),
        (rsyslogd("06:00:09", lost(7)), 2),
        (rsyslogd("06:00:09", lost(8)), None),
        ([], None),
    ],
    ids=[
        *(
            "it speaks again",
            "the next start",
            "another pid speaks",
            "another host's start",
            "others speak",
        ),
        *("rsyslog tells the loss", "of another pid", "the log ends"),
    ],
)
def test_a_gap_lasts_until_the_pid_speaks_its_program_starts_or_the_log_ends(
    tmp_path: Path, after: list[str], end: int | None
) -> None:
    _, gaps = walked(tmp_path, rsyslogd("06:00:00", begins(7, "dhcpd")) + after)
    assert span(gaps[0]) == (1, end)


def test_a_gap_tied_by_timing_ends_with_the_next_line_of_its_program(tmp_path: Path) -> None:
    log = (
        dhcpd("06:00:00", *IN_LIST, pid=None)
        + rsyslogd("06:00:00", begins(5))
        + dhcpd("06:00:09", ASKS, pid=None)
    )
    _, (gap,) = walked(tmp_path, log)
    assert span(gap) == (len(log) - 1, len(log))


def test_a_loss_is_told_of_the_latest_drop_of_its_pid_and_each_once(tmp_path: Path) -> None:
    log = rsyslogd("06:00:00", begins(7), begins(8)) + rsyslogd("06:00:09", lost(7, 3), begins(7))
    _, gaps = walked(tmp_path, log + rsyslogd("06:00:19", lost(7, 4), lost(8, 5)))
    assert [(gap.pid, gap.lost) for gap in gaps] == [("7", 3), ("8", 5), ("7", 4)]


@pytest.mark.parametrize("pid", [7, None])
def test_a_loss_without_a_begin_is_a_gap_that_ends_where_it_is_told(
    tmp_path: Path, pid: int | None
) -> None:
    log = dhcpd("06:00:00", BANNER, LISTENING, pid=pid) + rsyslogd("06:00:09", lost(7, 3))
    (run,), (gap,) = walked(tmp_path, log)
    assert (span(gap), gap.lost) == ((None, 3), 3)
    assert owner(gap) == (("dhcpd", "7", False) if pid else (None, "7", False))
    assert bool(run.gaps) == (pid is not None)


def test_what_an_input_lost_is_not_laid_to_a_program_without_a_pid(tmp_path: Path) -> None:
    told = "imjournal: 17 messages lost due to rate-limiting (20000 allowed within 600 seconds)"
    (run,), (gap,) = walked(tmp_path, dhcpd("06:00:00", BANNER, pid=None) + rsyslogd("06:00:09", told))
    assert (gap.program, gap.pid, gap.lost, run.gaps) == (None, None, 17, [])
    assert (gap.allowed, gap.seconds) == (20000, 600)


# ---- the same gap told by several sources

CUT = dhcpd("06:00:00", *IN_LIST) + rsyslogd("06:00:00", begins(7, "dhcpd"))
TOLD = rsyslogd("06:00:09", lost(7, 3)) + dhcpd("06:00:09", ASKS)


@pytest.mark.parametrize(
    "sources",
    [
        (CUT + TOLD,) * 2,
        (CUT + TOLD,) * 3,
        (CUT, CUT + TOLD),
        (CUT + TOLD, CUT),
        (CUT, TOLD),
        (TOLD, CUT),
        (CUT + TOLD, TOLD),
        (TOLD, CUT + TOLD),
    ],
    ids=[
        *("twins", "three of them", "the first ends early", "the second ends early", "rotated in the gap"),
        *("rotated, the new one first", "the second begins late", "the first begins late"),
    ],
)
def test_a_gap_that_several_sources_tell_is_one_and_whole(
    tmp_path: Path, sources: tuple[list[str], ...]
) -> None:
    runs, gaps = walked(tmp_path, *sources)
    (gap,) = gaps
    assert (owner(gap), gap.lost, gap.begin is not None, gap.end is not None) == (
        ("dhcpd", "7", False),
        3,
        True,
        True,
    )
    assert [one is gap for run in runs for one in run.gaps if run.started] == [True]


def test_two_drops_in_one_second_are_two_gaps_also_in_twins(tmp_path: Path) -> None:
    log = rsyslogd("06:00:00", begins(7), begins(7))
    assert len(walked(tmp_path, log)[1]) == 2
    assert len(walked(tmp_path, log, log)[1]) == 2


def test_a_twin_does_not_end_a_gap_in_its_own_second(tmp_path: Path) -> None:
    _, (gap,) = walked(tmp_path, CUT, CUT)
    assert gap.end is None


# ---- a drop of somebody else


WHOLE = (BANNER, *taps(9, 8, 7), LISTENING)


@pytest.mark.parametrize(
    "notice", [begins(5, "cron"), begins(5)], ids=["of a named program", "of another pid, not named"]
)
@pytest.mark.parametrize("where", range(1, len(WHOLE), 4))
def test_a_drop_of_another_pid_breaks_no_speech(tmp_path: Path, notice: str, where: int) -> None:
    said = dhcpd("06:00:00", *WHOLE)
    (run,), (gap,) = walked(tmp_path, said[:where] + rsyslogd("06:00:00", notice) + said[where:])
    assert (len(run.speeches), run.gaps, run.lines) == (1, [], len(WHOLE))
    assert gap.program != "dhcpd"
    reckoned = taps_of(run)
    assert reckoned is not None
    assert (reckoned.taps, reckoned.how) == (3, "exact")


def test_a_drop_of_another_program_leaves_the_counts_of_dhcpd_exact(tmp_path: Path) -> None:
    refused = "DHCPDISCOVER from d0:0d:85:1a:7a:b9 via br0: network euca: no free leases"
    log = tmp_path / "messages"
    for notice, at_least in ((begins(5, "cron"), False), (begins(5), True), (begins(7), True)):
        log.write_text("\n".join(dhcpd("06:00:00", *WHOLE, refused) + rsyslogd("06:00:00", notice)) + "\n")
        found = {finding.rule: finding.at_least for finding in report_on(log).findings}
        assert found["dhcpd-no-free-leases"] == at_least
        assert found["dhcpd-no-subnet"] == (notice == begins(7))


def test_a_drop_of_its_own_pid_breaks_the_speech(tmp_path: Path) -> None:
    said = dhcpd("06:00:00", *WHOLE)
    (run,), (gap,) = walked(tmp_path, said[:12] + rsyslogd("06:00:00", begins(7)) + said[12:])
    assert [speech.lines for speech in run.speeches] == [12, len(WHOLE) - 12]
    assert run.gaps == [gap]


# ---- gaps and spans of time


def place(second: int) -> At:
    return At(second * 1_000_000 + 999_999, 0, 0, second, second * 1_000_000, None)


@pytest.mark.parametrize(
    "begin, end, touched",
    [
        (0, 5, False),
        (0, 6, True),
        (8, None, True),
        (10, 12, True),
        (11, 12, False),
        (None, 6, True),
        (None, 5, False),
    ],
)
def test_a_gap_touches_a_span_that_shares_a_second_with_it(
    begin: int | None, end: int | None, touched: bool
) -> None:
    gap = Gap(
        *("nc01", "dhcpd", "7", False),
        begin=None if begin is None else place(begin),
        end=None if end is None else place(end),
    )
    assert gap.touches(6_000_000, 10_500_000) == touched
