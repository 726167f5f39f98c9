"""Lines that a container's runtime split at 16 KiB, put together again: CRI's P and F, docker's json-file.

containerd: internal/cri/io/logger.go (P: more follows); docker: daemon/logger/copier.go (a part has no line break).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence

from logdiag.parse.frames import Frame

CONTAINER_LINE = re.compile(rb"([0-9T:.+Z-]{20,35} (std(?:out|err)) )([PF]) ?")
_WHOLE = b'\\n",'
# Parts of more than this are no line that anybody wrote: what follows stands for itself.
_MOST_PARTS = 64


def is_part(line: bytes) -> bool:
    """Whether more of what a line says follows."""
    found = CONTAINER_LINE.match(line)
    return found is not None and found[3] == b"P"


def joins_json_file(line: bytes) -> bool:
    """Whether more of what an object of docker's follows: its text has no line break at its end."""
    return line.startswith(b'{"log":"') and _WHOLE not in line and line.rstrip(b"\r").endswith(b"}")


def container_frames(data: bytes) -> Iterator[Frame]:
    """A frame for each line that a container wrote, whole again where parts stand one behind the other."""
    return _joined(data, is_part, _together)


def json_file_frames(data: bytes) -> Iterator[Frame]:
    """The same of docker's json-file."""
    return _joined(data, joins_json_file, _together_json)


def _joined(
    data: bytes, goes_on: Callable[[bytes], bool], together: Callable[[Sequence[bytes]], bytes | None]
) -> Iterator[Frame]:
    held: list[bytes] = []
    lines = data.removesuffix(b"\n").split(b"\n") if data else []
    for number, line in enumerate((line.removesuffix(b"\r") for line in lines), 1):
        held.append(line)
        if goes_on(line) and len(held) < _MOST_PARTS and number < len(lines):
            continue
        first = number - len(held) + 1
        whole = together(held) if len(held) > 1 else line
        if whole is None:
            yield from (Frame(place, 1, place, one) for place, one in enumerate(held, first))
        else:
            yield Frame(first, len(held), first, whole)
        held = []


def _together(parts: Sequence[bytes]) -> bytes | None:
    """The parts as one line of the last one's time, None if they are of two streams."""
    found = [CONTAINER_LINE.match(part) for part in parts]
    if any(one is None for one in found) or len({one[2] for one in found if one}) > 1:
        return None
    texts = [part[one.end() :] for part, one in zip(parts, found, strict=True) if one]
    first = found[0]
    return first[1] + b"F " + b"".join(texts) if first else None


def _together_json(parts: Sequence[bytes]) -> bytes | None:
    """The same of objects."""
    try:
        objects = [json.loads(part) for part in parts]
        texts = [one["log"] for one in objects]
        if len({one["stream"] for one in objects}) > 1 or not all(isinstance(text, str) for text in texts):
            return None
        return json.dumps({**objects[0], "log": "".join(texts)}).encode("ascii")
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
