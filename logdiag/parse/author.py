"""Author: one grammar file read with Lark's own grammar parser, and held to the author's rules.

Text comes in, a Grammar comes out, or a GrammarError that says which rule is broken and what to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lark import Token, Tree, load_grammar
from lark.exceptions import UnexpectedInput

from logdiag.errors import GrammarError
from logdiag.parse import lookahead, pattern
from logdiag.parse.grammar import Alternative, Field, Grammar, Kind, Maybe, Part, Text, fields_in
from logdiag.parse.marks import is_alone, marks_above, programs_of
from logdiag.parse.wording import GrammarFile, GrammarTree, children_of, depth_of, line_of, wording_of

_LEAST_REQUIRED = 6
_MOST_OPTIONALS = 8
_OF_ESCAPES = "x0123456789abcdef"
_NOT_IN_FILTERS = re.compile(r"\\[x0-9a-f]*|[\"'/<>&\x00-\x1f\x7f]")


def read_grammar(path: str, text: str, is_message: bool) -> Grammar:
    """One file; `path` is only for errors. In a message grammar kinds need literals, marks and samples."""
    lines = text.split("\n")
    tree = _parse(path, text)
    stem = path.rsplit("/", 1)[-1].removesuffix(".lark")
    file = GrammarFile(path, stem, lines, is_message, {}, {})
    for item in children_of(tree):
        _declare(item, file)
    programs = programs_of(path, lines)
    if is_message and not programs:
        raise GrammarError(
            path, 1, "says for which programs it speaks nowhere; begin it with // programs: NAME ..."
        )
    kinds = tuple(_kind(rule, file) for name, rule in file.rules.items() if not name.startswith("_"))
    return Grammar(path, stem, programs, kinds, text, is_alone(lines))


def _parse(path: str, text: str) -> GrammarTree:
    try:
        # Lark has no public door to the tree before it expands it
        tree: GrammarTree = load_grammar._get_parser().parse(text + "\n", "start")  # type: ignore[no-untyped-call]
        return tree
    except UnexpectedInput as error:
        line = min(max(error.line, 1), text.count("\n") + 1)
        raise GrammarError(
            path, line, "is not Lark's grammar language from here on; compare the line above"
        ) from None


def _declare(item: GrammarTree, file: GrammarFile) -> None:
    token = next(
        item.scan_values(lambda value: isinstance(value, Token) and value.type in {"RULE", "TERMINAL"}),
        None,
    )
    line = line_of(item)
    if item.data not in {"rule", "term"} or token is None:
        raise GrammarError(
            file.path, line, f"%{item.data} is not for line and message grammars; write it out here"
        )
    name = str(token)
    if name in file.rules or name in file.terminals:
        raise GrammarError(
            file.path, line, f"{name} is defined twice; rename one or make it a second alternative"
        )
    if item.data == "rule":
        file.rules[name] = item
    else:
        file.terminals[name] = _terminal(name, item, file)


def _terminal(name: str, item: GrammarTree, file: GrammarFile) -> pattern.Sequence:
    line = line_of(item)
    literals = list(
        item.scan_values(lambda value: isinstance(value, Token) and value.type in {"REGEXP", "STRING"})
    )
    others = list(
        item.scan_values(lambda value: isinstance(value, Token) and value.type in {"OP", "NUMBER"})
    )
    inner = item.children[-1]
    if (
        len(literals) != 1
        or others
        or (isinstance(inner, Tree) and depth_of(inner) > 4)
        or literals[0].type != "REGEXP"
    ):
        raise GrammarError(
            file.path, line, f"{name} is more than one /.../; write it as one, the fixed text in rules"
        )
    text = str(literals[0])
    if not text.endswith("/"):
        raise GrammarError(
            file.path, line, f"{name} has flags after its /.../; write both cases out, as in [a-zA-Z]"
        )
    if '\\\\"' in text:
        # Lark's reader of escapes drops one of the two backslashes
        raise GrammarError(
            file.path, line, f"{name}: Lark misreads \\\\ before a quote; put the quote first"
        )
    try:
        tree = pattern.read_pattern(text[1:-1].replace("\\/", "/"))
    except pattern.BadPattern as error:
        raise GrammarError(file.path, line, f"{name}: {error}") from None
    if pattern.can_be_empty(tree):
        raise GrammarError(
            file.path, line, f"{name} may be empty; begin with one character, and put it in [ ]"
        )
    if file.is_message and pattern.has_endless_group(tree):
        raise GrammarError(
            file.path, line, f"{name} repeats a group without a bound; count it, as in (...){{0,7}}"
        )
    return tree


def _kind(rule: GrammarTree, file: GrammarFile) -> Kind:
    name = rule.children[1]
    modifiers, parameters, priority, expansions = children_of(rule)
    line = line_of(rule)
    if modifiers.children or parameters.children:
        raise GrammarError(
            file.path, line, f"{name} has a modifier or parameters; a kind is a name and its wording"
        )
    alternatives = tuple(_alternatives(str(name), line, expansions, file))
    marks = marks_above(file.path, file.lines, line)
    if file.is_message and marks.weight is None:
        raise GrammarError(
            file.path, line, f"{name} is not marked; write // primary: FILE:LINE (VERSION) above it"
        )
    near = marks.near_program
    for alternative in alternatives:
        if file.is_message and not near and len(alternative.required) < _LEAST_REQUIRED:
            raise GrammarError(
                file.path,
                alternative.line,
                f"{name} has no {_LEAST_REQUIRED} bytes in a row that are always there, without quotes, backslash"
                " and / < > &; mark it '// primary, near program: ...'",
            )
    rank = int(str(priority.children[0])) if priority.children else 0
    return Kind(
        f"{file.stem}.{name}",
        str(name),
        line,
        rank,
        marks.weight or "context",
        marks.any_program,
        near,
        alternatives,
    )


def _alternatives(
    name: str, line: int, expansions: GrammarTree, file: GrammarFile
) -> Iterator[Alternative]:
    for number, expansion in enumerate(children_of(expansions)):
        begins = line if number == 0 else line_of(expansion)
        if number and not file.lines[begins - 1].lstrip().startswith("|"):
            raise GrammarError(
                file.path, begins, f"{name}: begin each alternative on a line of its own with '|'"
            )
        if expansion.data != "expansion":
            raise GrammarError(file.path, begins, f"{name}: no '->'; the kind is the rule's name")
        parts = wording_of(expansion, file, begins, name)
        yield _checked(name, begins, parts, file)


def _checked(name: str, line: int, parts: tuple[Part, ...], file: GrammarFile) -> Alternative:
    marks = marks_above(file.path, file.lines, line)
    if not marks.samples:
        raise GrammarError(
            file.path, line, f"{name} has no sample; write // e.g. and a line a program printed"
        )
    if file.is_message and not marks.source:
        raise GrammarError(
            file.path, line, f"{name} has no source; write // also: FILE:LINE (VERSION) above it"
        )
    if all(isinstance(part, Maybe) for part in parts):
        raise GrammarError(file.path, line, f"{name} may be empty; take what is always there out of [ ]")
    names = [field.name for field in fields_in(parts) if field.name]
    twice = sorted({field for field in names if names.count(field) > 1})
    if twice:
        raise GrammarError(
            file.path, line, f"{name} has the field {twice[0]} twice; rename one, as in SERVER_IP"
        )
    if sum(1 for _ in _maybes(parts)) > _MOST_OPTIONALS:
        raise GrammarError(
            file.path, line, f"{name} has more than {_MOST_OPTIONALS} optional parts; write alternatives"
        )
    if marks.tail and not (isinstance(parts[-1], Field) and parts[-1].name):
        raise GrammarError(
            file.path, line, f"{name} has a tail, but no field at its end to cut it off; drop one of them"
        )
    _decided(name, line, parts, file)
    return Alternative(line, parts, _required(parts), marks.source, marks.samples, marks.tail)


def _decided(name: str, line: int, parts: tuple[Part, ...], file: GrammarFile) -> None:
    try:
        clash = lookahead.doubt(parts)
    except ValueError as error:
        raise GrammarError(file.path, line, f"{name}: {error}; count less") from None
    if clash:
        raise GrammarError(
            file.path,
            line,
            f"{name}: after {clash.after} two characters do not tell whether {clash.one} or {clash.other} comes next;"
            " narrow the class before it, or make two kinds",
        )


def _required(parts: tuple[Part, ...]) -> str:
    return max(_certain(parts), key=len, default="")


def _certain(parts: tuple[Part, ...]) -> Iterator[str]:
    """The pieces of fixed text that stand in the log as they stand in the message.

    A byte that is no UTF-8 is read as four characters, as in \\xe9: what follows a backslash, or a field that
    may end in one, may be the rest of such an escape.
    """
    for number, part in enumerate(parts):
        if isinstance(part, Text):
            yield from _NOT_IN_FILTERS.split(part.text.lstrip(_OF_ESCAPES) if number else part.text)


def _maybes(parts: Sequence[Part]) -> Iterator[Maybe]:
    for part in parts:
        if isinstance(part, Maybe):
            yield part
            yield from _maybes(part.parts)
