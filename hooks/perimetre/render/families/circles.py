"""Draft the page that says which compartments a site contains, who reads them, until when, and what is in each.

Comes in: the house's desk. Goes out: one draft, where the site contains a compartment that holds; never for the public.
"""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.model import HOUSE, Record
from perimetre.model.handbook import Compartment
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.shelves import shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """Something that is in a compartment.

    Fields:
        path, anchor: where it is read; None where no page shows it, or in several brands at once.
    """

    name: object
    brand: object
    path: str | None = None
    anchor: str = ""


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the draft of the page of the compartments."""
    settings = desk.handbook.settings
    circles = [
        circle for circle in settings.compartments if circle.holds(desk.today) and circle.id not in desk.readers.closed
    ]
    if circles and not desk.is_public:
        yield desk.draft(
            "compartments",
            message("Circles: what these pages say to their readers alone"),
            "house/compartments.html",
            source=settings.place.file or None,
            audience="internal",
            group="governance",
            circles=[(circle, tuple(_inside(circle, desk))) for circle in circles],
        )


def _inside(circle: Compartment, desk: Desk) -> Iterator[KeptRecord]:
    """Yield what is in a compartment, brand after brand."""
    house = desk.handbook.house
    for brand in (*((house,) if house else ()), *desk.handbook.brands):
        for (kind, id_), record in brand.own.items():
            if isinstance(record, Record) and record.compartment == circle.id and desk.seen((record,)):
                name = record.title or getattr(record, "name", None) or getattr(record, "term", None) or id_
                place = shelf(kind, id_, brand.id) if brand.id != HOUSE else None
                path, anchor = place or (None, "")
                yield KeptRecord(name=name, brand=brand.brand.name or brand.id, path=path, anchor=anchor)
