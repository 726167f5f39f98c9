"""What was understood of each log is told: on a page with room, in a ticket, as JSON; what hardly was, on any page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import LAB, SAMPLES, needs_lab, report_on

from logdiag.report.as_json import render_json
from logdiag.report.markdown import render_markdown
from logdiag.report.terminal import render_terminal
from logdiag.report.values import Report

EXCERPT = (SAMPLES / "euca4-excerpt" / "messages").read_text()
FOREIGN = "== checkpoint 17 ==\nall is well\n\n"


def page(report: Report, rows: int | None = None, *, verbose: bool = False) -> str:
    return render_terminal(report, columns=100, rows=rows, colour=False, verbose=verbose)


def written(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / name).write_text(text)
    return [folder / name for name in texts]


def test_a_page_ends_with_a_line_a_log_where_there_is_room(tmp_path: Path) -> None:
    report = report_on(*written(tmp_path, messages=EXCERPT + FOREIGN))
    told = " ".join(page(report).split())
    assert f"{tmp_path}/messages: rfc3164, 18 lines, 3 not understood (begins like no log line" in told
    assert "that is known 2; empty line 1), 2025-12-14 23:29:56 to 23:29:56, year by" in told
    assert "rfc3164, 18 lines" not in page(report, 24)
    assert " ".join(page(report, verbose=True).split()).count("rfc3164, 18 lines") == 1


def test_json_has_why_lines_were_not_understood_the_most_frequent_reason_first(tmp_path: Path) -> None:
    (source,) = json.loads(render_json(report_on(*written(tmp_path, messages=EXCERPT + FOREIGN))))[
        "sources"
    ]
    assert source["reasons"] == [
        {"why": "begins like no log line that is known", "lines": 2},
        {"why": "empty line", "lines": 1},
    ]
    assert sum(reason["lines"] for reason in source["reasons"]) == source["unread"]


def test_a_ticket_has_a_small_table_of_the_logs(tmp_path: Path) -> None:
    ticket = render_markdown(report_on(*written(tmp_path, messages=EXCERPT + FOREIGN)))
    assert "| rfc3164 | 18 | 3 | 2025-12-14 23:29:56 to 23:29:56 |" in ticket
    assert "Hardly understood" not in ticket


def test_a_log_of_which_under_half_is_understood_is_named_on_any_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    report = report_on(
        *written(Path(), messages=EXCERPT, odd=EXCERPT + FOREIGN * 6, just=EXCERPT + FOREIGN * 5)
    )
    for rows in (None, 24, 12):
        told = page(report, rows)
        assert told.count("NOT UNDERSTOOD ") == 1
        assert "NOT UNDERSTOOD odd: 18 of its 33 lines (" in told
    ticket = render_markdown(report)
    assert ticket.count("Hardly understood") == 1


@needs_lab
def test_of_every_capture_of_the_lab_unread_lines_are_told_with_their_reasons() -> None:
    report = report_on(LAB / "files")
    assert report.sources
    for source in report.sources:
        assert sum(reason.lines for reason in source.reasons) == source.unread, source.name


def entry(seconds: int, who: str, text: str) -> str:
    """An entry as journalctl 252 exports it; seconds since Nov 22 2026, 06:00 UTC."""
    told = {
        "__REALTIME_TIMESTAMP": f"{1795327200 + seconds}000000",
        "_HOSTNAME": "nc01",
        "SYSLOG_IDENTIFIER": who,
        "PRIORITY": "6",
        "MESSAGE": text,
    }
    return json.dumps(told) + "\n"


KERNEL = "Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org)"
REFUSED = (
    "2026-11-22T06:00:0{}+00:00 nc01 dhcpd[7]: DHCPDISCOVER from d0:0d:15:92:58:55 via br0: "
    "network euca: no free leases\n"
)


def test_a_journal_that_begins_at_a_boot_behind_the_trouble_is_told(tmp_path: Path) -> None:
    journal = entry(600, "kernel", KERNEL) + entry(
        601, "dhcpd", "DHCPACK on 10.0.0.1 to d0:0d:00:00:00:01 via br0"
    )
    refused = "".join(map(REFUSED.format, range(5)))
    report = report_on(*written(tmp_path, messages=refused, boot=journal))
    (told,) = [text for text in report.not_seen if "begins at a boot" in text]
    assert told.startswith(f"what {tmp_path}/boot held before 06:10:00")
    assert "the trouble is of 06:00:00" in told


def test_a_journal_that_goes_back_as_far_as_the_other_logs_is_not_remarked_upon(tmp_path: Path) -> None:
    journal = entry(0, "kernel", KERNEL) + entry(
        601, "dhcpd", "DHCPACK on 10.0.0.1 to d0:0d:00:00:00:01 via br0"
    )
    report = report_on(*written(tmp_path, messages=REFUSED.format(5), boot=journal))
    assert not [text for text in report.not_seen if "begins" in text]
