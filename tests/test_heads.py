"""Heads: what is remembered of how lines begin is what the grammars say of each line alone, in any order."""

# ruff: noqa: S311  # drawn lines are no secrets
from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from cases import LAB, SAMPLES, needs_lab
from grammar_lines import spoiled, whole_lines

from logdiag.parse.entries import head_of
from logdiag.parse.grammar import grammar_folder, load
from logdiag.parse.heads import Heads, Read
from logdiag.parse.lower import speaker
from logdiag.parse.uptimes import Uptime
from logdiag.parse.vocabulary import Vocabulary, load_vocabulary


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def said(read: Read | None) -> object:
    """What is read, without how much may be said again."""
    return read and (read[0], read[1], text_of(read[2]))


def text_of(message: bytes) -> str:
    """A message as it is understood and shown."""
    return message.decode("utf-8", "backslashreplace")


def asked(line: bytes) -> object:
    """What the grammars say of a line, whoever spoke before."""
    header = head_of(line.decode("utf-8", "backslashreplace"), vocabulary())
    if header is None:
        return None
    whose = speaker(header.program, vocabulary().speakers)
    heading = (header.format, header.host or "", header.program or "", header.pid, whose)
    uptime = None if header.since_boot is None else Uptime(header.since_boot)
    return header.stamp or uptime, heading, header.message


def differing(lines: list[bytes]) -> list[tuple[bytes, object, object]]:
    """Lines of which Heads says something else, read one after the other."""
    heads = Heads(vocabulary())
    found = []
    for line in lines:
        read, right = said(heads.read(line)), asked(line)
        if read != right:
            found.append((line, read, right))
    return found


def prefix_faults(lines: list[bytes]) -> list[bytes]:
    """Lines that begin as one before them and of which the beginning does not say the same."""
    heads, found = Heads(vocabulary()), []
    for line in lines:
        read = heads.read(line)
        if read is None or not read[3]:
            continue
        for message in (
            b"",
            b"x",
            b"a: b",
            b"DHCPACK on 10.0.0.1 to d0:0d:00:00:00:01 via br0",
            b" y",
            b"[",
        ):
            again = line[: read[3]] + message
            if asked(again) != (read[0], read[1], text_of(message)):
                found.append(again)
    return found


def drawn_lines(seed: int, many: int) -> list[bytes]:
    random = Random(seed)
    lines = islice(whole_lines(load(grammar_folder()), random), many)
    return [line.encode("utf-8", "surrogatepass").replace(b"\n", b" ") for line in lines]


def shuffled(lines: list[bytes], seed: int) -> list[bytes]:
    """Twice, as what is remembered is of use at the second time, in another order; without ends, as lines are read."""
    twice = [line.removesuffix(b"\r") for line in lines] * 2
    Random(seed).shuffle(twice)
    return twice


@pytest.mark.parametrize("seed", range(3))
def test_lines_of_the_grammars_are_read_as_if_alone(seed: int) -> None:
    lines = drawn_lines(seed, 3_000)
    assert differing(shuffled(lines, seed)) == []


def splices(lines: list[bytes], random: Random) -> Iterator[bytes]:
    """The beginning of one line with the end of another, cut where beginnings end or near there."""
    while True:
        one, other = random.choice(lines), random.choice(lines)
        for mark in (b": ", b" ", b"]", b"[", b"<", b"- "):
            places = [at for at in range(min(len(one), 120)) if one.startswith(mark, at)]
            if places and mark in other:
                end = random.choice(places) + len(mark)
                yield one[:end] + other[other.index(mark) + len(mark) :]
        yield (
            spoiled(one.decode("utf-8", "replace"), other[:40].decode("utf-8", "replace"), random)
            .encode("utf-8", "surrogatepass")
            .replace(b"\n", b" ")
        )


def captured(folder: Path, many: int, seed: int) -> list[bytes]:
    """Some lines of every capture, without the lines that continue others."""
    random, lines = Random(seed), []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        held = path.read_bytes()[: 1 << 20].splitlines()
        lines += random.sample(held, min(many, len(held)))
    return lines


@pytest.mark.parametrize("seed", range(3))
def test_splices_of_lines_are_read_as_if_alone(seed: int) -> None:
    random = Random(seed)
    lines = captured(SAMPLES, 8, seed) + drawn_lines(seed, 300)
    assert differing(shuffled(lines + list(islice(splices(lines, random), 4_000)), seed)) == []


@needs_lab
def test_lines_of_every_capture_are_read_as_if_alone() -> None:
    assert differing(shuffled(captured(LAB, 40, 1), 1)) == []


def test_a_tag_is_not_looked_for_where_the_stamp_is_of_another_shape() -> None:
    lines = (
        b"2026-11-02T05:54:48Z br0: x",
        b"2026-11-02T05:54:48Z nc01 br0: x",
        b"2026-11-02T05:54:48,123456+01:00 br0: x",
        b"2026-11-02T05:54:48,123456+01:00 nc01 br0: x",
        b"2026-11-02T05:54:48Z|00012|bridge|INFO|bridge br0: x",
        b"2026-11-02T05:54:48Z|00012|bridge|INFO|bridge nc01 br0: x",
        b"2026-11-02T05:54:48Z ERROR br0: x",
        b"2026-11-02T05:54:48Z In(14) br0: x",
        b"2026-11-02 05:54:48 br0: x",
        b"2026-11-02 05:54:48 nc01 br0: x",
    )
    for seed in range(20):
        assert differing(shuffled(list(lines), seed)) == []


def test_what_may_be_said_again_of_a_beginning_is_so_whatever_follows() -> None:
    lines = captured(SAMPLES, 20, 2)
    lines += drawn_lines(5, 500)
    lines += islice(splices(lines, Random(2)), 1_000)
    assert prefix_faults(shuffled(lines, 3)) == []


TAGS = (
    *(
        "2014 b: ",
        "2014: ",
        "2014 h: ",
        "h b[1]x: ",
        "h b [1]: ",
        "h b[1][2]: ",
        "h (b): ",
        "h b/c[1]: ",
        "h b[1: ",
    ),
    *("dhcpd: ", "dhcpd[1]: ", "h dhcpd: ", "h dhcpd[1]: ", "h dhcpd[]: ", "h dhcpd[x]: ", "h dhcpd[1] : "),
    *(
        "h a b: ",
        "h 2014 b: ",
        "2014 h b: ",
        "h kernel: ",
        "h kernel: [ 1.5] ",
        "h [1]: ",
        ": ",
        "h : ",
        " : ",
    ),
    *(
        "h d\u00e9: ",
        "h \u0663: ",
        "h\x7f d: ",
        "h d\x00: ",
        "last message repeated 2 times",
        "h d:",
        "h d: ",
    ),
)
BEGINNINGS = (
    *("Dec 14 23:29:56 ", "Dec  4 23:29:56 ", "Dec 32 23:29:56 ", "dec 14 23:29:56 ", "Dec 14 24:29:56 "),
    *("Dec 14 23:29:60 ", "Feb 29 00:00:00 ", "Dec 14 2014 23:29:56 ", "2014-12-14T23:29:56Z "),
    *("2014-12-14T23:29:56.5Z ", "2014-12-14T23:29:56.123456+09:00 ", "2014-12-14T23:29:56.1234567+0900 "),
    *("2014-13-14T23:29:56.123456Z ", "2014-12-14T23:29:56.123456z ", "2014-12-14t23:29:56.123456Z "),
    *("2014-12-14T23:29:56.123456-00:00 ", "2014-12-14T23:29:56.123456+25:00 ", "2014-12-14T23:29:56,123 "),
    *("<30>1 2014-12-14T23:29:56.123456Z ", "<192>1 2014-12-14T23:29:56Z ", "<030>1 2014-12-14T23:29:56Z "),
    *(
        "<30>1 2014-12-14T23:29:56.123456z ",
        "<30>2 2014-12-14T23:29:56Z ",
        "<30>1 - ",
        "<30>Dec 14 23:29:56 ",
        "\ufeffDec 14 23:29:56 ",
        "",
    ),
)
RESTS = (
    "x",
    "",
    "a: b",
    " x",
    "h p - - - x",
    "h p 1 - -  x",
    "h p 1 - - \ufeffx",
    'h p 1 m [a b="c"] x',
    "\t",
    ": ",
)


def test_every_beginning_with_every_tag_is_read_as_if_alone() -> None:
    lines = [f"{a}{b}{c}".encode() for a in BEGINNINGS for b in ("", *TAGS) for c in RESTS]
    for seed in (1, 2):
        assert differing(shuffled(lines, seed)) == []
    assert prefix_faults(shuffled(lines, 3)) == []


@pytest.mark.parametrize(
    "beginning", ["Dec 14 23:29:56 h p[{}]: x", "<30>1 2014-12-14T23:29:56Z h p {} - -  x"]
)
def test_what_is_remembered_of_hostile_lines_is_bounded(beginning: str) -> None:
    heads = Heads(vocabulary())
    for number in range(45_000):
        heads.read(beginning.format(number).encode())
    assert len(heads._tags) <= 20_002
