"""Picking entries of a journal export never changes the report, however they are written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cases import NOW, find
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_pick import REFUSAL, differs

from logdiag.diagnose import Options, diagnose
from logdiag.match import entries as entries_module
from logdiag.match import pick as pick_module
from logdiag.match.entries import clock_of, expressions_of, is_entry, other_clocks
from logdiag.match.finder import finder_of
from logdiag.match.pick import pick
from logdiag.pace import Pace
from logdiag.parse.vocabulary import load_vocabulary
from logdiag.plan import Wanted
from logdiag.read.counting import counter
from logdiag.read.source import GRAIN
from logdiag.report.as_json import render_json

pytest.importorskip("hyperscan", reason="without Hyperscan every line is read")

JOB = (
    '{"__REALTIME_TIMESTAMP":"1420038000000009","_CMDLINE":"dhcpd -cf /x","_HOSTNAME":"nc01",'
    '"SYSLOG_IDENTIFIER":"cron","_PID":"5","MESSAGE":"job: {\\"return\\": [1]}"}'
)


def as_bytes(text: str) -> str:
    return json.dumps(list(text.encode()))


def written(text: str) -> st.SearchStrategy[str]:
    """A value of a field as a journal may tell it, and as it may not."""
    first = f'"\\u{ord(text[0]):04x}{json.dumps(text)[2:]}'
    plain = json.dumps(text)
    return st.sampled_from(
        (
            plain,
            plain,
            plain,
            plain,
            first,
            as_bytes(text),
            f'[{plain},"x"]',
            f"[[{plain}]]",
            "null",
            f" {plain}",
        )
    )


def told(key: str, value: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    keys = st.sampled_from((f'"{key}":', f'"{key}":', f'"{key}":', f'"{key}" :', f'"{key}":\t'))
    keys |= st.just(f'"\\u{ord(key[0]):04x}{key[1:]}":')
    return st.builds("{}{}".format, keys, value)


CLOCKS = (
    "1420038000000000",
    "1420070399999999",
    "1420070400000001",
    "1393632001000000",
    "1429999999999999",
)
PROGRAMS = ("dhcpd", "dhcpd", "dhcpd", "cron", "rsyslogd-2177", "xdhcpd", "dhcpd-x")
PIDS = ("100", "100", "5")
MESSAGES = (
    *(REFUSAL, REFUSAL, REFUSAL, REFUSAL, REFUSAL, "job", "exiting.", "last message repeated 3 times"),
    "No subnet declaration for vnet6 (no IPv4 addresses).",
    f"message repeated 2 times: [ {REFUSAL}]",
    "Last message 'DHCPDISCOVER from d0' repeated 6 times, suppressed by syslog-ng on nc01",
    "imuxsock begins to drop messages from pid 100 due to rate-limiting",
    "imuxsock lost 12 messages from pid 100 due to rate-limiting",
    *("/etc/dhcpd.conf line 6: semicolon expected.", "subnet 1.2.3.4", "        ^", 'a "quote" and a \\ é'),
)


@st.composite
def entries(draw: st.DrawFn) -> str:
    """An entry whose fields stand in any order; one of them is told in another way than the others."""
    values = {
        "__REALTIME_TIMESTAMP": draw(st.sampled_from((*CLOCKS[:2], *CLOCKS[:2], *CLOCKS))),
        "MESSAGE": draw(st.sampled_from(MESSAGES)),
        draw(st.sampled_from(("SYSLOG_IDENTIFIER", "_COMM"))): draw(st.sampled_from(PROGRAMS)),
        draw(st.sampled_from(("SYSLOG_PID", "_PID"))): draw(st.sampled_from(PIDS)),
        "_HOSTNAME": draw(st.sampled_from(("nc01", "nc01", "nc02"))),
    }
    odd = draw(st.sampled_from((*values, *list(values)[1:4], "")))
    fields = [
        draw(told(key, written(text))) if key == odd else f'"{key}":{json.dumps(text, ensure_ascii=False)}'
        for key, text in values.items()
    ]
    fields += draw(st.sampled_from(([], [], [], *([more] for more in MORE))))
    return "{" + ",".join(draw(st.permutations(fields))) + "}"


MORE = (
    *(
        '"SYSLOG_IDENTIFIER":null',
        '"SYSLOG_IDENTIFIER":"cron"',
        '"_COMM":"dhcpd"',
        '"_PID":100',
        '"_PID": 100',
    ),
    *('"_SOURCE_REALTIME_TIMESTAMP":"1420038000000000"', '"_SOURCE_REALTIME_TIMESTAMP":"1393632001000000"'),
    *('"_SOURCE_REALTIME_TIMESTAMP":7', '"_SOURCE_REALTIME_TIMESTAMP":"x"'),
)


ODD = (
    *(
        '{"MESSAGE":"x"}',
        '{"a":1}',
        '{"A":1}',
        '{"A":}',
        "{}",
        '{"_X":"\x01"}',
        JOB + " ",
        " " + JOB,
        JOB[:40],
    ),
    *("\ufeff" + JOB, JOB + "\r", JOB[:-1], "", "garbage", "        deep", "\0\0", "-- Reboot --"),
    *("Dec 31 23:59:58 nc01 cron[5]: job", f"Jan  1 00:00:00 nc01 dhcpd[100]: {REFUSAL}"),
)


@st.composite
def exports(draw: st.DrawFn) -> bytes:
    """Entries that say nothing, with others strewn in, and some of those side by side."""
    groups = draw(st.lists(st.lists(entries() | st.sampled_from(ODD), max_size=4), min_size=1, max_size=4))
    lines = [JOB]
    for group in groups:
        lines += [*group, *([JOB] * draw(st.integers(0, 12)))]
    return ("\n".join(lines) + draw(st.sampled_from(("\n", "\n", "", "\n" + JOB[:50])))).encode()


@given(data=exports(), grain=st.sampled_from((GRAIN, GRAIN, 2000)), piece=st.sampled_from((600, 256 << 10)))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_picking_entries_of_any_export_gives_the_report_of_reading_all(
    data: bytes, grain: int, piece: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pick_module, "_PIECE", piece)
        assert not differs(data, grain)


# How an entry may be told, and what finds it.
HIDDEN = {
    "by an escape": (('"cron"', '"\\u0064hcpd"'), "NUMBERED_ESCAPE", b"nothing"),
    "in bytes": (('"cron"', as_bytes("dhcpd")), "_ODD", ()),
    "behind a blank": (('"cron"', ' "dhcpd"'), "_ODD", ()),
    "under another name": (('"SYSLOG_IDENTIFIER":"cron"', '"_COMM":"dhcpd"'), "_NAMES", (b"nothing",)),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_an_entry_that_matters_is_found_though_it_is_hidden(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead, finds, blind = HIDDEN[name]
    entry = JOB.replace(*instead).replace('job: {\\"return\\": [1]}', REFUSAL)
    data = "\n".join([JOB] * 20 + [entry] + [JOB] * 20).encode()
    assert not differs(data, GRAIN)
    monkeypatch.setattr(entries_module, finds, blind)
    assert differs(data, GRAIN)


def test_of_entries_that_say_nothing_hardly_any_is_read() -> None:
    wanted = Wanted(frozenset({"dhcpd.no_free_leases"}), frozenset({"dhcpd"}), frozenset({"100"}))
    finder = finder_of((b"x",), None, expressions_of(load_vocabulary(), wanted))
    assert finder
    other = JOB.replace('"5"', '"100"').encode()
    picked = pick(b"\n".join([JOB.encode()] * 2000 + [other] + [JOB.encode()] * 2000), finder, counter())
    assert picked
    assert [number for number, _ in picked.lines] == [1, 2001, 4001]
    assert (picked.of, picked.form) == (4001, "journal-json")


@given(
    first=st.sampled_from(CLOCKS),
    other=st.sampled_from(CLOCKS) | st.from_regex(r"[0-9]{1,17}", fullmatch=True),
)
def test_a_clock_is_another_exactly_if_it_does_not_begin_so(first: str, other: str) -> None:
    clock = clock_of(f'{{"__REALTIME_TIMESTAMP":"{first}","MESSAGE":""}}'.encode())
    assert clock
    finder = finder_of((b"x",), None)
    assert finder
    found = finder.matching((other_clocks(clock),))(f'{{"__REALTIME_TIMESTAMP":"{other}"}}'.encode(), 9)
    assert bool(found) == (other[:4] != first[:4])


def test_what_looks_like_an_entry_counts_as_one_whoever_reads_it(tmp_path: Path) -> None:
    broken, torn = '{"MESSAGE":"a" "b"}', '{"MESSAGE":"a'
    assert (is_entry(broken.encode()), is_entry(torn.encode())) == (True, False)
    (tmp_path / "journal.json").write_text("\n".join([JOB, broken, JOB, torn, *([JOB] * 9)]) + "\n")
    pace = Pace(worth_searching=0)
    reports = {
        render_json(diagnose(find(tmp_path), Options(now=NOW), load_vocabulary(engine), "test", one))
        for engine in ("auto", "lark")
        for one in (pace, replace(pace, worth_searching=1 << 60))
    }
    assert len(reports) == 1
    source = json.loads(reports.pop())["sources"][0]
    assert (source["lines"], source["unread"]) == (13, 1)
