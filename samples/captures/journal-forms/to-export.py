"""Writes RFC 5424 lines of rsyslogd as a journal export, for systemd-journal-remote to make a journal of.

Usage: to-export.py < messages.rfc5424 > story.export. What a line tells becomes the fields in which journald
keeps what it gets on /dev/log; the boot and the machine are made up. Format: systemd.io/JOURNAL_EXPORT_FORMATS.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import datetime

LINE = re.compile(r"<(\d+)>1 (\S+) (\S+) (\S+) (\S+) - -(?: (.*))?")
BOOT, MACHINE = "94" * 16, "0d" * 16


def entry(line: str, before: int) -> tuple[int, Iterator[str]]:
    """The time of a line in microseconds, later than the one before, and its fields."""
    match = LINE.fullmatch(line)
    if match is None:
        raise SystemExit(f"to-export.py: no RFC 5424 line of rsyslogd: {line!r}")
    when = max(round(datetime.fromisoformat(match[2]).timestamp() * 1_000_000), before + 1)
    return when, _fields(match, when)


def _fields(match: re.Match[str], when: int) -> Iterator[str]:
    priority, pid = int(match[1]), match[5]
    yield f"__REALTIME_TIMESTAMP={when}"
    yield f"__MONOTONIC_TIMESTAMP={when % 10_000_000_000}"
    yield f"_BOOT_ID={BOOT}"
    yield f"_MACHINE_ID={MACHINE}"
    yield f"_HOSTNAME={match[3]}"
    yield "_TRANSPORT=syslog"
    yield f"PRIORITY={priority & 7}"
    yield f"SYSLOG_FACILITY={priority >> 3}"
    yield f"SYSLOG_IDENTIFIER={match[4]}"
    if pid != "-":
        yield f"SYSLOG_PID={pid}"
        yield f"_PID={pid}"
    # rsyslogd keeps the blank that followed the tag in the datagram; journald does not.
    yield f"MESSAGE={(match[6] or '').removeprefix(' ')}"


def main() -> None:
    """From standard input to standard output."""
    when = 0
    for line in sys.stdin:
        when, fields = entry(line.rstrip("\n"), when)
        sys.stdout.write("\n".join(fields) + "\n\n")


if __name__ == "__main__":
    main()
