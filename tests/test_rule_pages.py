"""The pages of rules: docs/rules/ is what the rules say today, and a page tells messages, sources and relatives."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from cases import vocabulary
from command import ROOT
from own_rules import written

from logdiag.own.folder import rules_of
from logdiag.parse.cited import cited
from logdiag.report.pages import rule_page
from logdiag.rules.library import all_rules
from logdiag.rules.near import messages_of, relatives_of

MAKE = ROOT / "docs" / "make-rules.py"


def test_the_pages_of_rules_are_those_that_the_rules_make_today() -> None:
    spec = importlib.util.spec_from_file_location("make_rules", MAKE)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    shown = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "rules").glob("*.md")}
    differ = sorted(name for name, text in made.pages().items() if shown.get(name) != text)
    assert (differ, sorted(shown.keys() - made.pages().keys())) == ([], []), "run python docs/make-rules.py"


def test_every_kind_has_a_source_and_a_sample_as_its_grammar_tells() -> None:
    kinds = {row.kind for table in vocabulary().tables.messages for row in table.alternatives}
    assert kinds == set(cited())
    assert [kind for kind, one in cited().items() if not one.sources or not one.samples] == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_a_page_names_every_message_with_where_it_is_printed(rule: object) -> None:
    page = rule_page(rule, all_rules())  # type: ignore[arg-type]
    for message in messages_of(rule):  # type: ignore[arg-type]
        assert message.sources
        assert f"{message.kind}  {'; '.join(message.sources)}" in page


def test_relatives_are_those_of_the_same_category_and_those_that_are_blamed() -> None:
    by_id = {rule.id: rule for rule in all_rules()}
    near = {one.id: why for one, why in relatives_of(by_id["dhcpd-no-subnet"], all_rules())}
    assert near["dhcpd-exited"] == "dhcp.config too"
    assert "dhcpd-no-subnet" not in near


def test_the_rule_that_the_page_on_yaml_shows_is_one(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "rules-yaml.md").read_text("utf-8")
    shown = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for number, each in enumerate(shown):
        written(tmp_path / "rules", each, f"rule{number}.yaml")
    assert [each.rule.id for each in rules_of([str(tmp_path / "rules")])] == ["rackd-plug-failed"]


def test_the_page_on_yaml_names_every_entry_and_every_type() -> None:
    from logdiag.own.captures import TYPES
    from logdiag.own.written import OPTIONAL, REQUIRED

    text = (ROOT / "docs" / "rules-yaml.md").read_text("utf-8")
    words = set(re.findall(r"`([A-Za-z_]+)`", text)) | set(re.findall(r"^([a-z_]+):", text, re.MULTILINE))
    assert {*REQUIRED, *OPTIONAL, *TYPES} - words == set()
