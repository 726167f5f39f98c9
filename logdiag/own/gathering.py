"""Gathering: the rules that came along, those of plug-ins and those of folders, as one library with its grammars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from logdiag.errors import LogdiagError, RuleError
from logdiag.own.folder import Filed, rules_of
from logdiag.own.plugins import Plugged, plugged
from logdiag.parse.grammar import Grammar
from logdiag.rules.library import all_rules
from logdiag.rules.rule import ANY_RULE, Rule
from logdiag.usage import nearest


class Gathered(NamedTuple):
    """All rules by id, the grammars of those that have their own, and what is to be told on standard error."""

    rules: tuple[Rule, ...]
    grammars: tuple[Grammar, ...] = ()
    notes: tuple[str, ...] = ()


def gathered(folders: Sequence[str] = (), brought: Plugged | None = None) -> Gathered:
    """Everything there is; raises RuleError for a folder's rule that is broken, and leaves out a plug-in's."""
    brought = plugged() if brought is None else brought
    filed = rules_of(folders)
    if not filed and not brought.rules:
        return Gathered(all_rules(), (), brought.broken)
    notes = [*brought.broken]
    if any(each.runs_code for each in filed):
        files = [each.path for each in filed if each.runs_code]
        notes.append(
            f"--rules runs the code of {files[0]}" + (f" and {len(files) - 1} more" if files[1:] else "")
        )
    owners = {rule.id: "the rule that came along" for rule in all_rules()}
    rules, grammars = list(all_rules()), list[Grammar]()
    for owner, rule in brought.rules:
        if rule.id in owners:
            notes.append(f"{owner}: left out: its id {rule.id} is that of {owners[rule.id]}")
            continue
        try:
            grammars += _grammar_of(owner, rule)
        except LogdiagError as error:
            notes.append(f"{owner}: left out: {error}")
            continue
        owners[rule.id] = owner
        rules.append(rule)
    for path, rule in filed:
        if rule.id in owners:
            raise RuleError(path, 1, f"its id {rule.id!r} is that of {owners[rule.id]}; give it another")
        owners[rule.id] = path
        rules.append(rule)
        grammars += _grammar_of(path, rule)
    _refuse_unknown_blame(filed, owners)
    return Gathered(tuple(sorted(rules, key=lambda rule: rule.id)), tuple(grammars), tuple(notes))


def _grammar_of(owner: str, rule: Rule) -> Iterable[Grammar]:
    """The grammar of a rule that has one: its kinds begin with the rule's id."""
    if not rule.grammar:
        return ()
    from logdiag.parse.author import read_grammar

    return (read_grammar(f"{owner}/{rule.id.replace('-', '_')}.lark", rule.grammar, True),)


def _refuse_unknown_blame(filed: Sequence[Filed], ids: Iterable[str]) -> None:
    known = sorted(ids)
    for path, rule in filed:
        for name in rule.symptom_of:
            if name not in (*known, ANY_RULE):
                near = nearest(name, known)
                hint = near if near.startswith("did you") else "`logdiag rules list` shows them"
                raise RuleError(path, 1, f"symptom_of {name}: no such rule; {hint}")
