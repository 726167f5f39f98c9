"""Stamps taken off a block at once tell the hosts and the order that reading its lines tells, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import LAB, vocabulary
from hypothesis import given
from hypothesis import strategies as st

from logdiag.match.stamps import furthest_back, hosts_in
from logdiag.parse.entries import head_of
from logdiag.parse.grammar import grammar_folder, load

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
LOGS = sorted(
    path
    for path in (*SAMPLES.rglob("messages*"), *(LAB.rglob("messages*") if LAB.is_dir() else ()))
    if path.is_file() and path.stat().st_size < 100_000
)
WRITTEN = [
    sample
    for grammar in load(grammar_folder())[0]
    for kind in grammar.kinds
    for alternative in kind.alternatives
    for sample in alternative.samples
    if grammar.name in ("rfc3164", "iso", "rfc5424", "epoch", "plain")
]
TEXTS = st.lists(st.sampled_from(WRITTEN), max_size=4).map("\n".join)


def hosts_read(data: bytes) -> set[str]:
    """The hosts of all lines that do not go on with the one before, as reading each tells them."""
    lines = (line for line in data.split(b"\n") if line.strip(b"\r") and line[:1] not in b" \t")
    headers = (head_of(line.decode("latin-1"), vocabulary()) for line in lines)
    return {header.host or "" for header in headers if header}


def agrees(data: bytes) -> bool:
    """Whether it tells the hosts that reading does; True where it tells none."""
    told = hosts_in(data)
    return told is None or {name.decode() for name in told} == hosts_read(data)


@pytest.mark.parametrize("log", LOGS, ids=lambda log: f"{log.parent.name}/{log.name}")
def test_of_a_capture_the_hosts_are_those_that_reading_tells(log: Path) -> None:
    assert agrees(log.read_bytes())


def test_of_most_captures_they_are_told() -> None:
    told = [log for log in LOGS if hosts_in(log.read_bytes()) is not None]
    assert len(told) * 3 >= len(LOGS)


@pytest.mark.parametrize("sample", WRITTEN)
def test_no_form_of_a_line_is_mistaken_for_another(sample: str) -> None:
    assert agrees(sample.encode("latin-1", "replace"))


@given(
    st.lists(st.sampled_from(WRITTEN), max_size=4).map("\n".join),
    st.integers(0, 200),
    st.characters(codec="latin-1"),
)
def test_nor_is_one_that_is_spoiled(text: str, place: int, character: str) -> None:
    assert agrees((text[:place] + character + text[place:]).encode("latin-1", "replace"))


def test_how_far_a_line_stands_back_is_told_over_blocks() -> None:
    lines = b"Nov 30 23:59:58 a b: x\nNov 30 23:59:50 a b: x\n\tmore\nDec  1 00:00:03 a b: x\n"
    back, latest = furthest_back(lines, None) or (None, None)
    assert back == 8
    assert furthest_back(b"Nov 30 23:59:33 a b: x\n", latest) == (30, latest)
    assert furthest_back(b"2026-11-30T23:59:33Z a b: x\n2026-12-01T00:00:00Z a b: x\n", None) is not None


@pytest.mark.parametrize("ending", [" 4711 INFO nova.compute [-] x", "+0000: 812: info : x"])
def test_how_far_is_told_where_a_blank_stands_behind_the_date(ending: str) -> None:
    clocks = ("2026-11-30 23:59:58.123", "2026-11-30 23:59:28.000", "2026-12-01 00:00:00.900")
    data = "".join(f"{clock}{ending}\n" for clock in clocks).encode()
    back, latest = furthest_back(data, None) or (None, None)
    assert back == 30
    assert latest is not None
    assert furthest_back(data + b"2026-12-01 00:00:00.900 of another form\n", None) is None


@pytest.mark.parametrize(
    "data",
    [
        b"no time\n",
        b"Nov 31 00:00:00 a b: x\n",
        b"Nob 30 00:00:00 a b: x\n",
        b"2026-11-30T23:59:33Z a b: x\n2026-11-30T23:59:33+01:00 a b: x\n",
        b"2026-11-30T23:59:33Z a b: x\nNov 30 23:59:33 a b: x\n",
        b'{"MESSAGE": "x"}\n',
    ],
)
def test_what_is_not_sure_is_not_told(data: bytes) -> None:
    assert furthest_back(data, None) is None


@given(st.lists(st.integers(0, 86399), min_size=1), st.integers(0, 9))
def test_the_furthest_back_is_that_of_all_lines(seconds: list[int], cut: int) -> None:
    lines = [
        b"Nov 22 %02d:%02d:%02d nc01 cron[1]: x\n" % (s // 3600, s // 60 % 60, s % 60) for s in seconds
    ]
    first = furthest_back(b"".join(lines[:cut]), None)
    assert first is not None
    second = furthest_back(b"".join(lines[cut:]), first[1])
    assert second is not None
    assert max(first[0], second[0]) == max(max(seconds[: n + 1]) - s for n, s in enumerate(seconds))
