"""Conditions: `free < needed`, `left < 2 GB`, `state == 'error'`: what a rule asks of the values of fields.

The text of a rule comes in, Conditions come out, which hold or do not; a value that cannot be compared never holds.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from logdiag.errors import LogdiagError

_OPERATORS: Mapping[str, Callable[[object, object], bool]] = {
    "<": operator.lt,  # type: ignore[dict-item]  # numbers or texts on both sides
    "<=": operator.le,  # type: ignore[dict-item]
    ">": operator.gt,  # type: ignore[dict-item]
    ">=": operator.ge,  # type: ignore[dict-item]
    "==": operator.eq,
    "!=": operator.ne,
}
_CONDITION = re.compile(r"\s*(.+?)\s*(<=|>=|==|!=|<|>)\s*(.+?)\s*")
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_NUMBER = re.compile(r"(-?[0-9]{1,15}(?:\.[0-9]{1,9})?) ?(?:([KMGTP])(?:i?B)?|(B))?", re.IGNORECASE)
_SCALE = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5}
_SUFFIX = re.compile(r".*_([kmgtp]?)(?:i?b|bytes)\Z")


class ConditionError(LogdiagError):
    """A condition is none; says why, and what to write."""


class Amount(NamedTuple):
    """A number; `unit` is the letter of its unit, "" for bytes, None for a number of anything."""

    value: float
    unit: str | None

    @property
    def bytes(self) -> float:
        """In bytes; 1 KB is 1024 of them, as the programs that print these count."""
        return self.value * 1024.0 ** _SCALE[self.unit or ""]


class Operand(NamedTuple):
    """One side: a field, or a text, or an amount that stands there."""

    field: str = ""
    text: str = ""
    amount: Amount | None = None


class Condition(NamedTuple):
    """One comparison, and how it was written."""

    left: Operand
    sign: str
    right: Operand
    text: str


@dataclass(frozen=True)
class Conditions:
    """All of them have to hold. `units` has the unit of a field, where its message tells it beside the value."""

    every: tuple[Condition, ...]
    units: Mapping[str, str]

    def __call__(self, fields: Mapping[str, str]) -> bool:
        """Whether they hold of these values."""
        return all(holds(one, fields, self.units) for one in self.every)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields they speak of."""
        sides = (side.field for one in self.every for side in (one.left, one.right))
        return tuple(dict.fromkeys(field for field in sides if field))

    def told(self, fields: Mapping[str, str]) -> str:
        """The first that does not hold, with the values; "" if all do."""
        for one in self.every:
            if not holds(one, fields, self.units):
                names = [side.field for side in (one.left, one.right) if side.field]
                values = ", ".join(f"{name} is {fields.get(name) or 'not told'}" for name in names)
                return f"{one.text} ({values})"
        return ""


def read_condition(text: str) -> tuple[Condition, ...]:
    """The comparisons of a text, joined by `and`. Raises ConditionError."""
    return tuple(_one(part) for part in re.split(r"\band\b", text))


def _one(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise ConditionError(
            f"{text.strip()!r} compares nothing; write FIELD < VALUE, with < <= > >= == or !="
        )
    left, sign, right = found.groups()
    made = Condition(_operand(left), sign, _operand(right), f"{left} {sign} {right}")
    if not made.left.field and not made.right.field:
        raise ConditionError(f"{made.text!r} speaks of no field")
    if sign not in ("==", "!=") and (_is_text(made.left) or _is_text(made.right)):
        raise ConditionError(f"{made.text!r}: a text is equal or not; compare it with == or !=")
    return made


def _is_text(side: Operand) -> bool:
    return not side.field and side.amount is None


def _operand(text: str) -> Operand:
    if quoted := _QUOTED.fullmatch(text):
        return Operand(text=quoted[1] if quoted[1] is not None else quoted[2])
    if (amount := amount_of(text)) is not None:
        return Operand(amount=amount)
    if _FIELD.fullmatch(text):
        return Operand(field=text)
    raise ConditionError(f"{text!r} is neither a field, a number (2, 2.5, 512 MB) nor a text in quotes")


def amount_of(text: str) -> Amount | None:
    """The number a text is, with its unit if it has one; None if it is none."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    number, letter, plain = found.groups()
    unit = letter.upper() if letter else "" if plain else None
    return Amount(float(number), unit)


def unit_of_name(field: str) -> str | None:
    """The unit that a field's name ends in: `free_mb` is M, `size_bytes` is ""."""
    found = _SUFFIX.fullmatch(field)
    return found[1].upper() if found else None


def holds(one: Condition, fields: Mapping[str, str], units: Mapping[str, str]) -> bool:
    """Whether a comparison holds; false where a value is missing, or no number though one is asked for."""
    compare = _OPERATORS[one.sign]
    if _is_text(one.left) or _is_text(one.right):
        left_text, right_text = (fields.get(s.field) if s.field else s.text for s in (one.left, one.right))
        return left_text is not None and right_text is not None and compare(left_text, right_text)
    amounts = [_amount(side, fields, units) for side in (one.left, one.right)]
    left, right = amounts
    if left is None or right is None:
        texts = [fields.get(side.field, "") for side in (one.left, one.right)]
        return all(texts) and one.sign in ("==", "!=") and compare(texts[0], texts[1])
    if (left.unit is None) != (right.unit is None):
        return False  # two gigabytes and a bare number: nobody knows which is more
    return compare(left.bytes, right.bytes)


def _amount(side: Operand, fields: Mapping[str, str], units: Mapping[str, str]) -> Amount | None:
    if not side.field:
        return side.amount
    told = amount_of(fields.get(side.field, ""))
    if told is None or told.unit is not None:
        return told
    unit = units.get(side.field, unit_of_name(side.field))
    return told._replace(unit=unit)
