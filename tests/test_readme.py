"""The README's claims: its picture is what the program prints, its examples do what they say."""

from __future__ import annotations

import importlib.util
import re
import runpy
import shutil
import tempfile
from pathlib import Path

from logdiag.diagnose import Options, case_of, fold
from logdiag.parse.vocabulary import load_vocabulary
from logdiag.read.find import find_sources
from logdiag.rules.rule import Judged, Rule

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()


def test_the_picture_is_what_the_program_prints_on_a_terminal() -> None:
    maker = runpy.run_path(str(ROOT / "docs" / "make-screen.py"))
    drawn = maker["svg"](maker["screen"]())
    assert drawn == (ROOT / "docs" / "screen.svg").read_text(), "run: python docs/make-screen.py"


def test_the_picture_asks_no_other_host_for_anything() -> None:
    found = re.findall(r"https?://[^\"')\s]+", (ROOT / "docs" / "screen.svg").read_text())
    assert set(found) == {"http://www.w3.org/2000/svg"}


def test_the_message_of_the_five_minutes_is_understood_once_it_is_added(tmp_path: Path) -> None:
    example = re.search(r"```\n(// primary.*?)```", README, re.DOTALL)
    assert example is not None
    shutil.copytree(ROOT / "grammars", tmp_path / "grammars")
    grammar = tmp_path / "grammars" / "message" / "dhcpd.lark"
    grammar.write_text(f"{grammar.read_text()}\n{example[1]}")
    said = "Can't start OMAPI protocol: address in use"
    assert load_vocabulary().message("dhcpd", said) is None
    match = load_vocabulary(folder=tmp_path / "grammars").message("dhcpd", said)
    assert match is not None
    assert (match.kind, dict(match.fields)) == ("dhcpd.omapi_failed", {"reason": "address in use"})


def test_the_rule_of_the_five_minutes_fires_and_is_quiet_as_it_says(tmp_path: Path) -> None:
    example = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "rules.md").read_text(), re.DOTALL)
    assert example is not None
    path = tmp_path / "dhcpd_address_abandoned.py"
    path.write_text(example[1])
    rule = loaded(path)
    assert [judged.entities[0].name for judged in judge(rule, rule.fires[0])] == ["172.31.0.10"]
    assert judge(rule, rule.quiet[0]) == []


def loaded(path: Path) -> Rule:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert isinstance(module.rule, Rule)
    return module.rule


def judge(rule: Rule, log: str) -> list[Judged]:
    """What the rule alone says of a log."""
    with tempfile.TemporaryDirectory() as folder:
        messages = Path(folder) / "messages"
        messages.write_text(log)
        found = find_sources(
            [str(messages)], stdin=None, recognise=lambda _: None, looks_like_log=lambda _: True
        )
        folded = fold(found, Options(year=2026), load_vocabulary(), (rule,))
        return list(case_of(folded, Options(year=2026), (rule,)).of(rule.id))
