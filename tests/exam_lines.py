"""Exam lines: other projects' vectors, read where they lie and judged field by field by the scorer that came with them.

A Score has what is right of a set and, of every case that is not, why. Nothing of a vector is kept but its id.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from dateutil import tz as zones

from logdiag import Unread, parse_line

EXAM = Path(__file__).resolve().parents[1].parent / "shared" / "exam"
SETS = (
    *("loghub", "insights_core", "vrl", "elastic_beats", "go_syslog", "syslog_ng", "fluentd", "ossec"),
    *("lnav", "fail2ban"),
)
FIELDS = (
    *("timestamp", "timestamp_wall", "timestamp_noyear", "host", "program", "pid", "severity", "facility"),
    *("msgid", "message", "parse"),
)
SYSLOG_OF_LNAV = ("syslog_log", "journal-json")

Case = Mapping[str, Any]
Said = Mapping[str, Any]


class Miss(NamedTuple):
    """A case of which a field is wrong: which ones, and why."""

    id: str
    fields: tuple[str, ...]
    why: str


class Score(NamedTuple):
    """A set, or the part of one that is or is not syslog: accept cases, and cases that a strict parser refuses."""

    name: str
    is_syslog: bool
    accepted: int
    refused: int
    misses: tuple[Miss, ...]
    read_leniently: tuple[Miss, ...]

    @property
    def share(self) -> float:
        """How much of what a parser has to accept is right in every field."""
        return 1 - len(self.misses) / self.accepted if self.accepted else 1.0


def scores() -> list[Score]:
    """All sets, those of syslog first."""
    found = [score for name in SETS for score in _scores_of(name)]
    return sorted(found, key=lambda score: not score.is_syslog)


def _scores_of(name: str) -> Iterator[Score]:
    """The set, in two parts where it holds both sorts of lines."""
    cases = list(_cases(name))
    for is_syslog in (True, False):
        part = [case for case in cases if _is_syslog(name, case) == is_syslog]
        if part:
            yield _score(name, is_syslog, part)


def _score(name: str, is_syslog: bool, cases: list[Case]) -> Score:
    misses: list[Miss] = []
    lenient: list[Miss] = []
    refused = 0
    for case in cases:
        is_refused = case["expect"].get("parse") == "reject"
        refused += is_refused
        said = read(case)
        wrong = _wrong(case, said)
        if wrong:
            miss = Miss(case["id"], wrong, _why(name, case, said, wrong))
            (lenient if is_refused else misses).append(miss)
    return Score(name, is_syslog, len(cases) - refused, refused, tuple(misses), tuple(lenient))


def _cases(name: str) -> Iterator[Case]:
    """The cases of a set that tell a field and are not doubtful."""
    with (EXAM / name / "visible.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            if "line" in case and not case.get("doubt") and set(FIELDS) & set(case["expect"]):
                yield case


def _is_syslog(name: str, case: Case) -> bool:
    """Whether a line is one that a syslog daemon or a journal writes, by its set or by its beginning."""
    if name == "lnav":
        return case["ctx"].get("format") in SYSLOG_OF_LNAV
    if name == "fail2ban":
        return case["ctx"].get("file", "").startswith("datedetector") is False and _begins_as_syslog(case)
    return name != "ossec" or "host" in case["expect"]


def _begins_as_syslog(case: Case) -> bool:
    line = case["line"]
    if line.startswith("<") and line[1:2].isdigit():
        return True
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return line.startswith(months) and line[3:4] == " " and ("[" in line or ": " in line)


def read(case: Case) -> Said:
    """What is read of a line by what its case tells of the reader: year, moment and zone."""
    context = case.get("ctx", {})
    year = context.get("year") if isinstance(context.get("year"), int) else _untold_year(case)
    now = datetime.fromisoformat(context["now"]) if isinstance(context.get("now"), str) else None
    record = parse_line(case["line"], year=year, now=now)
    if isinstance(record, Unread):
        return {}
    fields = {name: getattr(record, name) for name in FIELDS[3:-1]}
    time = _there(record.time, context.get("tz"), case["expect"].get("timestamp"))
    return {"parse": True, **dict.fromkeys(FIELDS[:3], time), **fields}


def _untold_year(case: Case) -> int | None:
    """syslog-ng's time stamp cases leave out the moment they are read at: the year is the truth's there."""
    told = case["expect"].get("timestamp")
    return int(told[:4]) if told and case.get("ctx", {}).get("timestamp_only") else None


def _there(time: datetime | None, zone: str | None, truth: str | None) -> datetime | None:
    """The wall clock of the case's zone, where its truth is told so and the line has a zone of its own."""
    if time is None or time.tzinfo is None or zone is None or truth is None:
        return time
    return (
        time if datetime.fromisoformat(truth).tzinfo else time.astimezone(_zone(zone)).replace(tzinfo=None)
    )


@cache
def _zone(name: str) -> tzinfo | None:
    return zones.gettz(name)


@cache
def _same() -> Callable[[str, Any, Any], bool]:
    """The judge that came with the vectors."""
    path = EXAM / "scorers" / "score_fields.py"
    spec = importlib.util.spec_from_file_location("score_fields", path)
    assert spec is not None
    assert spec.loader is not None
    judge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judge)
    same: Callable[[str, Any, Any], bool] = judge.same
    return same


def _wrong(case: Case, said: Said) -> tuple[str, ...]:
    truth = case["expect"]
    if truth.get("parse") == "reject":
        return ("parse",) if said else ()
    told = [name for name in FIELDS if name in truth]
    return tuple(name for name in told if not _same()(name, truth[name], said.get(name)))


def _why(name: str, case: Case, said: Said, wrong: tuple[str, ...]) -> str:
    """Why a case is not as its truth has it; "" where nobody knows yet."""
    truth, line = case["expect"], case["line"]
    if truth.get("parse") == "reject":
        return "a strict parser refuses it, the line is read as far as it goes"
    if name == "syslog_ng":
        return _why_syslog_ng(case, wrong)
    if name == "elastic_beats" and "\n" in (truth.get("message") or "") and "\n" not in line:
        return "the message goes on in lines that the case does not hold"
    if name == "ossec" and wrong == ("message",):
        return "the level in front of the message is told as severity"
    if name == "lnav":
        return _why_lnav(case, said)
    if name == "fail2ban":
        return _why_fail2ban(case, said)
    return ""


def _why_lnav(case: Case, said: Said) -> str:
    """Its truths are its own layouts: fields of the text that nobody else would take off the message."""
    text, message = (case["expect"].get("message") or "").strip(), said.get("message") or ""
    if not said:
        return "an application's own layout, not read"
    if not text:
        return "an application's own layout: all of it is fields there, here it is the message"
    if text in message:
        return "an application's own layout: the message begins or ends elsewhere, and holds the whole of the truth's"
    return ""


def _why_syslog_ng(case: Case, wrong: tuple[str, ...]) -> str:
    context, line = case.get("ctx", {}), case["line"]
    if context.get("bad_hostname_re", "NULL") != "NULL":
        return "the receiver is told by a setting that this is no host"
    if "flags" in context and "LP_EXPECT_HOSTNAME" not in context["flags"] and "host" in wrong:
        return "the receiver is told by a setting that lines have no host"
    if line.startswith("<7>1 - ") and wrong == ("timestamp",):
        return "a line without a time is given the moment of reading: here it has none"
    if any(len(word) > 32 for word in line.split()) and set(wrong) <= {"program", "pid", "msgid", "host"}:
        return "its cut at 32, 48 or 128 characters: here fields are told whole"
    if "NOV 22" in line and wrong == ("timestamp",):
        return "read in February, it dates a line of November into the future: here that is last year's"
    if not line.startswith("<"):
        return "a text without priority and time is no line of a log here"
    return ""


_OF_FAIL2BAN = (
    ("-date-", "a try of its date scanner: words in front of the time, or none between it and the text"),
    ("-tz-", "a try of its default zone, which the case does not tell"),
    ("-cowrie-", "the truth is told in UTC, not in the case's zone"),
    ("-dovecot-", "TAI64N labels stand 10 s ahead of Unix time, which fail2ban does not take off"),
    ("-selinux-ssh-", "the truth is an hour off: the epoch seconds of the line say so"),
    (
        "-squirrelmail-",
        "day and month in figures, the year last: not read, as they can be taken for each other",
    ),
    (
        "-domino-smtp-",
        "day and month in figures, the year last: not read, as they can be taken for each other",
    ),
    ("-3proxy-", "day and month in figures, the year last: not read, as they can be taken for each other"),
    ("-freeswitch-", "a month and a day in figures, without a year"),
)


def _why_fail2ban(case: Case, said: Said) -> str:
    known = (why for part, why in _OF_FAIL2BAN if part in case["id"])
    return next(known, "the time stands in the middle of the line" if not said else "")
