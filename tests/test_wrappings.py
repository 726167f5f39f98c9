"""The metamorphic test: a log gives the findings that it gives as it stands, however it is wrapped.

Here are captures chosen by what they hold; `python tests/wrappings.py` reads all of the lab's, as CI does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from cases import LAB, needs_lab
from wrappings import WRAPPINGS, as_file, plain, wrapped

CAPTURES = (
    "dhcpd/no-free-leases/messages",
    "dhcpd/conf-error/messages.rfc5424",
    "flood/nobridge-limit/messages.iso",
    "files/repeated-syslogng",
    "files/messages-year-boundary",
)


@cache
def original(data: bytes, *, is_retold: bool = False) -> dict[str, Any]:
    return plain(data, is_retold=is_retold)


@needs_lab
@pytest.mark.parametrize("capture", CAPTURES)
@pytest.mark.parametrize("name", WRAPPINGS)
def test_a_log_gives_the_same_findings_in_any_wrapping(name: str, capture: str) -> None:
    data, wrapping = (LAB / capture).read_bytes(), WRAPPINGS[name]
    if wrapping.suits(data):
        assert wrapped(data, wrapping) == original(wrapping.same(data), is_retold=wrapping.is_retold)


def without_a_line(data: bytes) -> bytes:
    """The line that tells the most: without it there is nothing to find, or less of it."""
    told = original(data)
    text = next(
        one["text"]
        for each in (*told["findings"], *told["coverage"])
        for one in each["evidence"]
        if one["text"]
    )
    return data.replace(text.encode() + b"\n", b"", 1)


def with_one_half_twice(data: bytes) -> bytes:
    half = data.rfind(b"\n", 0, len(data) // 2) + 1
    return data + data[half:]


def halves_the_other_way_round(data: bytes) -> bytes:
    half = data.rfind(b"\n", 0, len(data) // 2) + 1
    return data[half:] + data[:half]


@needs_lab
@pytest.mark.parametrize(
    "fault",
    [without_a_line, with_one_half_twice, halves_the_other_way_round, lambda data: data[:-200]],
    ids=["a line is dropped", "a part is read twice", "parts are in the wrong order", "the end is cut off"],
)
@pytest.mark.parametrize("capture", ["dhcpd/no-free-leases/messages", "flood/nobridge-limit/messages.iso"])
def test_a_wrapping_with_a_planted_fault_is_noticed(capture: str, fault: Callable[[bytes], bytes]) -> None:
    data = (LAB / capture).read_bytes()
    assert wrapped(data, as_file(fault)) != original(data)
