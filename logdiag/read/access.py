"""Access: why a path cannot be opened, and what to type so that it can."""

from __future__ import annotations

import difflib
import errno
import grp
import os
import re
import shlex
import stat
from collections.abc import Iterable

from logdiag.read.findings import Problem, printable

_URL = re.compile(r"[a-z][a-z0-9+.-]*://")
_KINDS = (
    (stat.S_ISSOCK, "is a socket"),
    (stat.S_ISBLK, "is a disk device"),
    (stat.S_ISCHR, "is a device"),
    (stat.S_ISFIFO, "is a pipe"),
)


def refused(path: str, failed: Exception, *, named: bool) -> Problem:
    """The problem of a path that could not be opened or listed."""
    why, cure = _why_and_cure(path, failed)
    return Problem(printable(path), why, cure, named, _is_forbidden(failed))


def not_a_file(path: str, mode: int, *, named: bool) -> Problem:
    """The problem of a path that is a device, a socket or the like."""
    return Problem(printable(path), special_kind(mode), "name a file, a folder or a pipe", named)


def special_kind(mode: int) -> str:
    """What a path of this mode is, in words that follow its name."""
    return next((words for is_such, words in _KINDS if is_such(mode)), "is no file")


def quoted(path: str) -> str:
    """The path as one word of a shell command, never to be taken for an option."""
    return shlex.quote(f"./{printable(path)}" if path.startswith("-") else printable(path))


def with_rights(paths: Iterable[str]) -> str:
    """The command that reads the paths as root."""
    return " ".join(["sudo logdiag scan", *(quoted(path) for path in paths if path != "-")])


def leads_nowhere(failed: OSError) -> bool:
    """Whether a path vanished, or is a link whose end does not exist."""
    return failed.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


def _why_and_cure(path: str, failed: Exception) -> tuple[str, str]:
    code = failed.errno if isinstance(failed, OSError) else None
    if _URL.match(path):
        return (
            "is on another machine, which is not read yet",
            "pipe it in: ssh HOST cat FILE | logdiag scan -",
        )
    if code in (errno.ENOENT, errno.ENOTDIR):
        return "does not exist", _nearest(path)
    if _is_forbidden(failed):
        return "may not be read by you", _more_rights(path)
    if code == errno.ELOOP:
        return "is a link that leads back to itself", "name the file itself"
    return f"cannot be opened ({_reason(failed)})", "check the path"


def _is_forbidden(failed: Exception) -> bool:
    return isinstance(failed, OSError) and failed.errno in (errno.EACCES, errno.EPERM)


def _reason(failed: Exception) -> str:
    return (failed.strerror if isinstance(failed, OSError) else None) or str(failed)


def _nearest(path: str) -> str:
    """A name beside the missing one that it may be a slip of, or what to check."""
    folder, name = os.path.split(path.rstrip("/"))
    try:
        beside = os.listdir(folder or ".")
    except (OSError, ValueError):
        return "check the path"
    near = difflib.get_close_matches(name, beside[:10_000], n=1)
    return f"did you mean {quoted(os.path.join(folder, near[0]))}?" if near else "check the path"


def _more_rights(path: str) -> str:
    command = with_rights([path])
    group = _reading_group(path)
    if not group:
        return f"try {command}"
    return f'try {command}, or join the group that may: sudo usermod -aG {group} "$USER"'


def _reading_group(path: str) -> str | None:
    """The group that may read what is at `path`, None where that cannot be told or would be root's."""
    try:
        about = os.stat(path)
        group = grp.getgrgid(about.st_gid).gr_name
    except (OSError, KeyError):
        return None
    return group if about.st_mode & stat.S_IRGRP and about.st_gid != 0 else None
