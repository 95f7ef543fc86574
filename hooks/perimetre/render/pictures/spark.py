"""Draw the readings of an indicator as a small curve, its target as a dashed line.

A part of the stage render. Comes in: days and values. Goes out: a drawing of one size, which stands beside its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from perimetre.render.pictures import svg

WIDTH, HEIGHT = 120, 32
"""Pixels."""
_EDGE = 4


def draw(points: Sequence[tuple[int, float]], *, target: float | None, name: str) -> Markup:
    """Return the curve.

    Args:
        points: (day, value), the earliest first; two at least.
        target: what the value is to become, or None.
        name: what the curve shows.
    """
    first, last = points[0][0], points[-1][0]
    values = [value for _, value in points] + ([target] if target is not None else [])
    low, high = min(values), max(values)

    def across(day: int) -> float:
        return _EDGE + (WIDTH - 2 * _EDGE) * (day - first) / (last - first)

    def down(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * share

    parts: list[Markup] = []
    if target is not None:
        y = down(target)
        parts.append(svg.element("line", klass="pm-spark-target", x1=0, x2=WIDTH, y1=y, y2=y))
    line = "L".join(f"{across(day):.1f} {down(value):.1f}" for day, value in points)
    parts.append(svg.element("path", klass="pm-spark-line", d=f"M{line}"))
    parts.append(svg.element("circle", klass="pm-spark-last", cx=across(last), cy=down(points[-1][1]), r=3))
    return svg.drawing(parts, height=HEIGHT, width=str(WIDTH), klass="pm-spark", name=name)
