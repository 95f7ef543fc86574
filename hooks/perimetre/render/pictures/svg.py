"""Build inline SVG: elements with escaped attributes, lengths in percents so that a drawing is as wide as its place.

A part of the stage render. Comes in: numbers and words. Goes out: `Markup`. A drawing here has no `viewBox`: what is
placed along it is in percents and what is thick or high in pixels, so that words and strokes keep their size on a
phone. No style attribute is ever written (a policy of `style-src 'self'` would drop it): colours come from classes.
"""

from __future__ import annotations

from markupsafe import Markup, escape


def element(name: str, body: object = "", /, **attributes: object) -> Markup:
    """Return one element; `None` leaves an attribute out, `klass` is `class`, and `_` in a name is `-`.

    The body is escaped unless it is `Markup`; numbers are written with at most two decimals.
    """
    # Plain strings until the end: a picture of three months has some thousand elements.
    written = "".join(
        f' {"class" if key == "klass" else key.replace("_", "-")}="{_written(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    # Always closed by its own tag: a reader of HTML that knows nothing of SVG nests it rightly.
    return Markup(f"<{name}{written}>{escape(body)}</{name}>")


def percent(share: float) -> str:
    """Return a share of the width: « 12.5% »."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def drawing(parts: list[Markup], *, height: int, klass: str, name: str | None = None, width: str = "100%") -> Markup:
    """Return a drawing; it is a picture with a name where `name` is given, else it is hidden from screen readers.

    Args:
        parts: what is drawn, the lowest first.
        height: in pixels.
        klass: the class of the drawing.
        name: what it shows, in words; None where the words stand beside it.
        width: of the drawing.
    """
    named: dict[str, object] = {"role": "img", "aria_label": name} if name is not None else {"aria_hidden": "true"}
    return element("svg", Markup("").join(parts), klass=klass, width=width, height=height, focusable="false", **named)


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value) if isinstance(value, int) else str(escape(value))
