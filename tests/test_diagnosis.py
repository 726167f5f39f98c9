"""docs/diagnosis.md is what its command makes, and no case gets a wrong cause that logdiag is sure of."""

from __future__ import annotations

import runpy
from functools import lru_cache
from pathlib import Path
from typing import Any

from cases import needs_exam

ROOT = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def made() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "make-diagnosis.py"))


@needs_exam
def test_the_page_is_what_its_command_makes() -> None:
    told = (ROOT / "docs" / "diagnosis.md").read_text("utf-8")
    assert told == made()["page"](), (
        "run: python docs/make-diagnosis.py, and read what changed before you mark it"
    )


@needs_exam
def test_every_case_was_read_and_marked_by_a_person() -> None:
    marks = [
        line.split("\t") for line in (ROOT / "docs" / "diagnosis-marks.tsv").read_text("utf-8").splitlines()
    ]
    assert {case.name for case in made()["cases"]()} == {name for name, _, _ in marks}
    assert {mark for _, mark, _ in marks} <= {"right", "partly", "wrong", "missed"}
