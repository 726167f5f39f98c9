"""Task: what a program tried when the system refused, as it stands before the system's own words.

A program that says in the same line that it goes on regardless, or tries again, has not failed yet.
"""

from __future__ import annotations

from collections.abc import Mapping

_GOES_ON = ("ignoring", "ignored", "retry", "trying again", "try again", "debug", "skipping")


def has_failed(told: Mapping[str, str]) -> bool:
    """Whether the line, its `task` and what follows, does not say that the program goes on regardless."""
    said = f"{told.get('task', '')} {told.get('rest', '')}".lower()
    return not any(word in said for word in _GOES_ON)
