"""Rules written as YAML: they fire, are mended and compare as those of Python do; a mistake is named at its place."""

from __future__ import annotations

import re
from pathlib import Path
from string import ascii_lowercase

import pytest
from cases import NOW, find
from own_rules import HEAD, TEXT, failed, plugged, with_lines, written

from logdiag.diagnose import Options, diagnose
from logdiag.errors import RuleError
from logdiag.own.captures import TYPES, PatternError, grammar_of, read_message, sample_of
from logdiag.own.conditions import Conditions, read_condition
from logdiag.own.folder import rules_of
from logdiag.own.gathering import Gathered, gathered
from logdiag.own.plugins import Plugged
from logdiag.parse.author import read_grammar
from logdiag.parse.grammar import Grammars
from logdiag.parse.lower import lower
from logdiag.parse.oracle import oracle_of
from logdiag.parse.together import grammars_together, tables_together
from logdiag.parse.vocabulary import candidates_of, load_vocabulary
from logdiag.report.as_json import render_json
from logdiag.report.values import Report


def known_of(folder: Path) -> Gathered:
    return gathered([str(folder)], Plugged())


def report_by(folder: Path, log: str, engine: str = "auto") -> Report:
    path = folder.parent / "messages"
    path.write_text(log, encoding="utf-8")
    known = known_of(folder)
    vocabulary = load_vocabulary("lark" if engine == "lark" else "auto", own=known.grammars)
    return diagnose(find(path), Options(now=NOW), vocabulary, "test", rules=known.rules)


def incidents(tmp_path: Path, text: str, log: str) -> list[str]:
    return [one.title for one in report_by(written(tmp_path / "rules", text), log).incidents]


def test_a_message_of_ones_own_becomes_an_incident(tmp_path: Path) -> None:
    report = report_by(written(tmp_path / "rules"), failed(1) + failed(2, "vnet4"))
    (incident,) = report.incidents
    assert incident.title == "2 taps on nc01 could not be plugged into br7: vnet3 and 1 more"
    assert (incident.id, incident.fix) == ("rack-plug-failed@nc01", ("make br7",))
    assert [one.line for one in incident.supports[0].evidence] == [1, 2]


def test_both_engines_give_the_same_report(tmp_path: Path) -> None:
    folder = written(tmp_path / "rules", with_lines("where: free < 2 GB"))
    log = (
        failed(1)
        + failed(2, "eth0:1.5", "1.5")
        + plugged(3, "a.b")
        + f"{HEAD.format(4)}plugged a b\n"
        + failed(5)
    )
    auto, lark = (render_json(report_by(folder, log, engine)) for engine in ("auto", "lark"))
    assert auto == lark


def test_what_is_mended_is_over(tmp_path: Path) -> None:
    assert incidents(tmp_path, TEXT, failed(1) + plugged(2)) == []
    assert len(incidents(tmp_path, TEXT, plugged(1) + failed(2))) == 1


@pytest.mark.parametrize(
    "where, free, fires",
    [
        ("free < 2 GB", "1.5 GB", True),
        ("free < 2 GB", "3 GiB", False),
        ("free < 2048 MB", "1.5G", True),
        ("free < 2 GB", "1000", False),  # nobody knows of what
        ("free < 2000", "1000", True),
        ("left < 1 MB", "1 GB", False),
        ("left < 1 GB and free >= 1 GB", "1 GB", True),
        ("free > left", "1 GB", True),
        ("bridge == 'br7'", "1 GB", True),
        ("bridge != 'br7'", "1 GB", False),
        ("[free < 2 GB, left > 20 MB]", "1 GB", False),
    ],
)
def test_values_are_compared_with_their_units(tmp_path: Path, where: str, free: str, fires: bool) -> None:
    assert len(incidents(tmp_path, with_lines(f"where: {where}"), failed(1, free=free))) == int(fires)


TIMING = {
    "rate reached": ("rate", ("times: 3", "within: 10 s"), failed(1) + failed(2) + failed(3), True),
    "rate not reached": ("rate", ("times: 3", "within: 10 s"), failed(1) + failed(20) + failed(40), False),
    "rate of several": (
        *("rate", ("times: 3", "within: 10 s")),
        failed(1) + failed(2, "vnet4") + failed(3, "vnet5"),
        False,
    ),
    "rate over other values": (
        *("rate", ("times: 2", "within: 10 s", "fields: [free]")),
        failed(1, free="1 GB") + failed(2, free="2 GB"),
        True,
    ),
    "unanswered": (
        *("unanswered", ("within: 5 s", "answers: [plugged]")),
        failed(1) + plugged(9, "other"),
        True,
    ),
    "answered": (
        "unanswered",
        ("within: 5 s", "answers: [plugged]"),
        failed(1) + plugged(3) + plugged(30),
        False,
    ),
    "answered late": (
        *("unanswered", ("within: 5 s", "answers: [plugged]")),
        failed(1) + plugged(30) + plugged(40),
        True,
    ),
    "the log ends before": ("unanswered", ("within: 5 s", "answers: [plugged]"), failed(1), False),
    "in order": ("sequence", ("follows: [plugged]",), plugged(1) + failed(2), True),
    "in another order": ("sequence", ("follows: [plugged]",), failed(1) + plugged(2), False),
    "of another": ("sequence", ("follows: [plugged]",), plugged(1, "other") + failed(2), False),
}


@pytest.mark.parametrize("name", TIMING)
def test_a_rule_may_ask_when_things_were_said(tmp_path: Path, name: str) -> None:
    fold, lines, log, fires = TIMING[name]
    text = with_lines(f"fold: {fold}", *lines).replace("mended_by: [plugged]\n", "")
    assert len(incidents(tmp_path, text, log)) == int(fires)


def test_a_rule_may_speak_of_kinds_that_came_along(tmp_path: Path) -> None:
    lines = [
        each
        for each in TEXT.splitlines()
        if not each.startswith(("  plug", "messages", "programs", "mended"))
    ]
    text = "\n".join(lines).replace("[plug_failed]", "[dhcpd.decline]").replace("iface", "mac")
    text = text.replace("{bridge}", "{via}")
    log = "Nov 22 06:11:01 nc01 dhcpd[1]: DHCPDECLINE of 172.31.0.15 from d0:0d:33:70:32:04 via br0: abandoned\n"
    assert "1 tap on nc01 could not be plugged into br0: d0:0d:33:70:32:04" in incidents(
        tmp_path, text, log
    )


# ---- mistakes

MISTAKES = {
    "a key": (with_lines("severty: error"), "severty: no such entry; did you mean severity?"),
    "a value": (with_lines("severity: eror"), "12:11: eror: no such value; did you mean error?"),
    "a stage": (with_lines("stage: pluged"), "13:8: pluged: no such value; did you mean plugged?"),
    "a category": (with_lines("category: network.plugg"), "did you mean network.plug?"),
    "a kind": (
        with_lines("kinds: [plug_faild]"),
        "6:9: plug_faild: no such kind of message; did you mean plug_f",
    ),
    "a subject": (
        with_lines("subject: ifac"),
        "8:10: ifac: no field of these messages; did you mean iface?",
    ),
    "a field": (
        with_lines('title: "{bridg} is gone"'),
        "10:8: {bridg}: no field of these messages; did you mean b",
    ),
    "an attribute": (
        with_lines('title: "{bridge.__class__}"'),
        "only the name of a field stands in braces",
    ),
    "an index": (with_lines('means: "{bridge[0]}"'), "only the name of a field stands in braces"),
    "a type": (TEXT.replace("{left:INT}", "{left:NIT}"), "4:16: NIT: no such type; did you mean INT?"),
    "a type with a field": (TEXT.replace("{left:INT}", "{left}"), "{left} is no capture; write one like"),
    "free text inside": (TEXT.replace("{left:INT}", "{left:REST}"), "takes all that follows; put it last"),
    "fields that touch": (
        TEXT.replace("{left:INT} MB", "{left:INT}{of:WORD} MB"),
        "nothing stands between",
    ),
    "a field twice": (TEXT.replace("{left:INT}", "{iface:INT}"), "the field iface comes twice"),
    "no program": (TEXT.replace("programs: [rackd]\n", ""), "Add `programs: [NAME]`"),
    "a program": (with_lines("programs: [rack d]"), "no name of a program"),
    "nothing that fires": (TEXT.replace("fires:", "fired:"), "fired: no such entry; did you mean fires?"),
    "something missing": (TEXT.replace("means:", "beyond:"), "1:1: has no means; add `means: ...`"),
    "a condition": (with_lines("where: free less 2"), "compares nothing; write FIELD < VALUE"),
    "a condition on nothing": (
        with_lines("where: fre < 2"),
        "fre: no field of these messages; did you mean free?",
    ),
    "a text that is less": (with_lines("where: bridge < 'br7'"), "a text is equal or not"),
    "a unit of a bare number": (
        with_lines("where: left < 2 GB").replace("} MB of", "} parts of"),
        "left is a bare number",
    ),
    "a span": (with_lines("fold: rate", "times: 3", "within: long"), "long is no span of time"),
    "a fold without its words": (with_lines("fold: rate", "times: 3"), "rate needs within"),
    "a word of another fold": (
        with_lines("within: 3 s"),
        "within means nothing to fold: seen; that of rate has it",
    ),
    "a key twice": (f"{TEXT}id: two-ids\n", "id comes twice; the first is on line 1"),
    "no YAML": (TEXT.replace("[rackd]", "[rackd"), "is no YAML here"),
    "a tab": (TEXT.replace("  plug_failed", "\tplug_failed"), "is no YAML here"),
    "a list": ("- a\n- b\n", "here stand entries"),
    "nothing": ("", "holds nothing"),
    "a second document": (f"{TEXT}---\n{TEXT}", "a second document"),
    "an id": (with_lines("id: Rack"), "an id reads PROGRAM-PROBLEM"),
    "an id that is taken": (
        with_lines("id: dhcpd-no-subnet"),
        "'dhcpd-no-subnet' is that of the rule that came",
    ),
    "someone to blame": (with_lines("symptom_of: [dhcpd-no-subnets]"), "did you mean dhcpd-no-subnet?"),
    "a list in a text": (with_lines("says: [a, b]"), "here stands a text"),
    "a text that is empty": (with_lines('says: ""'), "is empty"),
    "a page without headings": (with_lines("page: it fails"), "has no heading 'What it looks for:'"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_line_with_file_line_and_column(tmp_path: Path, name: str) -> None:
    text, why = MISTAKES[name]
    with pytest.raises(RuleError) as raised:
        known_of(written(tmp_path / "rules", text))
    told = str(raised.value)
    assert why in told
    assert "\n" not in told
    assert re.match(rf"{re.escape(str(tmp_path))}/rules/rack\.yaml:\d+:", told)


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
HOSTILE = {
    "anchors": (BOMB.encode(), "no anchors and aliases"),
    "an anchor in a rule": (with_lines("fix: &a mend it").encode(), "no anchors and aliases"),
    "a tag": (b"id: !!python/object/apply:os.system ['true']\n", "no tags"),
    "a tag in a rule": (with_lines("fix: !!binary aGFsbG8=").encode(), "no tags"),
    "ten megabytes": (b"x" * 10_000_000, "has at most 256 KiB"),
    "deep lists": (b"[" * 100_000, "lists in lists"),
    "deep blocks": (b"".join(b" " * n + b"a:\n" for n in range(400)), "lists in lists"),
    "no UTF-8": (b"id: \xff\xfe\n", "is no UTF-8 here"),
    "a NUL": (b"id: \0\n", "is no YAML"),
    "a key that is a list": (b"? [a]\n: b\n", "a key is a word"),
    "half a character": (b'id: "\\ud800"\n', "half a character"),
    "merge": (b"<<: {a: b}\n", "<<: no such entry"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_line(tmp_path: Path, name: str) -> None:
    data, why = HOSTILE[name]
    folder = written(tmp_path / "rules")
    (folder / "rack.yaml").write_bytes(data)
    with pytest.raises(RuleError, match=why) as raised:
        rules_of([str(folder)])
    assert "\n" not in str(raised.value)


# ---- captures

QUOTE = "'"


AFTER = ("", " now", ": gone", ".", ", too", "; x", ") x", "' x", '" x', "] x", "/ x")


@pytest.mark.parametrize("kind", TYPES)
def test_a_field_of_every_type_ends_before_what_stands_behind_it(tmp_path: Path, kind: str) -> None:
    behind = dict(zip(ascii_lowercase, AFTER[: 1 if kind == "REST" else None], strict=False))
    patterns = {name: f"rack says {name} ({{it:{kind}}}{after}" for name, after in behind.items()}
    messages = "".join(f"  {name}: '{one.replace(QUOTE, QUOTE * 2)}'\n" for name, one in patterns.items())
    lines = ("subject: it", 'title: "{name}"', 'means: "{it}"', "fix: none", "kinds: [a]")
    text = with_lines(*lines).replace("mended_by: [plugged]\n", "")
    begin, end = text.index("  plug_failed"), text.index("kinds:")
    known = known_of(written(tmp_path / "rules", text[:begin] + messages + text[end:]))
    for engine in ("auto", "lark"):
        vocabulary = load_vocabulary("lark" if engine == "lark" else "auto", own=known.grammars)
        for name, pattern in patterns.items():
            message = sample_of(read_message(name, pattern))
            match = vocabulary.message("rackd", message)
            assert match is not None
            assert match.fields["it"] in message.removesuffix(behind[name])


def test_braces_and_quotes_of_a_message_stand_for_themselves() -> None:
    message = read_message("m", 'a {{b}} "c" \\d {e:WORD}')
    assert sample_of(message) == 'a {b} "c" \\d word'
    with pytest.raises(PatternError, match="lone"):
        read_message("m", "a { b")


def test_ones_own_program_takes_nothing_from_a_family_that_is_known(tmp_path: Path) -> None:
    """A rule about dhcpd's own words leaves dhcpd its grammar, and wins over it where both read a line."""
    text = with_lines("programs: [dhcpd-rack, dhcpd]")
    vocabulary = load_vocabulary(own=known_of(written(tmp_path / "rules", text)).grammars)
    known = vocabulary.message("dhcpd", "Wrote 0 leases to leases file.")
    own = vocabulary.message("dhcpd", "plugged eth0")
    assert (known and known.kind, own and own.kind) == ("dhcpd.wrote_leases", "rack_plug_failed.plugged")


def test_a_condition_says_which_value_it_failed_on() -> None:
    made = Conditions(read_condition("free < 2 GB and left > 3"), {})
    assert made.told({"free": "1 GB", "left": "2"}) == "left > 3 (left is 2)"
    assert made.told({"left": "4"}) == "free < 2 GB (free is not told)"
    assert made.told({"free": "1 GB", "left": "4"}) == ""


FAMILIES = {
    "one of a family that is known": ("nova.compute", ("nova.*",), "nova.compute"),
    "a smaller family": ("nova.compute.*", ("nova.*",), "nova.compute.manager"),
    "a larger family": ("nova.*", ("nova.compute",), "nova.compute"),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_both_speak_for_a_program_that_either_speaks_for(name: str) -> None:
    own, known, tag = FAMILIES[name]
    mine = read_grammar("own/mine.lark", grammar_of([own], [read_message("a", "one of mine")]), True)
    theirs = read_grammar("own/theirs.lark", grammar_of(known, [read_message("a", "one of theirs")]), True)
    tables = tables_together(lower(Grammars((), (theirs,), "")), (mine,))
    oracle = oracle_of(grammars_together(Grammars((), (theirs,), ""), (mine,)))
    assert {row.kind for row in candidates_of(tables, tag).opened["one of mi"]} == {"mine.a"}
    assert {row.kind for row in candidates_of(tables, tag).opened["one of th"]} == {"theirs.a"}
    kinds = [
        match.kind for text in ("one of mine", "one of theirs") if (match := oracle.message(tag, text))
    ]
    assert kinds == ["mine.a", "theirs.a"]
