"""Words: commands whose options and arguments are taken as they were typed.

typer has pydantic turn each word into its option's type, which would cost two thirds of a short run; here all of
them are text or flags, and cli.py reads the few numbers among them itself.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup


class _AsTyped:
    """Stands where typer would coerce the value of one option."""

    def coerce(self, value: Any, **_: object) -> Any:
        """The value as it came out of the command line, None where nothing did."""
        return value


def _take_words(command: TyperCommand | TyperGroup, context: Any) -> None:
    """A typer that does not look for this hook coerces as it always does: later, and to the same values."""
    for parameter in command.get_params(context):
        vars(parameter)["get_runtime_param"] = _AsTyped


class WordCommand(TyperCommand):
    """A command whose options are text or flags."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What typer's own does, without loading what it would coerce with."""
        _take_words(self, ctx)
        return super().parse_args(ctx, args)


class WordGroup(TyperGroup):
    """A group of commands whose own options are flags."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What typer's own does, without loading what it would coerce with."""
        _take_words(self, ctx)
        return super().parse_args(ctx, args)
