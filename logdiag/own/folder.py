"""Folder: the rules of `--rules DIR`: *.py with one `rule`, whose code is run, and *.yaml or *.yml, which is only read.

A folder comes in, Rules with their files come out, or a RuleError that names the file, and the line where it can.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from logdiag.errors import BadOptionError, RuleError
from logdiag.rules.library import line_of
from logdiag.rules.rule import Rule

PYTHON, YAML = (".py",), (".yaml", ".yml")
MOST = 2_000
"""Files of a folder."""


class Filed(NamedTuple):
    """A rule and the file it stands in."""

    path: str
    rule: Rule

    @property
    def runs_code(self) -> bool:
        """Whether code of the file was run to have it."""
        return self.path.endswith(PYTHON)


def rules_of(folders: Iterable[str]) -> tuple[Filed, ...]:
    """The rules of these folders, in the order of their names; raises BadOptionError, RuleError."""
    return tuple(each for folder in folders for each in _of_folder(folder))


def files_of(folder: str) -> tuple[Path, ...]:
    """The files that are rules, by name; a file may be named itself. Hidden ones and `_*.py` are none."""
    path = Path(folder)
    if path.is_file():
        if path.suffix not in (*PYTHON, *YAML):
            raise BadOptionError(f"--rules {folder}: is no .yaml, .yml or .py; name a folder of these")
        return (path,)
    try:
        found = sorted(each for each in path.iterdir() if _is_rule(each))
    except OSError as error:
        raise BadOptionError(f"--rules {folder}: {error.strerror}; name a folder of rules") from None
    if len(found) > MOST:
        raise BadOptionError(f"--rules {folder}: holds more than {MOST:,} rules; name a smaller folder")
    return tuple(found)


def _is_rule(path: Path) -> bool:
    return path.suffix in (*PYTHON, *YAML) and not path.name.startswith((".", "_")) and path.is_file()


def _of_folder(folder: str) -> Iterator[Filed]:
    files = files_of(folder)
    if not files:
        raise BadOptionError(
            f"--rules {folder}: holds no rule (*.yaml, *.yml, *.py); `logdiag rules new NAME --dir DIR` writes one"
        )
    for path in files:
        rule = _from_python(path) if path.suffix in PYTHON else _from_yaml(path)
        yield Filed(str(path), rule)


def _from_yaml(path: Path) -> Rule:
    # A run without such a file loads no reader of YAML.
    from logdiag.own.tree import LARGEST, read_tree
    from logdiag.own.written import rule_of

    try:
        with path.open("rb") as file:
            held = file.read(LARGEST + 1)
    except OSError as error:
        raise RuleError(str(path), 1, f"cannot be read: {error.strerror}") from None
    rule = rule_of(read_tree(str(path), held), known_kinds())
    return replace(rule, text=held.decode("utf-8"))


@cache
def known_kinds() -> dict[str, frozenset[str]]:
    """The kinds of the grammars that came along, with their fields."""
    from logdiag.parse.lower import tables_for

    found: dict[str, frozenset[str]] = {}
    for table in tables_for().messages:
        for row in table.alternatives:
            found[row.kind] = found.get(row.kind, frozenset()) | frozenset(row.fields)
    return found


def _from_python(path: Path) -> Rule:
    """Runs the file, in a module of a name of its own."""
    name = f"logdiag_own_rule_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (
        Exception,
        SystemExit,
    ) as broken:  # a rule file may be broken in any way; the user must learn where
        why = " ".join(f"{type(broken).__name__}: {broken}".split())
        raise RuleError(str(path), line_of(broken, str(path)), f"{why}; mend this rule") from broken
    rule = getattr(module, "rule", None)
    if not isinstance(rule, Rule):
        raise RuleError(str(path), 1, "holds no `rule = Rule(...)` or `rule = told(...)`")
    if not rule.fires or not rule.quiet:
        raise RuleError(str(path), 1, "needs at least one log in `fires` and one in `quiet`")
    return replace(rule, page=rule.page or module.__doc__ or f"{rule.says}\n")
