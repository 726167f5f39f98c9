"""Lowering: the tables are current, they need no Lark, and they never say anything else than the oracle."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.errors import GrammarError
from logdiag.parse.grammar import Alternative, Field, Grammar, Kind, Maybe, Part, Text, grammar_folder, load
from logdiag.parse.lower import TABLES, compiled, lower, read_tables, tables_for, written
from logdiag.parse.pattern import expression
from logdiag.parse.vocabulary import load_vocabulary

LAB = Path(__file__).resolve().parents[1].parent / "shared" / "lab"
needs_lab = pytest.mark.skipif(not LAB.is_dir(), reason="needs the lab captures in ../shared")

GRAMMARS = load(grammar_folder())
FAST = load_vocabulary()
SLOW = load_vocabulary("lark")
WORDINGS = [
    (grammar, kind, alternative)
    for grammar in GRAMMARS.messages
    for kind in grammar.kinds
    for alternative in kind.alternatives
]
SHAPES = [
    (grammar, alternative)
    for grammar in GRAMMARS.lines
    for kind in grammar.kinds
    for alternative in kind.alternatives
]
MESSAGE_SAMPLES = [
    (grammar, sample) for grammar, _, alternative in WORDINGS for sample in alternative.samples
]
LINE_SAMPLES = [sample for _, alternative in SHAPES for sample in alternative.samples]
BYTES = st.sampled_from(
    [*" :()[]./-<>'\"%#,;=\\", "0", "9", "a", "f", "Z", "\u3042", "\n", "\x00", "  ", ": ", "via"]
)


def text_of(part: Part) -> st.SearchStrategy[str]:
    """Texts that a part of an alternative may be."""
    match part:
        case Text(text):
            return st.just(text)
        case Field():
            return st.from_regex(expression(part.pattern), fullmatch=True)
        case Maybe(parts):
            return st.one_of(st.just(""), texts_of(parts))


def texts_of(parts: tuple[Part, ...]) -> st.SearchStrategy[str]:
    return st.tuples(*map(text_of, parts)).map("".join)


@st.composite
def generated(draw: st.DrawFn) -> tuple[Kind, str, str]:
    """A kind, a program that may say it, and a text its grammar allows."""
    grammar, kind, alternative = draw(st.sampled_from(WORDINGS))
    tail = draw(st.sampled_from(["", alternative.tail]))
    return kind, draw(st.sampled_from(grammar.programs)), draw(texts_of(alternative.parts)) + tail


@st.composite
def mutated(draw: st.DrawFn, samples: list[str]) -> str:
    """A sample with a piece of it replaced, doubled, or left out."""
    text = draw(st.sampled_from(samples))
    start, length = draw(st.integers(0, len(text))), draw(st.integers(0, 12))
    middle = draw(st.one_of(st.just(""), BYTES, st.just(text[start : start + length] * 2)))
    return text[:start] + middle + text[start + length :]


def test_the_tables_that_ship_are_made_from_the_grammars_that_ship() -> None:
    assert TABLES.read_text("ascii") == written(lower(GRAMMARS)), "run: python -m logdiag.parse.lower"


def test_tables_are_read_as_they_were_written() -> None:
    assert read_tables(TABLES) == lower(GRAMMARS)


def test_a_run_on_the_shipped_tables_loads_no_lark() -> None:
    asked = "from logdiag.parse.vocabulary import load_vocabulary as l; l().message('dhcpd', 'exiting.')"
    code = f"import sys; {asked}; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_edited_grammar_works_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "grammars"
    shutil.copytree(grammar_folder(), folder)
    path = folder / "message" / "dhcpd.lark"
    added = '\n// primary: here.c:1 (0)\n// e.g. gone fishing in br0\nfishing: "gone fishing in " IFACE\n'
    path.write_text(path.read_text("ascii") + added, "ascii")
    for engine in ("auto", "lark"):
        found = load_vocabulary(engine, folder).message("dhcpd", "gone fishing in vnet7")
        assert found == ("dhcpd.fishing", {"iface": "vnet7"})
    assert FAST.message("dhcpd", "gone fishing in vnet7") is None


def test_a_broken_grammar_is_one_line_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "grammars"
    shutil.copytree(grammar_folder(), folder)
    path = folder / "message" / "dhcpd.lark"
    path.write_text(path.read_text("ascii").replace("VERSION: /[^\\n]+/", "VERSION: /.*/"), "ascii")
    with pytest.raises(GrammarError, match=r"grammars/message/dhcpd\.lark:\d+: VERSION: ") as refused:
        tables_for(folder)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"digest": 1}', '{"digest": "x", "lines": [[]], "messages": []}']
)
def test_tables_of_another_build_are_not_used(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lowered.json"
    path.write_text(text)
    assert read_tables(path) is None


@pytest.mark.parametrize(
    "grammar, kind, alternative", WORDINGS, ids=lambda value: getattr(value, "name", "")
)
def test_both_engines_read_every_sample_as_its_own_kind(
    grammar: Grammar, kind: Kind, alternative: Alternative
) -> None:
    for sample in alternative.samples:
        found = FAST.message(grammar.programs[0], sample)
        assert found is not None
        assert found.kind == kind.name
        assert found == SLOW.message(grammar.programs[0], sample)


def test_no_sample_is_of_another_kind_of_its_program_without_a_priority() -> None:
    for grammar, kind, alternative in WORDINGS:
        rivals = [
            row
            for row in FAST.kinds(grammar.programs[0])
            if row.priority >= kind.priority
            and row.kind != kind.name
            and _reads(row.expression, alternative.samples)
        ]
        assert rivals == []


@given(generated())
@settings(max_examples=400, deadline=None)
def test_both_engines_read_what_the_grammar_allows(case: tuple[Kind, str, str]) -> None:
    kind, program, text = case
    found = FAST.message(program, text)
    assert found is not None
    assert found == SLOW.message(program, text)
    assert _priority(found.kind) >= kind.priority


@given(
    mutated([sample for _, sample in MESSAGE_SAMPLES]),
    st.sampled_from(["dhcpd", "rsyslogd", "systemd-journald", "x"]),
)
@settings(max_examples=600, deadline=None)
def test_both_engines_agree_on_spoiled_messages(text: str, program: str) -> None:
    assert FAST.message(program, text) == SLOW.message(program, text)


@given(mutated(LINE_SAMPLES))
@settings(max_examples=300, deadline=None)
def test_both_engines_agree_on_spoiled_lines(text: str) -> None:
    assert FAST.line(text) == SLOW.line(text)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_both_engines_read_the_lines_a_grammar_allows(data: st.DataObject) -> None:
    grammar, alternative = data.draw(st.sampled_from(SHAPES))
    text = data.draw(texts_of(alternative.parts))
    found = FAST.line(text, (grammar.name,))
    assert found is not None
    assert found == SLOW.line(text, (grammar.name,))


@needs_lab
def test_both_engines_agree_on_the_lines_of_the_lab() -> None:
    kinds = set()
    for line in _lab_lines():
        read = FAST.line(line)
        assert read == SLOW.line(line)
        if read is None:
            continue
        program, message = read[1].get("program"), read[1].get("message") or ""
        found = FAST.message(program, message)
        assert found == SLOW.message(program, message)
        kinds.add(found.kind if found else None)
    assert len(kinds) > 35


@pytest.mark.parametrize(
    "text",
    [
        "DHCPDISCOVER from " + "aa:" * 13_000,
        "DHCPDISCOVER from aa (" + "x" * 40_000,
        "DHCPREQUEST for 1.1.1.1 (1.1.1.1) from aa via " + "a." * 20_000,
        "DHCPDISCOVER from aa via br0: network " + ": no free" * 4_500,
        "No subnet declaration for " + "a" * 40_000,
        "message repeated 2 times: [" + " [" * 20_000,
        "Dec 14 23:29:56 " + "a:" * 20_000,
        "Dec 14 23:29:56 " + "a b " * 10_000,
        "<1>1 - - - - - [a " + 'b="\\"' * 8_000,
        "<1>1 - - - - - " + '[a b="c"]' * 4_500 + "x",
        "2026-11-22T06:11:11." + "1" * 40_000,
        "2026-11-22T06:11:11 h p 1 m [" + 'x x="' * 8_000,
        " " * 40_000,
        "-" * 40_000,
    ],
    ids=lambda text: text[:30],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    begun = time.perf_counter()
    FAST.line(text)
    for program in ("dhcpd", "rsyslogd", "systemd-journald", None):
        FAST.message(program, text)
    assert time.perf_counter() - begun < 0.5


def _reads(text: str, samples: tuple[str, ...]) -> bool:
    return any(compiled(text).fullmatch(sample) for sample in samples)


def _priority(name: str) -> int:
    return next(kind.priority for _, kind, _ in WORDINGS if kind.name == name)


def _lab_lines() -> list[str]:
    """Lines of the lab, one of each wording: digits and vnets do not make a wording."""
    paths = [*LAB.glob("dhcpd/*/messages*"), *LAB.glob("flood/*/messages*"), *LAB.glob("files/repeated*")]
    paths += [
        LAB / "story" / "messages",
        *LAB.glob("served/*/messages"),
        LAB / "journal/export/short-iso.txt",
    ]
    seen: dict[str, str] = {}
    for path in paths:
        if path.suffix == ".conf":
            continue
        for line in path.read_text("utf-8", "replace").split("\n"):
            key = "".join("0" if character.isdigit() else character for character in line[:300])
            seen.setdefault(f"{path.suffix}{key}", line)
    return list(seen.values())[:700]
