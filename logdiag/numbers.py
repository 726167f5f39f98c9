"""Numbers: what a log says in digits, however many it has of them."""

from __future__ import annotations

MOST_DIGITS = 18
"""More than this a log has by mistake or by malice: Python refuses to read numbers of thousands of digits."""


def number_of(digits: str) -> int:
    """The number that these digits tell, at most one of MOST_DIGITS nines."""
    return int(digits) if len(digits) <= MOST_DIGITS else 10**MOST_DIGITS - 1
