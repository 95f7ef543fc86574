"""Draw lanes along one axis of time: a line of words and a strip for each, the same scale for all.

A part of the stage render: what the pictures of time share. Comes in: lanes with bars and marks in minutes, a scale.
Goes out: a figure. Each lane's words say what its strip shows, so the strips are hidden from screen readers.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

from markupsafe import Markup

from perimetre.base.frozen import dataclass
from perimetre.render.pictures import svg

HEIGHT = 22
"""Pixels of a strip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of a strip.

    Fields:
        start, end: in minutes of the scale.
        look: how it is drawn: the end of the class `pm-bar--…`.
        letter: what is written in it, if there is room.
    """

    start: float
    end: float
    look: str
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An instant of a strip: a diamond, or a square for what the law sets."""

    at: float
    look: str = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A line of the picture.

    Fields:
        words: what it is and what the strip shows.
        bars, points: the strip.
    """

    words: Markup
    bars: tuple[Bar, ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How minutes are placed along a strip.

    Fields:
        end: the last minute.
        ticks: (minute, what is written there).
        near: 0 for a scale where each minute is as wide as the others; else the minute up to which it is nearly so:
            beyond, each doubling takes the same width, so that five minutes and three days fit in one picture.
    """

    end: float
    ticks: tuple[tuple[float, str], ...]
    near: float = 0

    def place(self, minute: float) -> float:
        """Return where a minute stands, from 0 to 1."""
        inside = min(max(minute, 0.0), self.end)
        if not self.end:
            return 0.0
        if not self.near:
            return inside / self.end
        return math.log1p(inside / self.near) / math.log1p(self.end / self.near)


def draw(lanes: Sequence[Lane], scale: Scale, *, name: str, look: str) -> Markup:
    """Return the figure.

    Args:
        lanes: in their order, from the top.
        scale: the axis that they share.
        name: what the picture is, for those who do not see it.
        look: the end of the class `pm-lanes--…`.
    """
    items = Markup("").join(
        Markup('<li class="pm-lane"><div class="pm-lane-words">{}</div>{}</li>').format(lane.words, strip(lane, scale))
        for lane in lanes
    )
    return Markup(
        '<figure class="pm-picture pm-lanes pm-lanes--{}" aria-label="{}"><ol>{}</ol>'
        '<div class="pm-lane pm-lane--axis" aria-hidden="true"><div class="pm-lane-words"></div>{}</div></figure>'
    ).format(look, name, items, _axis(scale))


def strip(lane: Lane, scale: Scale) -> Markup:
    """Return the strip of a lane."""
    parts = [_grid(scale)]
    for bar in lane.bars:
        start, end = scale.place(bar.start), scale.place(bar.end)
        parts.append(
            svg.element(
                "rect", klass=f"pm-bar pm-bar--{bar.look}", x=svg.percent(start), y=4, width=svg.percent(end - start),
                height=HEIGHT - 8,
            )
        )  # fmt: skip
        if bar.letter and end - start > 0.035 * len(bar.letter):
            middle = svg.percent((start + end) / 2)
            parts.append(
                svg.element("text", bar.letter, klass=f"pm-letter pm-letter--{bar.look}", x=middle, y=HEIGHT / 2 + 4)
            )
    for point in lane.points:
        # A drawing inside the drawing is placed in percents, and holds a shape in pixels.
        shape = svg.element(
            "rect", x=-5, y=-5, width=10, height=10, transform=None if point.look == "legal" else "rotate(45)"
        )
        inside = svg.element("g", shape, transform=f"translate(0 {HEIGHT // 2})")
        parts.append(
            svg.element(
                "svg",
                inside,
                x=svg.percent(scale.place(point.at)),
                klass=f"pm-point pm-point--{point.look}",
                overflow="visible",
            )
        )
    return svg.drawing(parts, height=HEIGHT, klass="pm-strip")


@functools.lru_cache(maxsize=64)
def _grid(scale: Scale) -> Markup:
    places = [svg.percent(scale.place(minute)) for minute, _ in scale.ticks]
    return Markup("").join(svg.element("line", klass="pm-grid", x1=at, x2=at, y1=0, y2=HEIGHT) for at in places)


@functools.lru_cache(maxsize=64)
def _axis(scale: Scale) -> Markup:
    parts: list[Markup] = []
    for minute, words in scale.ticks:
        share = scale.place(minute)
        anchor = "start" if share < 0.04 else "end" if share > 0.94 else "middle"
        parts.append(svg.element("text", words, klass="pm-tick", x=svg.percent(share), y=12, text_anchor=anchor))
    return svg.drawing(parts, height=16, klass="pm-axis")


def spread(ticks: Sequence[tuple[float, str]], scale_of: Scale, apart: float = 0.13) -> tuple[tuple[float, str], ...]:
    """Return the ticks that have room for their words: the first and the last, then those between, in order."""
    if not ticks:
        return ()
    first, last = ticks[0], ticks[-1]
    spaced = [first]
    for tick in ticks[1:-1]:
        here = scale_of.place(tick[0])
        if here - scale_of.place(spaced[-1][0]) >= apart and scale_of.place(last[0]) - here >= apart:
            spaced.append(tick)
    return (*spaced, last) if len(ticks) > 1 else (first,)
