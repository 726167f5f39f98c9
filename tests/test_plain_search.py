"""Without Hyperscan `re` searches: it finds the same. That the report is the same is held by test_same_report."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.match.dates import beginning_of, otherwise
from logdiag.match.finder import Finder, finder_of
from logdiag.match.plain import MOST_LITERALS, expression_search, literal_search

LITERALS = (b" dhcpd", b"message repeated", b"aa")
MANY = 1 << 30


def without_hyperscan(literals: tuple[bytes, ...]) -> Finder | None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "hyperscan", None)
        return finder_of(literals, None)


@given(pieces=st.lists(st.sampled_from([*LITERALS, b"a", b" ", b"\n", b"dhcpd", b"message"]), max_size=40))
def test_both_find_the_same_texts(pieces: list[bytes]) -> None:
    pytest.importorskip("hyperscan", reason="it is held against Hyperscan's")
    data = b"".join(pieces)
    finder = finder_of(LITERALS, None)
    assert finder
    assert literal_search(LITERALS)(data, MANY) == finder.search(data, MANY)


DATES = (
    b"Dec 31 23:59:58 nc01 x",
    b"Jan  1 00:00:00 nc01 x",
    b"Feb 29 00:00:00 x",
    b"2014-12-31T23:59:58Z x",
)
OTHERS = (
    *DATES,
    b"",
    b"\n",
    b"garbage",
    b"<30>1 2014-12-31T23:59:58Z nc01 x",
    b"2014-12-3",
    b"\xff\xfe",
    b"Feb 28 x",
)


@given(
    lines=st.lists(st.sampled_from(OTHERS) | st.binary(max_size=12), max_size=12),
    first=st.sampled_from(DATES),
)
@settings(deadline=None)
def test_both_find_the_same_lines_that_begin_otherwise(lines: list[bytes], first: bytes) -> None:
    pytest.importorskip("hyperscan", reason="it is held against Hyperscan's")
    beginning = beginning_of(first)
    if beginning is None:
        return
    finder = finder_of((b"x",), None)
    assert finder
    data = b"\n".join((first, *lines)) + b"\n"
    mine = expression_search((otherwise(beginning),))(data, MANY)
    # Where one line begins otherwise in several ways, or one match reaches into the next line, the line is the same.
    assert {data.rfind(b"\n", 0, end - 1) for end in mine} == {
        data.rfind(b"\n", 0, end - 1) for end in finder.others(beginning)(data, MANY)
    }


@pytest.mark.parametrize("most", [0, 1, 5])
def test_no_more_is_looked_for_than_tells_that_it_is_too_much(most: int) -> None:
    assert len(literal_search((b"a",))(b"a" * 100, most)) == most + 1


def test_many_literals_are_not_searched_for_one_by_one() -> None:
    assert without_hyperscan((b"x",) * MOST_LITERALS)
    assert without_hyperscan((b"x",) * (MOST_LITERALS + 1)) is None
