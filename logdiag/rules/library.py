"""The library of rules: every module of this package that holds a `rule`, in the order of their ids."""

from __future__ import annotations

import hashlib
import importlib
import os
import pkgutil
import sys
import traceback
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

from logdiag import rules
from logdiag.errors import RuleError
from logdiag.rules.rule import Rule

# Modules of this package that are not rules but what rules are made of.
PARTS = frozenset(
    {"cells", "counts", "folds", "keyed", "library", "near", "refused", "rule", "timing", "told"}
)
HEADINGS = ("What it looks for:", "Why it fails a launch:", "What to do:")


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every rule, sorted by id. A broken rule file is a RuleError that names it and the line."""
    return rules_in(rules)


def rules_in(package: ModuleType) -> tuple[Rule, ...]:
    """The rules of the modules of a package, sorted by id; raises RuleError."""
    names = sorted(
        module.name for module in pkgutil.iter_modules(package.__path__) if module.name not in PARTS
    )
    paths = [(name, os.path.join(package.__path__[0], f"{name}.py")) for name in names]
    found = [(path, _load(package, name, path)) for name, path in paths]
    _refuse_twins(found)
    return tuple(rule for _, rule in sorted(found, key=lambda pair: pair[1].id))


def _module(name: str, path: str) -> ModuleType:
    """A module of which the file is known: nobody has to look for it, which took a third of the time of its import."""
    if (known := sys.modules.get(name)) is not None:
        return known
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        return importlib.import_module(name)
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _load(package: ModuleType, name: str, path: str) -> Rule:
    try:
        module = _module(f"{package.__name__}.{name}", path)
    except Exception as broken:  # a rule file may be broken in any way; the user must learn where
        raise RuleError(
            path, line_of(broken, path), f"{type(broken).__name__}: {broken}; mend this rule"
        ) from broken
    rule = getattr(module, "rule", None)
    if not isinstance(rule, Rule):
        raise RuleError(path, 1, "holds no `rule = Rule(...)`; see `logdiag rules list` for those that do")
    page = module.__doc__ or ""
    missing = next((heading for heading in HEADINGS if heading not in page), None)
    if missing:
        raise RuleError(path, 1, f"its page (the docstring) has no heading {missing!r}")
    if not rule.fires or not rule.quiet:
        raise RuleError(path, 1, "needs at least one log in `fires` and one in `quiet`")
    return _with_page(rule, page)


def _with_page(rule: Rule, page: str) -> Rule:
    return replace(rule, page=page)


def line_of(broken: BaseException, path: str) -> int:
    """The line of a file that an error came from, 1 where it does not tell."""
    if isinstance(broken, SyntaxError) and broken.lineno:
        return broken.lineno
    lines = [frame.lineno for frame in traceback.extract_tb(broken.__traceback__) if frame.filename == path]
    return lines[-1] or 1 if lines else 1


def _refuse_twins(found: list[tuple[str, Rule]]) -> None:
    seen: dict[str, str] = {}
    for path, rule in found:
        if rule.id in seen:
            raise RuleError(path, 1, f"its id {rule.id!r} is that of {seen[rule.id]}; give it another")
        seen[rule.id] = os.path.basename(path)


def rules_hash(rules: Iterable[Rule] | None = None) -> str:
    """Twelve hex digits that change when the text of any of these rules does; of those that came along by default."""
    digest = hashlib.sha256()
    for rule in all_rules() if rules is None else rules:
        told = (
            rule.telling,
            rule.symptom_of,
            *((rule.grammar, rule.text) if rule.grammar or rule.text else ()),
        )
        digest.update(
            repr((rule.id, rule.severity, rule.says, rule.page, rule.fires, rule.quiet, told)).encode()
        )
    return digest.hexdigest()[:12]
