"""Stored searches: a cache that is missing, full, damaged or someone else's costs time, never an answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from logdiag.match.finder import finder_of
from logdiag.match.stored import Shelter

pytest.importorskip("hyperscan", reason="without Hyperscan nothing is compiled")

LITERALS = (b" dhcpd", b"message repeated")
TEXT = b"Dec 14 23:29:56 nc01 dhcpd: x\nDec 14 23:29:56 nc01 cron: message repeated 2 times\n"
EXPRESSIONS = (b"a", b"b")
NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")


def hits(folder: Path | None) -> list[int]:
    """What a search finds that keeps what it compiled in a folder."""
    finder = finder_of(LITERALS, Shelter(folder) if folder else None)
    assert finder
    return list(finder.search(TEXT, 99))


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_what_was_put_is_taken_again(tmp_path: Path) -> None:
    shelter = Shelter(tmp_path / "new" / "folder")
    assert shelter.take(EXPRESSIONS, "1") is None
    shelter.put(EXPRESSIONS, "1", b"compiled")
    assert shelter.take(EXPRESSIONS, "1") == b"compiled"
    assert shelter.take(EXPRESSIONS, "2") is None
    assert shelter.take(EXPRESSIONS[::-1], "1") is None
    assert only_file(shelter.folder).stat().st_mode & 0o077 == 0


def test_a_search_that_was_kept_finds_what_a_new_one_finds(tmp_path: Path) -> None:
    assert hits(tmp_path) == hits(tmp_path) == hits(None)
    assert len(list(tmp_path.iterdir())) == 1


def _signed(text: bytes) -> bytes:
    return sha256(text).digest() + text


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut short": lambda held: held[:-1],
    "a digest and nothing else": lambda held: held[:32],
    "one bit of it changed": lambda held: held[:-9] + bytes([held[-9] ^ 4]) + held[-8:],
    "whole, but no compiled search": lambda _: _signed(b"something else"),
    "whole, but the compiled search of another build": lambda held: _signed(b"\0" * 16 + held[48:]),
    "of megabytes": lambda _: b"x" * (4 << 20),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_compiled_anew_and_mended(tmp_path: Path, name: str) -> None:
    expected = hits(tmp_path)
    path = only_file(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(DAMAGES[name](whole))
    assert hits(tmp_path) == expected
    assert only_file(tmp_path).read_bytes() == whole


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_not_trusted(tmp_path: Path, mode: int) -> None:
    shelter = Shelter(tmp_path)
    shelter.put(EXPRESSIONS, "1", b"compiled")
    only_file(tmp_path).chmod(mode)
    assert shelter.take(EXPRESSIONS, "1") is None


@as_root
def test_a_file_of_somebody_else_is_not_trusted(tmp_path: Path) -> None:
    shelter = Shelter(tmp_path)
    shelter.put(EXPRESSIONS, "1", b"compiled")
    os.chown(only_file(tmp_path), NOBODY, NOBODY)
    assert shelter.take(EXPRESSIONS, "1") is None


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo, lambda path: os.symlink(path, path)])
def test_what_is_no_file_is_left_alone(tmp_path: Path, make: Callable[[Path], None]) -> None:
    hits(tmp_path)
    path = only_file(tmp_path)
    path.unlink()
    make(path)
    assert hits(tmp_path) == hits(None)


def test_a_folder_that_is_a_file_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert hits(tmp_path / "file") == hits(tmp_path / "file" / "deeper") == hits(None)


@as_root
@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_folder_that_may_not_be_written_is_no_error(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    folder.chmod(mode)
    expected = hits(None)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setresuid(NOBODY, NOBODY, NOBODY)
            status = 0 if hits(folder) == expected else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not list(folder.iterdir())


@as_root
def test_a_full_folder_is_no_error_and_stays_empty(tmp_path: Path) -> None:
    mount = f'mount -t tmpfs -o size=4k,nr_inodes=8 none "{tmp_path}" 2>/dev/null || exit 77; '
    run = '"$@"; status=$?; test -z "$(ls -A .)" || exit 3; exit $status'
    program = (
        "import sys; from pathlib import Path; from logdiag.match.finder import finder_of;"
        "from logdiag.match.stored import Shelter;"
        f"found = finder_of({LITERALS!r}, Shelter(Path('.')));"
        f"sys.exit(list(found.search({TEXT!r}, 99)) != {hits(None)!r})"
    )
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no unshare here, to mount a folder that is full")
    ended = subprocess.run(
        [unshare, "-m", "sh", "-c", f'{mount}cd "{tmp_path}"; {run}', "sh", sys.executable, "-c", program],
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
    )
    if ended.returncode in (1, 77) and not _can_mount(unshare, tmp_path):
        pytest.skip("nothing may be mounted here, so no folder can be made full")
    assert ended.returncode == 0


def _can_mount(unshare: str, folder: Path) -> bool:
    mount = ["mount", "-t", "tmpfs", "none", str(folder)]
    return subprocess.run([unshare, "-m", *mount], check=False, capture_output=True).returncode == 0
