"""The library of rules: every module of this package that holds a `rule`, in the order of their ids."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import traceback
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
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
    found = [(_path(package, name), _load(package, name)) for name in names]
    _refuse_twins(found)
    return tuple(rule for _, rule in sorted(found, key=lambda pair: pair[1].id))


def _path(package: ModuleType, name: str) -> str:
    return str(Path(package.__path__[0]) / f"{name}.py")


def _load(package: ModuleType, name: str) -> Rule:
    path = _path(package, name)
    try:
        module = importlib.import_module(f"{package.__name__}.{name}")
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
    return Rule(**{**{name: getattr(rule, name) for name in rule.__dataclass_fields__}, "page": page})


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
        seen[rule.id] = Path(path).name


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
