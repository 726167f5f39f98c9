"""Usage: a mistake in the command's words -> one line that says what, where, and what to type instead."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

import typer

from logdiag.errors import BadOptionError

# typer brings its own copy of click in some versions and imports it in others: the base of its errors.
UsageMistake: type[BaseException] = next(
    each for each in typer.BadParameter.__mro__ if each.__name__ == "ClickException"
)


def nearest(word: str, words: Sequence[str]) -> str:
    """The word that was meant, as a question, else all there are."""
    near = difflib.get_close_matches(word, words, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(words)}"


def one_of(option: str, value: str, words: Sequence[str], later: Sequence[str] = ()) -> None:
    """Raises BadOptionError unless `value` is one of `words`; `later` ones are not built yet."""
    if value in later:
        raise not_built(f"{option} {value}", f"use {', '.join(words)}")
    if value not in words:
        raise BadOptionError(f"{option} {value}: no such value; {nearest(value, words)}")


def not_built(what: str, instead: str) -> BadOptionError:
    """The error of a word of the contract that a later version will know."""
    from logdiag import __version__

    return BadOptionError(f"{what}: not built yet in logdiag {__version__}; {instead}")


def number(option: str, text: str | None, allowed: range, mistake: str) -> int | None:
    """The number that was typed, None where none was. Raises BadOptionError, which says the mistake."""
    if text is None:
        return None
    found = whole_number(text)
    if found is None or found not in allowed:
        raise BadOptionError(f"{option} {text}: {mistake}")
    return found


def whole_number(text: str) -> int | None:
    """The number that stands there in plain digits, with a minus or without; None if none does."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def is_plea_for_help(mistake: BaseException) -> bool:
    """Whether only `logdiag` was typed, or `logdiag rules`: the page of help is the answer."""
    return type(mistake).__name__ == "NoArgsIsHelpError"


def usage_line(mistake: Any) -> str:
    """What was mistyped and what there is instead, without a newline at the end."""
    context = getattr(mistake, "ctx", None)
    page = f"see {context.command_path if context else 'logdiag'} --help"
    option = getattr(mistake, "option_name", None)
    if type(mistake).__name__ == "NoSuchOption" and context and option:
        near = difflib.get_close_matches(option, _options(context.command), n=1)
        return f"{option}: no such option; " + (f"did you mean {near[0]}?" if near else page)
    words = " ".join(mistake.format_message().split()).removesuffix(".")
    if words.startswith("No such command") and context:
        word = words.split("'")[1] if "'" in words else words
        return f"{word}: no such command; {nearest(word, _commands(context))}"
    return f"{words[:1].lower()}{words[1:]}; {page}"


def _options(command: Any) -> list[str]:
    """The options that are shown: those of later versions are none to be led to."""
    shown = [each for each in command.params if not getattr(each, "hidden", False)]
    return [option for each in shown for option in each.opts if option.startswith("--")]


def _commands(context: Any) -> list[str]:
    return [name for name, each in getattr(context.command, "commands", {}).items() if not each.hidden]
