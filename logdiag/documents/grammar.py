"""Document grammars: a Lark parser a grammar, made at its first use, and its errors in a person's words.

Text comes in, a tree goes out, or a Fault: the first place where the text leaves the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from logdiag.errors import GrammarError

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

    Branch = Tree[Token]

# What stands in a person's sentence for a terminal, in the order of preference. Others are not named.
_IN_WORDS = {
    "SEMICOLON": "';'",
    "RBRACE": "'}'",
    "LBRACE": "'{'",
    "ADDRESS": "an address like 10.1.0.1",
    "_NETMASK": "the word netmask",
    "MAC": "a hardware address of six bytes like d0:0d:00:00:00:01",
    "ETHERNET": "the word ethernet",
    "SLASH": "'/'",
    "NUMBER": "a number",
    "STRING": "a text in quotes",
    "WORD": "a name",
    "VALUE": "a value",
    "_TAB": "a TAB (take the command's output, not a copy of the screen)",
    "COLON": "':'",
    "BLOCKS": "a column of sizes",
    "NAME": "a name",
    "CELL": "a column",
    "_NL": "the end of the line",
}
# Where a statement may end, what would only make it longer is not worth a word.
_MORE_OF_THE_SAME = {"STRING", "WORD", "VALUE"}
_WORD = re.compile(r'[^\s;{}",#]+|"[^"\n]*"?|\S')
_MOST_SHOWN = 40


class Fault(NamedTuple):
    """Where and why a text is not what its grammar says. `offset` counts characters, for the parsers."""

    why: str
    line: int
    column: int
    offset: int = 0

    @property
    def sentence(self) -> str:
        """The fault with its place before it."""
        return f"line {self.line}, column {self.column}: {self.why}"


def grammar_path(name: str) -> Path:
    """Where `document/<name>.lark` lies: in the wheel inside the package, in a checkout beside it."""
    package = Path(__file__).parents[1]
    inside = package / "grammars"
    return (inside if inside.is_dir() else package.parent / "grammars") / "document" / f"{name}.lark"


@cache
def parser_of(name: str) -> Lark:
    """The parser of a grammar. Lark is imported here, so a run that reads no document never loads it."""
    from lark import Lark
    from lark.exceptions import LarkError

    path = grammar_path(name)
    try:
        grammar = path.read_text(encoding="utf-8")
        return Lark(grammar, parser="lalr", lexer="contextual", maybe_placeholders=False)
    except (OSError, ValueError, LarkError) as broken:
        told = re.search(r"line (\d+)", str(broken))
        why = str(broken).splitlines()[0] if str(broken) else type(broken).__name__
        raise GrammarError(str(path), int(told[1]) if told else 1, f"{why}; mend this grammar") from None


def parse(name: str, text: str) -> Branch | Fault:
    """The tree of a text, or the first fault in it."""
    from lark import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

    try:
        return parser_of(name).parse(text)
    except UnexpectedToken as error:
        at_end = error.token.type == "$END"
        return fault_at(
            text, len(text) if at_end else error.token.start_pos or 0, error.accepts or error.expected
        )
    except UnexpectedCharacters as error:
        return fault_at(text, error.pos_in_stream or 0, error.allowed or ())
    except UnexpectedInput as error:  # a kind of error that Lark may add: still only a fault
        return fault_at(text, error.pos_in_stream or 0, ())


def parse_rows(name: str, text: str) -> tuple[Branch | None, Fault | None]:
    """The tree of a table's rows before its first fault, and that fault. None where not even they parse."""
    first = rows = parse(name, text)
    for _ in range(2):  # a broken row, and the device name of df that stood above it
        if not isinstance(rows, Fault):
            break
        text = text[: text.rfind("\n", 0, max(rows.offset - 1, 0)) + 1]
        rows = parse(name, text)
    return (None if isinstance(rows, Fault) else rows, first if isinstance(first, Fault) else None)


def fault_at(text: str, offset: int, expected: Collection[str]) -> Fault:
    """A fault that says what was expected, after what, and what stands there."""
    offset = min(offset, len(text.rstrip()))
    found, before = word_at(text, offset), word_before(text, offset)
    after = f" after {before}" if before else ""
    stands = f"found {found}" if found else "the file ends"
    return fault(text, offset, f"expected {in_words(expected)}{after}, {stands}")


def fault(text: str, offset: int, why: str) -> Fault:
    """A fault at an offset, with its line and column counted."""
    start = text.rfind("\n", 0, offset) + 1
    return Fault(why, text.count("\n", 0, offset) + 1, offset - start + 1, offset)


def in_words(expected: Collection[str]) -> str:
    """The expected terminals as a phrase: at a statement's place that word alone, else what may come."""
    if "OPTION" in expected:
        return "a statement or '}'" if "RBRACE" in expected else "a statement"
    told = set(expected) - _MORE_OF_THE_SAME if "SEMICOLON" in expected else set(expected)
    named = [words for terminal, words in _IN_WORDS.items() if terminal in told]
    return " or ".join(named[:2]) or "something else"


def word_at(text: str, offset: int) -> str:
    """The word that stands at an offset, quoted, or "" at the end."""
    found = _WORD.match(text, offset)
    if found:
        return quoted(found.group())
    return (
        ""
        if offset >= len(text.rstrip())
        else "the end of the line"
        if text[offset] in "\r\n"
        else "a blank"
    )


def word_before(text: str, offset: int) -> str:
    """The last word before an offset, on its line or the one above, quoted, or ""."""
    line = text.rfind("\n", 0, max(text.rfind("\n", 0, len(text[:offset].rstrip())), 0)) + 1
    words = _WORD.findall(re.sub(r"#[^\n]*", "", text[line:offset]))
    return quoted(words[-1]) if words else ""


def quoted(word: str) -> str:
    """A word in quotes, cut where it is too long to read."""
    bare = word.strip('"')
    return f"'{bare if len(bare) <= _MOST_SHOWN else bare[:_MOST_SHOWN] + '..'}'"
