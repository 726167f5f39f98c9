"""Charts: the three pictures of the page: time and memory over size, over share of interest, over number of rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from benchmarks.picture import Panel, Points, drawn
from benchmarks.results import SEEN, Figure, Results
from benchmarks.sizes import named

KIB, GIB = 1 << 10, 1 << 30

_RULES = re.compile(r", [0-9]+ rules( more)?$")

Place = Callable[[Figure], float]


def charts_of(results: Results) -> Mapping[str, str]:
    """File name -> SVG; a picture without figures is left out."""
    made = {
        "performance-size.svg": _over(
            "size", results.of("size"), lambda one: one.bytes, "size of the log", named, _seconds
        ),
        "performance-share.svg": _over(
            "share of interest",
            results.of("share"),
            _about,
            "lines that matter",
            _percent,
            _a_gib,
        ),
        "performance-rules.svg": _over(
            "number of rules",
            results.of("many"),
            lambda one: one.rules,
            "rules added",
            "{:g}".format,
            _a_gib,
        ),
    }
    return {name: picture for name, picture in made.items() if picture}


def _over(
    what: str,
    figures: Iterable[Figure],
    place: Place,
    label: str,
    name: Callable[[float], str],
    time: Place,
) -> str:
    """Two panels: time, and memory. Places that nearly fall together get one name."""
    taken = list(figures)
    if not taken:
        return ""
    ticks = _ticks([place(one) for one in taken], name)
    seconds = "seconds" if time is _seconds else "seconds a GiB"
    panels = [
        Panel(f"Time over {what}", label, seconds, ticks, _series(taken, place, time)),
        Panel(f"Memory over {what}", label, "MiB, all processes", ticks, _series(taken, place, _mebibytes)),
    ]
    return drawn(f"Time and memory over {what}", panels)


def _series(figures: list[Figure], place: Place, value: Place) -> Mapping[str, Points]:
    """The points of each tool; where it ran on two sizes, those on the larger one. What is 0 was not seen."""
    found: defaultdict[str, dict[float, tuple[int, float]]] = defaultdict(dict)
    for one in figures:
        x, tool = place(one), _RULES.sub("", one.tool)
        if value(one) and (x not in found[tool] or one.bytes > found[tool][x][0]):
            found[tool][x] = one.bytes, value(one)
    return {tool: [(x, y) for x, (_, y) in points.items()] for tool, points in found.items()}


def _ticks(places: Iterable[float], name: Callable[[float], str]) -> list[tuple[float, str]]:
    return [(place, label) for label, place in {name(place): place for place in sorted(places)}.items()]


def _about(one: Figure) -> float:
    """The share of interest to one digit, so that logs of one recipe and two sizes stand together."""
    return float(f"{one.share:.1g}")


def _seconds(one: Figure) -> float:
    return one.middle


def _a_gib(one: Figure) -> float:
    return one.middle * GIB / one.bytes


def _mebibytes(one: Figure) -> float:
    return one.peak / KIB if one.peak >= SEEN else 0


def _percent(share: float) -> str:
    return f"{share * 100:g} %"
