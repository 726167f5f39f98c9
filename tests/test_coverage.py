"""docs/coverage.md says of every message of the catalogue what becomes of it, and is as its command makes it."""

from __future__ import annotations

import runpy
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
needs_catalogue = pytest.mark.skipif(
    not (ROOT.parent / "shared" / "catalogue.jsonl").is_file(),
    reason="the catalogue is not beside this checkout",
)


@lru_cache(maxsize=1)
def made() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "make-coverage.py"))


@needs_catalogue
def test_the_page_is_what_its_command_makes() -> None:
    assert (ROOT / "docs" / "coverage.md").read_text("utf-8") == made()["page"](), (
        "run: python docs/make-coverage.py"
    )


@needs_catalogue
def test_every_message_of_the_catalogue_has_its_row() -> None:
    rows = made()["rows"]()
    assert len(rows) == 359
    assert all(row.kind or row.reason for row in rows)


@needs_catalogue
def test_a_reason_is_given_for_messages_that_are_there_and_for_no_other() -> None:
    told = [
        line.partition("\t")
        for line in (ROOT / "docs" / "coverage-reasons.tsv").read_text("utf-8").splitlines()
    ]
    ids = [name for name, _, _ in told]
    assert all(reason for _, _, reason in told)
    assert len(ids) == len(set(ids))
    text = (ROOT.parent / "shared" / "catalogue.jsonl").read_text("utf-8")
    assert all(f'"id": "{name}"' in text for name in ids)
