"""Lowering: the tables are current, they need no Lark, and they never say anything else than the oracle."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from random import Random

import pytest
from cases import EXAM, LAB, SAMPLES, needs_exam, needs_lab
from engines import engines_of, line_differs, message_differs, with_earley
from grammar_lines import (
    SOME,
    drawn,
    each_way,
    found,
    found_at_edges,
    printed,
    spoiled,
    whole_lines,
    wordings_of,
)

from logdiag.errors import GrammarError
from logdiag.parse.grammar import Alternative, Grammar, Grammars, Kind, grammar_folder, load
from logdiag.parse.larks import lark_of, read_by_lark
from logdiag.parse.lower import (
    TABLES,
    Lowered,
    Table,
    compiled,
    lower,
    read_tables,
    speaker,
    tables_for,
    written,
)
from logdiag.parse.vocabulary import LONGEST_MESSAGE, load_vocabulary

GRAMMARS = load(grammar_folder())
ENGINES = engines_of(GRAMMARS)
FAST, SLOW = ENGINES.fast, ENGINES.slow
WORDINGS = wordings_of(GRAMMARS.messages)
SHAPES = wordings_of(GRAMMARS.lines)
LONGEST_LINE = 2_000
"""Characters of a captured line that are compared: the slow engine is slow."""


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311  # not for secrets


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


def test_the_quick_engine_reads_every_way_through_every_wording() -> None:
    random = seeded(1)
    for grammar, kind, alternative in WORDINGS:
        for text in each_way(alternative, random):
            match = FAST.message(grammar.programs[0], text)
            assert match is not None
            assert _priority(match.kind) >= kind.priority
    for grammar, _, alternative in SHAPES:
        assert all(FAST.line(text, (grammar.name,)) for text in each_way(alternative, random))


def test_no_drawn_message_is_of_another_kind_of_its_program_without_a_priority() -> None:
    random = seeded(9)
    for grammar, kind, alternative in WORDINGS:
        texts = (*each_way(alternative, random), *(printed(alternative, random) for _ in range(20)))
        rows = [row for row in FAST.kinds(grammar.programs[0]) if row.kind != kind.name]
        rivals = [row for row in rows if row.priority >= kind.priority and _reads(row.expression, texts)]
        assert rivals == []


def test_both_engines_agree_on_every_way_through_a_wording_and_on_what_just_misses_it() -> None:
    assert list(found_at_edges(GRAMMARS, ENGINES, seeded(8))) == []


def test_both_engines_agree_on_texts_drawn_from_the_grammars_and_spoiled() -> None:
    assert list(found(GRAMMARS, ENGINES, seeded(2), 3_000)) == []


def test_both_engines_agree_on_spoiled_samples() -> None:
    random = seeded(3)
    samples = [(one.grammar, sample) for one in (*WORDINGS, *SHAPES) for sample in one.alternative.samples]
    for grammar, sample in samples:
        near = ENGINES._replace(programs=(*grammar.programs[:1], *SOME))
        text = spoiled(sample, random.choice(samples)[1], random)
        for one in (sample, text, spoiled(text, random.choice(samples)[1], random)):
            assert message_differs(near, one) is None
            assert line_differs(near, one) is None


def test_lark_says_the_same_whichever_parser_of_its_it_uses() -> None:
    engines = ENGINES._replace(fast=SLOW, slow=with_earley(GRAMMARS), programs=("dhcpd", "rsyslogd", "x"))
    random = seeded(4)
    texts = chain(islice(drawn(WORDINGS, random), 150), islice(whole_lines(GRAMMARS, random), 150))
    for text in texts:
        if len(text) < 300:  # Earley looks at every character
            assert line_differs(engines, text) is None


def test_lark_reads_every_wording_that_ships_with_its_quicker_parser() -> None:
    for grammar, kind, alternative in (*WORDINGS, *SHAPES):
        assert lark_of(read_by_lark(grammar), kind, alternative).options.parser == "lalr"


def test_lark_reads_a_wording_with_its_slower_parser_where_the_quicker_one_would_go_wrong(
    tmp_path: Path,
) -> None:
    (tmp_path / "message").mkdir()
    (tmp_path / "message" / "dhcpd.lark").write_text(
        "// programs: dhcpd\n// primary: x.c:1 (0)\n// e.g. lease of x.b\n"
        'lease: "lease of x" [DOTTED] ".b"\nDOTTED: /[.:](q[a-z]{0,9})?/\n'
    )
    (grammar,) = load(tmp_path).messages
    (kind,) = grammar.kinds
    assert lark_of(read_by_lark(grammar), kind, kind.alternatives[0]).options.parser == "earley"
    for engine in ("auto", "lark"):
        vocabulary = load_vocabulary(engine, tmp_path)
        for text, fields in (("lease of x.b", {}), ("lease of x:.b", {"dotted": ":"})):
            assert vocabulary.message("dhcpd", text) == ("dhcpd.lease", fields)


PLANTED = {
    "a bound too high": ("message/dhcpd", "IP: /[0-9]{1,3}", "IP: /[0-9]{1,4}"),
    "a class too narrow": ("message/dhcpd", "HOSTNAME: /[^)]+/", "HOSTNAME: /[^)\\n]+/"),
    "a part that is left out": ("message/rsyslogd", '[", type " TYPE]', ""),
    "a tail that stays": ("message/rsyslogd", "// tail: ]", "// no tail"),
    "a blank that is left out": ("line/rfc3164", '_tag ":" [" "]', '_tag ":"'),
    "a count of a line's": ("line/iso", "PRI: /[0-9]{1,3}/", "PRI: /[0-9]{1,4}/"),
}


@pytest.mark.parametrize("file, right, wrong", PLANTED.values(), ids=PLANTED.keys())
def test_a_fault_planted_in_one_engine_is_found(tmp_path: Path, file: str, right: str, wrong: str) -> None:
    folder = tmp_path / "grammars"
    shutil.copytree(grammar_folder(), folder)
    path = folder / f"{file}.lark"
    text = path.read_text("ascii")
    assert right in text
    path.write_text(text.replace(right, wrong), "ascii")
    faulty = ENGINES._replace(fast=load_vocabulary("auto", folder))
    assert next(found_at_edges(only(path.stem), faulty, seeded(5)), None) is not None


def only(name: str) -> Grammars:
    """The grammar of that name alone."""
    lines, messages = (
        [one for one in part if one.name == name] for part in (GRAMMARS.lines, GRAMMARS.messages)
    )
    return Grammars(tuple(lines), tuple(messages), GRAMMARS.digest)


@pytest.mark.parametrize(
    "length", [LONGEST_MESSAGE - 1, LONGEST_MESSAGE, LONGEST_MESSAGE + 1, 3 * LONGEST_MESSAGE]
)
def test_both_engines_cut_what_is_too_long_alike(length: int) -> None:
    for begins in (
        "Config file: ",
        "No subnet declaration for vnet1 (",
        "message repeated 2 times: [ ",
        "x",
    ):
        assert message_differs(ENGINES, begins + "y" * (length - len(begins) - 2) + ").") is None


@needs_lab
@pytest.mark.slow
def test_both_engines_agree_on_every_line_of_the_lab() -> None:
    assert _kinds_agreed_on(LAB) > 35


@needs_exam
@pytest.mark.slow
def test_both_engines_agree_on_logs_that_nobody_here_wrote() -> None:
    _kinds_agreed_on(EXAM)


def test_both_engines_agree_on_every_line_of_the_samples() -> None:
    assert _kinds_agreed_on(SAMPLES) > 20


def test_what_a_filter_looks_for_stands_in_every_message_of_its_kind() -> None:
    for table, program, text in _spoken(seeded(6)):
        for row in _readers(table, text):
            assert row.required in text
            assert all(_finds(table, row, line) for line in _wrapped(program, text))


def test_what_a_filter_looks_for_stands_in_every_line_whose_message_is_read() -> None:
    hits = 0
    for line in islice(whole_lines(GRAMMARS, seeded(7)), 2_000):
        raw = line.encode("utf-8", "surrogatepass").replace("\u00e9".encode(), b"\xe9")
        hits += _held_to_filters(raw)
    assert hits > 200


def _held_to_filters(raw: bytes) -> int:
    """How many wordings read a line's message, after its raw bytes were searched for what each of them requires."""
    read = FAST.line(raw.decode("utf-8", "backslashreplace"))
    program, text = (read[1].get("program"), read[1].get("message")) if read else (None, None)
    hits = 0
    for table in FAST.tables.messages:
        for row in _readers(table, text or ""):
            if row.any_program or speaker(program, frozenset(table.programs)) in table.programs:
                assert _finds(table, row, raw)
                hits += 1
    return hits


def _finds(table: Table, row: Lowered, raw: bytes) -> bool:
    """Whether a filter over raw lines finds this one for a wording that reads its message."""
    near = any(program.encode() in raw for program in table.programs)
    return row.required.encode("ascii") in raw and (near or not row.near_program)


def _readers(table: Table, text: str) -> list[Lowered]:
    return [row for row in table.alternatives if compiled(row.expression).fullmatch(text)]


def _spoken(random: Random) -> Iterator[tuple[Table, str, str]]:
    """Messages of every wording, with the table they are of and a program that may say them."""
    tables = {table.name: table for table in FAST.tables.messages}
    for grammar, _, alternative in WORDINGS:
        for text in (*each_way(alternative, random), *(printed(alternative, random) for _ in range(20))):
            yield tables[grammar.name], random.choice(grammar.programs), text


def _wrapped(program: str, text: str) -> Iterator[bytes]:
    """A message as rsyslog's three templates and two writers of JSON put it into a log."""
    for line in (
        f"Dec 14 23:29:56 euca4 {program}[7]: {text}",
        f"2014-12-14T23:29:56.5+09:00 euca4 {program}: {text}",
        f"<30>1 2014-12-14T23:29:56Z euca4 {program} 7 - - {text}",
        json.dumps({"SYSLOG_IDENTIFIER": program, "MESSAGE": text}),
        json.dumps({"SYSLOG_IDENTIFIER": program, "MESSAGE": text}, ensure_ascii=False).replace("/", "\\/"),
    ):
        yield line.encode("utf-8", "surrogatepass")


def _kinds_agreed_on(folder: Path) -> int:
    """How many kinds the distinct lines of a folder are of; the engines are held to each other on each line."""
    kinds = set()
    for line in _distinct_lines(folder):
        read = FAST.line(line)
        assert read == SLOW.line(line)
        program, message = (read[1].get("program"), read[1].get("message") or "") if read else (None, line)
        assert message_differs(ENGINES._replace(programs=(program, "dhcpd", "rsyslogd")), message) is None
        match = FAST.message(program, message)
        kinds.add(match.kind if match else None)
    return len(kinds)


def _distinct_lines(folder: Path) -> set[str]:
    """Lines that differ in more than their digits, of all the files that are text."""
    lines: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        if b"\0" in data[:1_000]:
            continue
        for line in data.decode("utf-8", "backslashreplace").split("\n"):
            lines.setdefault(line[:LONGEST_LINE].translate(_ONE_DIGIT), line[:LONGEST_LINE])
    return set(lines.values())


_ONE_DIGIT = str.maketrans("123456789", "0" * 9)


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


def _reads(text: str, samples: Iterable[str]) -> bool:
    return any(compiled(text).fullmatch(sample) for sample in samples)


def _priority(name: str) -> int:
    return next(kind.priority for _, kind, _ in WORDINGS if kind.name == name)
