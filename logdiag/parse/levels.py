"""Levels: the words programs print for how grave a message is, and the syslog severity each stands for.

A word comes in, an RFC 5424 keyword comes out, or None where the word is no level.
"""

from __future__ import annotations

from collections.abc import Mapping

_WORDS = {
    "emerg": "emerg emergency panic",
    "alert": "alert alrt",
    "crit": "crit critical fatal ftl severe_error c f",
    "err": "err error erro eror severe failure fail e",
    "warning": "warning warn warnin wrn wa w",
    "notice": "notice note notic audit no n",
    "info": "info information informational inf config log statement system in i",
    "debug": "debug dbg trace fine finer finest extreme extre verbose verb trc dbug db d v t",
}
_KEYWORDS = {word: severity for severity, words in _WORDS.items() for word in words.split()}
_LETTERS = {
    *("E", "W", "I", "D", "F", "C", "N", "V", "T", "e", "w", "i", "d"),
}


def severity_of(word: str) -> str | None:
    """The severity of a level as any program writes it: `WARN`, `Info`, `<5>`'s numbers are not among them."""
    if len(word) == 1 and word not in _LETTERS:
        return None
    return _KEYWORDS.get(word.lower())


def names_a_level(fields: Mapping[str, str | None]) -> bool:
    """Whether the WORD of a shape is a level: where it is none, the shape does not read the line."""
    word = fields.get("word")
    return word is None or severity_of(word) is not None
