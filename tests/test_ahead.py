"""Ahead: another process makes blocks before they are asked for, is never needed, and ends with whoever asked."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from processes import has_no_children, open_descriptors

from logdiag import ahead as ahead_module
from logdiag.ahead import ahead
from logdiag.read.content import ReadProblem
from logdiag.read.source import Block, Parts

HERE = os.getpid()
PROBLEM = ReadProblem("truncated", "is cut short", "get a whole copy")


def parts(number: int) -> Parts:
    """Blocks of every size, an empty one and one of many parts among them."""
    line = b"%d\n" % number
    return Parts(3 * number, [line * (number % 7) * 50_000] * (number % 4), (number,) * (number % 3))


def block(made: Parts) -> Block:
    return Block(made.index, 1, b"".join(made.parts), made.cut, made.problem)


def made_by(make: Callable[[], Iterator[Parts]]) -> tuple[list[Block], list[str]]:
    complaints: list[str] = []
    return list(ahead(make, complaints.append)), complaints


@pytest.mark.parametrize("size", [0, 1, 30])
@pytest.mark.parametrize("slot", [1 << 10, 5 << 18])
def test_blocks_come_whole_and_in_order_and_the_process_ends_with_them(
    size: int, slot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead_module, "_SLOT", slot)
    monkeypatch.setattr(ahead_module, "_PIECE", slot // 2)
    many = [parts(number % 8 if slot < 1 << 20 else number) for number in range(size)]
    many.append(Parts(1 << 40, [], (), PROBLEM))
    before = open_descriptors()
    assert made_by(lambda: iter(many)) == ([block(made) for made in many], [])
    assert has_no_children()
    assert open_descriptors() == before


def dying(how: Callable[[], object]) -> Callable[[], Iterator[Parts]]:
    """Blocks, in the midst of which something happens to the process that makes them, if it is another one."""

    def make() -> Iterator[Parts]:
        for number in range(10):
            if number == 5 and os.getpid() != HERE:
                how()
            yield parts(number)

    return make


def raising() -> None:
    raise MemoryError


@pytest.mark.parametrize(
    "how", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: os._exit(3), raising]
)
def test_what_a_process_that_dies_had_not_made_is_made_here(how: Callable[[], object]) -> None:
    blocks, complaints = made_by(dying(how))
    assert blocks == [block(parts(number)) for number in range(10)]
    assert len(complaints) == 1
    assert has_no_children()


def test_what_goes_wrong_there_goes_wrong_here_again() -> None:
    def make() -> Iterator[Parts]:
        yield parts(1)
        raise KeyError("bug")

    with pytest.raises(KeyError, match="bug"):
        made_by(make)
    assert has_no_children()


@pytest.mark.parametrize("taken", [0, 1, 9])
def test_closing_ends_the_process_also_while_it_waits_for_room(taken: int) -> None:
    before = open_descriptors()
    blocks = ahead(lambda: (parts(number) for number in count()), pytest.fail)
    for _ in range(taken):
        next(blocks)
    blocks.close()
    assert has_no_children()
    assert open_descriptors() == before


def test_without_room_for_a_process_all_is_made_here() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(open_descriptors()), before[1]))
    try:
        blocks, complaints = made_by(lambda: map(parts, range(5)))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert (blocks, complaints) == ([block(parts(number)) for number in range(5)], [])


def test_the_process_ends_when_its_parent_is_killed() -> None:
    told, tell = os.pipe()
    parent = os.fork()
    if parent == 0:
        blocks = ahead(lambda: (parts(1) for _ in count()), lambda _: None)
        next(blocks)
        os.write(tell, b"begun")
        time.sleep(60)
        os._exit(0)
    os.close(tell)
    assert os.read(told, 5) == b"begun"
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    assert os.read(told, 1) == b""  # nobody holds its other end any more
    os.close(told)
