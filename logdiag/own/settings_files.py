"""Settings files: the logdiag.toml in the folder of the first PATH, and the user's own, which wins.

Only that one folder is looked into, no parent of it; and a file that another user owns, or that anybody may write to,
is not used, so that a shared folder holds no trap. What was unpacked with the logs is used, and the report says so.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from logdiag.own.settings import LARGEST, NAME, Settings, read_settings


def settings_of(paths: Sequence[str], config_folder: Path | None) -> tuple[Settings, tuple[str, ...]]:
    """What these files say, and a line for each that is not used; raises SettingsError."""
    found, notes = Settings(), []
    for path in (_beside(paths), config_folder / "logdiag" / NAME if config_folder else None):
        if path is None:
            continue
        held = _read(path)
        if isinstance(held, str):
            notes.append(f"{path}: {held}")
        elif held is not None:
            found = found.with_more(read_settings(str(path), held))
    return found, tuple(notes)


def _beside(paths: Sequence[str]) -> Path | None:
    """Where settings stand next to the logs: in the folder that is the first path, or holds it."""
    if not paths or paths[0] == "-" or "://" in paths[0]:
        return None
    first = Path(paths[0])
    return (first if first.is_dir() else first.parent) / NAME


def _read(path: Path) -> bytes | str | None:
    """The bytes of a file; why it is not used; None where there is none."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                return "is no file; not used"
            if about.st_uid not in (0, os.geteuid()):
                return "belongs to another user; not used"
            if about.st_mode & stat.S_IWOTH:
                return "anybody may write to it; not used"
            return file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return f"{error.strerror}; not used"
    except ValueError:
        return None  # a path that is none; who reads the logs says so
