"""Say where each sort of record is read: from a namespace and an id to a page and an anchor.

A part of the stage render. What is said of a sort of record is said in `kinds.py`; every link to a record goes through
here.
"""

from __future__ import annotations

from perimetre.reading.kinds import NAMESPACES

# A red line is a rule to whoever names it, and stands on a page of its own.
_PAGES = {name: namespace.page for name, namespace in NAMESPACES.items()} | {"red_line": "perimeter/red-lines#{id}"}


def shelf(kind: str, id: str, brand: str) -> tuple[str, str] | None:
    """Return the page and the anchor (or "") where the record is read in `brand`; None where no page shows it."""
    place = _PAGES[kind]
    if place is None:
        return None
    path, _, anchor = place.format(id=id).partition("#")
    return f"{brand}/{path}" if path else brand, anchor


def kinds_read_on(page: str) -> tuple[str, ...]:
    """Return the sorts of record that a page below a brand shows, or lists where each has a page of its own below."""
    return tuple(
        kind
        for kind, place in _PAGES.items()
        if place is not None and place.partition("#")[0] in (page, f"{page}/{{id}}")
    )
