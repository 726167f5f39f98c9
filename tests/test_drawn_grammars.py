"""Grammars nobody wrote: what the loader accepts of them, all engines read alike; the rest it refuses in words."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from engines import Engines, message_differs
from grammar_lines import each_way, near_misses, printed, spoiled, wordings_of
from hypothesis import given, settings
from hypothesis import strategies as st

from logdiag.errors import GrammarError
from logdiag.parse.author import read_grammar
from logdiag.parse.grammar import Alternative, load
from logdiag.parse.larks import earley_of
from logdiag.parse.oracle import oracle_of
from logdiag.parse.vocabulary import Vocabulary, load_vocabulary

CLASSES = st.sampled_from(
    [
        "a",
        "b",
        "[ab]",
        "[^a]",
        "[^ab]",
        "[^ ]",
        "[^ :]",
        "[a-c]",
        "[^b\\n]",
        "\\.",
        "[.:]",
        "[0-9]",
        "[^:\\n]",
    ]
)
TIMES = st.sampled_from(["", "+", "{2}", "{1,2}", "{2,}"])
ANY_TIMES = st.one_of(TIMES, st.sampled_from(["?", "*", "{0,3}"]))
GROUP_TIMES = st.sampled_from(["?", "{0,2}", "{2}", "{1,3}"])
TEXTS = st.sampled_from(["a", "b", " ", ": ", ":", "ab", " (", ")", ".", "b: ", "a a", "c", "0"])
FIELDS = ("A", "B", "C", "_D")
ATOMS = st.tuples(CLASSES, TIMES).map("".join)
MAYBE_ATOMS = st.tuples(CLASSES, ANY_TIMES).map("".join)
GROUPS = st.tuples(st.just("("), ATOMS, MAYBE_ATOMS, st.just(")"), GROUP_TIMES).map("".join)
REST = st.lists(st.one_of(MAYBE_ATOMS, GROUPS), max_size=2).map("".join)
PATTERNS = st.tuples(ATOMS, REST).map("".join)
"""What a terminal may hold; it begins with a character."""


@st.composite
def wordings(draw: st.DrawFn) -> str:
    """The right side of a rule: fixed texts, each field at most once, brackets two deep."""
    left = list(FIELDS)

    def part(depth: int) -> str:
        choice = draw(st.integers(0, 5))
        if choice < 2 and left:
            return left.pop(draw(st.integers(0, len(left) - 1)))
        if choice == 2 and depth < 2:
            return f"[{' '.join(part(depth + 1) for _ in range(draw(st.integers(1, 3))))}]"
        return f'"{draw(TEXTS)}"'

    return " ".join(part(0) for _ in range(draw(st.integers(1, 5))))


@st.composite
def grammar_texts(draw: st.DrawFn) -> str:
    """A message grammar of one kind, with `%s` where its sample goes."""
    terminals = "\n".join(f"{name}: /{draw(PATTERNS)}/" for name in FIELDS)
    head = "// programs: p\n// primary, near program: drawn.c:1 (0)\n// e.g. %s\n"
    return f"{head}kind: {draw(wordings())}\n{terminals}\n"


def accepted(text: str) -> Alternative | None:
    """The one wording of a grammar; None if the loader refuses it."""
    try:
        return read_grammar("message/p.lark", text, True).kinds[0].alternatives[0]
    except GrammarError:
        return None


def written(folder: Path, text: str) -> Path:
    (folder / "message").mkdir()
    (folder / "message" / "p.lark").write_text(text, "ascii")
    return folder


def samples_of(wording: Alternative, random: Random) -> list[str]:
    return [
        text
        for text in each_way(wording, random)
        if text.isascii() and text.isprintable() and text == text.rstrip()
    ]


def texts_of(wording: Alternative, random: Random) -> list[str]:
    """Texts of a wording, and some that are nearly of it."""
    right = [*each_way(wording, random), *(printed(wording, random) for _ in range(6))]
    near = list(islice(near_misses(wording, random), 12))
    return [*right, *near, *(spoiled(text, random.choice(right), random) for text in right[:12])]


@given(grammar_texts(), st.integers(0, 2**32))
@settings(max_examples=250, deadline=None)
def test_what_the_loader_accepts_all_engines_read_alike(text: str, seed: int) -> None:
    wording = accepted(text.replace("%s", "x"))
    random = Random(seed)  # noqa: S311  # not for secrets
    samples = samples_of(wording, random) if wording else []
    if wording is None or not samples:
        return
    with TemporaryDirectory() as name:
        folder = written(Path(name), text.replace("%s", samples[0]))
        grammars = load(folder)
        fast = load_vocabulary("auto", folder)
        oracle = oracle_of(grammars, earley_of)
        earley = Vocabulary(fast.tables, oracle.message, oracle.line)
        quick = load_vocabulary("lark", folder)
    assert wordings_of(grammars.messages)
    for one in texts_of(wording, random):
        assert message_differs(Engines(fast, earley, ("p",)), one) is None
        assert message_differs(Engines(fast, quick, ("p",)), one) is None
    for one in samples:
        assert fast.message("p", one) is not None
