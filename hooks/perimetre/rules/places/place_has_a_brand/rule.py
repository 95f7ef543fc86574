"""A place has a brand: in the house's file it says whose it is, in a brand's file it is that brand's."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import HOUSE, PlaceOfBrand
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the places that are of no brand."""
    for place in view.brand.places.places:
        if place.origin == HOUSE and not place.brands:
            yield flaw(
                key(place, "id"),
                message("`{id}` is the place of no brand: the house’s file does not say whose it is.", id=place.id),
                message("Add `{line}`, or write the place in the file of its brand.", line="brands: […]"),
            )
        elif place.brands and not _is_among(view, place):
            yield flaw(
                key(place, "brands"),
                message(
                    "`{id}` stands in the file of `{brand}`, and is not its place.", id=place.id, brand=place.origin
                ),
                message("Take `brands` out, or write the place in the file of its brand."),
                about=place.brands,
            )


def _is_among(view: View, place: PlaceOfBrand) -> bool:
    brand = view.handbook.brand(place.origin)
    return brand is None or brand.is_among(place.brands)


RULE = Check(id="place-has-a-brand", level="error", find=find)
