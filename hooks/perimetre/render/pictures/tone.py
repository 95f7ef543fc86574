"""Draw the tone: the four dimensions as scales, for the base and for each channel and case that has its own.

A part of the stage render. Comes in: rows of degrees, from the model. Goes out: a table whose cells are scales; each
says its degree in words. A row that says nothing of a dimension shows the base's degree, hollow.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from perimetre.base.frozen import dataclass
from perimetre.render.pictures import svg

DEGREES = 5
_STEP = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """How far a dimension goes.

    Fields:
        low, high: the degrees allowed, from 1; the same twice where there is but one.
        words: the same in words.
        own: whether the row says it, rather than the base.
    """

    low: int
    high: int
    words: str
    own: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A situation: its name, and its degrees in the order of the columns (None: nothing is said)."""

    name: Markup
    degrees: tuple[Degree | None, ...]


def draw(rows: Sequence[Row], dimensions: Sequence[str], *, name: str, corner: str) -> Markup:
    """Return the table.

    Args:
        rows: the base first.
        dimensions: the names of the columns.
        name: what the picture is.
        corner: what the rows are.
    """
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(dimension) for dimension in dimensions)
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row.name,
            Markup("").join(Markup("<td>{}</td>").format(scale(degree) if degree else "–") for degree in row.degrees),
        )
        for row in rows
    )
    return Markup(
        '<div class="pm-scroll" role="region" tabindex="0" aria-label="{}"><table class="pm-table pm-tones">'
        '<thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(name, corner, head, body)


def scale(degree: Degree) -> Markup:
    """Return five marks on a line, those of the degree filled; a stretch of degrees is joined."""
    width = _STEP * DEGREES
    here = [_STEP * (at - 0.5) for at in range(1, DEGREES + 1)]
    parts = [svg.element("line", klass="pm-rail", x1=here[0], x2=here[-1], y1=8, y2=8)]
    if degree.high > degree.low:
        parts.append(
            svg.element("line", klass="pm-span", x1=here[degree.low - 1], x2=here[degree.high - 1], y1=8, y2=8)
        )
    for at, x in enumerate(here, 1):
        on = degree.low <= at <= degree.high
        look = "off" if not on else "on" if degree.own else "base"
        parts.append(svg.element("circle", klass=f"pm-degree pm-degree--{look}", cx=x, cy=8, r=4.5 if on else 2))
    return svg.drawing(parts, height=16, width=str(width), klass="pm-scale", name=degree.words)
