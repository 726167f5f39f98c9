"""A Report as JSON, schema `logdiag.report/1` (docs/report.schema.json): keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from logdiag.report.escape import json_text
from logdiag.report.values import Report, Story, names_of

SCHEMA = "logdiag.report/1"

_KEYS = {"supports": "for", "checks": "confirm", "when": "if", "from_": "from"}
"""Names that are words of Python, or say more in code, and what the contract calls them."""


def report_to_json(report: Report) -> dict[str, Any]:
    """The report as plain dicts, lists, strings and numbers, by the contract of docs/design.md."""
    whole: dict[str, Any] = _plain(report)
    if not any(whole["settings"].values()):
        del whole["settings"]
    about = {"version": whole.pop("version"), "rules": whole.pop("rules_hash")}
    return {"schema": SCHEMA, "logdiag": about, **whole}


def story_to_json(story: Story) -> dict[str, Any]:
    """The page of one subject as plain values."""
    page: dict[str, Any] = _plain(story)
    return page


def render_json(report: Report) -> str:
    """ASCII JSON, indented by two, with a newline at the end."""
    return json.dumps(report_to_json(report), indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _plain(value: object) -> Any:
    if isinstance(value, str):
        return json_text(value)
    names = names_of(value)
    if names:
        return {_KEYS.get(name, name): _plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {json_text(str(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value
