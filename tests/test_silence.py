"""Silence is a finding: a beat that stops while the log goes on, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cases import find, report_on, vocabulary

from logdiag.correlate.explained import explanation_of
from logdiag.diagnose import Options
from logdiag.pace import Pace
from logdiag.rules.library import all_rules

START = datetime(2026, 11, 2, 6, 0, 16)
VIEW = (
    "INFO nova.compute.resource_tracker [-] Final resource view: name={} phys_ram=257520MB used_ram=8704MB "
    "phys_disk=1787GB used_disk=140GB total_vcpus=48 used_vcpus=14 pci_stats=[]"
)
OTHER = "INFO nova.virt.libvirt.imagecache [-] image aa11 at (/x): checking"
STOPPED = "INFO oslo_service.service [-] Caught SIGTERM, stopping children"


def line(seconds: float, text: str) -> str:
    at = START + timedelta(seconds=seconds)
    return f"{at:%Y-%m-%d %H:%M:%S}.010 3377 {text}\n"


def beats(node: str, count: int, every: float = 60, begin: float = 0) -> list[str]:
    return [line(begin + every * number, VIEW.format(node)) for number in range(count)]


def silent(folder: Path, lines: list[str]) -> list[str]:
    """The titles of what fell silent."""
    log = folder / "nova-compute.log"
    log.write_text("".join(sorted(lines)), "utf-8")
    return [one.title for one in report_on(log).findings if one.rule == "service-silent"]


def test_what_fell_silent_is_told_with_the_moment_and_the_beats_missed(tmp_path: Path) -> None:
    (title,) = silent(tmp_path, [*beats("nc03", 10), line(540 + 660, OTHER)])
    expected = "nova-compute on nc03 fell silent at 06:09:16: 11 of its beats, one in 60 s, did not come"
    assert title == expected


def test_one_node_of_several_in_a_log_is_told(tmp_path: Path) -> None:
    (title,) = silent(tmp_path, [*beats("nc03", 10), *beats("nc04", 40, begin=7)])
    assert "on nc03 fell" in title


@pytest.mark.parametrize(
    "why, lines",
    [
        ("the log ends", beats("nc03", 20)),
        ("the log ends soon after", [*beats("nc03", 20), line(1140 + 200, OTHER)]),
        ("it beats again", [*beats("nc03", 10), *beats("nc03", 10, begin=1800), line(2350, OTHER)]),
        ("it never beat evenly", [*beats("nc03", 4), *beats("nc03", 4, begin=2000), line(9000, OTHER)]),
        ("too few to tell a beat", [*beats("nc03", 5), line(4000, OTHER)]),
        ("it was asked to stop", [*beats("nc03", 10), line(580, STOPPED), line(4000, OTHER)]),
        ("it beats seldom", [*beats("nc03", 8, every=3600), line(8 * 3600 + 40_000, OTHER)]),
    ],
)
def test_there_is_no_silence_where(tmp_path: Path, why: str, lines: list[str]) -> None:
    assert silent(tmp_path, lines) == [], why


def test_a_silence_in_a_log_with_a_hole_is_not_told(tmp_path: Path) -> None:
    def syslog(text: str) -> str:
        stamp, _, rest = text.partition(".010 3377 INFO ")
        return f"{datetime.fromisoformat(stamp):%b %d %H:%M:%S} nc03 {rest.replace(' [-]', '[3377]:', 1)}"

    lines = [syslog(one) for one in [*beats("nc03", 10), line(2000, OTHER)]]
    assert len(silent(tmp_path, lines)) == 1
    drop = (
        "Nov 02 06:15:00 nc03 systemd-journald[120]: Suppressed 4711 messages from nova-compute.service\n"
    )
    assert silent(tmp_path, [*lines, drop]) == []


@pytest.mark.parametrize(
    "lines, verdict, failed",
    [
        ([*beats("nc03", 10), line(1200, OTHER)], "service-silent fires", None),
        (beats("nc03", 3), "service-silent does not fire", "3 came, which are no beat"),
        (
            [*beats("nc03", 10), line(580, STOPPED), line(4000, OTHER)],
            "service-silent does not fire",
            "it was asked to stop",
        ),
        ([*beats("nc03", 10), line(700, OTHER)], "service-silent does not fire", "goes on for 160 s"),
    ],
)
def test_explain_says_which_step_was_missed(
    tmp_path: Path, lines: list[str], verdict: str, failed: str | None
) -> None:
    (tmp_path / "nova.log").write_text("".join(sorted(lines)), "utf-8")
    rules = all_rules()
    rule = next(rule for rule in rules if rule.id == "service-silent")
    told = explanation_of(rule, find(tmp_path / "nova.log"), Options(), vocabulary(), Pace(), rules)
    assert told.verdict.startswith(verdict)
    missed = [step.text for step in told.steps if step.state == "failed"]
    assert missed == [] if failed is None else failed in missed[0]
