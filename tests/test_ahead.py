"""Ahead: a thread makes items before they are asked for, and ends with whoever asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from logdiag.read.ahead import ahead


def threads() -> int:
    return sum(thread.name == "ahead" for thread in threading.enumerate())


@pytest.mark.parametrize("most", [1, 3, 100])
@pytest.mark.parametrize("size", [0, 1, 50])
def test_items_come_in_order_and_the_thread_ends_with_them(size: int, most: int) -> None:
    assert list(ahead(iter(range(size)), most)) == list(range(size))
    assert threads() == 0


def test_items_are_made_before_they_are_asked_for_but_only_so_many() -> None:
    made: list[int] = []

    def making() -> Iterator[int]:
        for item in range(100):
            made.append(item)
            yield item

    items = ahead(making(), 3)
    assert next(items) == 0
    time.sleep(0.1)
    # Three are ready, and one more waits for room.
    assert made == [0, 1, 2, 3, 4]
    items.close()
    assert threads() == 0
    assert len(made) <= 6


@pytest.mark.parametrize("error", [OSError("disk"), KeyError("bug"), MemoryError(), SystemExit(3)])
def test_what_the_items_raise_is_raised_behind_those_before_it(error: BaseException) -> None:
    def making() -> Iterator[int]:
        yield 1
        yield 2
        raise error

    seen: list[int] = []
    with pytest.raises(type(error)) as caught:
        seen.extend(ahead(making(), 1))
    assert (seen, caught.value) == ([1, 2], error)
    assert threads() == 0


@pytest.mark.parametrize("taken", [0, 1, 5])
def test_closing_ends_the_thread_also_while_it_waits_for_room(taken: int) -> None:
    def endless() -> Iterator[int]:
        while True:
            yield 0

    items = ahead(endless(), 2)
    for _ in range(taken):
        next(items)
    items.close()
    assert threads() == 0


def test_what_is_raised_where_items_are_used_ends_the_thread() -> None:
    def use() -> None:
        items = ahead(iter(range(1000)), 2)
        try:
            next(items)
            raise ValueError("here")
        finally:
            items.close()

    with pytest.raises(ValueError, match="here"):
        use()
    assert threads() == 0
