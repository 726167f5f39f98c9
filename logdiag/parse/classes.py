"""Classes of characters as bits: one a character of ASCII, and one more for all that are beyond it."""

from __future__ import annotations


def holds(mask: int, character: str) -> bool:
    """Whether the character is of the class."""
    return bool(mask >> min(ord(character), 128) & 1)
