"""Workers: processes that share tasks and give back one result each. What a dead one had is told, to be done again.

Tasks are numbers from 0; the process that asks works along. Every worker has memory of its own: nothing is shared
but how far each has come, and which task is the next.
"""

from __future__ import annotations

import errno
import mmap
import os
import pickle
import select
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from struct import Struct
from typing import Any, NamedTuple, NoReturn, TypeVar

_SIGNAL_AT_PARENTS_DEATH = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
R = TypeVar("R")
_NUMBER = Struct("<Q")
_PORTION = Struct("<II")
# A pipe holds a page at least, and nobody reads before all is written.
_MOST_PORTIONS = 4096 // _PORTION.size
# How often a process that waits for the others looks how far they are, in seconds.
_LOOK = 0.1
# What fork(2) and pipe(2) say where there is no room for one more.
NO_ROOM = (errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE)


class Lost(NamedTuple):
    """Tasks that nobody did who gave a result, and how each worker ended that gave none, in words."""

    tasks: tuple[int, ...]
    ends: tuple[str, ...]


class Progress:
    """How much each worker has done, readable by all of them while they work."""

    def __init__(self, workers: int) -> None:
        self._done = mmap.mmap(-1, _NUMBER.size * workers)
        self._workers = workers

    def tell(self, worker: int, done: int) -> None:
        """A worker has done so much."""
        _NUMBER.pack_into(self._done, worker * _NUMBER.size, done)

    @property
    def done(self) -> int:
        """How much all have done."""
        return sum(
            _NUMBER.unpack_from(self._done, worker * _NUMBER.size)[0] for worker in range(self._workers)
        )


class _Child(NamedTuple):
    process: int
    pipe: int


class _Told(NamedTuple):
    """What a worker says in the end: the tasks it did and what came of them, or the exception that it met."""

    tasks: list[int]
    result: Any
    bug: BaseException | None


Work = Callable[[int, Iterator[int]], R]
"""What a worker does: its number and the tasks it gets, one by one."""


def shared(
    tasks: int, workers: int, work: Work[R], join: Callable[[R, R], R], look: Callable[[], None]
) -> tuple[R, Lost]:
    """What came of the tasks, results joined as they come in, and what was lost with workers that died.

    `look` is called now and then while this process waits. Where there is no room for as many workers there are
    fewer. An exception that a worker meets is raised here; whatever is raised here ends the others at once.
    """
    children: list[_Child] = []
    try:
        with _queue(tasks) as queue:
            with held_back(signal.SIGINT):
                for number in range(1, workers if queue is not None else 1):
                    child = _child(number, queue, work, children)
                    if child is None:
                        break
                    children.append(child)
            mine: list[int] = []
            whole = work(0, _noted(_taken(queue, tasks), mine))
        done, ends = set(mine), []
        for child in children:
            told = _told(child, look)
            if isinstance(told, str):
                ends.append(told)
                continue
            if told.bug:
                raise told.bug
            whole = join(whole, told.result)
            done.update(told.tasks)
        return whole, Lost(tuple(task for task in range(tasks) if task not in done), tuple(ends))
    finally:
        _end(children)


@contextmanager
def _queue(tasks: int) -> Iterator[int | None]:
    """A pipe of all tasks in order, portion by portion: who reads one has it alone. None where none can be made."""
    try:
        queue, source = os.pipe()
    except OSError as failed:
        if failed.errno not in NO_ROOM:
            raise
        yield None
        return
    try:
        step = -(-tasks // _MOST_PORTIONS) or 1
        starts = range(0, tasks, step)
        os.write(source, b"".join(_PORTION.pack(start, min(start + step, tasks)) for start in starts))
        os.close(source)
        yield queue
    finally:
        os.close(queue)


def _taken(queue: int | None, tasks: int) -> Iterator[int]:
    """Tasks that nobody took before."""
    if queue is None:
        yield from range(tasks)
        return
    while len(portion := os.read(queue, _PORTION.size)) == _PORTION.size:
        yield from range(*_PORTION.unpack(portion))


def _noted(tasks: Iterator[int], noted: list[int]) -> Iterator[int]:
    for task in tasks:
        noted.append(task)
        yield task


def _child(number: int, queue: int | None, work: Work[Any], others: Sequence[_Child]) -> _Child | None:
    """A worker that has begun; None where there is no room for one."""
    parent = os.getpid()
    pipes: tuple[int, ...] = ()
    try:
        pipes = result, pipe = os.pipe()
        process = os.fork()
    except OSError as failed:
        for descriptor in pipes:
            os.close(descriptor)
        if failed.errno not in NO_ROOM:
            raise
        return None
    if process == 0:
        _live(number, queue, (pipe, [result, *(other.pipe for other in others)]), parent, work)
    os.close(pipe)
    return _Child(process, result)


@contextmanager
def held_back(number: signal.Signals) -> Iterator[None]:
    """A signal waits until everybody knows who they are, and who has begun."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {number})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _live(
    number: int, queue: int | None, pipes: tuple[int, list[int]], parent: int, work: Work[Any]
) -> NoReturn:
    """The whole life of a worker: it never returns into what its parent was about to do."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        pipe, others = pipes
        for other in others:
            os.close(other)
        die_with(parent)
        told = _worked(number, queue, parent, work)
        with open(pipe, "wb", buffering=1 << 16) as out:
            _tell(told, out)
        status = 0
    except MemoryError:
        status = errno.ENOMEM
    except BrokenPipeError:
        pass  # nobody waits for the result any more
    except BaseException:
        sys.excepthook(*sys.exc_info())  # a bug, as told where nobody catches it
    finally:
        os._exit(status)


def _worked(number: int, queue: int | None, parent: int, work: Work[Any]) -> _Told:
    mine: list[int] = []
    try:
        return _Told(mine, work(number, _noted(_while_alive(_taken(queue, 0), parent), mine)), None)
    except MemoryError:
        raise  # no bug: with less going on there may be room
    except BaseException as bug:
        return _Told([], None, _telling_where(bug))


def _telling_where(bug: BaseException) -> BaseException:
    """The exception as another process can raise it, with a note of where it was met."""
    from traceback import format_exception

    where = "".join(format_exception(bug))
    try:
        pickle.loads(pickle.dumps(bug))  # noqa: S301  # our own, a moment ago
    except Exception:
        bug = RuntimeError(repr(bug))
    bug.add_note(f"In a worker:\n{where}")
    return bug


def _tell(told: _Told, out: Any) -> None:
    """Piece by piece, so that a large result is not held twice."""
    pickle.dump(told, out, protocol=pickle.HIGHEST_PROTOCOL)


def die_with(parent: int) -> None:
    """Whatever ends the parent ends this process, also in the middle of a task (Linux)."""
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SIGNAL_AT_PARENTS_DEATH, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _while_alive(tasks: Iterator[int], parent: int) -> Iterator[int]:
    """Tasks as long as somebody waits for the result."""
    for task in tasks:
        if os.getppid() != parent:
            os._exit(1)
        yield task


def _told(child: _Child, look: Callable[[], None]) -> _Told | str:
    """What a worker says, or how it ended without having said it."""
    said = select.poll()  # select(2) knows only the first 1,024 descriptors
    said.register(child.pipe, select.POLLIN)
    while not said.poll(_LOOK * 1000):
        look()
    try:
        with open(child.pipe, "rb", closefd=False) as pipe:
            told: _Told = pickle.load(pipe)  # noqa: S301  # our own child's
            return told
    except (EOFError, pickle.UnpicklingError):
        return _how(child)


def _how(child: _Child) -> str:
    try:
        _, status = os.waitpid(child.process, 0)
    except ChildProcessError:
        return "ended before its time"  # who lets the system clear up behind children is not told more
    if os.WIFSIGNALED(status):
        return f"was ended by signal {os.WTERMSIG(status)}"
    if os.WEXITSTATUS(status) == errno.ENOMEM:
        return "ran out of memory"
    raise RuntimeError(f"a worker ended with status {os.WEXITSTATUS(status)}, and told above why")


def _end(children: Sequence[_Child]) -> None:
    """No worker outlives the one who asked for it."""
    with held_back(signal.SIGINT):
        for child in children:
            with suppress(ProcessLookupError, ChildProcessError):
                if os.waitpid(child.process, os.WNOHANG) == (0, 0):
                    os.kill(child.process, signal.SIGKILL)
        for child in children:
            os.close(child.pipe)
            with suppress(ChildProcessError):
                os.waitpid(child.process, 0)
