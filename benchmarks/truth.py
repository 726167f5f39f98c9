"""Truth: what a made log holds, counted while it was written; and what a tool's answer gets wrong about it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

KEPT = 16_384
"""Subjects a rule keeps exact counts of; beyond that its counts are "at least" (the law of folds)."""

COUNTED_SUBJECTS = frozenset({"dhcpd-no-subnet", "dhcpd-no-free-leases", "dhcpd-discover-refused"})


@dataclass(frozen=True)
class Told:
    """Of one rule on one host: how many lines, about how many subjects."""

    count: int
    subjects: int


@dataclass(frozen=True)
class Truth:
    """Of one log. `kinds` counts lines by what they say, `findings` by rule and host; `macs` are distinct ones."""

    bytes: int
    lines: int
    relevant: int
    kinds: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, Mapping[str, Told]] = field(default_factory=dict)
    macs: int = 0

    def repeated(self, times: int, size: int) -> Truth:
        """Of a log that says the same so many times, of so many bytes in all: subjects stay who they are."""
        return Truth(
            bytes=size,
            lines=self.lines * times,
            relevant=self.relevant * times,
            kinds={kind: count * times for kind, count in self.kinds.items()},
            findings={
                rule: {host: Told(told.count * times, told.subjects) for host, told in hosts.items()}
                for rule, hosts in self.findings.items()
            },
            macs=self.macs,
        )


def truth_path(log: Path) -> Path:
    """Where the truth about a log lies."""
    return log.with_name(f"{log.name}.truth.json")


def save(truth: Truth, log: Path) -> None:
    """Writes it beside the log."""
    truth_path(log).write_text(json.dumps(asdict(truth), indent=1, sort_keys=True), "ascii")


def load(log: Path) -> Truth:
    """The truth about a log; raises OSError where there is none."""
    held = json.loads(truth_path(log).read_text("ascii"))
    held["findings"] = {
        rule: {host: Told(**told) for host, told in hosts.items()}
        for rule, hosts in held["findings"].items()
    }
    return Truth(**held)


def wrong_counts(counts: Mapping[str, int], truth: Truth) -> list[str]:
    """What a tool that counts lines by kind, or all `lines`, gets wrong, in words."""
    known = {**truth.kinds, "lines": truth.lines}
    return [
        f"{kind}: counts {count}, the log holds {known.get(kind, 0)}"
        for kind, count in sorted(counts.items())
        if count != known.get(kind, 0)
    ]


def wrong_report(report: Mapping[str, Any], truth: Truth) -> list[str]:
    """What a logdiag report (schema logdiag.report/1) over this one log gets wrong, in words."""
    lines = sum(source["lines"] for source in report["sources"])
    faults = [] if lines == truth.lines else [f"lines: counts {lines}, the log holds {truth.lines}"]
    if not truth.findings:
        return faults + [
            f"an incident in a log without any: {one['id']}" for one in _unforeseen(report, truth)
        ]
    found = {(one["rule"], one["host"]): one for one in report["findings"]}
    for rule, hosts in truth.findings.items():
        is_over = sum(told.subjects for told in hosts.values()) > KEPT
        for host, told in hosts.items():
            faults += _faults(rule, host, told, found.get((rule, host)), is_over)
    return faults


def _unforeseen(report: Mapping[str, Any], truth: Truth) -> Iterator[Mapping[str, Any]]:
    """Incidents of a log without any: all; of a made one those of DHCP, as the libvirt errors in it are real lines."""
    return (one for one in report["incidents"] if not truth.kinds or one["category"].startswith("dhcp."))


def _faults(
    rule: str, host: str, told: Told, finding: Mapping[str, Any] | None, is_over: bool
) -> Iterator[str]:
    if finding is None:
        yield f"{rule} on {host}: not found, the log holds {told.count}"
        return
    pairs = [("lines", finding["count"], told.count)]
    if rule in COUNTED_SUBJECTS:
        pairs.append(("subjects", finding["entity_count"], told.subjects))
    for what, count, known in pairs:
        is_right = 0 < count <= known and finding["at_least"] if is_over else count == known
        if not is_right:
            yield f"{rule} on {host}: counts {count} {what}, the log holds {known}"
