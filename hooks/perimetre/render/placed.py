"""Fill in what a text takes from the place of which it speaks: name, address, number, hours, page."""

from __future__ import annotations

from markupsafe import Markup

from perimetre.model.places import PlaceOfBrand, link_of
from perimetre.render.tools import Tools


def taken_from(place: PlaceOfBrand, variable: str, tools: Tools) -> Markup:
    """Return what one of `PLACE_VARIABLES` takes from a place, for the reader of a page.

    Returns:
        the words; nothing where nobody has written it, or where this reader may not see it.
    """
    match variable:
        case "place.name":
            return tools.t(place.title)
        case "place.address":
            return tools.t(place.address)
        case "place.phone":
            return tools.way(place.phone) if place.phone is not None else Markup("")
        case "place.hours":
            return tools.listing(tools.hours(place.opening_hours))
        case _:
            link = link_of(place)
            return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(link, link) if link else Markup("")
