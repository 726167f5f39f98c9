"""Task: what a program tried when the system refused, as it stands before the system's own words.

A program that says in the same line that it goes on regardless, or tries again, has not failed yet.
"""

from __future__ import annotations

from collections.abc import Mapping

_GOES_ON = ("ignoring", "ignored", "retry", "trying again", "try again", "debug", "skipping")


# What an agent of neutron says when the message queue, and not its own work, failed it.
_MESSAGES = ("messag", "timeout", "timed out", "rpc", "remote", "amqp", "rabbit", "unreachable")


def tells_of_messages(told: Mapping[str, str]) -> bool:
    """Whether the reason names the message queue, or none is given."""
    reason = told.get("reason", "").lower()
    return not reason or any(word in reason for word in _MESSAGES)


def tells_of_work(told: Mapping[str, str]) -> bool:
    """Whether the reason names no message queue; so too where none is given."""
    return not told.get("reason") or not tells_of_messages(told)


def has_failed(told: Mapping[str, str]) -> bool:
    """Whether nothing of the line (its `task`, what follows) says that the program goes on regardless."""
    said = " ".join(told.get(name, "") for name in ("task", "rest", "reason")).lower()
    return not any(word in said for word in _GOES_ON)
