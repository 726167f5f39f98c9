"""Ages: a document tells its own time, and the report says where that is not the time of the logs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cases import LAB, SAMPLES, needs_lab, report_on
from hypothesis import given
from hypothesis import strategies as st

from logdiag.documents.asof import as_of

CLIENT = SAMPLES / "captures" / "openstack-client"
LEASE = (
    "lease 10.0.0.7 {{\n  starts {};\n  ends 1 2027/01/01 00:00:00;\n  tstp 1 2027/01/01 00:00:00;\n}}\n"
)


def lease(*starts: str) -> str:
    return "".join(map(LEASE.format, starts))


@pytest.mark.parametrize(
    "starts, told",
    [
        (["0 2026/11/22 06:09:28"], datetime(2026, 11, 22, 6, 9, 28, tzinfo=UTC)),
        (["0 2026/11/22 06:09:28", "0 2026/11/22 06:01:00"], datetime(2026, 11, 22, 6, 9, 28, tzinfo=UTC)),
        (["epoch 1795327768"], datetime(2026, 11, 22, 6, 9, 28, tzinfo=UTC)),
        (["0 2026/13/41 06:09:28"], None),
        (["never"], None),
        ([], None),
    ],
)
def test_a_lease_file_is_as_new_as_its_last_start_and_not_as_its_ends(
    starts: list[str], told: datetime | None
) -> None:
    assert as_of("dhcpd.leases", lease(*starts)) == told


@pytest.mark.parametrize("name", ["server-show.txt", "server-show.json"])
def test_a_server_tells_when_it_changed_last(name: str) -> None:
    text = (CLIENT / name).read_text("utf-8")
    assert as_of("openstack server show", text) == datetime(2026, 11, 22, 8, 10, 9, tzinfo=UTC)


@given(st.text(), st.sampled_from(["dhcpd.leases", "openstack server show", "free"]))
def test_no_text_is_too_odd(text: str, kind: str) -> None:
    told = as_of(kind, text)
    assert told is None or told.tzinfo is UTC


def footer(folder: Path, log: str, starts: str) -> str:
    (folder / "messages").write_text(log)
    (folder / "dhcpd.leases").write_text(
        "# This lease file was written by isc-dhcp-4.4.3-P1\n" + lease(starts)
    )
    report = report_on(folder / "messages", folder / "dhcpd.leases")
    return next((text for text in report.footer if "dhcpd.leases" in text), "")


ZONED = "2026-11-22T06:{:02}:00+00:00 nc01 dhcpd[7]: exiting.\n"
ZONELESS = "Nov 22 06:{:02}:00 nc01 dhcpd[7]: exiting.\n"


@pytest.mark.parametrize(
    "line, starts, words",
    [
        (ZONED, "0 2026/11/22 06:30:00", ""),
        (ZONED, "0 2026/11/22 06:45:30", ""),
        (ZONED, "0 2026/11/22 09:10:00", "2 hours after the logs end"),
        (ZONED, "0 2026/11/20 06:00:00", "2 days before the logs begin"),
        (ZONELESS, "0 2026/11/22 09:10:00", ""),
        (ZONELESS, "0 2026/11/22 18:10:00", ""),
        (ZONELESS, "0 2026/11/24 09:10:00", "2 days after the logs end"),
    ],
)
def test_a_document_of_another_time_is_told_of_if_that_is_sure(
    tmp_path: Path, line: str, starts: str, words: str
) -> None:
    told = footer(tmp_path, line.format(10) + line.format(45), starts)
    assert words in told
    assert bool(told) == bool(words)


@needs_lab
@pytest.mark.parametrize("case", ["success", "no-free-leases", "nak-wrong-network"])
def test_a_real_lease_file_beside_its_own_log_is_of_the_same_time(case: str) -> None:
    report = report_on(LAB / "dhcpd" / case / "messages.iso", LAB / "dhcpd" / case / "dhcpd.leases")
    assert not any("the logs" in text for text in report.footer)
