"""Jobs: real runs of the command with several processes: what they say of themselves, and how they end."""

from __future__ import annotations

import gzip
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from command import LOGDIAG, ROOT, SAMPLES, environment, logdiag, on_terminal

from benchmarks.amplify import RECIPES, write_log

HERE = {"PYTHONPATH": str(ROOT)}
STORY = SAMPLES / "story-94" / "messages"
MIB = 1 << 20


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of five stretches, a tenth of it about launches."""
    log = tmp_path_factory.mktemp("large") / "messages"
    write_log(log, RECIPES["mixed"], 72 * MIB)
    return log


@pytest.fixture(scope="module")
def report(large: Path) -> str:
    return logdiag("scan", "--format", "json", "--jobs", "1", large, env=HERE).out


def begun(*words: str | Path) -> Popen[str]:
    command = [*LOGDIAG, "scan", "--format", "json", *map(str, words)]
    return Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        text=True,
        env=environment(**HERE),
        start_new_session=True,
    )


def session_of(leader: int) -> list[int]:
    """All processes of a session but its leader that live and do not wait to be cleared up."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:4]
        except OSError:
            continue
        if int(session) == leader and int(folder.name) != leader and state not in "ZX":
            found.append(int(folder.name))
    return found


def workers_of(parent: Popen[str]) -> Iterator[int]:
    """The pids of its workers as they come to be, until it ends."""
    seen: set[int] = set()
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    while parent.poll() is None:
        try:
            now = {int(word) for word in children.read_text().split()} - seen
        except OSError:
            return
        seen |= now
        yield from now


# ---- who works

# Runs the command and tells on standard error how often it forked, and which of the modules it imported.
COUNTED = """
import atexit, os, runpy, sys
forks, fork = [], os.fork

def counting():
    forks.append(1)
    return fork()

os.fork = counting
watched = {"multiprocessing", "logdiag.workers", "threading", "ctypes"}
atexit.register(lambda: print(len(forks), *sorted(watched & set(sys.modules)), file=sys.stderr))
runpy.run_module("logdiag", run_name="__main__", alter_sys=True)
"""


def forks_of(*words: str | Path) -> list[str]:
    ran = logdiag("scan", *words, command=(sys.executable, "-c", COUNTED), env=HERE)
    assert ran.status in (0, 1), ran.err
    return ran.complaints[-1].split()


@pytest.mark.parametrize("jobs", [(), ("--jobs", "7")])
def test_a_small_file_starts_no_worker(jobs: tuple[str, ...]) -> None:
    assert forks_of(*jobs, STORY)[0] == "0"
    assert not {"multiprocessing", "logdiag.workers"} & set(forks_of(*jobs, STORY))


@pytest.mark.parametrize("jobs, forks", [(1, 0), (2, 1), (3, 2), (7, 4)])
def test_there_are_as_many_processes_as_asked_for_and_as_there_is_work_for(
    large: Path, jobs: int, forks: int
) -> None:
    told = forks_of("--jobs", str(jobs), large)
    # Everything may be read once more, by as many.
    assert int(told[0]) in (forks, 2 * forks)
    assert "multiprocessing" not in told


def test_by_default_there_are_as_many_processes_as_cores(large: Path) -> None:
    cores = len(os.sched_getaffinity(0))
    assert forks_of(large)[0] == forks_of("--jobs", str(cores), large)[0]


# What the command settles on where it reads this machine, on one of eight cores.
OF_MACHINE = """
import os, subprocess, sys
from logdiag.asked import pace_of
from logdiag.read.findings import Found

os.sched_getaffinity = lambda _process: set(range(int(sys.argv[1])))
before = pace_of(None, Found()).jobs, os.getpriority(os.PRIO_PROCESS, 0)
after = pace_of(None, Found(of_machine=True)).jobs, os.getpriority(os.PRIO_PROCESS, 0)
asked = pace_of(5, Found(of_machine=True)).jobs
print(*before, *after, asked)
if sys.argv[2] == "ionice":
    print(subprocess.run(["ionice", "-p", str(os.getpid())], capture_output=True, text=True).stdout)
"""


@pytest.mark.parametrize("cores, half", [(1, 1), (2, 1), (8, 4), (9, 4)])
def test_a_machine_that_is_at_work_is_read_by_half_its_cores_behind_all_others(
    cores: int, half: int
) -> None:
    code = (sys.executable, "-c", OF_MACHINE, str(cores), "")
    ran = subprocess.run(code, capture_output=True, text=True, env=environment(**HERE), check=True)
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    assert ran.stdout.split() == [str(n) for n in (cores, nice, half, 19, 5)]


def test_a_machine_that_is_at_work_is_read_at_the_lowest_priority_at_the_disk() -> None:
    try:
        subprocess.run(["ionice"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs ionice")
    code = (sys.executable, "-c", OF_MACHINE, "2", "ionice")
    ran = subprocess.run(code, capture_output=True, text=True, env=environment(**HERE), check=True)
    assert "best-effort: prio 7" in ran.stdout


# Runs the command and tells on standard error how nice it was in the end.
TELLING_NICE = """
import atexit, os, runpy, sys
atexit.register(lambda: print("nice", os.getpriority(os.PRIO_PROCESS, 0), file=sys.stderr))
runpy.run_module("logdiag", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize("words, nice", [((), 19), ((STORY,), None)], ids=["this machine", "a file"])
def test_only_who_reads_this_machine_steps_back(words: tuple[Path, ...], nice: int | None) -> None:
    ran = logdiag("scan", *words, command=(sys.executable, "-c", TELLING_NICE), env=HERE)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert ran.complaints[-1] == f"nice {own if nice is None else nice}"


# ---- how they end


def _leads_to(descriptor: Path, log: Path) -> bool:
    try:
        return os.readlink(descriptor) == str(log)
    except FileNotFoundError:  # closed in the meantime
        return False


def reads(process: Popen[str], log: Path) -> bool:
    """Whether it has the log open, or had it and is gone."""
    if process.poll() is not None:
        return True
    return any(_leads_to(one, log) for one in Path(f"/proc/{process.pid}/fd").iterdir())


def interrupted(large: Path, after: float, *, group: bool) -> None:
    process = begun("--jobs", "3", large)
    while not reads(process, large):
        time.sleep(0.01)
    time.sleep(after)
    if process.poll() is None:
        began = time.monotonic()
        (os.killpg if group else os.kill)(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, err) == (130, "")
        assert time.monotonic() - began < 5
        assert not out or out.startswith("{")
    process.communicate()
    assert session_of(process.pid) == []


@pytest.mark.parametrize("group", [False, True], ids=["alone", "its group"])
@pytest.mark.parametrize("after", [0.0, 0.1, 0.5])
def test_ctrl_c_ends_all_at_once_without_a_word(large: Path, after: float, group: bool) -> None:
    interrupted(large, after, group=group)


@pytest.mark.slow
@pytest.mark.parametrize("group", [False, True], ids=["alone", "its group"])
def test_ctrl_c_ends_all_at_any_moment(large: Path, group: bool) -> None:
    for step in range(20):
        interrupted(large, step * 0.06, group=group)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_part_of_a_worker_that_dies_is_read_again(
    large: Path, report: str, number: signal.Signals
) -> None:
    process = begun("--jobs", "3", large)
    first = next(workers_of(process))
    os.kill(first, number)
    out, err = process.communicate(timeout=60)
    assert err == f"logdiag: a worker was ended by signal {int(number)}: its part is read again\n"
    assert out == report
    assert session_of(process.pid) == []


def test_all_workers_may_be_killed_whenever_they_begin(large: Path, report: str, tmp_path: Path) -> None:
    told = tmp_path / "report.json"
    process = begun("--jobs", "3", "--output", told, large)
    killed = 0
    for worker in workers_of(process):
        os.kill(worker, signal.SIGKILL)
        killed += 1
    _, err = process.communicate(timeout=60)
    assert killed in (2, 4)
    assert err == "logdiag: a worker was ended by signal 9: its part is read again\n" * killed
    assert told.read_text() == report


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_a_command_that_is_killed(large: Path, number: signal.Signals) -> None:
    process = begun("--jobs", "3", large)
    next(workers_of(process))
    process.send_signal(number)
    process.communicate(timeout=20)
    for _ in range(100):
        if not session_of(process.pid):
            return
        time.sleep(0.02)
    pytest.fail(f"still there: {session_of(process.pid)}")


def test_a_closed_output_is_quiet_whoever_works(large: Path) -> None:
    process = begun("--jobs", "3", large)
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


# ---- what a run says of itself


def stats(*words: str | Path, stdin: bytes | None = None) -> dict[str, str]:
    ran = logdiag("scan", "--stats", "--format", "json", *words, stdin=stdin, env=HERE)
    rows = [re.split(r"  +", line, maxsplit=2) for line in ran.complaints]
    return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize("jobs", [1, 3])
def test_stats_count_what_was_read(large: Path, jobs: int) -> None:
    told = stats("--jobs", str(jobs), large)
    assert told["bytes"] == f"{large.stat().st_size:,}"
    assert told["lines"] == f"{large.read_bytes().count(10):,}"
    assert list(told) == [
        *("bytes", "lines", "candidates", "events"),
        *("find", "documents", "fold", "judge", "render", "in all"),
    ]


def test_stats_count_bytes_unpacked_whatever_way_they_came(tmp_path: Path) -> None:
    data = STORY.read_bytes()
    packed = tmp_path / "messages.gz"
    packed.write_bytes(gzip.compress(data))
    size = f"{len(data):,}"
    assert stats(packed)["bytes"] == stats("-", stdin=data)["bytes"] == size
    assert stats("-", stdin=packed.read_bytes())["bytes"] == size
    assert stats(packed, STORY)["bytes"] == f"{2 * len(data):,}"


def test_stats_are_aligned(large: Path) -> None:
    told = logdiag("scan", "--stats", large, env=HERE).complaints
    ends = {line.index(number) + len(number) for line in told if (number := re.split(r"  +", line)[1])}
    assert len(ends) == 1


def test_progress_never_appears_where_nobody_looks(large: Path) -> None:
    assert logdiag("scan", "--engine", "lark", SAMPLES / "healed" / "messages", env=HERE).err == ""


SHOWN, HIDDEN = "\x1b[?25h", "\x1b[?25l"
ERASED = "\x1b[2K"


def test_a_short_run_shows_no_progress_on_a_terminal() -> None:
    out = on_terminal("scan", "--brief", STORY, env=HERE).out
    assert HIDDEN not in out


def test_a_long_run_shows_progress_on_a_terminal_and_erases_it(tmp_path: Path) -> None:
    log = tmp_path / "bad \x1b[41mname\x07"
    write_log(log, RECIPES["dense"], 16 * MIB)
    out = on_terminal("scan", "--brief", "--engine", "lark", "--jobs", "1", log, env=HERE, columns=100).out
    shown, _, rest = out.rpartition(ERASED)
    assert shown.startswith(HIDDEN)
    assert "reading" in shown
    assert re.search(r"[0-9] [kM]B/s", shown)
    assert out.count(HIDDEN) == out.count(SHOWN) >= 1
    assert "reading" not in rest
    assert "\x1b[41m" not in out
    assert "\x07" not in out
