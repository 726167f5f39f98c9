"""Forms: how a line is written, traditional syslog or `journalctl -o json`. Every line is a stamp and a rest."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MILLION = 1_000_000


class Speaker(NamedTuple):
    """Who says a line."""

    host: str
    program: str
    pid: int | None


class Form(NamedTuple):
    """The beginning of a line, of its second since 1970 UTC, and all after it, its newline included."""

    stamp: Callable[[int], str]
    rest: Callable[[Speaker, str], str]


def traditional_stamp(second: int) -> str:
    """Mar  1 06:07:08"""
    moment = time.gmtime(second)
    return (
        f"{MONTHS[moment.tm_mon - 1]} {moment.tm_mday:2} "
        f"{moment.tm_hour:02}:{moment.tm_min:02}:{moment.tm_sec:02}"
    )


def _traditional_rest(speaker: Speaker, body: str) -> str:
    pid = f"[{speaker.pid}]" if speaker.pid else ""
    return f" {speaker.host} {speaker.program}{pid}: {body}\n"


TRADITIONAL = Form(traditional_stamp, _traditional_rest)


def journal(carrier: Mapping[str, str]) -> Form:
    """The form of `journalctl -o json`, with all fields of a real entry around the message."""
    own = {"MESSAGE", "_HOSTNAME", "SYSLOG_IDENTIFIER", "SYSLOG_PID", "_PID", "_COMM"}
    stamps = {"__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP", "SYSLOG_TIMESTAMP"}
    others = {name: value for name, value in carrier.items() if name not in own | stamps}
    common = json.dumps(others, separators=(",", ":"))[1:-1]

    def stamp(second: int) -> str:
        return (
            f'{{"__REALTIME_TIMESTAMP":"{second * MILLION + 9}",'
            f'"_SOURCE_REALTIME_TIMESTAMP":"{second * MILLION}"'
        )

    def rest(speaker: Speaker, body: str) -> str:
        pid = f'"SYSLOG_PID":"{speaker.pid}","_PID":"{speaker.pid}",' if speaker.pid else ""
        return (
            f',{common},{pid}"_COMM":"{speaker.program}","_HOSTNAME":"{speaker.host}",'
            f'"SYSLOG_IDENTIFIER":"{speaker.program}","MESSAGE":{json.dumps(body)}}}\n'
        )

    return Form(stamp, rest)
