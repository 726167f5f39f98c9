"""UTF-16 inside any packing is the same log as the same text in UTF-8."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from case import Json, scan
from cases import SAMPLES

from logdiag.read.packed import Damage
from logdiag.read.utf16 import as_utf8

PACKS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}


def told(report: Json) -> list[object]:
    """What a report says of a log, but for its name."""
    sources = [{**source, "name": ""} for source in report["sources"]]
    verdicts = [report["verdict"], *report["incidents"]]
    return [sources, report["unread"], [str(one).count("\U0001f4a5") for one in verdicts]]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("packing", ["gzip", "bzip2", "xz", "tar", "tar.gz", "zip", "gzip in tar"])
def test_a_packed_log_in_utf_16_is_read_like_the_same_in_utf_8(
    tmp_path: Path, encoding: str, packing: str
) -> None:
    text = (SAMPLES / "bridge-limit" / "messages").read_text(
        "utf-8"
    ) + "Nov  2 05:54:48 nc01 x: \U0001f4a5\n"
    (tmp_path / "usual").write_text(text, "utf-8")
    usual = scan(tmp_path / "usual", year=2026)
    path = tmp_path / "wide"
    path.write_bytes(packed(f"\ufeff{text}".encode(encoding), packing))
    report = scan(path, year=2026)
    assert told(report) == told(usual)
    assert report["verdict"]["text"] == usual["verdict"]["text"]


def packed(data: bytes, packing: str) -> bytes:
    """A log, packed or in an archive."""
    if packing in PACKS:
        return PACKS[packing](data)
    if packing == "gzip in tar":
        return packed(gzip.compress(data), "tar")
    held = BytesIO()
    if packing == "zip":
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("messages", data)
        return held.getvalue()
    with tarfile.open(fileobj=held, mode="w:gz" if packing == "tar.gz" else "w") as tar:
        member = tarfile.TarInfo("messages")
        member.size = len(data)
        tar.addfile(member, BytesIO(data))
    return held.getvalue()


@pytest.mark.parametrize("size", range(1, 9))
def test_utf_16_that_comes_in_small_pieces_is_the_same_text(size: int) -> None:
    text = "\ufeffNov  2 05:54:48 nc01 x: \U0001f4a5\u3042\n"
    data = text.encode("utf-16-le")
    pieces: list[bytes | Damage] = [data[at : at + size] for at in range(0, len(data), size)]
    made = list(as_utf8(iter([*pieces, Damage("is cut short")]), 3))
    assert made[-1] == Damage("is cut short")
    assert b"".join(piece for piece in made[:-1] if isinstance(piece, bytes)).decode() == text[1:]
