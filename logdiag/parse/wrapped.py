"""Wrapped: a message of OpenStack that syslog or the journal carries with oslo.log's own beginning inside.

A Header comes in whose program is a service's tag; out comes one that names the logger, as in the service's own file.
devstack's logging_context_format_string (devstack lib/functions, setup_logging), with its colours; oslo.log's own
formats behind a tag (oslo_log/_options.py:174, 7808001c).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from logdiag.parse.levels import severity_of
from logdiag.record import Header

ReadText = Callable[[str], Header | None]

# Tags of services that log by oslo.log; other programs may say what they like.
_SERVICE = re.compile(
    r"(?:devstack@|nova|neutron|cinder|glance|keystone|placement|heat-|octavia|ironic|manila|barbican|magnum|designate)"
)
_COLOUR = r"(?:(?:\x1b|#033)\[[0-9;]{0,12}m)"
_COLOURS = re.compile(_COLOUR)
_INSIDE = re.compile(
    rf"{_COLOUR}*(TRACE|DEBUG|INFO|AUDIT|WARNING|ERROR|CRITICAL){_COLOUR}* ([A-Za-z_][\w.-]{{2,100}})"
    rf"(?: {_COLOUR}*\[{_COLOUR}*(?!instance:)[^\]\n:]{{1,300}}\](?: |\Z))?(?: |\Z)?"
)
# What devstack adds to a line of DEBUG: process, function and file.
_SUFFIX = re.compile(r" \{\{\(pid=[0-9]{1,8}\) [^{}\n]{1,400}\}\}\Z")


def may_wrap(program: str | None) -> bool:
    """Whether lines of a tag may have oslo.log's beginning inside."""
    return bool(program) and _SERVICE.match(program or "") is not None


def unwrapped(header: Header, read_text: ReadText) -> Header:
    """The header as the service's own file would tell it; as it is where nothing is wrapped."""
    if not may_wrap(header.program):
        return header
    message = header.message
    if message[:2] == "20" and message[4:5] == "-":
        inner = read_text(message)
        return _joined(header, inner) if inner and inner.format == "oslo" else header
    inside = _INSIDE.match(message)
    if inside is None or ("." not in inside[2] and inside.end(2) == inside.end()):
        return header
    rest = _SUFFIX.sub("", message[inside.end() :])
    return header._replace(
        program=inside[2], severity=severity_of(inside[1]) or header.severity, message=_plain(rest)
    )


def _joined(outer: Header, inner: Header) -> Header:
    """Who speaks is told inside; when, by the wrapping."""
    return outer._replace(
        program=inner.program,
        pid=inner.pid or outer.pid,
        severity=inner.severity or outer.severity,
        message=inner.message,
    )


def _plain(text: str) -> str:
    """A text without colours."""
    return _COLOURS.sub("", text) if "[" in text else text
