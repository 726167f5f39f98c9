"""The JSON report keeps to docs/report.schema.json, and the schema would notice if it did not."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from report_examples import BRIDGE_LIMIT, REPORTS, STORY, with_text_everywhere

from logdiag.report.as_json import render_json, report_to_json

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[1] / "docs" / "report.schema.json").read_text()
)
VALIDATOR = Draft202012Validator(SCHEMA)
WORD_KEYS = ("confidence", "status", "severity", "role", "how", "state", "category")
Place = tuple[str | int, ...]

# Each key by key as docs/design.md has it, in its order.
CONTRACT = {
    (): "schema logdiag options verdict launches incidents findings coverage coverage_total sources documents "
    "unread not_run",
    ("logdiag",): "version rules",
    ("verdict",): "text doubt confidence status incident",
    ("launches",): "requested running pending failed unexplained stages counts limits instances total",
    ("launches", "stages", 0): "stage reached how why",
    ("launches", "counts", 0): "name value how independent evidence",
    ("launches", "limits", 0): "name value state why evidence",
    ("launches", "instances", 0): "id state stage host mac ip interface incident why",
    (
        "incidents",
        0,
    ): "id fingerprint title category stage severity confidence status hosts first last at_least "
    "causes symptoms explains for against rivals why_beyond confirm fix",
    ("incidents", 0, "explains"): "instances ids",
    ("incidents", 0, "for", 0): "text evidence",
    ("incidents", 0, "against", 0): "text",
    ("incidents", 0, "rivals", 0): "text confirm",
    ("incidents", 0, "confirm", 0): "command outcomes",
    ("incidents", 0, "confirm", 0, "outcomes", 0): "if then",
    (
        "findings",
        0,
    ): "id fingerprint rule severity role status title host entities entity_count count at_least "
    "parts first last evidence",
    ("findings", 0, "entities", 0): "kind name count",
    ("findings", 0, "parts", 0): "name entity_count",
    ("findings", 0, "evidence", 0): "source line text",
    ("coverage", 0): "kind host program pid pid_inferred from to lost accounted evidence",
    ("sources", 0): "name format lines unread first last inferred error",
    ("documents", 0): "name kind facts error line column",
    ("unread", 0): "source line why text",
    ("not_run", 0): "rule why",
}


def full_report() -> dict[str, Any]:
    """A report in which no list of the contract is empty."""
    full = replace(
        STORY,
        unread=REPORTS["damaged"].unread,
        unread_total=1,
        findings=(*BRIDGE_LIMIT.findings, *STORY.findings),
    )
    return report_to_json(full)


def at(document: Any, place: Place) -> Any:
    for step in place:
        document = document[step]
    return document


def places(document: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every object's place and key, the first item standing for each list."""
    if isinstance(document, dict):
        for key, inner in document.items():
            yield place, key
            yield from places(inner, (*place, key))
    elif isinstance(document, list) and document:
        yield from places(document[0], (*place, 0))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", REPORTS)
def test_every_example_keeps_to_the_schema(name: str) -> None:
    VALIDATOR.validate(json.loads(render_json(REPORTS[name])))


@pytest.mark.parametrize("place", CONTRACT, ids=lambda place: ".".join(map(str, place)) or "report")
def test_the_keys_of_the_contract_are_there_in_its_order(place: Place) -> None:
    wanted = CONTRACT[place].split()
    assert [key for key in at(full_report(), place) if key in wanted] == wanted


@pytest.mark.parametrize("place", CONTRACT, ids=lambda place: ".".join(map(str, place)) or "report")
def test_a_report_without_a_key_of_the_contract_is_refused(place: Place) -> None:
    for key in CONTRACT[place].split():
        report = copy.deepcopy(full_report())
        del at(report, place)[key]
        assert not VALIDATOR.is_valid(report), key


def test_a_word_that_the_contract_does_not_know_is_refused() -> None:
    words = [(place, key) for place, key in places(full_report()) if key in WORD_KEYS]
    assert {key for _, key in words} == set(WORD_KEYS)
    for place, key in words:
        report = copy.deepcopy(full_report())
        at(report, place)[key] = "whatever"
        assert not VALIDATOR.is_valid(report), (place, key)


def test_a_value_of_another_type_is_refused() -> None:
    for place in CONTRACT:
        for key in CONTRACT[place].split():
            report = copy.deepcopy(full_report())
            at(report, place)[key] = 1.5
            assert not VALIDATOR.is_valid(report), (place, key)


def test_keys_that_nobody_knows_are_let_through() -> None:
    for place in CONTRACT:
        report = copy.deepcopy(full_report())
        at(report, place)["later"] = [1]
        VALIDATOR.validate(report)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_indented_ascii_with_one_newline_at_the_end(name: str) -> None:
    text = render_json(REPORTS[name])
    assert text.isascii()
    assert text.startswith('{\n  "schema": "logdiag.report/1",\n  "logdiag": {\n    "version": ')
    assert text.endswith("\n}\n")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(REPORTS)), st.text(st.characters(codec=None), max_size=20))
def test_any_text_makes_a_report_that_strict_readers_take(name: str, text: str) -> None:
    rendered = render_json(with_text_everywhere(REPORTS[name], text))
    json.dumps(json.loads(rendered), ensure_ascii=False).encode("utf-8")
    VALIDATOR.validate(json.loads(rendered))


def test_a_byte_that_is_no_text_is_spelled_out() -> None:
    text = b"\xff".decode("utf-8", "surrogateescape")
    assert '"\\\\xff"' in render_json(replace(STORY, normal=(text,)))
