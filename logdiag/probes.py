"""Probes: messages from the ends of logs, looked for in all of them, to learn by which clock each is written.

Of two logs that hold the same messages, the one that begins later begins within the other: what the ends of both
say is enough, and is searched for like any other text, so that no log has to be read line by line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from logdiag.parse.framing import Framing
from logdiag.parse.heads import Heads
from logdiag.parse.outlines import SKETCH
from logdiag.parse.uptimes import without_seconds
from logdiag.parse.vocabulary import Vocabulary
from logdiag.read.content import head, tail
from logdiag.read.source import LogSource

MOST_OF_AN_END = 64
# Told alike in every format: nothing in it is escaped by JSON ("\) or rsyslog (#). What is short, or has no number in
# it, is said again and again.
_PLAIN = re.compile(rb"(?=(?:[^0-9]*[0-9]){3})[ !$-\[\]-~]{12,200}")


def probes_of(
    sources: Sequence[LogSource], framings: Sequence[Framing], vocabulary: Vocabulary
) -> frozenset[str]:
    """Messages from the first and the last lines of each source that stand there once; at most SKETCH in all."""
    heads = Heads(vocabulary)
    most = max(2, min(MOST_OF_AN_END, SKETCH // (2 * max(1, len(sources)))))
    found: set[str] = set()
    for source, framing in zip(sources, framings, strict=True):
        beginning = head(source.parts[0].content)[0]
        for end in (_lines_said(beginning, framing)[:-1], _lines_said(tail(source.content), framing)[1:]):
            found.update(_chosen(_messages(end, heads), most))
    return frozenset(sorted(found, key=_rank)[:SKETCH])


def _lines_said(data: bytes, framing: Framing) -> list[bytes]:
    return [frame.said for frame in framing.frames(data)] if framing.frames else data.split(b"\n")


def _messages(lines: Iterable[bytes], heads: Heads) -> Iterator[str]:
    for line in lines:
        read = heads.read(line.removesuffix(b"\r"))
        if read is None or read[0] is None or not _PLAIN.fullmatch(read[2]):
            continue
        text = read[2].decode("ascii")
        yield without_seconds(text) if read[1].program == "kernel" else text


def _chosen(messages: Iterable[str], most: int) -> list[str]:
    """Some that stand there once, whichever lines they stand in: by their hashes."""
    times = Counter(messages)
    return sorted((text for text, count in times.items() if count == 1), key=_rank)[:most]


def _rank(text: str) -> bytes:
    return blake2b(text.encode("ascii"), digest_size=8).digest()
