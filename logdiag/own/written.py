"""Written: a rule as YAML: the value that `told` makes, written as data, with messages of its own if need be.

A tree comes in, a Rule comes out, or a RuleError that names file, line and column; docs/rules-yaml.md says what may
stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from logdiag.own.captures import Capture, unit_of
from logdiag.own.conditions import Condition, ConditionError, Conditions, read_condition, unit_of_name
from logdiag.own.entries import (
    count_of,
    items_of,
    line_of,
    lines_of,
    logs_of,
    pairs_of,
    seconds_of,
    text_of,
    word_of,
    yes_of,
)
from logdiag.own.messages import Known, Words, kinds_of, told_kinds, words_of
from logdiag.own.tree import Node
from logdiag.report.values import InstanceState, Severity
from logdiag.rules.library import HEADINGS
from logdiag.rules.rule import Ask, Rule, Telling
from logdiag.rules.told import told
from logdiag.usage import nearest

REQUIRED = (
    *("id", "severity", "stage", "category", "subject", "title", "means", "says", "fix"),
    *("fires", "quiet"),
)
OPTIONAL = (
    *("messages", "programs", "kinds", "noun", "nouns", "fields", "confidence", "rivals", "against"),
    *("beyond", "asks", "state", "times", "where", "symptom_of", "mended_by", "needs_launch", "hits_all"),
    *("page", "fold", "within", "answers", "follows"),
)
FOLDS: Mapping[str, tuple[str, ...]] = {
    "seen": (),
    "rate": ("times", "within"),
    "unanswered": ("answers", "within"),
    "sequence": ("follows",),
}
STAGES = ("requested", "scheduled", "prepared", "defined", "plugged", "addressed", "configured", "usable")
CATEGORIES = (
    *("dhcp.config", "dhcp.pool", "dhcp.server", "dhcp.client", "network.plug", "network.link"),
    *("compute.capacity", "compute.memory", "compute.cpu", "storage.disk", "storage.image", "hypervisor"),
    *("control.messaging", "control.database", "control.api", "metadata", "security", "limits", "clock"),
    *("logging", "unknown", "other"),
)
CONFIDENCE = ("confirmed", "likely", "possible")
ALWAYS = frozenset({"many", "name", "where", "host", "program"})

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_BRACES = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z_]+")


def rule_of(root: Node, known: Known) -> Rule:
    """The rule of a file."""
    entries = pairs_of(root, (*REQUIRED, *OPTIONAL), REQUIRED)
    name = text_of(entries["id"])
    if not _ID.fullmatch(name):
        raise entries["id"].wrong(
            f"{name}: an id reads PROGRAM-PROBLEM, in small letters, as nova-no-host does"
        )
    words = words_of(entries, name, root, known)
    kinds = told_kinds(entries, words, root)
    fields = frozenset().union(*(words.known.get(kind, frozenset()) for kind in kinds))
    where = _where(entries, words, fields)
    subject = line_of(entries["subject"])
    if subject not in fields | {"host", "program"}:
        among = sorted(fields | {"host", "program"})
        raise entries["subject"].wrong(f"{subject}: no field of these messages; {nearest(subject, among)}")
    asked = _fields_asked(entries, subject, fields, where)
    optional: dict[str, Any] = {
        name: line_of(entries[name]) for name in ("noun", "nouns") if name in entries
    }
    return told(
        id=name,
        kinds=kinds,
        subject=subject,
        title=_sentence(entries, "title"),
        means=_sentence(entries, "means"),
        severity=_severity(entries),
        stage=word_of(entries["stage"], STAGES),
        category=word_of(entries["category"], CATEGORIES),
        says=line_of(entries["says"]),
        fires=logs_of(entries["fires"]),
        quiet=logs_of(entries["quiet"]),
        fix=_sentence(entries, "fix"),
        mended_by=kinds_of(entries, "mended_by", words),
        fields=asked,
        state=_state(entries),
        where=where,
        telling=_telling(entries),
        symptom_of=lines_of(entries["symptom_of"]) if "symptom_of" in entries else (),
        grammar=words.grammar,
        page=_page(entries),
        **optional,
        **_timing(entries, words),
    )


# ---- sentences


def _sentence(entries: Mapping[str, Node], key: str) -> str:
    return line_of(entries[key])


def _fields_asked(
    entries: Mapping[str, Node], subject: str, fields: frozenset[str], where: Conditions | None
) -> tuple[str, ...]:
    """The fields that sentences and conditions speak of, and those that are named besides."""
    asked = list(lines_of(entries["fields"])) if "fields" in entries else []
    for name in asked:
        if name not in fields:
            raise entries["fields"].wrong(
                f"{name}: no field of these messages; {nearest(name, sorted(fields))}"
            )
    for node in _sentences(entries):
        asked += _places(node, fields)
    asked += where.fields if where else ()
    return tuple(name for name in dict.fromkeys(asked) if name not in ALWAYS | {subject})


def _sentences(entries: Mapping[str, Node]) -> Iterator[Node]:
    for key in ("title", "means", "fix", "against", "beyond", "rivals", "asks"):
        if key in entries:
            yield from _texts(entries[key])


def _texts(node: Node) -> Iterator[Node]:
    if node.text is not None:
        yield node
    for each in node.items or (node.pairs or {}).values():
        yield from _texts(each)


def _places(node: Node, fields: frozenset[str]) -> Iterator[str]:
    for inside in _BRACES.findall(node.text or ""):
        if not _NAME.fullmatch(inside):
            raise node.wrong(f"{{{inside}}}: only the name of a field stands in braces")
        if inside not in fields | ALWAYS:
            raise node.wrong(
                f"{{{inside}}}: no field of these messages; {nearest(inside, sorted(fields | ALWAYS))}"
            )
        yield inside


def _telling(entries: Mapping[str, Node]) -> Telling:
    given: dict[str, Any] = {
        key: yes_of(entries[key]) for key in ("needs_launch", "hits_all") if key in entries
    }
    if "confidence" in entries:
        given["confidence"] = word_of(entries["confidence"], CONFIDENCE)
    if "against" in entries:
        given["against"] = lines_of(entries["against"])
    if "beyond" in entries:
        given["beyond"] = line_of(entries["beyond"]).rstrip(".")
    if "rivals" in entries:
        given["rivals"] = tuple(_two(each, "text", "confirm") for each in items_of(entries["rivals"]))
    if "asks" in entries:
        given["asks"] = tuple(_ask(each) for each in items_of(entries["asks"]))
    return Telling(**given)


def _two(node: Node, one: str, other: str) -> tuple[str, str]:
    pairs = pairs_of(node, (one, other), (one, other))
    return line_of(pairs[one]), line_of(pairs[other])


def _ask(node: Node) -> Ask:
    pairs = pairs_of(node, ("command", "outcomes"), ("command", "outcomes"))
    outcomes = tuple(_two(each, "if", "then") for each in items_of(pairs["outcomes"]))
    return Ask(line_of(pairs["command"]), outcomes)


def _severity(entries: Mapping[str, Node]) -> Severity:
    found: Any = word_of(entries["severity"], get_args(Severity))
    return found  # type: ignore[no-any-return]  # it is one of these words


def _state(entries: Mapping[str, Node]) -> InstanceState | None:
    found: Any = word_of(entries["state"], get_args(InstanceState)) if "state" in entries else None
    return found  # type: ignore[no-any-return]  # it is one of these words


def _page(entries: Mapping[str, Node]) -> str:
    """The page that is written, else one of the sentences there are."""
    if "page" in entries:
        page = text_of(entries["page"])
        missing = next((heading for heading in HEADINGS if heading not in page), None)
        if missing:
            raise entries["page"].wrong(f"has no heading {missing!r}")
        return page
    texts = (f"{line_of(entries['says'])}.", line_of(entries["means"]), f"{line_of(entries['fix'])}.")
    parts = (f"{heading} {text}" for heading, text in zip(HEADINGS, texts, strict=True))
    return "\n\n".join((f"{line_of(entries['says'])}.", *parts)).replace("..", ".") + "\n"


# ---- conditions and times


def _where(entries: Mapping[str, Node], words: Words, fields: frozenset[str]) -> Conditions | None:
    if "where" not in entries:
        return None
    units = {
        name: unit
        for name in sorted(fields)
        if (unit := next((u for one in words.own if (u := unit_of(one, name)) is not None), None))
        is not None
    }
    every: list[Condition] = []
    for each in items_of(entries["where"]):
        try:
            conditions = read_condition(line_of(each))
        except ConditionError as error:
            raise each.wrong(str(error)) from None
        for one in conditions:
            _refuse_unlike(each, one, words, fields, units)
        every += conditions
    return Conditions(tuple(every), units)


def _refuse_unlike(
    node: Node, one: Condition, words: Words, fields: frozenset[str], units: Mapping[str, str]
) -> None:
    """A field that is none, and a number with a unit against a field that has none."""
    for side, other in ((one.left, one.right), (one.right, one.left)):
        if side.field and side.field not in fields:
            raise node.wrong(
                f"{side.field}: no field of these messages; {nearest(side.field, sorted(fields))}"
            )
        types = {
            p.type for m in words.own for p in m.pieces if isinstance(p, Capture) and p.name == side.field
        }
        is_bare = types == {"INT"} and side.field not in units and unit_of_name(side.field) is None
        if is_bare and other.amount is not None and other.amount.unit is not None:
            raise node.wrong(
                f"{side.field} is a bare number; make it {{{side.field}:SIZE}}, or drop the unit"
            )


def _timing(entries: Mapping[str, Node], words: Words) -> Mapping[str, Any]:
    fold = word_of(entries["fold"], tuple(FOLDS)) if "fold" in entries else "seen"
    for name in FOLDS[fold]:
        if name not in entries:
            raise entries["fold"].wrong(f"{fold} needs {name}; add `{name}: ...`")
    belong = {*FOLDS[fold], "times"}
    for name in ("within", "answers", "follows"):
        if name in entries and name not in belong:
            fits = next(each for each, needs in FOLDS.items() if name in needs)
            raise entries[name].wrong(f"{name} means nothing to fold: {fold}; that of {fits} has it")
    return {
        "times": count_of(entries["times"]) if "times" in entries else 1,
        "within": seconds_of(entries["within"]) if "within" in entries else 0,
        "answers": kinds_of(entries, "answers", words),
        "follows": kinds_of(entries, "follows", words),
    }
