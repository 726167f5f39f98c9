"""A scan in this process: paths or a pipe in, the JSON report as a dict out. Written logs for what has no capture."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from cases import NOW, vocabulary

from logdiag.diagnose import Options, diagnose
from logdiag.documents.recognise import recognise
from logdiag.parse.entries import looks_like_log
from logdiag.parse.framing import is_framed
from logdiag.read.find import find_sources
from logdiag.report.as_json import report_to_json

CAPTURES = Path(__file__).resolve().parents[1] / "samples" / "captures"

Json = dict[str, Any]


def scan(*paths: Path | str, stdin: bytes = b"", **options: Any) -> Json:
    """The report on these paths, `-` being `stdin`. Options are those of logdiag.diagnose.Options."""
    found = find_sources(
        [str(path) for path in paths],
        stdin=BytesIO(stdin),
        recognise=recognise,
        looks_like_log=lambda head: (
            looks_like_log(head, vocabulary()) or is_framed(head.encode(), vocabulary())
        ),
    )
    return report_to_json(diagnose(found, replace(Options(now=NOW), **options), vocabulary(), "test"))


def scan_text(text: str, *paths: Path | str, **options: Any) -> Json:
    """The report on a written log, with documents beside it."""
    return scan("-", *paths, stdin=text.encode(), **options)


def finding(report: Json, rule: str, host: str = "nc01") -> Json | None:
    """The finding of a rule on a host."""
    found: list[Json] = [one for one in report["findings"] if one["id"] == f"{rule}@{host}"]
    return found[0] if found else None


def parts(report: Json, rule: str, host: str = "nc01") -> dict[str, int]:
    """Part -> how many entities, of the finding of a rule; empty without one."""
    found = finding(report, rule, host)
    return {part["name"]: part["entity_count"] for part in found["parts"]} if found else {}


def incident(report: Json) -> Json | None:
    """The incident that leads the report."""
    leads: list[Json] = [one for one in report["incidents"] if one["id"] == report["verdict"]["incident"]]
    return leads[0] if leads else None


def ids(report: Json) -> list[str]:
    """The incidents of a report, by id."""
    return [one["id"] for one in report["incidents"]]


def count(report: Json, name: str) -> tuple[int | None, str] | None:
    """A count that speaks about the launches, and how it was got."""
    found = [(one["value"], one["how"]) for one in report["launches"]["counts"] if one["name"] == name]
    return found[0] if found else None


def alarms(report: Json) -> list[str]:
    """What a report raises: findings that are causes, and incidents."""
    return [one["id"] for one in report["findings"] if one["role"] == "cause"] + ids(report)
