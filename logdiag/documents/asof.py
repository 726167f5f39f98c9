"""As of: the newest moment that a document tells as gone by; it was made then or later. The file's date tells nothing.

The text of a document comes in, an aware time comes out: lease files, services and servers tell theirs in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from logdiag.documents.recognise import DHCPD_LEASES, SERVER, SERVICES

# dhcpd.leases(5): `starts` and `cltt` are gone by, `ends` and `tstp` may be to come; `never` is none of them.
_LEASE = re.compile(
    r"^\s*(?:starts|cltt) (?:[0-6] (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d)|epoch (\d{1,11}));", re.MULTILINE
)
_UPDATED = re.compile(
    r'(?:\| updated +\| |"updated": ")(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z'
    r"|(?<![\d-])(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{6}(?![\d+-])"
)
_FORMATS: Mapping[str, tuple[re.Pattern[str], str]] = {
    DHCPD_LEASES: (_LEASE, "%Y/%m/%d %H:%M:%S"),
    SERVER: (_UPDATED, "%Y-%m-%dT%H:%M:%S"),
    SERVICES: (_UPDATED, "%Y-%m-%dT%H:%M:%S"),
}


def as_of(kind: str, text: str) -> datetime | None:
    """The newest moment that a document of this kind tells as gone by; None where it tells none."""
    if kind not in _FORMATS:
        return None
    return max(_moments(*_FORMATS[kind], text), default=None)


def _moments(pattern: re.Pattern[str], form: str, text: str) -> Iterator[datetime]:
    for told in pattern.findall(text):
        try:
            if told[1].isdigit():
                yield datetime.fromtimestamp(int(told[1]), UTC)
            else:
                yield datetime.strptime(told[0] or told[1], form).replace(tzinfo=UTC)
        except (ValueError, OverflowError, OSError):
            continue
