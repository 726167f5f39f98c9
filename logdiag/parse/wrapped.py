"""Wrapped: a message that syslog or the journal carries with the beginning of the program's own log inside.

A Header comes in whose program is a service's tag; out comes one that says what the service's own file would.
oslo.log's own formats behind a tag (oslo_log/_options.py:174, 7808001c), devstack's logging_context_format_string
(devstack lib/functions, setup_logging), with its colours; Kea, Open vSwitch, RabbitMQ, cloud-init and KubeVirt, which
write to a console that the journal or a container's engine takes down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

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


# Other programs and the formats that their messages may begin as; an engine's tag tells nothing of who speaks in it.
_OTHERS = (
    (re.compile(r"kea-"), ("kea",)),
    (re.compile(r"ovs-vswitchd|ovsdb-server|ovn-|openvswitch"), ("iso",)),
    (re.compile(r"rabbitmq|beam\.smp"), ("rabbitmq",)),
    (re.compile(r"cloud-init"), ("cloudinit",)),
    (re.compile(r"virt-(?:launcher|handler|controller|api)|etcd"), ("json",)),
    (
        re.compile(r"docker/|docker\Z|conmon|podman|libpod|k8s_"),
        ("oslo", "kea", "rabbitmq", "cloudinit", "json"),
    ),
)


_THROWN = re.compile(r"[:.] (?=(?:(?:[a-z_]\w*\.)+[A-Z]\w+|[A-Z]\w+(?:Error|Exception)): )", re.ASCII)
# Exceptions of a message that are looked at, from its beginning.
_MOST_THROWN = 4


@lru_cache(maxsize=1024)
def _forms_of(program: str) -> tuple[str, ...]:
    """The formats that messages of a tag may begin as."""
    if _SERVICE.match(program):
        return ("oslo",)
    return next((forms for tag, forms in _OTHERS if tag.match(program)), ())


def may_wrap(program: str | None) -> bool:
    """Whether lines of a tag may have the beginning of the program's own log inside."""
    return bool(program) and bool(_forms_of(program or ""))


def unwrapped(header: Header, read_text: ReadText) -> Header:
    """The header as the service's own file would tell it; as it is where nothing is wrapped."""
    forms = _forms_of(header.program or "")
    if not forms:
        return header
    message = header.message
    if (message[:2] == "20" and message[4:5] == "-") or (message[:1] == "{" and "json" in forms):
        inner = read_text(message)
        return _joined(header, inner) if inner and _is_of(inner, forms, message) else header
    if "oslo" not in forms:
        return header
    inside = _INSIDE.match(message)
    if inside is None or ("." not in inside[2] and inside.end(2) == inside.end()):
        return header
    rest = _SUFFIX.sub("", message[inside.end() :])
    return header._replace(
        program=inside[2], severity=severity_of(inside[1]) or header.severity, message=_plain(rest)
    )


def _is_of(inner: Header, forms: tuple[str, ...], message: str) -> bool:
    """Whether what was read inside is what the program writes: of ISO times Open vSwitch's alone, with its bars."""
    if message[:1] == "{":
        return True
    return inner.format in forms and (inner.format != "iso" or "|" in message[19:40])


def _joined(outer: Header, inner: Header) -> Header:
    """Who speaks is told inside; when, by the wrapping."""
    return outer._replace(
        program=outer.program if inner.format == "iso" else inner.program or outer.program,
        pid=inner.pid or outer.pid,
        severity=inner.severity or outer.severity,
        message=inner.message,
    )


def _plain(text: str) -> str:
    """A text without colours."""
    return _COLOURS.sub("", text) if "[" in text else text


def thrown_in(program: str | None, text: str) -> Iterator[str]:
    """What was thrown, as it stands behind what a Python program says of it: `Unhandled error: a.b.Refused: reason`."""
    if program and _is_of_python(program):
        yield from (text[one.end() :] for one in islice(_THROWN.finditer(text), _MOST_THROWN))


@lru_cache(maxsize=1024)
def _is_of_python(program: str) -> bool:
    """Whether a logger's name, or a service's, stands where a program's does."""
    return "." in program or _SERVICE.match(program) is not None
