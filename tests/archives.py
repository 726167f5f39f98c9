"""Archives for tests, made in memory: tar and zip, packed in every way, nested."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

MTIME = int(datetime(2014, 12, 15, 3, 0, tzinfo=UTC).timestamp())


def tar(members: Mapping[str, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    """A tar of files; a name that ends with a slash is a folder."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.mtime = MTIME
            if name.endswith("/"):
                member.type = tarfile.DIRTYPE
            else:
                member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return made.getvalue()


def tar_of(*members: tarfile.TarInfo) -> bytes:
    """A tar of members without data: links, devices."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for member in members:
            archive.addfile(member)
    return made.getvalue()


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2014, 12, 15, 3, 0, 0)), data, method)
    return made.getvalue()


def zstd(data: bytes) -> bytes:
    """One frame, made by the zstd command."""
    return subprocess.run(["zstd", "-q", "-c"], input=data, capture_output=True, check=True).stdout


PACKINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lambda data: lzma.compress(data, preset=0),
    **({"zstd": zstd} if shutil.which("zstd") else {}),
}
