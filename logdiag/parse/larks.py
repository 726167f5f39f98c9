"""Larks: for each wording a parser of Lark's own, the quicker of two kinds where both must say the same.

LALR takes one token at a time and never goes back. It is used where the same characters can not be read as two of the
tokens that may come next; any other wording is given to Earley, which follows all ways at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from lark import Lark
from lark.exceptions import GrammarError as LarkGrammarError
from lark.lexer import BasicLexer, ContextualLexer, TerminalDef
from lark.load_grammar import Grammar as LarkGrammar
from lark.load_grammar import load_grammar
from lark.parsers.lalr_parser import LALR_Parser

from logdiag.parse import pattern
from logdiag.parse.grammar import Alternative, Grammar, Kind, fields_in
from logdiag.parse.lookahead import may_both_be_read


def read_by_lark(grammar: Grammar) -> LarkGrammar:
    """The file as Lark reads it, without its kinds' names: each alternative is a rule of its own."""
    # Lark has no public door between reading a grammar and building the parser of all of it
    read, _ = load_grammar(_with_starts(grammar), grammar.path, [], False)  # type: ignore[no-untyped-call]
    assert isinstance(read, LarkGrammar)
    return read


def lark_of(grammar: LarkGrammar, kind: Kind, alternative: Alternative) -> Lark:
    """A parser of texts that are this alternative as a whole."""
    alone = _alone(grammar, kind, alternative)
    try:
        parser = _built(alone, kind, alternative, parser="lalr", lexer="contextual", _plugins=_STRICT)
    except LarkGrammarError:
        return earley_of(grammar, kind, alternative)
    return parser if _goes_one_way(parser, alternative) else earley_of(grammar, kind, alternative)


def earley_of(grammar: LarkGrammar, kind: Kind, alternative: Alternative) -> Lark:
    """The same, slower: it has no table and no lexer whose order could matter."""
    return _built(_alone(grammar, kind, alternative), kind, alternative, parser="earley", lexer="dynamic")


class _WithoutConflicts(LALR_Parser):
    """LALR that refuses a grammar where one more token does not tell; Lark's own would guess."""

    def __init__(self, parser_conf: Any, debug: bool = False, strict: bool = False) -> None:
        super().__init__(parser_conf, debug=debug, strict=True)


_STRICT = {"LALR_Parser": _WithoutConflicts}


def _built(grammar: LarkGrammar, kind: Kind, alternative: Alternative, **options: Any) -> Lark:
    return Lark(grammar, start=_start(kind, alternative), maybe_placeholders=False, **options)


def _alone(grammar: LarkGrammar, kind: Kind, alternative: Alternative) -> LarkGrammar:
    """This alternative and what is shared: other kinds would add to the tokens that may come next."""
    start = _start(kind, alternative)
    rules = [rule for rule in grammar.rule_defs if rule[0] == start or rule[0].startswith("_")]
    return LarkGrammar(rules, grammar.term_defs, grammar.ignore)


def _goes_one_way(parser: Lark, alternative: Alternative) -> bool:
    """Whether in no state of the parser two of the tokens it would take can be read at the same place."""
    lexer = parser.parser.lexer
    assert isinstance(lexer, ContextualLexer)
    patterns = {field.terminal: field.pattern for field in fields_in(alternative.parts)}
    states = {id(state): state for state in lexer.lexers.values() if isinstance(state, BasicLexer)}
    return not any(_may_clash(state.terminals, patterns) for state in states.values())


def _may_clash(tokens: Iterable[TerminalDef], patterns: Mapping[str, pattern.Sequence]) -> bool:
    read = [patterns.get(token.name) or pattern.exactly(token.pattern.value) for token in tokens]
    return any(may_both_be_read(one, other) for one, other in combinations(read, 2))


def _with_starts(grammar: Grammar) -> str:
    lines = grammar.text.split("\n")
    for kind in grammar.kinds:
        for alternative in kind.alternatives:
            number = alternative.line - 1
            wording = (
                lines[number].split(":", 1)[1] if number == kind.line - 1 else lines[number].lstrip()[1:]
            )
            lines[number] = f"{_start(kind, alternative)}:{wording}"
    return "\n".join(lines)


def _start(kind: Kind, alternative: Alternative) -> str:
    return f"{kind.rule}__{alternative.line}"
