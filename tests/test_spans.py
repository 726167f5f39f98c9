"""Spans: looked for from either end of a log, they are those that reading every line finds."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cases import LAB, NOW, SAMPLES, find, needs_lab, vocabulary
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logdiag import share as share_module
from logdiag import spans as spans_module
from logdiag.diagnose import Folded, Options, fold
from logdiag.gather import Gathered
from logdiag.numbered import said_in
from logdiag.parse.heads import Heads
from logdiag.parse.vocabulary import load_vocabulary
from logdiag.read.source import GRAIN, Block, blocks, blocks_backwards
from logdiag.rules.library import all_rules
from logdiag.spans import LAUNCHERS, Ends, launchers_in, spans_of

DEAF = spans_module._DEAF


def case(folder: Path, grain: int = GRAIN) -> Folded:
    return fold(find(folder), Options(now=NOW), vocabulary(), all_rules(), grain)


def spans_read(folded: Folded) -> dict[str, dict[int, Ends]]:
    """Spans as reading every line tells them, of all hosts."""
    plan = folded.plan
    found: dict[str, dict[int, Ends]] = {}
    for index, source in enumerate(folded.found.logs):
        for block in blocks(source, plan.framings[index].begins, plan.grain):
            lines = said_in(block.data, plan.framings[index])
            gathered = Gathered(plan, DEAF, Heads(plan.vocabulary), index, block.index)
            gathered.take(lines.between(0, len(lines.said)))
            gathered.parts |= lines.parts()
            for host, number in gathered.speakers(lines.of):
                at = gathered.at(number)
                of_host = found.setdefault(plan.short.get(host, host), {})
                first, last = of_host.get(index, (at, at))
                earlier, _, later = sorted((first, last, at), key=lambda one: one.place)
                of_host[index] = (earlier, later)
    return found


def spans_wanted(folded: Folded) -> dict[str, dict[int, Ends]]:
    """Those of them that are asked for."""
    states, short = folded.states, folded.plan.short
    heard = frozenset().union(*(outline.hosts for outline in states.outlines.values()))
    wanted: dict[str, dict[int, Ends]] = {}
    for host, of_host in spans_read(folded).items():
        for index, ends in of_host.items():
            tally = states.tally(index)
            asked = heard | {tally.first_host, tally.last_host}
            if host in {short.get(one, one) for one in asked}:
                wanted.setdefault(host, {})[index] = ends
    return wanted


HOSTS = ("nc1", "nc10", "nc10", "nc2.x", "cron", "a:b", "ü")
SAID = (
    "dhcpd[7]: DHCPDISCOVER from d0:0d:00:00:00:01 via br0: network euca: no free leases",
    *("cron[5]: job", "cron[5]: nc1 said nc2.x to nc10", "cron[5]: on nc1: nothing", "cron[5]:"),
)
lines = st.one_of(
    st.builds(
        "{} {} {}".format,
        st.sampled_from(("Dec 31 23:59:58", "Jan  1 00:00:00", "Feb 29 10:00:00", "Jun 10 10:00:00")),
        st.sampled_from(HOSTS),
        st.sampled_from((*SAID, *SAID[1:])),
    ),
    st.builds(
        '{{"__REALTIME_TIMESTAMP":"1420038000000000","_HOSTNAME":{},"SYSLOG_IDENTIFIER":"{}","MESSAGE":"{}"}}'.format,
        st.sampled_from(('"nc1"', '"nc2"')),
        st.sampled_from(("dhcpd", "nova-api", "\\u006eova", "x")),
        st.sampled_from((SAID[0][10:], "nova", "x")),
    ),
    st.sampled_from(("garbage", "", "        deep", "-- Reboot --", "Jan  1 00:00:00 cron[5]: no host")),
)
logs = st.lists(lines, min_size=1, max_size=30).map("\n".join)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(
    one=logs,
    other=logs,
    grain=st.sampled_from((1, 200, GRAIN)),
    few=st.integers(1, 5),
    packed=st.booleans(),
    ending=st.sampled_from((0, 300, 8 << 20)),
    held=st.integers(0, 2),
)
@quick
def test_spans_are_those_that_reading_every_line_tells(
    one: str, other: str, grain: int, few: int, packed: bool, ending: int, held: int
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(spans_module, "_FEW_LINES", few)
        patch.setattr(spans_module, "_MOST_HELD", held)
        patch.setattr(share_module, "ENDING", ending)
        (Path(folder) / "messages").write_text(one, encoding="utf-8")
        data = other.encode()
        (Path(folder) / "daemon.log.gz").write_bytes(gzip.compress(data) if packed else data)
        folded = case(Path(folder), grain)
        asked = (folded.found.logs, folded.plan, folded.states)
        assert spans_of(*asked) == spans_wanted(folded)


@pytest.mark.parametrize("sample", sorted(path for path in SAMPLES.iterdir() if path.is_dir()), ids=str)
def test_spans_of_a_sample_are_those_of_every_line(sample: Path) -> None:
    folded = case(sample)
    assert spans_of(folded.found.logs, folded.plan, folded.states) == spans_wanted(folded)


@needs_lab
@pytest.mark.parametrize("name", ["files", "files/rotated", "journal/export", "flood"])
def test_spans_of_captures_are_those_of_every_line(name: str) -> None:
    folded = case(LAB / name)
    assert spans_of(folded.found.logs, folded.plan, folded.states) == spans_wanted(folded)


def test_the_end_of_a_block_in_which_years_turn_is_dated_as_the_block_is(tmp_path: Path) -> None:
    days = ("Dec 31", "Jan  1", "Jun  1", "Sep  1", "Dec 31", "Jan  1")
    said = [f"{day} 10:00:00 {host} dhcpd: exiting.\n" for day in days for host in ("nc1", "nc2", "nc3")]
    (tmp_path / "messages").write_text("".join(said * 40))
    folded = case(tmp_path)
    assert spans_of(folded.found.logs, folded.plan, folded.states) == spans_wanted(folded)


def test_a_host_that_is_written_another_way_is_found_where_it_was_heard(tmp_path: Path) -> None:
    entry = '{{"__REALTIME_TIMESTAMP":"1420038000000000","_HOSTNAME":{},"SYSLOG_IDENTIFIER":"dhcpd","MESSAGE":"{}"}}\n'
    other = entry.format('"nc2"', "exiting.")
    (tmp_path / "messages").write_text(3 * other + entry.format("[110, 99, 49]", SAID[0][10:]) + 3 * other)
    folded = case(tmp_path, 1)
    found = spans_of(folded.found.logs, folded.plan, folded.states)
    assert found == spans_wanted(folded)
    assert set(found) == {"nc1", "nc2"}


def said_by(host: str, times: int, said: str = "cron[5]: job") -> str:
    return f"Jun 10 10:00:00 {host} {said}\n" * times


ENDINGS = {
    "all speak to the end": said_by("nc1", 9) + said_by("nc2", 9, SAID[0]) + said_by("nc1", 9),
    "one falls silent": said_by("nc2", 9, SAID[0]) + 40 * said_by("nc1", 99),
    "one is only spoken of": said_by("nc2", 9, SAID[0]) + 40 * said_by("nc1", 99, "cron[5]: on nc2 now"),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_a_packed_log_is_unpacked_again_only_where_a_host_falls_silent(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "messages.gz").write_bytes(gzip.compress(ENDINGS[name].encode()))
    monkeypatch.setattr(share_module, "ENDING", 10_000)
    folded = case(tmp_path, 1_000)
    wanted = spans_wanted(folded)
    read: list[int] = []

    def noted(*asked: object) -> Iterator[Block]:
        for block in blocks(*asked):  # type: ignore[arg-type]
            read.append(block.index)
            yield block

    monkeypatch.setattr(spans_module, "blocks", noted)
    backwards: list[int] = []

    def noted_backwards(*asked: object) -> Iterator[Block]:
        for block in blocks_backwards(*asked):  # type: ignore[arg-type]
            backwards.append(block.index)
            yield block

    monkeypatch.setattr(spans_module, "blocks_backwards", noted_backwards)
    assert spans_of(folded.found.logs, folded.plan, folded.states) == wanted
    assert set(wanted) == {"nc1", "nc2"}
    assert (len(read) > 2, bool(backwards)) == {
        "all speak to the end": (False, False),
        "one falls silent": (True, False),
        "one is only spoken of": (True, False),
    }[name]


def test_a_line_that_was_found_is_not_the_last_where_a_later_block_may_have_hidden_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        *(said_by("nc2", 9, SAID[0]), said_by("nc3", 9, SAID[0]), said_by("nc2", 9, SAID[0])),
        said_by("nc1", 99, "cron[5]: on nc2 now"),
        said_by("nc1", 999),
    )
    (tmp_path / "messages.gz").write_bytes(gzip.compress("".join(text).encode()))
    monkeypatch.setattr(share_module, "ENDING", 1_000)
    monkeypatch.setattr(spans_module, "_MOST_HELD", 1)
    folded = case(tmp_path, 900)
    assert spans_of(folded.found.logs, folded.plan, folded.states) == spans_wanted(folded)


# ---- who speaks at all


def launchers_read(folded: Folded) -> list[str]:
    """Families of programs that speak, as reading every line tells them."""
    programs: set[str] = set()
    for index, source in enumerate(folded.found.logs):
        framing = folded.plan.framings[index]
        for block in blocks(source, framing.begins, folded.plan.grain):
            gathered = Gathered(folded.plan, DEAF, Heads(folded.plan.vocabulary), index, block.index)
            lines = said_in(block.data, framing)
            gathered.take(lines.between(0, len(lines.said)))
            programs |= {heading.program for heading in gathered.voices}
    return sorted(name for name in LAUNCHERS if any(program.startswith(name) for program in programs))


programs = st.sampled_from(
    (
        "qemu-kvm[5]",
        "nova-api",
        "xqemu",
        "cron[5]",
        "libvirtd",
        "euca nova",
        "glance(x)[3]",
        "ovs-vswitchd[1]",
    )
)
tagged = st.builds(
    "{}{}{}: {}".format,
    st.sampled_from(
        (
            "Dec 31 23:59:58 ",
            "2015-01-01T00:00:00Z ",
            "<30>Dec 31 23:59:58 ",
            "Dec 31 2014 23:59:58: ",
            "<30>",
        )
    ),
    st.sampled_from(("nc01 ", "nc01 ", "nova ", "")),
    programs,
    st.sampled_from(("x", "qemu died", "on nova: glance said", " cinder-volume: y", "a dhcpd")),
)
numbered = st.builds("<30>1 2015-01-01T00:00:00Z nc01 {} - - -  {}".format, programs, st.just("dhcpd"))


@given(
    text=st.lists(st.one_of(tagged, tagged, numbered, lines), max_size=12).map("\n".join),
    grain=st.sampled_from((1, GRAIN)),
)
@quick
def test_launchers_are_those_that_reading_every_line_tells(text: str, grain: int) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "messages").write_text(text, encoding="utf-8")
        folded = case(Path(folder), grain)
        asked = (folded.found.logs, folded.plan)
        expected = launchers_read(folded)
        assert launchers_in(*asked) == expected
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(spans_module, "_WORTH_COMPILING", 0)
            assert launchers_in(*asked) == expected
            patch.setitem(sys.modules, "hyperscan", None)
            assert launchers_in(*asked) == expected


def test_both_engines_tell_the_same_launchers(tmp_path: Path) -> None:
    text = "Dec 31 23:59:58 nc01 qemu-kvm[5]: x\nDec 31 23:59:58 nc01 cron: nova\n"
    (tmp_path / "messages").write_text(text)
    found = find(tmp_path)
    for name in ("auto", "lark"):
        folded = fold(found, Options(now=NOW), load_vocabulary(name), all_rules())
        assert launchers_in(folded.found.logs, folded.plan) == ["qemu"]


def test_a_launcher_whose_name_a_journal_writes_with_escapes_is_found(tmp_path: Path) -> None:
    entry = '{"__REALTIME_TIMESTAMP":"1420038000000000","_HOSTNAME":"a","SYSLOG_IDENTIFIER":"\\u006eova","MESSAGE":"x"}'
    (tmp_path / "messages").write_text(f"{entry}\n")
    folded = case(tmp_path)
    assert launchers_in(folded.found.logs, folded.plan) == ["nova"]
