"""Finding: content decides, nothing is read twice, nothing hostile stops it, and each problem has a cure."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

from logdiag.read import folder, identify
from logdiag.read.find import find_sources
from logdiag.read.findings import ByContent, Found, Note, Problem
from logdiag.read.source import blocks
from logdiag.read.tell import tell
from logdiag.read.zst import can_unpack_zstd

LAB = Path(__file__).resolve().parents[1].parent / "shared" / "lab"
needs_lab = pytest.mark.skipif(not LAB.is_dir(), reason="the lab's captures are not beside this checkout")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody who may not read")

ZSTD_CUT_SHORT = ("cut short", "whole copy") if can_unpack_zstd() else ("zstd", "zstd -dk {}")
LINE = b"Dec 14 23:29:56 euca4 dhcpd: No subnet declaration for vnet68 (no IPv4 addresses).\n"
LZ4 = b"\x04\x22\x4d\x18" + b"\xff" * 99
CONF = b"subnet 10.1.0.0 netmask 255.255.0.0 {\n}\n"


def recognise(text: str) -> str | None:
    return "dhcpd.conf" if text.startswith("subnet ") else None


def looks_like_log(text: str) -> bool:
    return re.search(r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ", text, re.MULTILINE) is not None


def found_in(*paths: str | Path, stdin: BinaryIO | None = None) -> Found:
    return find_sources(
        [str(path) for path in paths], stdin=stdin, recognise=recognise, looks_like_log=looks_like_log
    )


def text_of(found: Found, place: int = 0) -> bytes:
    return b"".join(block.data for block in blocks(found.logs[place], lambda *_lines: True))


def only_problem(found: Found) -> Problem:
    assert (found.logs, found.documents) == ((), ())
    assert len(found.problems) == 1
    return found.problems[0]


def names(found: Found) -> list[str]:
    return [log.name for log in found.logs]


def written(path: Path, data: bytes = LINE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def xz_archive(data: bytes) -> bytes:
    return lzma.compress(data)


def gzipped_twice(data: bytes) -> bytes:
    return gzip.compress(gzip.compress(data))


def test_a_zstd_that_this_python_cannot_read_is_told_with_the_command_that_unpacks_it() -> None:
    told = tell(b"\x28\xb5\x2f\xfd rubbish", None, ByContent(recognise, looks_like_log), "messages.zst")
    assert told == ("packed", "is packed with zstd, not read yet", "unpack it first: zstd -dk messages.zst")


def test_logs_and_documents_are_told_by_content_and_kept_in_the_order_given(tmp_path: Path) -> None:
    log = written(tmp_path / "b.conf")
    packed = written(tmp_path / "a.txt", gzip.compress(LINE))
    conf = written(tmp_path / "messages", CONF)
    found = found_in(log, conf, packed)
    assert names(found) == [str(log), str(packed)]
    assert [text_of(found, place) for place in (0, 1)] == [LINE, LINE]
    assert [(document.name, document.kind, document.text) for document in found.documents] == [
        (str(conf), "dhcpd.conf", CONF.decode())
    ]
    assert (found.problems, found.notes, found.hints) == ((), (), ())


def test_a_named_text_without_a_known_line_is_read_as_a_log(tmp_path: Path) -> None:
    assert names(found_in(written(tmp_path / "x", b"hello\nworld\n"))) == [str(tmp_path / "x")]


@pytest.mark.parametrize(
    "data, why, cure",
    [
        (b"", "is empty", "give a log"),
        (gzip.compress(b""), "is empty", "give a log"),
        (b"\x00\x01\x02" * 99, "is binary", "text"),
        (bytes(range(1, 256)) * 9, "is binary", "text"),
        (b"7z\xbc\xaf\x27\x1c" + b"\xff" * 99, "a 7z archive, not read yet", "7z x -ounpacked {}"),
        (LZ4, "packed with lz4, not read yet", "lz4 -dk {}"),
        (gzip.compress("Dec 14".encode("utf-32")), "UTF-16", "gzip -dc {} > unpacked"),
        (b"\x28\xb5\x2f\xfd" + b"\x24\x00", *ZSTD_CUT_SHORT),
        (gzipped_twice(LINE), "gzip twice", "gzip -dc {}"),
        (gzip.compress(xz_archive(LINE)), "xz inside gzip, not read yet", "gzip -dc {} > unpacked"),
        (gzip.compress(LINE)[:11], "cut short", "whole copy"),
        (b"\x1f\x8b rubbish", "damaged", "whole copy"),
        (xz_archive(LINE)[:14], "cut short", "whole copy"),
        (b"\xfd7zXZ\0 rubbish", "damaged", "whole copy"),
        (bz2.compress(LINE)[:20], "cut short", "whole copy"),
        (b"BZh91AY&SY rubbish", "damaged", "whole copy"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_type(
    tmp_path: Path, data: bytes, why: str, cure: str
) -> None:
    path = written(tmp_path / "my messages", data)
    problem = only_problem(found_in(path))
    assert problem.name == str(path)
    assert problem.named
    assert why in problem.why
    assert cure.format(f"'{path}'") in problem.cure
    assert "\n" not in problem.why + problem.cure


def test_a_log_with_a_nul_tail_or_a_nul_head_is_a_log(tmp_path: Path) -> None:
    tail = written(tmp_path / "tail", LINE + b"\0" * 5000)
    head = written(tmp_path / "head", b"\0" * 200_000 + LINE)
    assert names(found_in(tail, head)) == [str(tail), str(head)]


def test_zeros_alone_are_binary(tmp_path: Path) -> None:
    assert "binary" in only_problem(found_in(written(tmp_path / "zeros", b"\0" * 100_000))).why


@pytest.mark.parametrize(
    "path, why",
    [
        ("/nowhere/at/all", "does not exist"),
        ("", "does not exist"),
        ("a\0b", "cannot be opened"),
        ("x" * 5000, "cannot be opened"),
        ("/dev/null", "is a device"),
        ("ssh://nc01/var/log/messages", "on another machine"),
        ("/dev/null/messages", "does not exist"),
    ],
)
def test_a_path_that_leads_nowhere_is_one_problem(path: str, why: str) -> None:
    problem = only_problem(found_in(path))
    assert why in problem.why
    assert problem.named
    assert problem.cure


def test_a_slip_in_a_name_is_answered_with_the_name_beside_it(tmp_path: Path) -> None:
    written(tmp_path / "messages")
    assert only_problem(found_in(tmp_path / "mesages")).cure == f"did you mean {tmp_path}/messages?"


def test_a_folder_is_read_by_name_with_all_below_it(tmp_path: Path) -> None:
    for name in ("b/messages", "a.log", "b/a/messages", "c.log", "B.log"):
        written(tmp_path / name, LINE + name.encode())
    expected = [f"{tmp_path}/{name}" for name in ("B.log", "a.log", "b/a/messages", "b/messages", "c.log")]
    assert names(found_in(tmp_path)) == expected
    assert names(found_in(f"{tmp_path}/"))[0] == f"{tmp_path}/B.log"


def test_what_is_no_log_in_a_folder_is_noted_and_only_packed_logs_are_problems(tmp_path: Path) -> None:
    written(tmp_path / "messages")
    written(tmp_path / "README", b"read me\n")
    written(tmp_path / "a.bin", b"\0\1\2" * 9)
    written(tmp_path / "b.bin", b"\0\1\2" * 9)
    written(tmp_path / "empty", b"")
    written(tmp_path / "messages.1.lz4", LZ4)
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
    found = found_in(tmp_path)
    assert names(found) == [str(tmp_path / "messages")]
    assert {(Path(note.name).name, note.why, note.count) for note in found.notes} == {
        ("README", "is neither log nor document; left out", 1),
        (tmp_path.name, "is binary; left out", 2),
        ("empty", "is empty; left out", 1),
        ("fifo", "is a pipe; skipped", 1),
        ("socket", "is a socket; skipped", 1),
        ("dangling", "is a link that leads nowhere; skipped", 1),
    }
    assert [(Path(problem.name).name, problem.named) for problem in found.problems] == [
        ("messages.1.lz4", False)
    ]


@pytest.mark.parametrize(
    "data, why",
    [
        (None, "is an empty folder"),
        (b"read me\n", "holds no log"),
        (LZ4, "holds no log that can be read"),
    ],
)
def test_a_named_folder_without_logs_is_a_problem(tmp_path: Path, data: bytes | None, why: str) -> None:
    if data:
        written(tmp_path / "x", data)
    named = [problem for problem in found_in(tmp_path).problems if problem.named]
    assert len(named) == 1
    assert named[0].why.startswith(why)


def test_a_text_that_is_named_like_a_log_is_told_with_how_to_have_it_read(tmp_path: Path) -> None:
    written(tmp_path / "README", b"read me\n")
    log = written(tmp_path / "app.log", b"it failed at noon\n")
    (problem,) = [problem for problem in found_in(tmp_path).problems if problem.named]
    assert problem.why == f"holds no log of a form that is known; {log} is named like one"
    assert problem.cure.endswith(f"name it: {log}")


def test_one_file_under_many_names_is_read_once(tmp_path: Path) -> None:
    log = written(tmp_path / "messages")
    os.link(log, tmp_path / "messages.hard")
    (tmp_path / "messages.soft").symlink_to(log)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found = found_in(tmp_path, log)
    assert names(found) == [str(log)]
    same = f"is the same as {log}; read once"
    assert Note(str(tmp_path), same, 2, (f"{log}.hard", f"{log}.soft"), is_double=True) in found.notes
    assert Note(str(log), same, is_double=True) in found.notes
    loop = f"is the same as {tmp_path}; read once"
    assert Note(str(tmp_path / "loop"), loop, is_double=True) in found.notes
    assert found.problems == ()


@pytest.mark.parametrize("twice", ["messages", "folder"])
def test_a_folder_all_of_which_was_read_before_is_no_problem(tmp_path: Path, twice: str) -> None:
    log = written(tmp_path / "messages")
    found = found_in(log if twice == "messages" else tmp_path, tmp_path)
    assert names(found) == [str(log)]
    assert found.problems == ()


def test_a_text_left_out_of_a_folder_is_read_when_it_is_named(tmp_path: Path) -> None:
    written(tmp_path / "messages")
    odd = written(tmp_path / "odd", b"hello\n")
    assert names(found_in(tmp_path, odd)) == [str(tmp_path / "messages"), str(odd)]


def test_a_link_to_a_log_elsewhere_is_followed(tmp_path: Path) -> None:
    log = written(tmp_path / "data/messages")
    (tmp_path / "log").mkdir()
    (tmp_path / "log/messages").symlink_to(log)
    assert names(found_in(tmp_path / "log")) == [str(tmp_path / "log/messages")]


def test_a_folder_of_too_many_files_is_read_up_to_a_bound_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        written(tmp_path / f"{number:02}.log", LINE + b"%d\n" % number)
    monkeypatch.setattr(folder, "MOST_KEPT_OPEN", 5)
    found = found_in(tmp_path)
    assert [text_of(found, place) for place in (0, 29)] == [LINE + b"0\n", LINE + b"29\n"]
    assert sum(log.content.file is not None for log in found.logs) == 4  # the folder itself was met too
    bounded = list(folder.files_under(str(tmp_path), folder.Met(), 7))
    assert len(bounded) == 8
    assert isinstance(bounded[-1], Note)


def test_very_deep_folders_do_not_end_the_run(tmp_path: Path) -> None:
    written(tmp_path / "z.log")
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("deep", dir_fd=here)
        below = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    found = found_in(tmp_path)
    assert names(found) == [str(tmp_path / "z.log")]
    subprocess.run(["rm", "-rf", str(tmp_path / "deep")], check=True)


def test_a_name_that_is_no_text_becomes_one(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/mess\xffages\x1b"
    Path(os.fsdecode(path)).write_bytes(LINE)
    name = names(found_in(tmp_path))[0]
    assert name == f"{tmp_path}/mess\\xffages\x1b"
    name.encode("utf-8")


def piped(data: bytes) -> BinaryIO:
    reader, writer = os.pipe()
    os.write(writer, data)
    os.close(writer)
    return os.fdopen(reader, "rb")


def test_a_pipe_is_a_log_a_document_or_a_problem() -> None:
    with piped(gzip.compress(LINE)) as stdin:
        found = found_in("-", "-", stdin=stdin)
    assert [(log.name, log.mtime, text_of(found)) for log in found.logs] == [("-", None, LINE)]
    assert [note.why for note in found.notes] == ["is given more than once; read once"]
    with piped(CONF) as stdin:
        assert found_in("-", stdin=stdin).documents[0].name == "-"
    with piped(b"") as stdin:
        assert "nothing came in on the pipe" in only_problem(found_in("-", stdin=stdin)).why
    with piped(LZ4) as stdin:
        assert "before the pipe" in only_problem(found_in("-", stdin=stdin)).cure
    assert "nothing to read" in only_problem(found_in("-", stdin=None)).why


def test_a_file_on_standard_input_is_not_read_twice(tmp_path: Path) -> None:
    log = written(tmp_path / "messages")
    with log.open("rb") as stdin:
        found = found_in("-", log, stdin=stdin)
    assert names(found) == ["-"]
    assert text_of(found) == LINE


def test_a_fifo_given_by_name_is_read_like_a_pipe(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    writer = threading.Thread(target=fifo.write_bytes, args=(LINE,))
    writer.start()
    found = found_in(fifo)
    writer.join()
    assert names(found) == [str(fifo)]
    assert [text_of(found), text_of(found)] == [LINE, LINE]


@pytest.mark.skipif(not Path("/proc/cpuinfo").exists(), reason="needs /proc")
def test_a_file_that_is_made_when_read_is_read() -> None:
    assert b"processor" in text_of(found_in("/proc/cpuinfo"))


def test_a_spool_without_room_is_a_problem(tmp_path: Path) -> None:
    with piped(LINE) as stdin:
        found = find_sources(
            ["-"],
            stdin=stdin,
            recognise=recognise,
            looks_like_log=looks_like_log,
            spool_folder=str(tmp_path / "gone"),
        )
    assert "TMPDIR" in only_problem(found).cure


def test_a_document_that_is_too_long_or_torn_keeps_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = gzip.compress(CONF + os.urandom(5000).hex().encode())
    torn = written(tmp_path / "torn", packed[: len(packed) // 2])
    document = found_in(torn).documents[0]
    assert document.text.startswith(CONF.decode())
    assert document.error
    assert "cut short" in document.error
    monkeypatch.setattr(identify, "LARGEST_DOCUMENT", 10)
    long = found_in(written(tmp_path / "long", CONF)).documents[0]
    assert (long.text, bool(long.error)) == (CONF.decode()[:10], True)


def as_nobody(look: Callable[[], Sequence[str]]) -> list[str]:
    """What the look gives to somebody without rights, in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        try:
            os.write(writer, "\n".join(look()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as said:
        return said.read().splitlines()


@as_root
@pytest.mark.parametrize(
    "mode, group, cure",
    [
        (0o600, 4, "try sudo logdiag scan {}"),
        (0o640, 4, 'try sudo logdiag scan {}, or join the group that may: sudo usermod -aG adm "$USER"'),
        (0o640, 0, "try sudo logdiag scan {}"),
    ],
)
def test_a_log_that_may_not_be_read_tells_who_may(tmp_path: Path, mode: int, group: int, cure: str) -> None:
    open_for_all(tmp_path)
    log = written(tmp_path / "messages")
    os.chown(log, 0, group)
    log.chmod(mode)

    def look() -> Sequence[str]:
        found = found_in(log)
        problem = only_problem(found)
        return problem.why, problem.cure, str(problem.named), str(problem.needs_rights), *found.hints

    command = f"sudo logdiag scan {log}"
    assert as_nobody(look) == ["may not be read by you", cure.format(log), "True", "True", command]


@as_root
def test_a_folder_with_closed_parts_is_read_as_far_as_it_is_open(tmp_path: Path) -> None:
    open_for_all(tmp_path)
    written(tmp_path / "open.log")
    written(tmp_path / "closed.log", LINE + LINE).chmod(0o600)
    written(tmp_path / "closed/messages").parent.chmod(0o700)

    def look() -> Sequence[str]:
        found = found_in(tmp_path)
        problems = [
            f"{Path(problem.name).name} {problem.why} {problem.named}" for problem in found.problems
        ]
        return *(Path(name).name for name in names(found)), *problems, *found.hints

    assert as_nobody(look) == [
        "open.log",
        "closed may not be read by you False",
        "closed.log may not be read by you False",
        f"sudo logdiag scan {tmp_path}",
    ]


@as_root
def test_a_named_folder_that_may_not_be_listed_is_one_problem(tmp_path: Path) -> None:
    open_for_all(tmp_path)
    (tmp_path / "closed").mkdir(mode=0o700)

    def look() -> Sequence[str]:
        problem = only_problem(found_in(tmp_path / "closed"))
        return problem.why, str(problem.named)

    assert as_nobody(look) == ["may not be read by you", "True"]


def open_for_all(path: Path) -> None:
    """pytest's folders are closed to others: open the way down to this one."""
    for step in (
        path,
        *(parent for parent in path.parents if parent.name.startswith(("pytest-", "popen-"))),
    ):
        step.chmod(step.stat().st_mode | 0o055)


def test_a_run_leaves_nothing_behind_in_the_folder_of_spools(tmp_path: Path) -> None:
    code = (
        "import sys; from logdiag.read.find import find_sources;"
        "print(len(find_sources(['-'], stdin=sys.stdin.buffer, recognise=lambda t: None,"
        " looks_like_log=lambda t: True, spool_folder=sys.argv[1]).logs))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(tmp_path)],
        input=LINE,
        capture_output=True,
        check=True,
    )
    assert (run.stdout, run.stderr) == (b"1\n", b"")
    assert list(tmp_path.iterdir()) == []


@needs_lab
def test_the_folder_of_rotated_captures_gives_its_logs_however_they_are_packed() -> None:
    found = found_in(LAB / "files/rotated")
    read = {Path(name).name for name in names(found) if not name.endswith(".iso")}
    packed = {Path(problem.name).name for problem in found.problems}
    logs = {"messages", "messages-20141215.gz", "messages.1", "messages.2.gz"}
    logs |= {"messages-20141216.xz", "messages-20141218.bz2"}
    zst = {"messages-20141217.zst"}
    assert (read, packed) == ((logs | zst, set()) if can_unpack_zstd() else (logs, zst))
