"""Reads what systemctl prints of units: `status` of one or several, and `--failed` or `list-units`.

systemd 252 src/systemctl/systemctl-show.c print_status_info(), systemctl-list-units.c output_units_list(). Read in the
source: systemctl tells nothing where systemd did not start the machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from logdiag.documents.host_values import Unit, Units

_HEAD = re.compile(r"[●○×↻*x.] ([^\s]+\.[a-z]+)(?: - .*)?\s*\Z")
_ACTIVE = re.compile(r"\s+Active: ([a-z]+)(?: \(([^)]*)\))?(?: since ([^;]*))?")
_RESULT = re.compile(r"Result: ([\w-]+)")
_ROW = re.compile(
    r"\s*[●○×*]?\s*(\S+\.[a-z]+)\s+(?:loaded|not-found|masked|error|bad-setting)\s+([a-z]+)\s+([a-z-]+)\b"
)


def read_units(text: str) -> Units:
    """Units with their state, from either form."""
    return Units((*_status(text), *_listed(text)))


def _status(text: str) -> Iterator[Unit]:
    name, line = "", 0
    for number, told in enumerate(text.splitlines(), 1):
        if head := _HEAD.match(told):
            name, line = head[1], number
        elif name and (active := _ACTIVE.match(told)):
            state, within, since = active.groups()
            sub, result = (within or "").partition(",")[0], _RESULT.search(within or "")
            yield Unit(name, state, sub, result[1] if result else "", (since or "").strip(), number or line)
            name = ""


def _listed(text: str) -> Iterator[Unit]:
    for number, told in enumerate(text.splitlines(), 1):
        if row := _ROW.match(told):
            yield Unit(row[1], row[2], row[3], "", "", number)
