"""Workers: every task is done once, whoever dies; nobody outlives the one who asked."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from processes import has_no_children, open_descriptors

from logdiag.read.ranges import NotPlainError
from logdiag.workers import Lost, Progress, shared

NOTHING_LOST = Lost((), ())
Sums = Counter[int]


def counted(_worker: int, tasks: Iterator[int]) -> Sums:
    return Counter(tasks)


def slowly(_worker: int, tasks: Iterator[int]) -> Sums:
    """Leaves something for the others to take."""
    done: Sums = Counter()
    for task in tasks:
        done[task] += 1
        time.sleep(0.002)
    return done


def added(left: Sums, right: Sums) -> Sums:
    return left + right


def look() -> None:
    pass


def run(
    tasks: int, workers: int, work: Callable[[int, Iterator[int]], Sums] = counted
) -> tuple[Sums, Lost]:
    return shared(tasks, workers, work, added, look)


def in_a_worker(then: Callable[[], object], after: int = 1) -> Callable[[int, Iterator[int]], Sums]:
    """Work in which the first worker does something else once it has taken some tasks."""

    def work(worker: int, tasks: Iterator[int]) -> Sums:
        done: Sums = Counter()
        for task in tasks:
            if worker == 1 and len(done) == after:
                then()
            done[task] += 1
            time.sleep(0.005 if worker == 0 else 0.0005)
        return done

    return work


@pytest.mark.parametrize("tasks", [0, 1, 2, 511, 512, 513, 8_000, 70_000])
@pytest.mark.parametrize("workers", [1, 2, 7])
def test_every_task_is_done_once_however_many_there_are(tasks: int, workers: int) -> None:
    before = open_descriptors()
    done, lost = run(tasks, workers)
    assert (done, lost) == (Counter(range(tasks)), NOTHING_LOST)
    assert has_no_children()
    assert open_descriptors() == before


def test_workers_that_ask_at_once_never_get_the_same_task() -> None:
    for _ in range(5):
        done, lost = run(300, 8, slowly)
        assert (done, lost) == (Counter(range(300)), NOTHING_LOST)


def test_workers_share_the_tasks() -> None:
    def work(worker: int, tasks: Iterator[int]) -> Sums:
        return Counter({os.getpid(): 1}) if slowly(worker, tasks) else Counter()

    pids, _ = run(100, 3, work)
    assert len(pids) == 3


def killed(number: int) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


@pytest.mark.parametrize("after", [0, 1, 20])
@pytest.mark.parametrize(
    "then, end",
    [
        (killed(signal.SIGKILL), "was ended by signal 9"),
        (killed(signal.SIGTERM), "was ended by signal 15"),
        (killed(signal.SIGINT), "was ended by signal 2"),
        (lambda: bytearray(1 << 62), "ran out of memory"),
    ],
    ids=["killed", "terminated", "interrupted alone", "no memory"],
)
def test_what_a_dead_worker_had_taken_is_told(then: Callable[[], object], end: str, after: int) -> None:
    done, lost = run(200, 3, in_a_worker(then, after))
    assert lost.ends == (end,)
    assert len(lost.tasks) == after + 1
    assert done + Counter(lost.tasks) == Counter(range(200))
    assert has_no_children()


class DiesWhenTold(Counter[int]):
    """A result of which the second half is never written: its worker is killed while it writes the first."""

    def __reduce__(self) -> tuple[object, ...]:
        return bytes, (Chunk(), Killer())


class Chunk:
    def __reduce__(self) -> tuple[object, ...]:
        return bytes, (b"x" * (3 << 20),)


class Killer:
    def __reduce__(self) -> tuple[object, ...]:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def test_a_worker_that_dies_while_it_gives_its_result_has_given_none() -> None:
    def work(worker: int, tasks: Iterator[int]) -> Sums:
        done = slowly(worker, tasks)
        return DiesWhenTold(done) if worker == 1 else done

    done, lost = run(100, 3, work)
    assert lost.ends == ("was ended by signal 9",)
    assert done + Counter(lost.tasks) == Counter(range(100))
    assert lost.tasks


def test_a_result_larger_than_a_pipe_comes_through_from_all_workers() -> None:
    def work(worker: int, tasks: Iterator[int]) -> list[bytes]:
        return [bytes([worker]) * (5 << 20)] + [b"" for _ in tasks]

    parts, lost = shared(10, 4, work, list.__add__, look)
    assert sorted(part[:1] for part in parts if part) == [b"\0", b"\1", b"\2", b"\3"]
    assert lost == NOTHING_LOST


def test_all_workers_may_die() -> None:
    def work(worker: int, tasks: Iterator[int]) -> Sums:
        if worker:
            next(tasks)
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.1)
        return counted(worker, tasks)

    done, lost = run(50, 4, work)
    assert lost.ends == ("was ended by signal 9",) * 3
    assert done + Counter(lost.tasks) == Counter(range(50))


class StrangeError(Exception):
    """An exception that no other process can make again."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} {other}")


@pytest.mark.parametrize(
    "error, raised",
    [
        (NotPlainError(), NotPlainError),
        (KeyError("core.clients"), KeyError),
        (StrangeError("a", "b"), RuntimeError),
        (SystemExit(3), SystemExit),
    ],
)
def test_a_bug_in_a_worker_is_raised_where_the_work_was_asked_for(
    error: BaseException, raised: type[BaseException]
) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(raised) as caught:
        run(200, 3, in_a_worker(fail))
    assert any("in fail\n" in note for note in caught.value.__notes__)
    assert has_no_children()


def test_a_result_that_cannot_be_given_back_is_a_bug_and_told_as_one(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def work(worker: int, tasks: Iterator[int]) -> object:
        list(tasks)
        return (lambda: None) if worker else None

    with pytest.raises(RuntimeError, match="a worker ended with status 1"):
        shared(2, 2, work, lambda left, _right: left, look)
    assert "Can't pickle" in capfd.readouterr().err


def test_what_is_raised_here_ends_the_others_at_once() -> None:
    def work(worker: int, tasks: Iterator[int]) -> Sums:
        if worker == 0:
            next(tasks)
            raise ValueError("here")
        time.sleep(60)
        return Counter()

    begun = time.monotonic()
    with pytest.raises(ValueError, match="here"):
        run(10, 4, work)
    assert time.monotonic() - begun < 10
    assert has_no_children()


@pytest.mark.parametrize("room", [0, 1, 2])
def test_where_there_is_no_room_for_a_process_there_are_fewer(
    monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    fork, left = os.fork, iter(range(room))

    def full() -> int:
        if next(left, None) is None:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        return fork()

    monkeypatch.setattr(os, "fork", full)
    before = open_descriptors()
    assert run(100, 5, slowly) == (Counter(range(100)), NOTHING_LOST)
    assert open_descriptors() == before


@pytest.mark.parametrize("free", range(7))
def test_where_there_is_no_room_for_open_files_there_are_fewer_workers(free: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # The lowest numbers are given first: fill the gaps, so that `free` more can be had.
    held = [os.dup(0) for _ in range(10)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(held) + 1, hard))
    try:
        while True:
            try:
                held.append(os.dup(0))
            except OSError:
                break
        for _ in range(free):
            os.close(held.pop())
        done, lost = run(60, 5, slowly)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for descriptor in held:
            os.close(descriptor)
    assert (done, lost) == (Counter(range(60)), NOTHING_LOST)


def test_workers_are_heard_beyond_the_first_1024_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2000:
        pytest.skip("so many files may not be open here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2000), hard))
    held = [os.dup(0) for _ in range(1100)]
    try:
        assert run(100, 3, slowly) == (Counter(range(100)), NOTHING_LOST)
    finally:
        for descriptor in held:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_who_does_not_wait_for_children_gets_the_results_all_the_same() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert run(100, 3, slowly) == (Counter(range(100)), NOTHING_LOST)
        done, lost = run(100, 3, in_a_worker(killed(signal.SIGKILL)))
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert lost.ends == ("ended before its time",)
    assert done + Counter(lost.tasks) == Counter(range(100))


def test_progress_is_what_all_have_done() -> None:
    progress = Progress(3)
    seen: list[int] = []

    def work(worker: int, tasks: Iterator[int]) -> Sums:
        done: Sums = Counter()
        for task in tasks:
            done[task] += 1
            progress.tell(worker, len(done))
            time.sleep(0.001 if worker else 0)
        return done

    shared(100, 3, work, added, lambda: seen.append(progress.done))
    assert progress.done == 100
    assert seen == sorted(seen)


# A parent of three workers that would work for a minute; the pids of all come out on its standard output.
PARENT = """
import os, sys, time
from logdiag.workers import shared

def work(worker, tasks):
    next(tasks, None)
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)

try:
    shared(8, 3, work, lambda left, right: left, lambda: None)
except KeyboardInterrupt:
    os._exit(130)
"""


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def is_gone(process: int) -> bool:
    """Whether it is, or is within two seconds: closing its files comes before its end."""
    for _ in range(100):
        if not is_alive(process):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("to_group", [False, True], ids=["alone", "its group"])
@pytest.mark.parametrize(
    "number, status",
    [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9), (signal.SIGHUP, -1)],
)
def test_no_worker_outlives_a_parent_that_is_ended_by_any_signal(
    number: signal.Signals, status: int, to_group: bool
) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
    )
    assert parent.stdout
    pids = [int(parent.stdout.readline()) for _ in range(3)]
    assert all(map(is_alive, pids))
    (os.killpg if to_group else os.kill)(parent.pid, number)
    # Its output ends when nobody holds it any more.
    assert parent.communicate(timeout=10)[0] == ""
    assert parent.returncode == status
    assert all(map(is_gone, pids))
