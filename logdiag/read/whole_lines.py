"""Whole lines: chunks that end anywhere come in, runs of lines that are whole come out.

No line is ever held longer than a limit, so that a file without a newline cannot fill the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from logdiag.read.content import ReadProblem

LONGEST_LINE = 1 << 20


class Lines(NamedTuple):
    """One or more whole lines with their newlines (the last line of all may have none).

    `size` is how many bytes they take in the source. It is more than `data` holds only where `data` is one
    line that was cut.
    """

    data: bytes
    size: int

    @property
    def is_cut(self) -> bool:
        """Whether this is one line, and only its beginning."""
        return self.size > len(self.data)


def whole_lines(
    chunks: Iterable[bytes | ReadProblem], longest: int = LONGEST_LINE
) -> Iterator[Lines | ReadProblem]:
    """Runs of whole lines, each line at most `longest` bytes without its newline; no chunk may be longer.

    Where the content ends in a problem, its last line may be torn ("vnet6" of "vnet68"): it is left out.
    """
    begun, size = b"", 0
    for chunk in chunks:
        if isinstance(chunk, ReadProblem):
            yield _telling_of_torn_line(chunk) if size else chunk
            return
        end = chunk.find(b"\n") + 1 if size else 0
        if size and not end:
            begun, size = begun + chunk[: longest - len(begun)], size + len(chunk)
            continue
        if size:
            yield Lines(_ended(begun, chunk[: end - 1], longest), size + end)
        last = chunk.rfind(b"\n") + 1
        if last > end:
            yield Lines(chunk[end:last], last - end)
        begun, size = chunk[last:], len(chunk) - last
    if size:
        yield Lines(begun, size)


def _ended(begun: bytes, rest: bytes, longest: int) -> bytes:
    return begun + rest[: longest - len(begun)] + b"\n"


def _telling_of_torn_line(problem: ReadProblem) -> ReadProblem:
    return problem._replace(why=f"{problem.why}; the line it breaks off in is left out")
