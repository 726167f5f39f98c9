"""Peel: what grep, a container's tool, an editor or a mail put in front of every line of a log is taken off.

The beginning of a content comes in, the name of what is in front of its lines comes out; then chunks with it come in
and chunks without it come out. Lines stay what they are, so that their numbers do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

# So many lines tell whether all have it, and so many bytes.
_SNIFFED_LINES = 60
_SNIFFED = 1 << 14
# Of a line beyond this only the beginning is looked at.
_LONGEST = 1 << 17

_MONTHS = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_STAMP = re.compile(
    rb"(?:<[0-9]{1,3}>)?(?:"
    rb"\[?(?:[A-Z][a-z]{2} )?" + _MONTHS + rb" {1,2}[0-9]{1,2} {1,2}[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
    rb"|\[?[0-9]{4}(?P<cut>[-/])[0-9]{2}(?P=cut)[0-9]{2}[T _]{1,2}[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
    rb"|[IWEF][0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}\.|\[ *[0-9]+\.[0-9]{6}\] |type=[A-Z_]+ msg=audit\("
    rb'|(?:time="|ts=|level=[a-z]+ )|\{[^\n]{0,2000}"(?:@?time(?:stamp)?|ts|t|asctime|log)":)'
)
"""How a line of a log begins, as far as it takes to know one with something in front of it."""

# A level in front of the time is the line's own; `data:` frames what journalctl -o json-sse prints.
_NO_LEVEL = rb"(?!data: |(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRIT|CRITICAL|FATAL)\b)"
PREFIXES: Mapping[str, bytes] = {
    # > as in a mail or a comment, a bullet of a list
    "quote": rb"(?:[>|] ?|[*-] ){1,4}",
    # cat -n, nl, less -N, and grep -n
    "numbers": rb"(?: *[0-9]{1,9}(?:[:\t]| {2})| {2,}[0-9]{1,9} )",
    # docker compose logs
    "container": rb"[A-Za-z0-9][A-Za-z0-9_.-]{0,99} +\| ",
    # the test driver of NixOS
    "machine": rb"[A-Za-z0-9][A-Za-z0-9_-]{0,60} # ",
    # kubectl logs --prefix
    "pod": rb"\[pod/[^\] \n]{1,300}\] ",
    # kubectl logs --timestamps, docker logs -t, logcli with its labels, fluentd with its tag: another clock in
    # front of the line's own
    "timestamps": rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
    rb"(?: (?:\{[^{}\n]{1,2000}\} )?|\t[^\t\n]{1,200}\t)",
    # grep over several files, with and without numbers; around a line it puts - where : stood. pdsh, salt: the host.
    "file": _NO_LEVEL + rb"[A-Za-z0-9_./~@+-]{1,300}?(?:[:-][0-9]{1,9})?(?::|-(?!-)) ?",
    # stern
    "pod and container": rb"[a-z0-9][a-z0-9.-]{2,100} (?:. )?[a-z0-9][a-z0-9.-]{1,60} (?:. )?",
    # a block of code in a ticket
    "blanks": rb"[ \t]{1,40}",
}
"""What may stand in front of every line, by name, the strict ones first."""

_SURE = frozenset(("quote", "numbers", "container", "pod"))
"""What is in front of lines without a time too, and is taken off them."""


@cache
def _before_stamps(name: str) -> re.Pattern[bytes]:
    """What stands there and the time behind it; compiled where a log may have it: most have nothing in front."""
    return re.compile(rb"^(" + PREFIXES[name] + rb")(?=" + _STAMP.pattern + rb")", re.MULTILINE)


_BEHIND_A_NAME = re.compile(rb"(?:[:-][0-9]{1,9})?[:-]( ?)\Z")
# Files of a grep whose names are known, for their lines without a time.
_MOST_NAMES = 64


def wrapping_of(beginning: bytes) -> str | None:
    """What stands in front of the lines of a content that begins so; None where nothing does."""
    lines = [line for line in beginning[:_SNIFFED].split(b"\n")[:_SNIFFED_LINES] if line.strip(b"\r\t ")]
    bare = any(_STAMP.match(line) for line in lines)
    if bare and not any(line[10:11] == b"T" for line in lines):
        return None
    asked = (name for name in PREFIXES if bare == (name == "timestamps"))
    found = (
        name for name in asked if 2 * sum(map(bool, map(_before_stamps(name).match, lines))) > len(lines)
    )
    return next(found, None)


def peeled(chunks: Iterator[bytes], wrapping: str) -> Iterator[bytes]:
    """The chunks without what is in front of their lines."""
    peel = _peel_of(wrapping)
    rest, is_within = b"", False
    for chunk in chunks:
        if is_within:
            end = chunk.find(b"\n") + 1
            if end:
                yield chunk[:end]
                is_within, chunk = False, chunk[end:]
            else:
                yield chunk
                continue
        data = rest + chunk
        end = data.rfind(b"\n") + 1
        if not end and len(data) > _LONGEST:
            end, is_within = len(data), True
        if end:
            yield peel(data[:end])
        rest = data[end:]
    if rest:
        yield peel(rest)


def _named(prefix: bytes) -> bytes:
    """An expression for what is in front of other lines of that file: their numbers differ."""
    name, blank, _ = _BEHIND_A_NAME.split(prefix, maxsplit=1)
    return re.escape(name) + rb"(?:[:-][0-9]{1,9})?[:-]" + blank


def _times_off(pattern: re.Pattern[bytes]) -> Callable[[bytes], bytes]:
    """Takes off the time in front of every line: of those that go on with others too, which have none of their own."""
    any_line = re.compile(rb"^" + PREFIXES["timestamps"], re.MULTILINE)
    lengths: set[int] = set()

    def peel(lines: bytes) -> bytes:
        lengths.update(len(one[1].split()[0]) for one in pattern.finditer(lines))
        return any_line.sub(lambda one: b"" if len(one[0].split()[0]) in lengths else one[0], lines)

    return peel


def _peel_of(wrapping: str) -> Callable[[bytes], bytes]:
    if wrapping in _SURE:
        prefix = re.compile(rb"^" + PREFIXES[wrapping], re.MULTILINE)
        return lambda lines: prefix.sub(b"", lines)
    pattern = _before_stamps(wrapping)
    if wrapping == "timestamps":
        return _times_off(pattern)
    names: set[bytes] = set()

    def peel(lines: bytes) -> bytes:
        told = {
            _named(one[1]) if wrapping == "file" else re.escape(one[1]) for one in pattern.finditer(lines)
        }
        names.update(sorted(told)[: _MOST_NAMES - len(names)])
        lines = pattern.sub(b"", lines)
        known = b"|".join(sorted(names, reverse=True))
        return re.sub(rb"^(?:" + known + rb")", b"", lines, flags=re.MULTILINE) if names else lines

    return peel
