"""Picture: lines over an axis as SVG, panels side by side, with a legend below. Figures in, text out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

WIDTH, HEIGHT = 470, 330
LEFT, RIGHT, TOP, BOTTOM = 62, 16, 40, 50
ROW = 18
# Told apart by people who see colours otherwise (Okabe and Ito), and by their dashes.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#e69f00", "#56b4e9", "#7f7f7f")
DASHES = ("", "7 3", "2 3", "8 3 2 3")

Points = Sequence[tuple[float, float]]


class Panel(NamedTuple):
    """One set of axes, both logarithmic. `ticks` are the places named on the x axis; series by their names."""

    title: str
    x: str
    y: str
    ticks: Sequence[tuple[float, str]]
    series: Mapping[str, Points]


class _Look(NamedTuple):
    """How a line is drawn: its colour, and its stroke as SVG attributes."""

    colour: str
    stroke: str


class _Scale(NamedTuple):
    """Where a value lies between two pixels, on powers of ten."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (log10(value) - self.low) / max(self.high - self.low, 1e-9)
        return self.start + share * (self.end - self.start)


def drawn(title: str, panels: Sequence[Panel]) -> str:
    """The SVG of these panels. Values must be above zero."""
    names = list(dict.fromkeys(name for panel in panels for name in panel.series))
    looks = {name: _look(number) for number, name in enumerate(names)}
    legend_rows = ceil(len(names) / 2)
    width, height = WIDTH * len(panels), HEIGHT + ROW * legend_rows + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' font-family="sans-serif" font-size="12" fill="#222">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for number, panel in enumerate(panels):
        parts += [f'<g transform="translate({WIDTH * number} 0)">', *_panel(panel, looks), "</g>"]
    parts += _legend(looks, width)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(panel: Panel, looks: Mapping[str, _Look]) -> Iterator[str]:
    points = [point for series in panel.series.values() for point in series]
    across = _Scale(*_ends([x for x, _ in panel.ticks], exact=True), LEFT, WIDTH - RIGHT)
    up = _Scale(*_ends([y for _, y in points], exact=False), HEIGHT - BOTTOM, TOP)
    yield f'<text x="{LEFT}" y="22" font-weight="bold">{escape(panel.title)}</text>'
    yield from _grid(panel, across, up)
    for name, series in panel.series.items():
        yield from _line(name, series, across, up, looks[name])


def _grid(panel: Panel, across: _Scale, up: _Scale) -> Iterator[str]:
    for power in range(round(up.low), round(up.high) + 1):
        y = up.at(10.0**power)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
    for value, label in panel.ticks:
        x = across.at(value)
        yield f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eee"/>'
        yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{escape(label)}</text>'
    middle = (TOP + HEIGHT - BOTTOM) / 2
    yield f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">{escape(panel.x)}</text>'
    yield (
        f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">{escape(panel.y)}</text>'
    )


def _line(name: str, series: Points, across: _Scale, up: _Scale, look: _Look) -> Iterator[str]:
    places = [(across.at(x), up.at(y)) for x, y in sorted(series)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" {look.stroke}><title>{escape(name)}</title></polyline>'
    yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{look.colour}"/>' for x, y in places)


def _legend(looks: Mapping[str, _Look], width: int) -> Iterator[str]:
    for number, (name, look) in enumerate(looks.items()):
        x, y = LEFT + number % 2 * (width / 2), HEIGHT + 8 + number // 2 * ROW
        yield f'<path d="M{x} {y}h34" fill="none" {look.stroke}/><text x="{x + 42}" y="{y + 4}">{escape(name)}</text>'


def _look(number: int) -> _Look:
    """The first line is the one the page is about: it is thick and whole."""
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return _Look(colour, f'stroke="{colour}" stroke-width="{1.8 if number else 3.5}"{dashed}')


def _ends(values: Sequence[float], *, exact: bool) -> tuple[float, float]:
    """Powers of ten that hold all values; on the x axis the values themselves, with room beside them."""
    low, high = log10(min(values)), log10(max(values))
    if exact:
        return low - 0.15, high + 0.15
    return floor(low + 1e-9), max(ceil(high - 1e-9), floor(low + 1e-9) + 1)
