"""What tools and people put in front of every line of a log is known, told, and left out; a log's own words are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import LAB, needs_lab
from hypothesis import given, settings
from hypothesis import strategies as st
from wrappings import IN_FRONT, found_at

from logdiag.read.peel import PREFIXES, peeled, wrapping_of
from logdiag.report.understood import WORDS

LOG = "".join(
    f"Nov 22 06:11:{second:02} nc01 dhcpd[24063]: No subnet declaration for vnet{second} (no IPv4 addresses).\n"
    for second in range(40)
)
TRACE = """\
2026-11-22 06:11:11.123 7 ERROR nova.compute.manager [-] Instance failed to spawn
Traceback (most recent call last):
  File "manager.py", line 2271, in _build
ValueError: no
"""


def in_one(data: bytes, wrapping: str, size: int = 1 << 16) -> bytes:
    return b"".join(peeled((data[at : at + size] for at in range(0, len(data), size)), wrapping))


@needs_lab
@pytest.mark.parametrize("capture", ["dhcpd/no-free-leases/messages", "flood/nobridge-limit/messages.iso"])
@pytest.mark.parametrize("name", IN_FRONT)
def test_what_stands_in_front_is_known_and_taken_off_every_line(
    name: str, capture: str, tmp_path: Path
) -> None:
    data = (LAB / capture).read_bytes()
    (path,) = IN_FRONT[name].lay(data, tmp_path)
    wrapping = wrapping_of(Path(path).read_bytes())
    assert wrapping is not None
    assert in_one(Path(path).read_bytes(), wrapping) == data


def samples_of_grammars() -> Iterator[str]:
    for path in sorted((Path(__file__).parents[1] / "grammars" / "line").glob("*.lark")):
        yield from re.findall(r"^ *// e\.g\. (.*)$", path.read_text("utf-8"), re.MULTILINE)


def test_lines_of_known_formats_have_nothing_in_front_of_them() -> None:
    told = {line: wrapping_of(f"{line}\n".encode() * 3) for line in samples_of_grammars()}
    # A count of Cisco's and blanks of Consul's are no loss: what is left reads the same.
    assert {line for line, wrapping in told.items() if wrapping} == {
        line for line in told if line.startswith(("000123: Mar", "    2026/"))
    }


@needs_lab
def test_captures_have_nothing_in_front_of_their_lines() -> None:
    paths = [path for path in sorted(LAB.rglob("*")) if path.is_file()]
    assert [path for path in paths if wrapping_of(path.read_bytes()[: 1 << 16])] == []


def test_a_log_of_which_some_lines_begin_with_their_time_is_left_as_it_is() -> None:
    assert wrapping_of(b"> On Sunday nova wrote:\n" + LOG.encode()) is None
    assert wrapping_of(b"messages:" + LOG.encode()) is None


@pytest.mark.parametrize(
    "prefix, wrapping",
    [
        ("> ", "quote"),
        ("7:", "numbers"),
        ("nova.log:", "file"),
        ("nova.log-", "file"),
        ("nova-1  | ", "container"),
        ("2026-11-22T06:11:11.123456789Z ", "timestamps"),
    ],
)
def test_lines_without_a_time_lose_it_too(prefix: str, wrapping: str) -> None:
    data = "".join(f"{prefix}{line}\n" for line in TRACE.splitlines() * 2).encode()
    known = wrapping_of(f"{prefix}{TRACE.splitlines()[0]}\n".encode())
    assert known == wrapping
    assert in_one(data, known).decode() == TRACE * 2


@given(
    st.sampled_from(
        [(name, prefix) for name, prefix in (("quote", "> "), ("numbers", "12:"), ("file", "a.log:"))]
    ),
    st.integers(1, 300),
)
@settings(max_examples=60, deadline=None)
def test_it_is_the_same_wherever_the_log_is_cut(one: tuple[str, str], size: int) -> None:
    name, prefix = one
    data = "".join(f"{prefix}{line}\n" for line in (LOG + TRACE).splitlines()).encode()
    assert in_one(data, name, size) == in_one(data, name)


@given(st.sampled_from(sorted(PREFIXES)), st.binary(max_size=400), st.integers(1, 50))
@settings(max_examples=200, deadline=None)
def test_no_bytes_lose_or_gain_a_line(name: str, data: bytes, size: int) -> None:
    assert in_one(data, name, size).count(b"\n") == data.count(b"\n")


def test_a_line_that_does_not_end_is_given_on_in_pieces() -> None:
    chunks = peeled(iter([b"> " + b"x" * (1 << 20)] * 8), "quote")
    assert [len(chunk) for chunk in chunks] == [1 << 20] + [(1 << 20) + 2] * 7


def test_the_report_says_what_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("".join(f"{n}:{line}\n" for n, line in enumerate(LOG.splitlines(), 1)))
    (log,) = found_at([str(tmp_path)]).logs
    assert log.content.wrapping == "numbers"


def test_what_is_taken_off_is_told_in_words() -> None:
    assert PREFIXES.keys() <= WORDS.keys()
