"""Mentions: looked for by names, they are the records that reading every line finds."""

from __future__ import annotations

import pytest
from cases import LAB, needs_lab, vocabulary
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.correlate.mentions import entries_about
from logdiag.parse.entries import Entry, entries
from logdiag.parse.framing import framing_of
from logdiag.read.source import Block

POOL = (
    "Jun 14 10:00:00 nc01 kernel: vnet6: entered promiscuous mode",
    "Jun 14 10:00:00 nc01 kernel: VNET6: entered promiscuous mode",
    "Jun 14 10:00:00 nc01 kernel: vnet68: entered promiscuous mode",
    "Jun 14 10:00:01 nc01 rsyslogd: last message repeated 3 times",
    "Jun 14 10:00:01 nc01 dhcpd[7]: /etc/dhcpd.conf line 3: vnet6 is unknown",
    "Jun 14 10:00:01 nc01 dhcpd[7]: vnet6 { }",
    "Jun 14 10:00:01 nc01 dhcpd[7]:  ^",
    "2026-11-22 06:16:00.123 2871 ERROR nova.compute.manager [-] vnet6 failed",
    "2026-11-22 06:16:00.123 2871 ERROR nova.compute.manager Traceback of vnet6",
    '{"__REALTIME_TIMESTAMP":"1420038000000000","_HOSTNAME":"nc01","MESSAGE":"vnet6 is up"}',
    "        goes on about vnet6",
    "\tgoes on",
    "",
    "no log line of vnet6",
    "Jun 14 10:00:02 nc01 cron[5]: job",
)


def read(data: bytes, names: tuple[str, ...], *, about: bool) -> list[Entry]:
    framing = framing_of(data, vocabulary())
    block = Block(0, 5, data)
    found = (
        entries_about(block, names, vocabulary(), framing)
        if about
        else entries(data, block.first_line, vocabulary(), framing)
    )
    return [entry for entry in found if any(name.lower() in entry.text.lower() for name in names)]


@given(
    lines=st.lists(st.sampled_from(POOL), max_size=24),
    names=st.sampled_from([("vnet6",), ("vnet68", "job"), ("repeated",), ("goes on",), ("gar nicht",)]),
    ending=st.sampled_from(["\n", "", "\r\n"]),
)
@settings(max_examples=300, deadline=None)
def test_records_that_name_something_are_those_that_reading_every_line_finds(
    lines: list[str], names: tuple[str, ...], ending: str
) -> None:
    data = ((ending or "\n").join(lines) + ending).encode()
    assert read(data, names, about=True) == read(data, names, about=False)


@pytest.mark.parametrize("name", ["vnet\u00e9", "ſ"])
def test_a_name_in_other_letters_may_stand_anywhere(name: str) -> None:
    data = f"Jun 14 10:00:00 nc01 kernel: {name}: up\nJun 14 10:00:00 nc01 kernel: eth0: up\n".encode()
    assert [entry.line for entry in read(data, (name,), about=True)] == [5]


@needs_lab
def test_of_real_logs_nothing_is_passed_over() -> None:
    for path in sorted(LAB.rglob("messages*"))[:20]:
        data = path.read_bytes()[: 1 << 18]
        for name in ("vnet9", "dhcpd", "line"):
            assert read(data, (name,), about=True) == read(data, (name,), about=False), path
