"""Settings: what a logdiag.toml says: rules switched off, severities changed, findings suppressed with a reason.

The text of a file comes in, Settings come out, or a SettingsError that names file and line. Next to logs it may be
somebody else's: so whatever it does is told in the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Any, NamedTuple, get_args

from logdiag.errors import LogdiagError
from logdiag.report.values import Severity
from logdiag.usage import nearest

NAME = "logdiag.toml"
LARGEST = 256 * 1024
"""Bytes of a file."""
LONGEST = 300
"""Characters of a reason, a name or a glob."""
_LINE = re.compile(r"^[ \t]*\[\[[ \t]*suppress[ \t]*\]\]", re.MULTILINE)
_AT = re.compile(r"(.*) \(at line (\d+), column (\d+)\)")


class SettingsError(LogdiagError):
    """A settings file is broken; `path:line` and what is wrong with it."""

    def __init__(self, path: str, line: int, why: str) -> None:
        super().__init__(f"{path}:{line}: {why}")


class Change(NamedTuple):
    """What becomes of a rule: `off`, or another severity."""

    rule: str
    off: bool
    severity: Severity | None
    reason: str
    by: str


class Suppression(NamedTuple):
    """Findings of a rule, or incidents of a name, where host and all entities fit; through the day `until`."""

    rule: str
    host: str
    entity: str
    reason: str
    until: date
    by: str

    def fits(self, name: str, host: str, entities: Iterable[str]) -> bool:
        """Whether it speaks of such a finding: one that names others as well is not hidden."""
        return (
            name == self.rule
            and fnmatchcase(host.lower(), self.host.lower())
            and (self.entity == "*" or _all_fit(entities, self.entity.lower()))
        )


def _all_fit(entities: Iterable[str], glob: str) -> bool:
    names = [name.lower() for name in entities]
    return bool(names) and all(fnmatchcase(name, glob) for name in names)


class Settings(NamedTuple):
    """What all files say together; later ones win."""

    changes: tuple[Change, ...] = ()
    suppressions: tuple[Suppression, ...] = ()

    def with_more(self, other: Settings) -> Settings:
        """Both; where both speak of a rule, the other does."""
        changed = {each.rule: each for each in (*self.changes, *other.changes)}
        return Settings(tuple(changed.values()), (*self.suppressions, *other.suppressions))

    @property
    def off(self) -> frozenset[str]:
        """The rules that are switched off."""
        return frozenset(each.rule for each in self.changes if each.off)

    @property
    def severities(self) -> Mapping[str, Severity]:
        """Rule -> its changed severity."""
        return {each.rule: each.severity for each in self.changes if each.severity and not each.off}


def read_settings(path: str, data: bytes) -> Settings:
    """What a file says; raises SettingsError."""
    import tomllib  # few runs have settings

    if len(data) > LARGEST:
        raise SettingsError(path, 1, f"is larger than {LARGEST // 1024} KiB; shorten it")
    try:
        text = data.decode("utf-8-sig")
        held = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise SettingsError(path, data[: error.start].count(b"\n") + 1, "is no UTF-8 here") from None
    except tomllib.TOMLDecodeError as error:
        found = _AT.fullmatch(str(error))
        line, why = (int(found[2]), found[1]) if found else (text.count("\n") + 1, str(error))
        raise SettingsError(path, line, f"is no TOML here: {why}") from None
    except RecursionError:
        raise SettingsError(path, 1, "is no TOML that anybody wrote: too deep") from None
    _refuse_unknown(path, 1, held, ("rules", "suppress"))
    changes = _table(path, text, held, "rules", dict)
    suppressions = _table(path, text, held, "suppress", list)
    lines = [text.count("\n", 0, found.start()) + 1 for found in _LINE.finditer(text)]
    return Settings(
        tuple(_change(path, _line_of(text, rule), rule, told) for rule, told in changes.items()),
        tuple(
            _suppression(path, lines[at] if at < len(lines) else 1, told)
            for at, told in enumerate(suppressions)
        ),
    )


def _table(path: str, text: str, held: Mapping[str, Any], key: str, sort: type) -> Any:
    found = held.get(key, sort())
    if not isinstance(found, sort):
        shape = "[rules.RULE]" if key == "rules" else "[[suppress]]"
        raise SettingsError(path, _line_of(text, key), f"{key} is written as {shape}")
    return found


def _line_of(text: str, word: str) -> int:
    at = text.find(word)
    return text.count("\n", 0, max(at, 0)) + 1


def _refuse_unknown(path: str, line: int, told: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in told:
        if name not in known:
            raise SettingsError(path, line, f"{name!r}: no such setting; {nearest(name, known)}")


def _change(path: str, line: int, rule: str, told: Any) -> Change:
    if not isinstance(told, dict):
        raise SettingsError(path, line, f"what is to become of {rule}? Write [rules.{rule}] and off = true")
    _refuse_unknown(path, line, told, ("off", "severity", "reason"))
    off, severity = told.get("off", False), told.get("severity")
    if not isinstance(off, bool):
        raise SettingsError(path, line, f"off of {rule} is true or false")
    words = get_args(Severity)
    if severity is not None and severity not in words:
        raise SettingsError(
            path, line, f"severity {severity}: no such value; {nearest(str(severity), words)}"
        )
    if not off and severity is None:
        raise SettingsError(path, line, f"{rule} is neither off nor of another severity; write one of them")
    return Change(rule, off, severity, _text(path, line, told, "reason", ""), path)


def _suppression(path: str, line: int, told: Any) -> Suppression:
    if not isinstance(told, dict):
        raise SettingsError(path, line, "a suppression is written as [[suppress]] and entries below it")
    _refuse_unknown(path, line, told, ("rule", "host", "entity", "reason", "until"))
    until = told.get("until")
    if isinstance(until, datetime) or not isinstance(until, date):
        raise SettingsError(
            path, line, "a suppression ends: add `until = 2027-01-31`, the last day, without quotes"
        )
    return Suppression(
        rule=_text(path, line, told, "rule"),
        host=_text(path, line, told, "host", "*"),
        entity=_text(path, line, told, "entity", "*"),
        reason=_text(path, line, told, "reason"),
        until=until,
        by=path,
    )


def _text(path: str, line: int, told: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = told.get(name, default)
    if value is None or (isinstance(value, str) and not value.strip() and default is None):
        raise SettingsError(path, line, f'a suppression needs a {name}: add `{name} = "..."`')
    if not isinstance(value, str):
        raise SettingsError(path, line, f"{name} is a text in quotes")
    if len(value) > LONGEST:
        raise SettingsError(path, line, f"{name} is longer than {LONGEST} characters")
    return " ".join(value.split())


def sentences(settings: Settings, ids: Iterable[str], today: date | None) -> Iterator[str]:
    """What the settings did to these rules, and what they tried, one sentence each, but for what was suppressed."""
    known = frozenset(ids)
    for change in settings.changes:
        why = f": {change.reason}" if change.reason else ""
        if change.rule not in known:
            yield f"{change.by} speaks of {change.rule}, which is no rule."
        elif change.off:
            yield f"Rule {change.rule} is switched off by {change.by}{why}."
        else:
            yield f"Rule {change.rule} counts as {change.severity} by {change.by}{why}."
    for one in settings.suppressions:
        if is_over(one, today):
            yield f"The suppression of {one.rule} in {one.by} ended on {one.until} and hides nothing."


def is_over(one: Suppression, today: date | None) -> bool:
    """Whether its last day has passed."""
    return today is not None and today > one.until
