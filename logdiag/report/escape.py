"""Log text made harmless, one function a medium: terminal, markdown (sentence, cell, code, fence), JSON.

Nothing is dropped: what a medium must not see is spelled out, `\\x1b` or `\\u{202e}`.
"""

from __future__ import annotations

import re

_NOT_PLAIN = re.compile(r"[^ -~]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TICKS = re.compile(r"`+")
# What GitHub or GitLab would make more of than letters: emphasis, HTML, links, mentions, references, maths.
_RISKY = re.compile(r"[`*_\\<>\[\]{}|@#&~^$]|[!%]\w|://|www\.|GH-\d|[^ -~]", re.IGNORECASE)
_AROUND = re.compile(r"([(\"']*)(.*?)([)\"'.,;:?]*)", re.DOTALL)
_BEGINS_A_BLOCK = re.compile(r"[-+=]+|\d+[.)]")
_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def _spelled(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was no text, as Python keeps it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}"


def terminal(text: str) -> str:
    """Printable ASCII only: no control character, tab, bidi mark or ambiguous width is left."""
    return _NOT_PLAIN.sub(lambda found: _spelled(found[0]), text)


def json_text(text: str) -> str:
    """`text` as strict JSON readers take it: without lone surrogates, which stand for undecodable bytes."""
    return _LONE_SURROGATE.sub(lambda found: _spelled(found[0]), text)


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else _spelled(each) for each in text)


def markdown(text: str) -> str:
    """One sentence on one line; a word that could become markup stands in a code span.

    A backslash would not do: mentions and references are looked for after the page is rendered, and are
    left alone only inside code.
    """
    words = _printable(text).strip().split(" ")
    return " ".join(_word(word, first=at == 0) for at, word in enumerate(words))


def _word(word: str, *, first: bool) -> str:
    if not _RISKY.search(word) and not (first and _BEGINS_A_BLOCK.fullmatch(word)):
        return word
    before, inside, after = _AROUND.fullmatch(word).groups()  # type: ignore[union-attr]  # matches any word
    return f"{before}{code(inside)}{after}"


def markdown_cell(text: str) -> str:
    """A sentence inside a table, where a bar ends the cell even within code."""
    return markdown(text).replace("|", "\\x7c")


def code(text: str) -> str:
    """A code span. Its ticks are one longer than any run inside."""
    inside = _printable(text)
    if not inside.strip(" "):
        return inside
    ticks = "`" * (_longest_run(inside) + 1)
    pad = " " if inside[0] == "`" or inside[-1] == "`" or inside[0] == inside[-1] == " " else ""
    return f"{ticks}{pad}{inside}{pad}{ticks}"


def fence(lines: list[str]) -> str:
    """A fenced block of text. Its fence is longer than any run of ticks inside."""
    inside = [_printable(line) for line in lines]
    ticks = "`" * max(3, 1 + max(map(_longest_run, inside), default=0))
    return "\n".join([f"{ticks}text", *inside, ticks])


def _longest_run(text: str) -> int:
    return max((len(run) for run in _TICKS.findall(text)), default=0)
