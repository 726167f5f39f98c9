"""Workers: processes that share tasks and give back one result each. What a dead one had is told, to be done again.

Tasks are numbers from 0; the process that asks works along. Every worker has memory of its own: nothing is shared
but how far each has come.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import pickle
import platform
import select
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from struct import Struct
from typing import NamedTuple, NoReturn, TypeVar

# ioprio_set(2) has no wrapper in libc: its number, and class best effort (2) with the lowest of its eight levels.
_IOPRIO_SET = {"x86_64": 251, "aarch64": 30}
_LOWEST_BEST_EFFORT = 2 << 13 | 7
R = TypeVar("R")
_NUMBER = Struct("<I")
_PLACE = Struct("<Q")
# How often a process that waits for the others looks how far they are, in seconds.
_LOOK = 0.1
# A pipe holds 64 KiB: task numbers are all written before anybody reads.
MOST_TASKS = 8_000


class Broken(NamedTuple):
    """A worker that gave no result: the tasks it had taken, and how it ended, in words."""

    tasks: tuple[int, ...]
    why: str


class Progress:
    """How much each worker has done, readable by all of them while they work."""

    def __init__(self, workers: int) -> None:
        self._done = mmap.mmap(-1, _PLACE.size * workers)
        self._workers = workers

    def tell(self, worker: int, done: int) -> None:
        """A worker has done so much."""
        _PLACE.pack_into(self._done, worker * _PLACE.size, done)

    @property
    def done(self) -> int:
        """How much all have done."""
        return sum(
            _PLACE.unpack_from(self._done, worker * _PLACE.size)[0] for worker in range(self._workers)
        )


class _Child(NamedTuple):
    process: int
    pipe: int


Work = Callable[[int, Iterator[int]], R]
"""What a worker does: its number and the tasks it gets, one by one."""


def shared(
    tasks: int, workers: int, work: Work[R], look: Callable[[], None]
) -> tuple[list[R], list[Broken]]:
    """The results of the workers that came to an end, this process's first, and those that did not.

    `look` is called now and then while this process waits. Whatever is raised here ends the others at once.
    """
    queue, source = os.pipe()
    os.write(source, b"".join(map(_NUMBER.pack, range(tasks))))
    os.close(source)
    children: list[_Child] = []
    try:
        for number in range(1, workers):
            children.append(_child(number, queue, work, children))
        results = [work(0, _taken(queue, None))]
        broken: list[Broken] = []
        for child in children:
            result = _result(child, look)
            if isinstance(result, Broken):
                broken.append(result)
            else:
                results.append(pickle.loads(result))  # noqa: S301  # our own child's
        return results, broken
    finally:
        os.close(queue)
        _end(children)


def _child(number: int, queue: int, work: Work[R], others: Sequence[_Child]) -> _Child:
    result, pipe = os.pipe()
    parent = os.getpid()
    with _held_back(signal.SIGINT):
        process = os.fork()
        if process == 0:
            for other in others:
                os.close(other.pipe)
            os.close(result)
            _work(number, queue, pipe, parent, work)
    os.close(pipe)
    return _Child(process, result)


@contextmanager
def _held_back(number: signal.Signals) -> Iterator[None]:
    """A signal waits until both processes know which of the two they are."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(number: int, queue: int, pipe: int, parent: int, work: Work[R]) -> NoReturn:
    """The whole life of a worker: it never returns into what its parent was about to do."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        result = work(number, _while_alive(_taken(queue, pipe), parent))
        _write(pipe, b"R" + pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL))
        status = 0
    finally:
        os._exit(status)


def _taken(queue: int, pipe: int | None) -> Iterator[int]:
    """Tasks that nobody took before; each is written to the pipe first, so that it is known who had it."""
    while len(number := os.read(queue, _NUMBER.size)) == _NUMBER.size:
        if pipe is not None:
            _write(pipe, b"T" + number)
        yield _NUMBER.unpack(number)[0]


def _while_alive(tasks: Iterator[int], parent: int) -> Iterator[int]:
    """Tasks as long as somebody waits for the result."""
    for task in tasks:
        if os.getppid() != parent:
            os._exit(1)
        yield task


def _write(pipe: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _result(child: _Child, look: Callable[[], None]) -> bytes | Broken:
    """What a worker gave back, or what it had taken when it ended."""
    told = bytearray()
    while True:
        if not select.select([child.pipe], [], [], _LOOK)[0]:
            look()
            continue
        piece = os.read(child.pipe, 1 << 20)
        if not piece:
            break
        told += piece
    _, status = os.waitpid(child.process, 0)
    step = 1 + _NUMBER.size
    place = 0
    while told[place : place + 1] == b"T":
        place += step
    if told[place : place + 1] == b"R" and status == 0:
        return bytes(memoryview(told)[place + 1 :])
    tasks = tuple(
        _NUMBER.unpack_from(told, at + 1)[0] for at in range(0, place, step) if at + step <= len(told)
    )
    return Broken(tasks, _how(status))


def _how(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"was ended by signal {os.WTERMSIG(status)}"
    return f"ended with status {os.waitstatus_to_exitcode(status)}"


def stand_back() -> None:
    """Lets everybody else go first: on a processor, and where the system tells how, at a disk (Linux, best effort)."""
    with suppress(OSError):
        os.nice(19)
    number = _IOPRIO_SET.get(platform.machine())
    if number is not None:
        ctypes.CDLL(None, use_errno=True).syscall(number, 1, 0, _LOWEST_BEST_EFFORT)


def _end(children: Sequence[_Child]) -> None:
    """No worker outlives the one who asked for it."""
    for child in children:
        with suppress(ProcessLookupError, ChildProcessError):
            if os.waitpid(child.process, os.WNOHANG) == (0, 0):
                os.kill(child.process, signal.SIGKILL)
                os.waitpid(child.process, 0)
        os.close(child.pipe)
