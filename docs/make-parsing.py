"""Writes docs/parsing.md: which formats of lines are read, and how other projects' vectors come out.

Run `python docs/make-parsing.py` after a change of the line grammars; where the vectors are not beside the checkout it
says so and leaves the page as it is. tests/test_exam_lines.py holds the page and the scores.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from exam_lines import EXAM, Miss, Score, scores  # noqa: E402

from logdiag.parse.grammar import Grammar, grammar_folder, load  # noqa: E402
from logdiag.parse.vocabulary import LENIENT  # noqa: E402

PAGE = ROOT / "docs" / "parsing.md"
INTRODUCTION = """\
# Parsing: which lines are read, and how sure that is

This page is made by `python docs/make-parsing.py`.

## Formats

A file under `grammars/line/` is a format, its rules are the shapes that lines of it have. Formats that are told
apart never overlap; {lenient} are asked last, in this order, and read what no other does. Lines of JSON (journal
entries, also framed as json-seq and json-sse, containers' json-file, exports of Elasticsearch and Loki, JSON
loggers) are decoded by `logdiag/parse/journal.py` and `json_lines.py`. What a line tells that a record has no place
for (libvirt's function, oslo.log's request, seconds since boot) stands in its `structured_data` by the format's
name.

| format | shapes | of |
| --- | --- | --- |
"""
RECORDS = r"""
## Records of several lines

How a source begins tells how it is taken apart (`logdiag/parse/framing.py`). `lines` of a scan's sources, and the
`lines` of records and unread ones together, are always the lines of the file.

| a source that begins with | is taken apart | a record's evidence is |
| --- | --- | --- |
| `__CURSOR=`: `journalctl -o export` | by entry; fields with a size by that size | the line of its message |
| a day, a time and a cursor: `-o verbose` | by entry; the time is that of the cursor | the line of its message |
| `{` alone: `-o json-pretty` | by object | the line of its message |
| `data: {`: `-o json-sse` | by event, with the empty line behind it | the line |
| stars and `ERR-`: Eucalyptus' faults | by fault; its `Z` is local time | the line of the fault |
| `stdout P`, `stderr F`: CRI; `{"log":`: docker | by line as the program wrote it | the first part |
| what an application writes itself (below) | by line; the rest goes on with the line before | the first line |
| anything else | by line; a tab or eight blanks go on with the line before | the line |

In the logs of oslo.log, Eucalyptus, libvirt, log4j, cloud-init, Kea and RabbitMQ whatever begins like no record
goes on with the one before, and so do the lines of an exception by oslo.log, which have no context in brackets.

An entry of an export that holds an empty line and then `__CURSOR=` at the beginning of a line in a message is cut
there: the first part is told as unread, since its size says that it is longer. Text without times, as `journalctl
-o cat` or a program on a terminal prints it, is refused with the command that exports better. Journals, oslo.log
and libvirt were tried on what these programs printed; the others were written from their sources.

## Bytes

Text is UTF-8, or UTF-16 that begins with its mark. What is no UTF-8 (Latin-1, EUC-JP, Shift-JIS) is told byte by
byte as `\xe9`, since nobody knows what it was; nothing around it is lost. NULs around a line, colours and links of
terminals are left out. rsyslog's `#011`, `#033[..m` and `#303#244` stay in a record's `message` and are undone for
matching and on the screen; `#012` is not, as the grammars read lines. Of a line beyond a mebibyte the first is
read, and coverage tells which.
"""
VECTORS = """
## Other projects' vectors

Read by `logdiag.parse_line(line, year=..., now=...)` with the year and the moment of the case, and judged field by
field by the scorer that came with the vectors. A line is right if every field that its truth tells is. Lines that a
strict parser has to refuse are counted apart: a log reader may read them as far as they go. Where a truth is a wall
clock in a zone that the case tells, and the line carries another, the time is compared there. syslog-ng's cases for
time stamps leave out the moment they are read at: they are read with the year of their truth. Of lnav's formats
syslog_log and the journal's count as syslog; unifi_log does not, since its truths take netfilter's fields and the
kernel's seconds off the message. Of fail2ban's lines those count that begin with a priority or a month; its tries
of a date scanner do not.

| set | lines | accept cases | every field right | refuse cases | read all the same |
| --- | --- | --- | --- | --- | --- |
"""
MISSES = """
## What is not as its truth has it

"""


def page() -> str:
    """The text of docs/parsing.md."""
    grammars = load(grammar_folder()).lines
    found = scores()
    lenient = ", ".join(f"`{name}`" for name in LENIENT)
    parts = [
        INTRODUCTION.format(lenient=lenient),
        *map(_format_row, grammars),
        RECORDS,
        VECTORS,
        *map(_score_row, found),
    ]
    parts += [_total(found), MISSES, *(_misses(score) for score in found)]
    return "".join(parts).rstrip("\n") + "\n"


def _format_row(grammar: Grammar) -> str:
    """A row of the table of formats: what a file says of itself before its first full stop or bracket."""
    first = grammar.text.split("\n", 1)[0].removeprefix("// ")
    shapes = sum(len(kind.alternatives) for kind in grammar.kinds)
    what = first.split(" (")[0].split(". ")[0].rstrip(".,:;")
    return f"| `{grammar.name}` | {shapes} | {what} |\n"


def _score_row(score: Score) -> str:
    right = score.accepted - len(score.misses)
    kind = "syslog and journals" if score.is_syslog else "applications' own logs"
    return (
        f"| {score.name} | {kind} | {score.accepted:,} | {right:,} ({score.share:.1%}) | {score.refused}"
        f" | {len(score.read_leniently)} |\n"
    )


def _total(found: list[Score]) -> str:
    lines = []
    for is_syslog, what in ((True, "syslog and journals"), (False, "applications' own logs")):
        part = [score for score in found if score.is_syslog == is_syslog]
        accepted = sum(score.accepted for score in part)
        right = accepted - sum(len(score.misses) for score in part)
        refused, lenient = sum(s.refused for s in part), sum(len(s.read_leniently) for s in part)
        lines.append(
            f"| all | {what} | {accepted:,} | {right:,} ({right / accepted:.1%}) | {refused} | {lenient} |\n"
        )
    return "".join(lines)


def _misses(score: Score) -> str:
    """The misses of a set by reason, by the ids of their vectors."""
    rows = [*_by_reason(score.misses), *_by_reason(score.read_leniently)]
    return "".join(f"- **{score.name}**, {len(ids)}: {why} ({', '.join(ids)}).\n" for why, ids in rows)


def _by_reason(misses: Iterable[Miss]) -> Iterator[tuple[str, list[str]]]:
    for why, group in groupby(sorted(misses, key=lambda miss: miss.why), key=lambda miss: miss.why):
        yield why or "NOT EXPLAINED", [f"`{miss.id}`" for miss in group]


if __name__ == "__main__":
    if EXAM.is_dir():
        PAGE.write_text(page(), "utf-8")
    else:
        print(f"{EXAM} is not there: docs/parsing.md stays as it is", file=sys.stderr)  # noqa: T201
