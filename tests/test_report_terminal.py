"""The rules of the screen, tried on every example at every size that matters."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_examples import (
    BRIDGE_LIMIT,
    DAMAGED,
    EXCERPT,
    HEALTHY,
    NO_BRIDGE,
    REPORTS,
    STORY,
    WORDS_OF_THE_CONTRACT,
    with_text_everywhere,
)

from logdiag.report.answer import files_of
from logdiag.report.commands import command_lines
from logdiag.report.evidence import Headline, evidence_lines
from logdiag.report.terminal import render_terminal
from logdiag.report.values import Check, Claim, Evidence, Incident, Report, Source

SIZES = [(80, 24), (80, 36), (80, 50), (100, 24), (100, 36), (100, 50), (132, 43)]
EVERY_SIZE = [
    pytest.param(report, columns, rows, id=f"{name}-{columns}x{rows}")
    for name, report in REPORTS.items()
    for columns, rows in SIZES
]
on_every_size = pytest.mark.parametrize("report, columns, rows", EVERY_SIZE)
on_every_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
SGR = re.compile(r"\x1b\[([0-9;]*)m")


def page(report: Report, columns: int = 100, rows: int | None = None, *, verbose: bool = False) -> str:
    return render_terminal(report, columns=columns, rows=rows, colour=False, verbose=verbose)


def words(text: str) -> str:
    """The text without its line breaks and indents."""
    return " ".join(text.split())


@on_every_size
def test_a_page_fits_the_screen_and_leaves_a_line_for_the_prompt(
    report: Report, columns: int, rows: int
) -> None:
    lines = page(report, columns, rows).splitlines()
    assert len(lines) < rows
    assert max(map(len, lines)) <= columns


@on_every_size
def test_the_answer_and_the_first_command_are_both_on_the_screen(
    report: Report, columns: int, rows: int
) -> None:
    shown = page(report, columns, rows)
    assert words(shown).startswith(words(f"{report.verdict.text} {report.verdict.doubt}"))
    for incident in report.incidents[:1]:
        assert "DO NEXT" in shown
        assert f"    {incident.checks[0].command}\n" in shown


@on_every_size
def test_the_picture_is_never_folded(report: Report, columns: int, rows: int) -> None:
    shown = page(report, columns, rows)
    for bar in report.picture.bars:
        assert re.search(rf"^  {re.escape(bar.label)} +{re.escape(bar.value)}(?: |$)", shown, re.MULTILINE)
    for row in report.picture.table.rows if report.picture.table else ():
        assert re.search(r" +".join(map(re.escape, row)), shown)
    assert report.picture.strip in shown


@on_every_size
def test_how_much_was_read_and_understood_is_on_every_screen(
    report: Report, columns: int, rows: int
) -> None:
    assert re.search(
        r"^\d+ files?, [\d,]+ log lines?, \d+ not understood", page(report, columns, rows), re.MULTILINE
    )


@on_every_size
def test_what_is_folded_is_counted(report: Report, columns: int, rows: int) -> None:
    shown = page(report, columns, rows)
    rows_of_all = 12 if not report.incidents else 1000
    whole = [line for line in page(report, columns, None).splitlines() if line]
    told = re.search(r"\((\d+) lines? folded, -v\)", shown)
    on_its_own = 1 if told and shown.splitlines()[-1].startswith("(") else 0
    kept = len([line for line in shown.splitlines() if line]) - on_its_own
    assert len(whole) - kept == (int(told[1]) if told else 0)
    assert told or len(page(report, columns, None).splitlines()) < min(rows, rows_of_all)


@on_every_report
@pytest.mark.parametrize("columns", [80, 100])
def test_nothing_is_folded_where_there_is_no_screen(report: Report, columns: int) -> None:
    assert "folded" not in page(report, columns, None)
    assert "folded" not in page(report, columns, 24, verbose=True)


@on_every_size
def test_colour_carries_nothing_alone(report: Report, columns: int, rows: int) -> None:
    coloured = render_terminal(report, columns=columns, rows=rows, colour=True)
    assert SGR.sub("", coloured) == page(report, columns, rows)


@on_every_report
def test_only_the_five_roles_have_a_colour(report: Report) -> None:
    coloured = render_terminal(report, columns=100, rows=None, colour=True)
    assert set(SGR.findall(coloured)) <= {"1;31", "33", "32", "1", "2", "0"}
    assert "\x1b" not in page(report)


@pytest.mark.parametrize(
    "report, code, text",
    [
        (STORY, "1;31", "106"),
        (STORY, "33", "LIKELY"),
        (STORY, "33", "NOT KNOWN"),
        (STORY, "33", "HOLE"),
        (STORY, "1", "virsh -r list | grep -c running"),
        (BRIDGE_LIMIT, "1;31", "CONFIRMED"),
        (BRIDGE_LIMIT, "33", "HOLES"),
        (EXCERPT, "33", "POSSIBLE"),
        (HEALTHY, "32", "No failed launch on nc01 between 07:07:51 and 07:07:59. Nothing to do."),
    ],
)
def test_a_role_has_its_colour(report: Report, code: str, text: str) -> None:
    assert f"\x1b[{code}m{text}\x1b[0m" in render_terminal(report, columns=100, rows=None, colour=True)


def test_the_order_is_answer_picture_why_rivals_holes_normal_do_next_footer() -> None:
    shown = page(STORY)
    marks = ["106 of 200", "requested", "WHY", "  for", "  against", "WHAT MAY HAVE", "HOLE", "NORMAL"]
    marks += ["DO NEXT", "7 files, 15 log lines"]
    places = [shown.index(mark) for mark in marks]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "beyond, doubt, shown",
    [
        ("not known", "LIKELY.", "What led to that: NOT KNOWN."),
        ("who wrote the file is not known", "LIKELY.", "Who wrote the file is NOT KNOWN"),
        ("who wrote the file is not known", "LIKELY. Why: NOT KNOWN.", ""),
        ("the bridge was down.", "LIKELY. Who did it: NOT KNOWN.", "The bridge was down."),
        ("", "LIKELY.", ""),
    ],
)
def test_where_the_evidence_ends_is_said_once(beyond: str, doubt: str, shown: str) -> None:
    incident = replace(NO_BRIDGE.incidents[0], why_beyond=beyond, supports=(), against=())
    verdict = NO_BRIDGE.verdict._replace(doubt=doubt)
    text = page(replace(NO_BRIDGE, verdict=verdict, incidents=(incident,)))
    assert text.count("           " + (shown or "W")) == (1 if shown else 0)


def test_to_mend_stands_apart_from_what_only_reads() -> None:
    shown = page(NO_BRIDGE)
    assert (
        shown.index("DO NEXT") < shown.index("TO MEND (changes the host)") < shown.index("service eucanetd")
    )


@on_every_size
def test_the_end_of_an_evidence_line_is_never_cut(report: Report, columns: int, rows: int) -> None:
    shown = page(report, columns, rows).splitlines()
    for evidence in (each for incident in report.incidents for each in _evidence(incident)):
        lines = [line for line in shown if line.strip().startswith(f"{evidence.source}:{evidence.line} ")]
        assert all(line.endswith(evidence.text[-12:]) for line in lines)


def _evidence(incident: Incident) -> list[Evidence]:
    return [each for claim in (*incident.supports, *incident.against) for each in claim.evidence]


@pytest.mark.parametrize(
    "report, line",
    [
        (EXCERPT, "messages:1   dhcpd: No subnet declaration for vnet68 (no IPv4 addresses)."),
        (
            BRIDGE_LIMIT,
            "messages:215  06:01:35 dhcpd[24859]: DHCPACK on 172.31.0.15 to d0:0d:85:1a:7a:b9 via br0",
        ),
        (NO_BRIDGE, "messages:1414  dhcpd[24057]: Not configured to listen on any interfaces!"),
    ],
)
def test_evidence_does_not_repeat_the_time_and_the_host_of_the_headline(report: Report, line: str) -> None:
    assert words(line) in words(page(report, 132))


def test_evidence_of_an_incident_of_two_days_keeps_its_days() -> None:
    incident = replace(BRIDGE_LIMIT.incidents[0], first="2026-11-21T06:01:41")
    assert "Nov 22 06:01:35 dhcpd" in page(replace(BRIDGE_LIMIT, incidents=(incident,)), 132)


def test_evidence_too_long_gives_up_its_middle_and_keeps_the_client() -> None:
    shown = page(BRIDGE_LIMIT, 80, 50)
    assert "DHCPDISCOVER from d0:0d:cc:3b:22:f8" in shown
    assert ".. no free leases\n" in shown


@pytest.mark.parametrize(
    "text, shown",
    [
        (
            '{"_HOSTNAME":"nc01","SYSLOG_IDENTIFIER":"dhcpd","MESSAGE":"exiting."}',
            "messages:7  dhcpd: exiting.\n",
        ),
        ('{"_HOSTNAME":"nc02","MESSAGE":"exiting."}', "messages:7  nc02 exiting.\n"),
        ('{"_HOSTNAME":["nc01"],"MESSAGE":"exiting."}', "messages:7  exiting.\n"),
        ('{"MESSAGE":[101,120]}', 'messages:7  {"MESSAGE":[101,120]}\n'),
        ("{not json", "messages:7  {not json\n"),
        ("2026-11-22T06:00:15.123456+00:00 nc01 dhcpd[1]: exiting.", "messages:7  dhcpd[1]: exiting.\n"),
        ("<30>1 2026-11-22T06:00:15Z nc01 dhcpd 1 - - exiting.", "messages:7  dhcpd[1]: exiting.\n"),
        (
            '<30>1 2026-11-22T06:00:15Z nc01 dhcpd 1 - [a b="c"][d] exiting.',
            "messages:7  dhcpd[1]: exiting.\n",
        ),
        ("Xyz 99 99:99:99 nc01 dhcpd: exiting.", "messages:7  Xyz 99 99:99:99 dhcpd: exiting.\n"),
    ],
)
def test_evidence_in_any_line_format_shows_what_the_program_said(text: str, shown: str) -> None:
    claim = Claim("It exited.", (Evidence("messages", 7, text),))
    report = replace(NO_BRIDGE, incidents=(replace(NO_BRIDGE.incidents[0], supports=(claim,)),))
    assert shown in page(report)


def test_a_claim_shows_two_pieces_of_evidence_and_all_of_them_when_asked() -> None:
    claim = Claim("Three lines say so.", tuple(Evidence("messages", n, f"line {n}") for n in (1, 2, 3)))
    report = replace(STORY, incidents=(replace(STORY.incidents[0], supports=(claim,)),))
    assert "messages:2" in page(report)
    assert "messages:3" not in page(report)
    assert "messages:3" in page(report, verbose=True)


def test_at_most_three_commands_are_shown() -> None:
    checks = tuple(Check(f"echo {n}", (), "nc01") for n in range(5))
    shown = page(replace(NO_BRIDGE, incidents=(replace(NO_BRIDGE.incidents[0], checks=checks),)))
    assert re.findall(r"^    (echo \d)$", shown, re.MULTILINE) == ["echo 0", "echo 1", "echo 2"]


def test_commands_for_several_hosts_say_where_each_is_typed() -> None:
    checks = (Check("echo a", (), "nc01"), Check("echo b", (), "nc02"))
    shown = page(replace(NO_BRIDGE, incidents=(replace(NO_BRIDGE.incidents[0], checks=checks),)))
    assert "DO NEXT (read-only)\n  on nc01\n    echo a\n  on nc02\n    echo b\n" in shown


@pytest.mark.parametrize("rows", [24, 36, 50, 100])
@pytest.mark.parametrize("columns", [80, 100])
def test_healthy_is_short_and_says_what_it_could_not_see(columns: int, rows: int) -> None:
    shown = page(HEALTHY, columns, rows)
    assert len(shown.splitlines()) < 12
    assert "NOT SEEN" in shown
    assert "NORMAL" in shown


def test_healthy_stays_short_however_much_there_is_to_say() -> None:
    wordy = replace(HEALTHY, normal=HEALTHY.normal * 9, not_seen=HEALTHY.not_seen * 9)
    assert len(page(wordy, 80, 50).splitlines()) < 12


def test_a_page_without_failure_is_green_only_where_something_was_seen_to_work() -> None:
    assert "\x1b[32m" not in render_terminal(DAMAGED, columns=80, rows=24, colour=True)


@pytest.mark.parametrize("columns, rows", SIZES)
def test_files_that_could_not_be_read_are_never_folded(columns: int, rows: int) -> None:
    report = replace(STORY, sources=(*STORY.sources, *DAMAGED.sources), documents=DAMAGED.documents)
    shown = page(report, columns, rows)
    assert len(shown.splitlines()) < rows
    assert re.search(r"^NOT READ old\.gz: ends early", shown, re.MULTILINE)
    assert re.search(r"^NOT READ euca-dhcp\.conf: line 40, column 3: ", shown, re.MULTILINE)


def test_hundreds_of_broken_files_are_counted_where_room_is_short() -> None:
    broken = tuple(Source(f"old.{n}.gz", None, 0, 0, None, None, error="ends early") for n in range(300))
    shown = page(replace(STORY, sources=broken), 100, 24)
    assert "NOT READ old.4.gz" in shown
    assert "NOT READ 295 files more: -v" in shown
    assert "NOT READ old.299.gz" in page(replace(STORY, sources=broken), 100, None)


def test_thousands_of_holes_and_incidents_are_counted_and_cost_no_time() -> None:
    report = replace(
        BRIDGE_LIMIT,
        coverage=BRIDGE_LIMIT.coverage * 5000,
        coverage_total=12_000,
        incidents=(*BRIDGE_LIMIT.incidents, *NO_BRIDGE.incidents * 5000),
    )
    shown = page(report, 100, 100)
    assert "and 11,995 more: -v" in shown
    assert "and 4,992 more: -v" in shown
    assert len(page(report, 100, 24).splitlines()) < 24


def test_incidents_after_the_first_are_told_in_a_line_or_two() -> None:
    report = replace(
        NO_BRIDGE, incidents=(NO_BRIDGE.incidents[0], *BRIDGE_LIMIT.incidents, *STORY.incidents)
    )
    shown = page(report, 80, 50)
    assert "ALSO\n  LIKELY: dhcpd refuses at least 75 instances" in shown
    assert "(dhcp-no-entry@nc01)" in words(shown)
    assert shown.count("DO NEXT") == 1


def test_the_verdict_chooses_the_incident_that_comes_first() -> None:
    report = replace(BRIDGE_LIMIT, incidents=(*NO_BRIDGE.incidents, *BRIDGE_LIMIT.incidents))
    assert "F=/run/eucalyptus/net/euca-dhcp.conf" in page(report, 80, 24)


@on_every_report
def test_verbose_shows_everything(report: Report) -> None:
    shown = words(page(report, 132, 24, verbose=True))
    said = [each.rule for each in report.findings] + [each.rule for each in report.not_run]
    said += [each.name for each in files_of(report)]
    said += [each.id for each in report.launches.instances]
    said += [each.name for each in report.launches.counts] + [each.name for each in report.launches.limits]
    said += [rival.text for incident in report.incidents for rival in incident.rivals]
    said += [line.text.partition("]: ")[2] for finding in report.findings for line in finding.evidence]
    assert [text for text in said if words(text) not in shown] == []
    assert ("LINES NOT UNDERSTOOD" in shown) == bool(report.unread)
    assert ("COVERAGE" in shown) == bool(report.coverage)


def test_one_instance_is_offered_with_the_path_that_was_read() -> None:
    assert "logdiag why i-7C4F3DF4 .   " in page(STORY)
    names = {"messages": "/srv/case/var/messages", "euca-dhcp.conf": "/srv/case/etc/euca-dhcp.conf"}
    source = BRIDGE_LIMIT.sources[0]._replace(name=names["messages"])
    document = BRIDGE_LIMIT.documents[0]._replace(name=names["euca-dhcp.conf"])
    report = replace(BRIDGE_LIMIT, sources=(source,), documents=(document,))
    assert "logdiag why i-cc3b22f8 /srv/case " in page(report)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(REPORTS)),
    st.text(
        st.one_of(st.sampled_from("\x1b\x9b\n\t\r\x00\u202e\udc80 |`'\"\\0a"), st.characters()), max_size=30
    ),
    st.sampled_from([40, 80, 100]),
    st.booleans(),
)
def test_hostile_text_anywhere_leaves_plain_lines_no_wider_than_the_screen(
    name: str, text: str, columns: int, verbose: bool
) -> None:
    report = with_text_everywhere(REPORTS[name], text, WORDS_OF_THE_CONTRACT | {"command"})
    commands = {check.command for incident in report.incidents for check in incident.checks}
    typed = {line for command in commands for line in command_lines(command, max(columns, 40))}
    lines = page(report, columns, 24, verbose=verbose).split("\n")
    assert all(re.fullmatch("[ -~]*", line) for line in lines)
    assert [line for line in lines if len(line) > columns and line not in typed] == []


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(REPORTS)), st.text(max_size=30), st.integers(-5, 60), st.integers(-5, 60))
def test_no_screen_is_too_small_and_no_command_too_strange(
    name: str, text: str, columns: int, rows: int
) -> None:
    shown = page(with_text_everywhere(REPORTS[name], text), columns, rows)
    assert re.fullmatch(r"[ -~\n]+\n", shown)


def test_of_a_long_path_the_last_folders_stay_and_leave_room_for_the_line() -> None:
    said = "Nov 22 06:11:20 nc01 dhcpd[7]: No subnet declaration for vnet199 (no IPv4 addresses)."
    deep = "/srv/bundles/2026-11-22/region-one/cluster-two/nodes/nc01/var/log/messages"
    known = Headline(
        frozenset({"nc01"}), frozenset({"dhcpd"}), frozenset({"06:11:20"}), frozenset({(11, 22)})
    )
    (line,), _ = evidence_lines([Evidence(deep, 14, said)], known, 4, 100)
    assert line.startswith("    ..nodes/nc01/var/log/messages:14  ")
    assert line.endswith("vnet199 (no IPv4 addresses).")


def test_of_two_paths_that_end_alike_the_beginnings_stay() -> None:
    ends = "/" + "sosreport/" * 6 + "messages"
    lines, _ = evidence_lines([Evidence(f"/{node}{ends}", 1, "x") for node in "ab"], Headline(), 4, 100)
    assert [line.split()[0][:2] for line in lines] == ["/a", "/b"]
