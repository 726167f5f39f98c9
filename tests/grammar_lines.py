"""Lines and messages drawn from the grammars themselves, spoiled ones too, and the two engines asked about each.

`python tests/grammar_lines.py 100000 [SEED]` draws that many and says where the engines differ; it ends with 1 then.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import chain, islice, product
from random import Random
from typing import NamedTuple

from engines import Engines, engines_of, line_differs, message_differs

from logdiag.parse.classes import holds
from logdiag.parse.grammar import (
    Alternative,
    Grammar,
    Grammars,
    Kind,
    Maybe,
    Part,
    Text,
    fields_in,
    grammar_folder,
    load,
)
from logdiag.parse.pattern import ANYTHING, Char, Node, Repeat, Sequence, expression

HOSTILE = (
    *(
        "",
        " ",
        "  ",
        ": ",
        ".",
        "]",
        ")",
        " (x)",
        ": no free leases",
        " via ",
        "'",
        '"',
        "\\",
        "\x00",
        "\t",
    ),
    *(
        "\n",
        "\r\n",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\u00e9",
        "\u0663",
        "\u2028",
        "\u3042",
        "\ud800",
        "\U0001f600",
    ),
)
"""What no author of a grammar had in mind."""
LEVELS = ("error", "ERROR", "info", "WARNING", "Note")
"""What a WORD has to be for its shape to read a line; near misses have others."""
CONTROLS = "\x00\t\n\r\x1b\x7f"
BEYOND = "\u00e9\u0663\u3042\U0001f600"
ENDLESS = (0, 0, 1, 1, 2, 3, 12)
Takes = Callable[[], bool]


# Beside its own program each text is asked of one that speaks much, one that any kind may stand under, and none.
SOME = ("dhcpd", "rsyslogd-2177", "x", None)


class Wording(NamedTuple):
    """An alternative and where it stands."""

    grammar: Grammar
    kind: Kind
    alternative: Alternative


class Pen(NamedTuple):
    """How a text is drawn. `stray` is the one node of a terminal that is not kept to; `fills` has fields' texts."""

    random: Random
    takes: Takes
    stray: Node | None = None
    fills: Mapping[str, str] = {}


def wordings_of(grammars: tuple[Grammar, ...]) -> list[Wording]:
    """Every alternative of some grammars, in file order."""
    return [
        Wording(grammar, kind, alternative)
        for grammar in grammars
        for kind in grammar.kinds
        for alternative in kind.alternatives
    ]


def printed(alternative: Alternative, random: Random, fills: Mapping[str, str] | None = None) -> str:
    """A text of this alternative; where fields are filled from outside it may be none."""
    return _printed(alternative.parts, Pen(random, lambda: random.random() < 0.5, fills=fills or {}))


def each_way(alternative: Alternative, random: Random) -> Iterator[str]:
    """A text for every choice of its optional parts, with the tail that may follow."""
    for choice in product((True, False), repeat=_optionals(alternative.parts)):
        yield _printed(alternative.parts, Pen(random, partial(next, iter(choice)))) + alternative.tail


def near_misses(alternative: Alternative, random: Random) -> Iterator[str]:
    """For every class and every count of its fields some texts, all parts in, that are as it says but for that one."""
    for field in fields_in(alternative.parts):
        for stray in nodes_of(field.pattern):
            for _ in range(3):
                yield _printed(alternative.parts, Pen(random, lambda: True, stray))


def near_miss(alternative: Alternative, random: Random) -> str:
    """One of them, any parts in."""
    nodes = [node for field in fields_in(alternative.parts) for node in nodes_of(field.pattern)]
    stray = random.choice(nodes) if nodes else None
    return _printed(alternative.parts, Pen(random, lambda: random.random() < 0.5, stray))


def spoiled(text: str, other: str, random: Random) -> str:
    """A text with one thing done to it that logs, disks and attackers do; `other` is spliced into it."""
    start = random.randrange(len(text) + 1)
    end = min(len(text), start + random.choice((1, 1, 1, 2, 5, 30)))
    before, middle, after = text[:start], text[start:end], text[end:]
    return random.choice(
        (
            f"{before}{after}",
            f"{before}{middle}{middle}{after}",
            f"{before}{after[:1]}{middle}{after[1:]}",
            f"{before}{random.choice(HOSTILE)}{after}",
            f"{before}{random.choice(HOSTILE)}{middle}{after}",
            f"{before}{other[random.randrange(len(other) + 1) :]}",
            f"{before}{other}{after}",
            f"{before}{middle * random.choice((9, 300))}{after}",
            f"{before}{middle.swapcase()}{after}",
            text.replace(" ", "  "),
            text.replace(":", random.choice((": ", " :", "")), 1),
            before,
            f"{text}{random.choice(HOSTILE)}",
            f"{random.choice(HOSTILE)}{text}",
        )
    )


def drawn(wordings: list[Wording], random: Random) -> Iterator[str]:
    """Texts without end: as the grammar has them, nearly so, with a hostile tail, and spoiled up to three times."""
    while True:
        one, other = (random.choice(wordings).alternative for _ in range(2))
        text = printed(one, random)
        yield text
        yield text + (one.tail or random.choice(HOSTILE))
        yield near_miss(one, random)
        for _ in range(random.randrange(1, 4)):
            text = spoiled(text, printed(other, random), random)
        yield text


def whole_lines(grammars: Grammars, random: Random) -> Iterator[str]:
    """Lines without end, every other with a message that one of its program's wordings allows, or nearly allows."""
    shapes, wordings = wordings_of(grammars.lines), wordings_of(grammars.messages)
    for line in drawn(shapes, random):
        yield line
        said = random.choice(wordings)
        message = random.choice((printed, near_miss))(said.alternative, random)
        fills = {"program": random.choice(said.grammar.programs), "message": message}
        yield printed(random.choice(shapes).alternative, random, fills)


def _optionals(parts: tuple[Part, ...]) -> int:
    return sum(1 + _optionals(part.parts) for part in parts if isinstance(part, Maybe))


def _printed(parts: tuple[Part, ...], pen: Pen) -> str:
    return "".join(_print(part, pen) for part in parts)


def _print(part: Part, pen: Pen) -> str:
    match part:
        case Text(text):
            return text
        case Maybe(parts):
            return _printed(parts, pen) if pen.takes() else ""
        case _ if part.name == "word" and pen.stray is None:
            return pen.random.choice(
                [word for word in LEVELS if re.fullmatch(expression(part.pattern), word)]
            )
        case _:
            return pen.fills.get(part.name or "") or spelled(part.pattern, pen)


def spelled(node: Node, pen: Pen) -> str:
    """Characters of a terminal, at the edges of its counts rather than in between."""
    match node:
        case Char(_, mask):
            return (_edge if node is pen.stray else _letter)(mask, pen.random)
        case Sequence(parts):
            return "".join(spelled(part, pen) for part in parts)
        case Repeat(part, least, most):
            count = (_wrong_count if node is pen.stray else _count)(least, most, pen.random)
            return "".join(spelled(part, pen) for _ in range(count))


def nodes_of(node: Node) -> Iterator[Node]:
    """The classes and the counts of a terminal."""
    match node:
        case Char():
            yield node
        case Sequence(parts):
            for part in parts:
                yield from nodes_of(part)
        case Repeat(part):
            yield node
            yield from nodes_of(part)


def _letter(mask: int, random: Random) -> str:
    plain, odd = _letters(mask)
    return random.choice(plain if plain and (not odd or random.random() < 0.95) else odd or "?")


def _edge(mask: int, random: Random) -> str:
    """A character that is not of the class, or an odd one that is."""
    outside, odd_outside = _letters(ANYTHING & ~mask)
    some = [letters for letters in (outside, odd_outside, _letters(mask)[1]) if letters]
    return random.choice(random.choice(some)) if some else "?"


@cache
def _letters(mask: int) -> tuple[str, str]:
    """The characters of a class that logs are made of, and the others."""
    plain = "".join(chr(code) for code in range(32, 127) if mask >> code & 1)
    odd = CONTROLS + BEYOND
    return plain, "".join(one for one in odd if holds(mask, one))


def _count(least: int, most: int | None, random: Random) -> int:
    if most is None:
        return least + random.choice(ENDLESS)
    return random.choice((least, min(least + 1, most), max(least, most - 1), most))


def _wrong_count(least: int, most: int | None, random: Random) -> int:
    return random.choice((max(least - 1, 0), least if most is None else most + 1))


def found(grammars: Grammars, engines: Engines, random: Random, count: int) -> Iterator[str]:
    """The disagreements among this many texts, half of them messages, half lines."""
    messages = islice(drawn(wordings_of(grammars.messages), random), count // 2)
    lines = islice(whole_lines(grammars, random), count - count // 2)
    differences = chain(
        (message_differs(engines, text) for text in messages),
        (line_differs(engines, text) for text in lines),
    )
    return (difference for difference in differences if difference)


def found_at_edges(grammars: Grammars, engines: Engines, random: Random) -> Iterator[str]:
    """The disagreements about texts that take every way through every wording or miss it by one character or count."""
    for parts, differs in ((grammars.messages, message_differs), (grammars.lines, line_differs)):
        for grammar, _, alternative in wordings_of(parts):
            near = engines._replace(programs=(*grammar.programs[:1], *SOME))
            for text in chain(each_way(alternative, random), near_misses(alternative, random)):
                difference = differs(near, text)
                if difference:
                    yield difference


def main(count: int, seed: int) -> int:
    """Draw, compare, and print what differs; 1 if anything does."""
    grammars = load(grammar_folder())
    differences = list(found(grammars, engines_of(grammars), Random(seed), count))  # noqa: S311  # not for secrets
    sys.stdout.writelines(f"{difference}\n" for difference in differences[:20])
    sys.stdout.write(f"{count} texts from seed {seed}: the engines differ on {len(differences)}\n")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
