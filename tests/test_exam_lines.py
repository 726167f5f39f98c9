"""Exam lines: what other projects know to be right of lines is what we read, and every miss is named."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from cases import needs_exam
from exam_lines import Score, scores

ROOT = Path(__file__).resolve().parents[1]
OWN_LAYOUTS = {"lnav": 0.2, "fail2ban": 0.79, "ossec": 0.0}
"""What is reached at least on logs that applications lay out themselves."""
OWN_SETTINGS = {"syslog_ng", "elastic_beats"}
"""Sets some of whose cases cannot be right without a setting of the receiver, or hold half a record."""


@cache
def found() -> tuple[Score, ...]:
    return tuple(scores())


@needs_exam
def test_of_syslog_lines_ninety_eight_in_a_hundred_are_right_in_every_field() -> None:
    syslog = [score for score in found() if score.is_syslog]
    assert len(syslog) >= 9
    accepted, missed = (
        sum(numbers) for numbers in zip(*((s.accepted, len(s.misses)) for s in syslog), strict=True)
    )
    assert missed / accepted < 0.01
    assert {score.name for score in syslog if score.share < 0.98} <= OWN_SETTINGS


@needs_exam
def test_no_syslog_line_is_wrong_but_for_a_setting_or_for_half_a_record() -> None:
    faults = [
        miss for score in found() if score.is_syslog for miss in score.misses if not _is_excused(miss.why)
    ]
    assert faults == []


def _is_excused(why: str) -> bool:
    return any(
        words in why
        for words in (
            "by a setting",
            "its cut at",
            "moment of reading",
            "in lines that the case",
            "last year's",
            "no line",
        )
    )


@needs_exam
def test_logs_that_applications_lay_out_are_read_as_well_as_they_were() -> None:
    for score in found():
        if not score.is_syslog:
            assert score.share >= OWN_LAYOUTS[score.name], score.name


@needs_exam
def test_every_miss_is_named() -> None:
    misses = [miss for score in found() for miss in (*score.misses, *score.read_leniently)]
    assert [miss for miss in misses if not miss.why] == []


@needs_exam
def test_the_page_is_the_one_that_is_made() -> None:
    made = "import runpy, sys; sys.stdout.write(runpy.run_path('docs/make-parsing.py')['page']())"
    run = subprocess.run([sys.executable, "-c", made], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (ROOT / "docs" / "parsing.md").read_text("utf-8") == run.stdout, (
        "run: python docs/make-parsing.py"
    )


@pytest.mark.parametrize("name", ["page", "scores"])
def test_the_page_says_how_it_is_made(name: str) -> None:
    told = (ROOT / "docs" / "parsing.md").read_text("utf-8")
    assert "python docs/make-parsing.py" in told
    assert "NOT EXPLAINED" not in told
    assert name == "page" or "every field right" in told
