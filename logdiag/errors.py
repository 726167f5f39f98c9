"""What can be wrong with what the user gave us: one tree, one clear line each.

Every error says what, where, and what to do next. Bugs are not in this tree: they raise and are not caught.
"""

from __future__ import annotations


class LogdiagError(Exception):
    """A mistake or a broken file, told in one line. The command line prints it and exits with 2."""


class BadOptionError(LogdiagError):
    """An option's value means nothing, or the option is not built yet."""


class GrammarError(LogdiagError):
    """A grammar breaks the author's rules; `path:line` and the rule that is broken."""

    def __init__(self, path: str, line: int, why: str) -> None:
        super().__init__(f"{path}:{line}: {why}")
        self.path, self.line, self.why = path, line, why


class RuleError(LogdiagError):
    """A rule file is broken; `path:line`, the column where it is known, and what is wrong with it."""

    def __init__(self, path: str, line: int, why: str, column: int | None = None) -> None:
        place = f"{path}:{line}" if column is None else f"{path}:{line}:{column}"
        super().__init__(f"{place}: {why}")
        self.path, self.line, self.why, self.column = path, line, why, column
