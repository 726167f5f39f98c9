"""Wrappings: the same log as another machine would have handed it over, and what of its report must stay the same.

`python tests/wrappings.py` reads every capture of ../shared/lab in every wrapping; CI does.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, BinaryIO

from backports import zstd
from case import CAPTURES
from cases import LAB, NOW, vocabulary
from test_forms import has_remote

from logdiag.diagnose import Options, diagnose
from logdiag.documents.recognise import recognise
from logdiag.given import with_rotations
from logdiag.parse.entries import begins_record, first_dated, looks_like_log
from logdiag.parse.framing import is_framed
from logdiag.read.find import find_sources
from logdiag.read.findings import Found
from logdiag.read.peel import wrapping_of
from logdiag.report.as_json import report_to_json

NAME = "messages"
LARGEST = 300_000
# What a line of a foreign program says, in letters that the encodings have; the second byte of 表 is a backslash.
WESTERN, JAPANESE = (
    "Gr\u00fc\u00dfe aus K\u00f6ln",
    "\u63a5\u7d9a\u8868\u304c\u3042\u308a\u307e\u305b\u3093",
)
RFC5424 = re.compile(rb"<[0-9]{1,3}>1 ")
SYSLOG = re.compile(rb"[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8} [^ ]+ |[0-9]{4}-[0-9]{2}-[0-9T:.+-]+ [^ ]+ ")


@dataclass(frozen=True)
class Wrapping:
    """How a log is laid into a folder, and the paths that are then read. `same` is what is to be compared with.

    `is_piped`: it comes on standard input, as `sent` makes it. `is_retold`: its lines are others, saying the same.
    `suits` tells which logs can be wrapped so.
    """

    lay: Callable[[bytes, Path], list[str]]
    same: Callable[[bytes], bytes] = lambda data: data
    is_piped: bool = False
    sent: Callable[[bytes], bytes] = lambda data: data
    is_retold: bool = False
    suits: Callable[[bytes], bool] = lambda _: True


def as_file(change: Callable[[bytes], bytes], name: str = NAME) -> Wrapping:
    """One file, its bytes changed."""

    def lay(data: bytes, folder: Path) -> list[str]:
        (folder / name).write_bytes(change(data))
        return [str(folder / name)]

    return Wrapping(lay)


def members(data: bytes, pack: Callable[[bytes], bytes]) -> bytes:
    """Packed in three members, cut anywhere."""
    third = len(data) // 3 + 1
    return b"".join(pack(data[at : at + third]) for at in range(0, len(data), third))


def borders(data: bytes) -> list[int]:
    """Where records with a date begin, as far as blocks may be cut there."""
    found, before, place = [], (b"", b""), 0
    for line in data.splitlines(keepends=True):
        if place and begins_record(*before, line.rstrip(b"\n")) and first_dated([line], vocabulary()):
            found.append(place)
        before, place = (before[1], line.rstrip(b"\n")), place + len(line)
    return found


def is_dated(data: bytes) -> bool:
    return first_dated(data.splitlines(), vocabulary()) is not None


def rotated(
    pack: Callable[[bytes], bytes], names: tuple[str, str, str], *, by_one: bool = False
) -> Wrapping:
    """Three parts, cut where records begin, or at any line: then one may go on in the next part.

    What has no times is not cut at any line: nothing tells that its parts are any.
    """

    def lay(data: bytes, folder: Path) -> list[str]:
        every = borders(data) or [len(data)]
        first, second = every[len(every) // 3], every[2 * len(every) // 3]
        if by_one:  # but each part has a date: one without any is not known for a part
            first, second = (
                data.rfind(b"\n", 0, first - 1) + 1 or first,
                data.rfind(b"\n", 0, second - 1) + 1,
            )
            second = second if first_dated(data[first:second].splitlines(), vocabulary()) else every[-1]
        parts = (pack(data[:first]), data[first:second], data[second:])
        for name, part in zip(names, parts, strict=True):
            if part:
                (folder / name).write_bytes(part)
        return [str(folder)]

    return Wrapping(lay, suits=is_dated if by_one else lambda _: True)


def tarred(data: bytes, name: str = NAME, mode: str = "w") -> bytes:
    """An archive of one file."""
    return archived({name: data}, mode)


def archived(files: dict[str, bytes], mode: str) -> bytes:
    """An archive of several files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            about = tarfile.TarInfo(f"var/log/{name}")
            about.size, about.mtime = len(data), int(NOW.timestamp())
            archive.addfile(about, io.BytesIO(data))
    return out.getvalue()


def bundled(rotation: Wrapping) -> Wrapping:
    """A rotated log in a packed archive, as support bundles have it."""

    def lay(data: bytes, folder: Path) -> list[str]:
        rotation.lay(data, folder)
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        (folder / "bundle.tar.gz").write_bytes(archived(files, "w:gz"))
        return [str(folder / "bundle.tar.gz")]

    return Wrapping(lay)


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"var/log/{NAME}", data)
    return out.getvalue()


def fed(path: str, data: bytes) -> None:
    """Writes into a pipe from a thread of its own."""

    def write() -> None:
        with open(path, "wb") as pipe:
            pipe.write(data)

    Thread(target=write, daemon=True).start()


def fifo(data: bytes, folder: Path) -> list[str]:
    os.mkfifo(folder / NAME)
    fed(str(folder / NAME), data)
    return [str(folder / NAME)]


def piped(data: bytes, folder: Path) -> list[str]:
    (folder / NAME).write_bytes(data)
    return ["-"]


def foreign(text: str, encoding: str) -> Wrapping:
    """A line of a foreign program among the others, in its letters and in the encoding of old systems."""

    def said(data: bytes, coded: bytes) -> bytes:
        first, _, rest = data.partition(b"\n")
        head = SYSLOG.match(first)
        return first + b"\n" + (head[0] + b"app: " + coded + b"\n" if head else b"") + rest

    def lay(data: bytes, folder: Path) -> list[str]:
        (folder / NAME).write_bytes(said(data, text.encode(encoding)))
        return [str(folder / NAME)]

    return Wrapping(lay, lambda data: said(data, text.encode()))


def wide(encoding: str, pack: Callable[[bytes], bytes] = lambda data: data) -> Callable[..., list[str]]:
    """In two bytes a letter, with a mark in front, as Windows' tools save a log."""
    mark = "\ufeff"
    return as_file(lambda data: pack((mark + data.decode().removeprefix(mark)).encode(encoding))).lay


def is_utf8(data: bytes) -> bool:
    """Whether every byte of a log is text: what is none would be another text in another encoding."""
    return data.decode("utf-8", "ignore").encode() == data


def journal(form: str) -> Wrapping:
    """What journalctl prints of a journal that systemd-journal-remote made of the records (RFC 5424)."""

    def lay(data: bytes, folder: Path) -> list[str]:
        (folder / "records").write_bytes(data)
        out = folder / "out"
        out.mkdir()
        subprocess.run([CAPTURES / "journal-forms" / "make.sh", folder / "records", out], check=True)
        return [str(out / f"journal.{form}")]

    return Wrapping(lay, is_retold=True, suits=lambda data: has_remote and bool(RFC5424.match(data)))


def in_front(prefix: Callable[[int], str]) -> Wrapping:
    """Something in front of every line, by its number, as tools and people put it there."""

    def changed(data: bytes) -> bytes:
        lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        last = [lines.pop()] if not lines[-1] else []
        return b"\n".join([*(prefix(n).encode() + line for n, line in enumerate(lines, 1)), *last])

    return replace(as_file(changed), suits=lambda data: wrapping_of(changed(data)) is not None)


IN_FRONT: dict[str, Wrapping] = {
    "grep over files": in_front(lambda _: "/var/log/messages:"),
    "grep -n over files": in_front(lambda number: f"/var/log/messages:{number}:"),
    "grep -n": in_front(lambda number: f"{number}:"),
    "cat -n": in_front(lambda number: f"{number:6}\t"),
    "quoted in a mail": in_front(lambda _: "> "),
    "a block of code": in_front(lambda _: "    "),
    "docker compose logs": in_front(lambda _: "syslog-1  | "),
    "the test driver of NixOS": in_front(lambda _: "router # "),
    "kubectl logs --prefix": in_front(lambda _: "[pod/syslog-7c4f3df4/syslog] "),
    "kubectl logs --timestamps": in_front(lambda _: "2026-11-22T06:11:11.123456789Z "),
    "pdsh": in_front(lambda _: "nc01: "),
}
WRAPPINGS: dict[str, Wrapping] = {
    **IN_FRONT,
    "gzip": as_file(gzip.compress, "messages.gz"),
    "gzip without suffix, in members": as_file(lambda data: members(data, gzip.compress)),
    "zstd": as_file(zstd.compress, "messages.zst"),
    "bzip2": as_file(bz2.compress, "messages.bz2"),
    "xz": as_file(lzma.compress, "messages.xz"),
    "tar": as_file(tarred, "logs.tar"),
    "tar.gz": as_file(lambda data: tarred(data, mode="w:gz"), "logs.tgz"),
    "tar.bz2": as_file(lambda data: tarred(data, mode="w:bz2"), "logs.tar.bz2"),
    "tar.zst": as_file(lambda data: zstd.compress(tarred(data)), "logs.tar.zst"),
    "tar in tar.xz": as_file(lambda data: tarred(tarred(data), "logs.tar", "w:xz"), "bundle.tar.xz"),
    "a packed log in a tar": as_file(lambda data: tarred(gzip.compress(data), "messages.gz"), "logs.tar"),
    "rotated": rotated(lambda data: data, ("messages.2", "messages.1", "messages")),
    "rotated and packed": rotated(gzip.compress, ("messages.2.gz", "messages.1", "messages")),
    "rotated by date": rotated(zstd.compress, ("messages-20991230.zst", "messages-20991231", "messages")),
    "rotated at any line": rotated(gzip.compress, ("messages.2.gz", "messages.1", "messages"), by_one=True),
    "rotated in a bundle": bundled(rotated(gzip.compress, ("messages.2.gz", "messages.1", "messages"))),
    "zip": as_file(zipped, "logs.zip"),
    "zip in tar.gz": as_file(lambda data: tarred(zipped(data), "logs.zip", "w:gz"), "bundle.tgz"),
    "four archives deep": as_file(
        lambda data: tarred(zipped(tarred(zstd.compress(tarred(data)), "logs.tar.zst", "w:gz")), "a.zip"),
        "a.tar",
    ),
    "gzip on standard input": Wrapping(piped, is_piped=True, sent=gzip.compress),
    "tar.gz on standard input": Wrapping(piped, is_piped=True, sent=lambda data: tarred(data, mode="w:gz")),
    "standard input": Wrapping(piped, is_piped=True),
    "named pipe": Wrapping(fifo),
    "CRLF": as_file(lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")),
    "byte order mark": as_file(lambda data: b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf")),
    "no final newline": as_file(lambda data: data.rstrip(b"\n")),
    "journal": journal("json"),
    "journal, exported": journal("export"),
    "journal, pretty": journal("json-pretty"),
    "journal, sse": journal("json-sse"),
    "UTF-16": Wrapping(wide("utf-16-le"), suits=is_utf8),
    "UTF-16, big end first, in gzip": Wrapping(wide("utf-16-be", gzip.compress), suits=is_utf8),
    "Latin-1": foreign(WESTERN, "latin-1"),
    "EUC-JP": foreign(JAPANESE, "euc_jp"),
    "Shift-JIS": foreign(JAPANESE, "shift_jis"),
}


def found_at(paths: list[str], stdin: BinaryIO | None = None) -> Found:
    found = find_sources(
        paths,
        stdin=stdin,
        recognise=recognise,
        looks_like_log=lambda head: (
            looks_like_log(head, vocabulary()) or is_framed(head.encode(), vocabulary())
        ),
    )
    return with_rotations(found, vocabulary())


def told_by(found: Found, *, is_retold: bool = False) -> dict[str, Any]:
    """What a report says, without where: names of files, numbers of lines, and the lines where they are others."""
    report = diagnose(found, Options(now=NOW, year=2025), vocabulary(), "test")
    whole = report_to_json(report)
    counted = ("unread",) if is_retold else ("lines", "unread")
    sums = {key: sum(each[key] for each in whole["sources"]) for key in counted}
    told = {
        name: whole[name] for name in ("verdict", "launches", "incidents", "findings", "coverage", "normal")
    }
    # Commands name the log; one from a pipe as it is mostly called.
    names = [part.name for log in found.logs for part in log.parts if part.name != "-"]
    names = [*sorted(names, key=len, reverse=True), NAME]
    if is_retold:  # an entry may be a paragraph of lines
        told["verdict"] = {
            key: re.sub(r"\d+ lines?\b", "LINES", str(each)) for key, each in told["verdict"].items()
        }
    return {**_without_places(told, names, ("source", "line", *(["text"] if is_retold else []))), **sums}


def _without_places(value: Any, names: list[str], places: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        left_out = places if "source" in value else ()
        return {
            key: _without_places(each, names, places) for key, each in value.items() if key not in left_out
        }
    if isinstance(value, list):
        return [_without_places(each, names, places) for each in value]
    if isinstance(value, str):
        for name in names:
            value = re.sub(rf"(?<![\w./-]){re.escape(name)}(:\d+)?(?![\w-])", "LOG", value)
        return re.sub(r"(?<![\w-])-:\d+", "LOG", value).removeprefix("\ufeff")
    return value


def wrapped(data: bytes, wrapping: Wrapping) -> dict[str, Any]:
    """What the report of a wrapped log says."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = wrapping.lay(data, folder)
        if not wrapping.is_piped:
            return told_by(found_at(paths), is_retold=wrapping.is_retold)
        ends = os.pipe()
        with open(ends[0], "rb") as stdin:
            Thread(target=_write, args=(ends[1], wrapping.sent(data)), daemon=True).start()
            return told_by(found_at(paths, stdin))


def _write(descriptor: int, data: bytes) -> None:
    with open(descriptor, "wb") as pipe:
        pipe.write(data)


def plain(data: bytes, *, is_retold: bool = False) -> dict[str, Any]:
    """What the report of a log says as it stands."""
    return wrapped(data, replace(as_file(lambda same: same), is_retold=is_retold))


def differences(name: str) -> list[str]:
    """The wrappings in which a capture gives another report."""
    data = (LAB / name).read_bytes()
    original, found = plain(data), []
    for wrapping, how in WRAPPINGS.items():
        if how.suits(data):
            same = how.same(data)
            is_other = same != data or how.is_retold
            expected = plain(same, is_retold=how.is_retold) if is_other else original
            got = wrapped(data, how)
            if got != expected:
                parts = [part for part in expected if expected[part] != got[part]]
                found.append(f"{name}: {wrapping}: {', '.join(parts)}")
    return found


def captures() -> list[str]:
    """The lab's logs in plain text that are not too large, one of equals, by name."""
    found: dict[bytes, str] = {}
    for path in sorted(LAB.rglob("*")):
        if path.is_file() and 0 < path.stat().st_size <= LARGEST:
            data = path.read_bytes()
            text = data[:65536].decode("utf-8", "replace")
            if b"\0" not in data and not recognise(text) and looks_like_log(text, vocabulary()):
                found.setdefault(data, str(path.relative_to(LAB)))
    return list(found.values())


def main() -> int:
    """Prints what differs; the status is 1 where anything does."""
    names = captures()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        told = [line for lines in pool.map(differences, names, chunksize=4) for line in lines]
    sys.stdout.write("".join(f"{line}\n" for line in told))
    sys.stdout.write(f"{len(names)} captures in {len(WRAPPINGS)} wrappings, {len(told)} differ\n")
    return int(bool(told) or not names)


if __name__ == "__main__":
    sys.exit(main())
