"""The loader: what it accepts, and that it refuses every trap of docs/grammars.md with a cure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from logdiag.errors import GrammarError
from logdiag.parse.author import read_grammar
from logdiag.parse.grammar import Grammars, digest_of, grammar_folder, load
from logdiag.parse.lookahead import doubt
from logdiag.parse.lower import lower
from logdiag.parse.pattern import BadPattern, Char, read_pattern
from logdiag.parse.vocabulary import load_vocabulary

HEAD = "// programs: dhcpd\n"
MARK = "// primary: common/discover.c:811 (4.4.3)\n"

GOOD = (
    HEAD
    + MARK
    + "// e.g. No subnet declaration for vnet68 (no addresses).\n"
    + 'no_subnet: "No subnet declaration for " IFACE " (" REASON ")."\n'
    + "IFACE: /[^ .]+(\\.[^ .]+){0,7}/\nREASON: /[^)]+/\n"
)

REQUIRED_KINDS = {
    "dhcpd": (
        "start no_subnet ignoring block_write block_conf block_segment not_configured listening sending ready "
        "exiting already_running config_file lease_file pid_file wrote_leases discover no_free_leases "
        "discover_refused offer request request_refused ack ack_inform nak decline release inform abandoning "
        "config_error config_errors_exit reuse_lease "
    ),
    "rsyslogd": ("drop_begin lost start hup exit_signal repeated last_repeated "),
    "journald": ("suppressed started "),
}


def rule(text: str, sample: str = "x", mark: str = MARK) -> str:
    """A message grammar of one rule."""
    return f"{HEAD}{mark}// e.g. {sample}\n{text}\n"


REFUSED = {
    "a field that may swallow what comes after it": (
        rule('discover: "DHCPDISCOVER via " VIA [": " REASON]\nVIA: /[^ ]+/\nREASON: /[^\\n]+/'),
        "two characters do not tell",
    ),
    "two fields that touch": (
        rule('lease: "lease of " A B\nA: /[0-9]+/\nB: /[0-9]+/'),
        "two characters do not tell",
    ),
    "two optional parts that begin alike": (
        rule('lease: "lease of " [" (" A ")"] [" (" B ")"]\nA: /[0-9]+/\nB: /[0-9]+/'),
        "two characters do not tell",
    ),
    "free text before a fixed tail": (
        rule('lease: "lease of " TEXT "]"\nTEXT: /[^\\n]+/'),
        "two characters do not tell",
    ),
    "a field name twice": (rule('lease: "lease of " IP " to " IP\nIP: /[0-9]+/'), "the field ip twice"),
    "a field name twice under two terminals": (
        rule('lease: "lease of " IP " to " IP__LAST\nIP: /[0-9]+/\nIP__LAST: /[0-9]+/'),
        "the field ip twice",
    ),
    "look-ahead": (rule('lease: "lease of " IP\nIP: /(?=1)[0-9]+/'), "look-around"),
    "a back-reference": (rule('lease: "lease of " IP\nIP: /([0-9])\\1/'), "back-reference"),
    "a lazy quantifier": (rule('lease: "lease of " IP\nIP: /[0-9]+?/'), "lazy"),
    "a possessive quantifier": (rule('lease: "lease of " IP\nIP: /[0-9]++/'), "lazy, possessive"),
    "a Unicode class": (rule('lease: "lease of " IP\nIP: /\\d+/'), "Unicode class"),
    "a Unicode class in a class": (rule('lease: "lease of " IP\nIP: /[\\w.]+/'), "Unicode class"),
    "flags": (rule('lease: "lease of " IP\nIP: /[0-9]+/i'), "flags"),
    "inline flags": (rule('lease: "lease of " IP\nIP: /(?i)[a-z]+/'), "flag"),
    "a dot": (rule('lease: "lease of " IP\nIP: /.+/'), "any character"),
    "a choice inside a terminal": (rule('lease: "lease of " IP\nIP: /a|b/'), "write two alternatives"),
    "a terminal that may be empty": (rule('lease: "lease of " IP\nIP: /[0-9]*/'), "may be empty"),
    "a group without a bound": (rule('lease: "lease of " IP\nIP: /[0-9]+(\\.[0-9]+)*/'), "without a bound"),
    "a repeat of symbols": (rule('lease: "lease of " IP+\nIP: /[0-9]+/'), r"no \( \), \+ or \*"),
    "a group of symbols": (rule('lease: "lease of " ("a" | "b")'), r"no \( \)"),
    "a choice in brackets": (rule('lease: "lease of " ["a" | "b"]'), r"one wording in \[ \]"),
    "a caseless text": (rule('lease: "lease of "i'), "drop the flag"),
    "a nameless expression": (rule('lease: "lease of " /[0-9]+/'), "give it a name"),
    "a missing terminal": (rule('lease: "lease of " IP'), "IP is not defined"),
    "a rule that is not shared": (rule('lease: "lease of " who\nwho: "x"'), "no shared rule"),
    "a rule in itself": (rule('lease: "lease of " _who\n_who: "x" _who'), "contains itself"),
    "a shared rule with choices": (
        rule('lease: "lease of " _who\n_who: "x" | "y"'),
        "is shared and has alternatives",
    ),
    "two alternatives on a line": (rule('lease: "lease of x" | "lost the lease"'), "on a line of its own"),
    "an alias": (rule('lease: "lease of x" -> other'), "no '->'"),
    "a directive": (rule('lease: "lease of x"\n%ignore " "'), "not for line and message grammars"),
    "an import": (rule('lease: "lease of x"\n%import common.INT'), "not for line and message grammars"),
    "a modifier": (rule('?lease: "lease of x"'), "modifier"),
    "a literal below six bytes": (rule('lease: "lease" IP\nIP: /[0-9]+/'), "near program"),
    "a literal cut up by characters no filter takes": (
        rule('lease: "le\\"ase/of<x>y&z" IP\nIP: /[0-9]+/'),
        "near program",
    ),
    "a literal that is only optional": (rule('lease: IP [" leases of"]\nIP: /[0-9]+/'), "near program"),
    "a field that is everything but a blank, by Lark's longest match": (
        rule('discover: "DHCPDISCOVER via " VIA [": " REASON]\nVIA: /\\S+/\nREASON: /[^\\n]+/'),
        "Unicode class",
    ),
    "terminals that collide": (
        rule('lease: "lease of " [NAME] [WORD]\nNAME: /[a-z]+/\nWORD: /[a-z0-9]+/'),
        "two characters do not tell",
    ),
    "a field and a text that collide": (
        rule('lease: "lease of " [NAME] ["to"]\nNAME: /[a-z]+/'),
        "two characters do not tell",
    ),
    "a terminal that would have to give back": (
        rule('lease: "lease of " NAME\nNAME: /a+(ab)?/'),
        "two characters do not tell",
    ),
    "two free texts": (
        rule('lease: "lease of " TEXT " to " REST\nTEXT: /[^\\n]+/\nREST: /[^\\n]+/'),
        "two characters do not tell",
    ),
    "a field name twice, once in brackets": (
        rule('lease: "lease of " IP [" to " IP]\nIP: /[0-9]+/'),
        "the field ip twice",
    ),
    "a field name twice, once in shared wording": (
        rule('lease: "lease of " IP _to\n_to: " to " IP\nIP: /[0-9]+/'),
        "the field ip twice",
    ),
    "optional parts in optional parts": (
        rule('lease: "lease of " ["a" ["b" ["c" ["d" ["e" ["f" ["g" ["h" ["i"]]]]]]]]]'),
        "more than 8 optional parts",
    ),
    "optional parts in shared wording": (
        rule("lease: " + '"lease of " _all\n_all: ' + " ".join(f'["{c}"]' for c in "abcdefghi")),
        "more than 8 optional parts",
    ),
    "brackets that may be empty": (rule('lease: "lease of " [["x"]]'), "unwrap it"),
    "a wording that may be empty": (rule('lease: ["lease of x"]'), "may be empty"),
    "counts that write out to too many characters": (
        rule('lease: "lease of " IP\nIP: /[0-9]{7000}/'),
        "count less",
    ),
    "an escape in a text": (rule('lease: "lease\\tof x"'), "write the character itself"),
    "a code in a text": (rule('lease: "lease of \\u3042"'), "write the character itself"),
    "an escape that Lark misreads": (rule('lease: "lease of " IP\nIP: /[^\\\\"]+/'), "put the quote first"),
    "a tail without a field to cut it off": (
        rule('lease: "lease of " IP "."\nIP: /[0-9]+/', mark=MARK + "// tail: .\n"),
        "no field at its end",
    ),
    "a range of texts": (rule('lease: "lease of " "a".."z"'), "write a terminal"),
    "a terminal of two pieces": (rule('lease: "lease of " IP\nIP: /[0-9]+/ "x"'), "more than one"),
    "a terminal that is a text": (rule('lease: "lease of " IP\nIP: "x"'), "more than one"),
    "a terminal of terminals": (rule('lease: "lease of " IP\nIP: ONE\nONE: /[0-9]+/'), "more than one"),
    "no mark": (rule('lease: "lease of x"', mark="// who prints it\n"), "no source|is not marked"),
    "an unknown mark": (rule('lease: "lease of x"', mark="// primary, near enough: x.c:1\n"), "is no mark"),
    "two marks": (rule('lease: "lease of x"', mark=MARK + MARK), "two marks"),
    "no sample": (f'{HEAD}{MARK}lease: "lease of x"\n', "no sample"),
    "no programs": (MARK + '// e.g. lease of x\nlease: "lease of x"\n', "// programs"),
    "no source for a second wording": (
        rule('lease: "lease of x"\n  // e.g. x\n  | "lost the lease"'),
        "no source",
    ),
    "a name defined twice": (rule('lease: "lease of x"\nlease: "lost the lease"'), "defined twice"),
    "more optional parts than anybody reads": (
        rule("lease: " + '"lease of " ' + " ".join(f'["{c}"]' for c in "abcdefghi")),
        "more than 8 optional parts",
    ),
    "what is no grammar": (rule("lease = 'x'"), "not Lark's grammar language"),
}


TERMINALS = {
    "look-behind": ("(?<=1)[0-9]+", "look-around"),
    "negative look-ahead": ("(?!1)[0-9]+", "look-around"),
    "negative look-behind": ("(?<!1)[0-9]+", "look-around"),
    "a named group": ("(?P<x>[0-9])", "named group"),
    "a named back-reference": ("(?P=x)", "look-around, a flag or a named group"),
    "a group that keeps what it took": ("(?>[0-9]+)", "look-around, a flag"),
    "a conditional": ("([0-9])?(?(1)a|b)", "look-around, a flag"),
    "a group that does not count": ("(?:[0-9]+)", "look-around, a flag"),
    "a lazy star": ("x[0-9]*?", "lazy"),
    "a lazy count": ("[0-9]{1,3}?", "lazy"),
    "a lazy choice": ("x[0-9]??", "lazy"),
    "a doubled count": ("[0-9]{2}{3}", "doubled"),
    "an optional character alone": ("[0-9]?", "may be empty"),
    "a star alone": ("[0-9]*", "may be empty"),
    "a count from zero": ("[0-9]{0,3}", "may be empty"),
    "an empty group": ("()", "may be empty"),
    "a repeat of what may be empty": ("([0-9]*){2}", "may be empty"),
    "the end": ("[0-9]+$", "cannot stand here"),
    "the beginning": ("^[0-9]+", "cannot stand here"),
    "a word's border": ("\\b[0-9]+", "back-reference"),
    "the end of all": ("[0-9]+\\Z", "back-reference"),
    "Arabic digits": ("\\d+", "Unicode class"),
    "blanks of all nations": ("x\\s+", "Unicode class"),
    "letters of all nations": ("[\\w]+", "Unicode class"),
    "no digits of any nation": ("[^\\D]+", "Unicode class"),
    "all but blanks of all nations": ("[^\\s]+", "Unicode class"),
    "a code": ("\\x41", "Unicode class or a back-reference"),
    "a code in a class": ("[\\x80-\\xff]+", "Unicode class or a code"),
    "an octal code": ("[\\101]", "Unicode class or a code"),
    "caseless by a flag inside": ("(?i:[a-z]+)", "flag"),
    "a set in a set": ("[[a-z]+", "sets of sets"),
    "a difference of sets": ("[a-z--b]+", "sets of sets|not ASCII"),
    "an intersection of sets": ("[a-z&&b]+", "sets of sets"),
}


@pytest.mark.parametrize("terminal, why", TERMINALS.values(), ids=TERMINALS.keys())
def test_the_loader_refuses_a_terminal_with(terminal: str, why: str) -> None:
    text = rule(f'lease: "lease of " IP\nIP: /{terminal}/')
    with pytest.raises(GrammarError, match=why) as refused:
        read_grammar("grammars/message/dhcpd.lark", text, True)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("flags", list("imslux"))
def test_the_loader_refuses_flags(flags: str) -> None:
    with pytest.raises(GrammarError, match="flags after its"):
        read_grammar("dhcpd.lark", rule(f'lease: "lease of " IP\nIP: /[0-9]+/{flags}'), True)


@pytest.mark.parametrize("times", ["+", "*", "?", "~ 3", "~ 1..2"])
def test_the_loader_refuses_repeats_between_symbols(times: str) -> None:
    with pytest.raises(GrammarError, match=r"no \( \), \+ or \*"):
        read_grammar("dhcpd.lark", rule(f'lease: "lease of " IP {times}\nIP: /[0-9]+/'), True)


@pytest.mark.parametrize(
    "text, required",
    [
        ('"lease of " IP', "lease of "),
        ('"le\\"ase of x" IP', "ase of x"),
        ('"a/b<c>d&e\'lease of " IP', "lease of "),
        ('"lease of \\\\fair" IP', "lease of "),
        ('"no lease for x" IP " or for anybody else"', " or for anybody else"),
        ('IP "dead lease"', " lease"),
        ('IP "xfeed of leases"', " of leases"),
        ('"leases" IP [" and much more that may be left out"]', "leases"),
    ],
)
def test_what_is_required_is_the_longest_piece_that_any_log_holds_as_it_is(
    text: str, required: str
) -> None:
    """A byte that is no UTF-8 is read as an escape like \\xfe: after a field, letters may be the end of one."""
    grammar = read_grammar("dhcpd.lark", rule(f"lease: {text}\nIP: /[0-9]+/"), True)
    assert grammar.kinds[0].alternatives[0].required == required


def test_kinds_that_begin_alike_are_read_apart_by_both_engines(tmp_path: Path) -> None:
    (tmp_path / "message").mkdir()
    (tmp_path / "message" / "dhcpd.lark").write_text(
        f'{HEAD}{MARK}// e.g. lease of 7\nlease: "lease of " IP\n'
        f'{MARK}// e.g. lease of 7 lost\nlost: "lease of " IP " lost"\n'
        f'{MARK}// e.g. lease of 7 lost again\nagain: "lease of " IP " lost again" [" and " IP__OTHER]\n'
        "IP: /[0-9]+/\nIP__OTHER: /[0-9]+/\n".replace("IP__OTHER", "OTHER_IP")
    )
    for engine in ("auto", "lark"):
        vocabulary = load_vocabulary(engine, tmp_path)
        found = {
            text: match.kind if (match := vocabulary.message("dhcpd", text)) else None
            for text in ("lease of 7", "lease of 7 lost", "lease of 7 lost again", "lease of 7 lo")
        }
        assert list(found.values()) == ["dhcpd.lease", "dhcpd.lost", "dhcpd.again", None]


@pytest.mark.parametrize("name", ["iso", "rfc3164", "rfc5424"])
def test_a_line_without_a_message_is_a_line_of_its_format(name: str) -> None:
    line = {
        "iso": "2014-12-14T23:29:56+09:00 euca4 dhcpd:",
        "rfc3164": "Dec 14 23:29:56 euca4 dhcpd:",
        "rfc5424": "<30>1 2014-12-14T23:29:56Z euca4 dhcpd - - -",
    }[name]
    for engine in ("auto", "lark"):
        read = load_vocabulary(engine).line(line)
        assert read is not None
        assert read[0] == name
        assert not read[1].get("message")
        assert load_vocabulary(engine).message("dhcpd", "") is None


@pytest.fixture(scope="module")
def grammars() -> Grammars:
    return load(grammar_folder())


@pytest.mark.parametrize("text, why", REFUSED.values(), ids=REFUSED.keys())
def test_the_loader_refuses(text: str, why: str) -> None:
    with pytest.raises(GrammarError, match=why) as refused:
        read_grammar("grammars/message/dhcpd.lark", text, True)
    assert str(refused.value).startswith("grammars/message/dhcpd.lark:")
    assert "\n" not in str(refused.value)
    assert 1 <= refused.value.line <= text.count("\n")


def test_a_good_grammar_is_read_with_its_parts_marks_and_samples() -> None:
    grammar = read_grammar("grammars/message/dhcpd.lark", GOOD, True)
    (kind,) = grammar.kinds
    (alternative,) = kind.alternatives
    assert grammar.programs == ("dhcpd",)
    assert (kind.name, kind.weight, kind.priority) == ("dhcpd.no_subnet", "primary", 0)
    assert alternative.required == "No subnet declaration for "
    assert alternative.source == "common/discover.c:811 (4.4.3)"
    assert alternative.samples == ("No subnet declaration for vnet68 (no addresses).",)


@pytest.mark.parametrize(
    "text, why",
    [
        (GOOD.replace("// e.g. No subnet", "// e.g. no subnet"), "does not read its own sample"),
        (
            GOOD
            + "\n// primary, any program: x.c:1 (0)\n// e.g. No subnet declaration for any reason\n"
            + 'any: "No subnet declaration for " REST\nREST: /[^\\n]+/\n',
            "give the longer wording a priority",
        ),
        (
            GOOD
            + f"{MARK}// e.g. No subnet declaration for br0 (x).\n"
            + 'other: "No subnet declaration for " REST\nREST: /[^\\n]+/\n',
            "give the longer wording a priority",
        ),
    ],
)
def test_lowering_refuses_samples_that_are_not_of_their_kind_alone(
    tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / "message").mkdir()
    (tmp_path / "message" / "dhcpd.lark").write_text(text)
    with pytest.raises(GrammarError, match=why):
        lower(load(tmp_path))


def test_a_folder_without_grammars_and_text_that_is_not_ascii_are_named(tmp_path: Path) -> None:
    with pytest.raises(GrammarError, match="name the grammars folder"):
        load(tmp_path)
    (tmp_path / "message").mkdir()
    (tmp_path / "message" / "dhcpd.lark").write_text(GOOD + "// \u00e9\n", "utf-8")
    with pytest.raises(GrammarError, match=r"dhcpd\.lark:\d+: a character that is not ASCII"):
        load(tmp_path)


@pytest.mark.parametrize(
    "field, after, undecided",
    [
        ("[^ :]+(:[0-9]+)?", '": " REST', False),
        ("[^ :]+(:[0-9]*)?", '": " REST', True),
        ("[^ ]+", '": " REST', True),
        ("[^ ]+", '[": " REST]', True),
        ("[^ ]+", '" " REST', False),
        ("[0-9]{1,3}(\\.[0-9]{1,3}){3}", '"."', False),
        ("[0-9]+(\\.[0-9]+){0,3}", '"." REST', True),
        ("[a-z]+", '"b"', True),
        ("[a-z]+(\\.[a-z]+){0,7}", '".  If"', False),
        ("([a-z]+){2}", "", True),
        ("[0-9]{1,2}", "OTHER", True),
        ("[^\\n]+", "", False),
        ("[^\\n]+", '"."', True),
        ("[a-z]+", '[" x" OTHER] [" y"]', False),
        ("[a-z]+", '[" x" OTHER] [" x"]', True),
    ],
)
def test_two_characters_must_decide(field: str, after: str, undecided: bool) -> None:
    fields = f"FIELD: /{field}/\nOTHER: /[0-9]+/\nREST: /[^\\n]+/"
    text = rule(f'lease: "lease of " FIELD {after}\n{fields}')
    if not undecided:
        assert read_grammar("dhcpd.lark", text, True)
        return
    with pytest.raises(GrammarError, match="two characters do not tell"):
        read_grammar("dhcpd.lark", text, True)


@pytest.mark.parametrize(
    "text", ["[", "(", "a)", "+a", "[z-a]", "a{2,1}", "a{0}", "(a*)*", "[\u00e9]", "a**", "\\b", "^a", "a$"]
)
def test_a_broken_pattern_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadPattern, match=r"\w+ \w+"):
        read_pattern(text)


@pytest.mark.parametrize(
    "text",
    ["[^a-c]", "[]a]", "[^]a]", "[a\\]b]", "[-a]", "[a-]", "[+\\-]", "[!-~]", "\\.", "[\\n\\t ]", "x"],
)
def test_a_class_means_what_re_means(text: str) -> None:
    (char,) = read_pattern(text).parts
    assert isinstance(char, Char)
    assert [bool(char.mask >> code & 1) for code in range(128)] == [
        re.fullmatch(text, chr(code)) is not None for code in range(128)
    ]
    assert bool(char.mask >> 128) is (re.fullmatch(text, "\u3042") is not None)


def test_the_kinds_that_rules_rely_on_exist(grammars: Grammars) -> None:
    kinds = {kind.name for grammar in grammars.messages for kind in grammar.kinds}
    required = {
        f"{program}.{event}" for program, events in REQUIRED_KINDS.items() for event in events.split()
    }
    assert required <= kinds


def test_every_alternative_that_ships_is_decided_and_every_message_cites_a_source(
    grammars: Grammars,
) -> None:
    for grammar in (*grammars.lines, *grammars.messages):
        for kind in grammar.kinds:
            for alternative in kind.alternatives:
                assert doubt(alternative.parts) is None
                assert alternative.samples
                assert alternative.source or grammar in grammars.lines


def test_the_digest_changes_with_every_byte_but_not_with_line_ends(tmp_path: Path) -> None:
    (tmp_path / "message").mkdir()
    path = tmp_path / "message" / "dhcpd.lark"
    digests = []
    for text in (GOOD, GOOD + " ", GOOD.replace("\n", "\r\n")):
        path.write_bytes(text.encode())
        digests.append(digest_of(tmp_path))
    assert digests[0] != digests[1]
    assert digests[0] == digests[2]
