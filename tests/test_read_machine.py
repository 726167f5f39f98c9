"""This machine: a fake root with real files, and a real journal where this machine can make one."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

from logdiag.read.find import find_sources
from logdiag.read.findings import Found
from logdiag.read.machine import this_machine
from logdiag.read.source import blocks

JOURNALD = "/usr/lib/systemd/systemd-journald"
LINE = b"Dec 14 23:29:56 euca4 dhcpd: No subnet declaration for vnet68 (no IPv4 addresses).\n"
CONF = b"subnet 10.1.0.0 netmask 255.255.0.0 {\n}\n"

# A journald of its own, in a mount namespace whose /run is its own too, so that the machine's is not touched.
MAKE_JOURNAL = f"""
set -e
mount -t tmpfs none /run
mkdir -p /run/systemd/journal
printf '[Journal]\\nStorage=volatile\\nReadKMsg=no\\nAudit=no\\n' > /run/journald.conf
mount --bind /run/journald.conf /etc/systemd/journald.conf
{JOURNALD} & journald=$!
for try in $(seq 50); do test -S /run/systemd/journal/dev-log && break; sleep 0.1; done
for n in 1 2 3; do
    logger -t dhcpd --socket /run/systemd/journal/dev-log "DHCPDISCOVER from d0:0d:00:00:00:0$n via br0"
done
sleep 0.3
kill $journald
wait $journald || true
cp -r /run/log/journal "$1"
"""


def recognise(text: str) -> str | None:
    return "dhcpd.conf" if text.startswith("subnet ") else None


def looks_like_log(text: str) -> bool:
    return re.search(r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |__CURSOR", text, re.MULTILINE) is not None


def machine(root: Path, *journal_command: str) -> Found:
    return this_machine(
        recognise=recognise, looks_like_log=looks_like_log, root=str(root), journal_command=journal_command
    )


def program(*, prints: str = "", complains: str = "", status: int = 0) -> Sequence[str]:
    """A command that does what journalctl would do."""
    code = f"import sys; sys.stdout.write({prints!r}); sys.stderr.write({complains!r}); sys.exit({status})"
    return sys.executable, "-c", code


def text_of(found: Found, place: int = 0) -> bytes:
    return b"".join(block.data for block in blocks(found.logs[place], lambda *_lines: True))


def written(path: Path, data: bytes = LINE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_machine_gives_its_journal_then_its_logs_then_its_configurations(tmp_path: Path) -> None:
    logs = (
        "messages",
        "messages-20141215",
        "messages.1",
        "syslog",
        "eucalyptus/nc.log",
        "libvirt/qemu/i-1.log",
    )
    for name in logs:
        written(tmp_path / "var/log" / name, LINE + name.encode())
    written(tmp_path / "var/log/syslog.2.gz", gzip.compress(LINE))
    for other in ("mail.log", "dpkg.log", "messages.conf", "apt/history.log"):
        written(tmp_path / "var/log" / other)
    for conf in ("etc/dhcp/dhcpd.conf", "run/eucalyptus/net/euca-dhcp.conf"):
        written(tmp_path / conf, CONF)
    (tmp_path / "var/run").symlink_to("../run")
    found = machine(tmp_path, *program(prints='{"__CURSOR":"a"}\n'))
    expected = ["messages", "messages-20141215", "messages.1", "syslog", "syslog.2.gz", *logs[4:]]
    assert [log.name for log in found.logs] == [
        "journal",
        *(f"{tmp_path}/var/log/{name}" for name in expected),
    ]
    assert [Path(document.name).name for document in found.documents] == ["dhcpd.conf", "euca-dhcp.conf"]
    assert (found.problems, found.notes, found.hints) == ((), (), ())
    assert text_of(found) == b'{"__CURSOR":"a"}\n'


def test_an_empty_machine_without_journal_gives_notes_and_no_problem(tmp_path: Path) -> None:
    found = machine(tmp_path, str(tmp_path / "journalctl"))
    assert (found.logs, found.documents, found.problems, found.hints) == ((), (), (), ())
    assert [note.name for note in found.notes] == ["journal"]
    assert "does not run" in found.notes[0].why
    assert [note.why for note in machine(tmp_path, *program()).notes] == ["holds no entries"]


@pytest.mark.parametrize(
    "complaint, status, why, hints",
    [
        ("No journal files were opened due to insufficient permissions.\n", 1, "may not be read", True),
        (
            "Hint: You are currently not seeing messages from other users and the system.\n",
            0,
            "in part",
            True,
        ),
        (
            "\nFailed to open root: it is broken\nmore\n",
            1,
            "(status 1): Failed to open root: it is broken",
            False,
        ),
        ("", 3, "ended with status 3", False),
    ],
)
def test_what_the_journal_does_not_show_is_a_problem_beside_what_it_does(
    tmp_path: Path, complaint: str, status: int, why: str, hints: bool
) -> None:
    found = machine(tmp_path, *program(prints='{"__CURSOR":"a"}\n', complains=complaint, status=status))
    assert [log.name for log in found.logs] == ["journal"]
    assert [(problem.name, problem.named) for problem in found.problems] == [("journal", False)]
    assert why in found.problems[0].why
    assert found.hints == (("sudo logdiag scan",) if hints else ())


def test_a_machine_is_not_changed_by_being_read(tmp_path: Path) -> None:
    written(tmp_path / "var/log/messages")
    written(tmp_path / "var/log/eucalyptus/nc.log")

    def state() -> list[tuple[str, int, int]]:
        paths = sorted(tmp_path.rglob("*"))
        return [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths]

    before = state()
    machine(tmp_path, *program(prints="x"))
    assert state() == before


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if os.geteuid() != 0 or not Path(JOURNALD).exists() or not shutil.which("journalctl"):
        pytest.skip("needs root and systemd to make a journal")
    folder = tmp_path_factory.mktemp("journal") / "files"
    command = (
        "unshare",
        "--mount",
        "--propagation",
        "private",
        "sh",
        "-c",
        MAKE_JOURNAL,
        "sh",
        str(folder),
    )
    if subprocess.run(command, capture_output=True, check=False).returncode or not list(
        folder.rglob("*.journal")
    ):
        pytest.skip("no journal can be made in a namespace here")
    return folder


def test_a_real_journal_is_read_as_a_log_of_json(tmp_path: Path, journal: Path) -> None:
    found = machine(tmp_path, "journalctl", "-D", str(journal), "-o", "json", "--no-pager")
    assert (found.problems, found.notes) == ((), ())
    entries = [json.loads(line) for line in text_of(found).splitlines()]
    said = [entry["MESSAGE"] for entry in entries if entry.get("SYSLOG_IDENTIFIER") == "dhcpd"]
    assert said == [f"DHCPDISCOVER from d0:0d:00:00:00:0{n} via br0" for n in (1, 2, 3)]


def found_in(*paths: str | Path, stdin: BinaryIO | None = None) -> Found:
    return find_sources(
        [str(path) for path in paths], stdin=stdin, recognise=recognise, looks_like_log=looks_like_log
    )


def test_a_journal_is_read_by_name_in_a_folder_in_an_archive_and_on_a_pipe(
    tmp_path: Path, journal: Path
) -> None:
    file = next(journal.rglob("*.journal"))
    odd = tmp_path / "node" / "-o[1]*.journal"
    odd.parent.mkdir()
    shutil.copy(file, odd)
    subprocess.run(["tar", "-C", str(tmp_path), "-czf", str(tmp_path / "b.tgz"), "node"], check=True)
    spools = set(Path(tempfile.gettempdir()).glob("logdiag-*"))
    with file.open("rb") as stdin:
        ways = (
            found_in(odd),
            found_in(odd.parent),
            found_in(tmp_path / "b.tgz"),
            found_in("-", stdin=stdin),
        )
    assert all(found.problems == () for found in ways)
    # journalctl gives the fields of an entry in another order each time.
    entries = [[json.loads(line) for line in text_of(found).splitlines()] for found in ways]
    assert entries[1:] == entries[:1] * 3
    assert b"DHCPDISCOVER" in text_of(ways[0])
    assert ways[2].logs[0].name == f"{tmp_path}/b.tgz!node/-o[1]*.journal"
    assert set(Path(tempfile.gettempdir()).glob("logdiag-*")) <= spools


def test_a_broken_journal_costs_no_other_one_and_a_damaged_one_is_told(
    tmp_path: Path, journal: Path
) -> None:
    file = next(journal.rglob("*.journal"))
    shutil.copy(file, tmp_path / "whole.journal")
    (tmp_path / "cut.journal").write_bytes(file.read_bytes()[:300])
    found = found_in(tmp_path)
    assert [Path(problem.name).name for problem in found.problems] == ["cut.journal"]
    assert b"DHCPDISCOVER" in text_of(found)
    data = bytearray(file.read_bytes())
    data[152:160] = (9999).to_bytes(8, "little")
    (tmp_path / "lying.journal").write_bytes(data)
    problem = found_in(tmp_path / "lying.journal").logs[0].content.problem
    assert problem
    assert "of 9999 entries" in problem.why


def test_without_journalctl_a_binary_journal_is_answered_with_a_command_that_reads_it(
    tmp_path: Path, journal: Path
) -> None:
    file = next(journal.rglob("*.journal"))
    shutil.copy(file, tmp_path / "my.journal")
    found = find_sources(
        [str(tmp_path / "my.journal")],
        stdin=None,
        recognise=recognise,
        looks_like_log=looks_like_log,
        journalctl="no-such-journalctl",
    )
    command = found.problems[0].cure.removeprefix("export it where systemd is: ")
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)
    exported = (tmp_path / "journal.json").read_text().splitlines()
    assert any("DHCPDISCOVER" in json.loads(line)["MESSAGE"] for line in exported)


def test_a_journal_folder_that_is_not_there_is_a_problem_in_journalctls_words(tmp_path: Path) -> None:
    if not shutil.which("journalctl"):
        pytest.skip("needs journalctl")
    found = machine(tmp_path, "journalctl", "-D", str(tmp_path / "gone"), "-o", "json")
    assert "No such file or directory" in found.problems[0].why
