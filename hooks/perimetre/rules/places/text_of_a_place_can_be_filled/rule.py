"""A text that takes something from a place can be filled in: each place that it is for has what it takes."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Part, PlaceOfBrand, Text
from perimetre.model.places import lacks, taken_from_a_place
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the texts that take from a place what some place that they are for has not."""
    for written, text, places in _texts(view):
        for variable in taken_from_a_place(text):
            taken, at = "{{" + variable + "}}", value(written, "text")
            lacking = [place.id for place in places if lacks(place, variable) and not _is_open(view, place, variable)]
            if not places:
                yield flaw(
                    at,
                    message(
                        "This text takes `{taken}` from a place, and `{brand}` has none.",
                        taken=taken,
                        brand=view.brand.id,
                    ),
                    message("Add the places in `places.yml`; or write the text without it."),
                    about=[view.brand.id, variable],
                )
            elif lacking:
                yield flaw(
                    at,
                    message(
                        "This text takes `{taken}`, which nobody has written for {places}.",
                        taken=taken,
                        places=listed(lacking),
                    ),
                    message(
                        "Complete these places in `places.yml`; or name in `match: {line}` those that the text is for.",
                        line="{places: […]}",
                    ),
                    about=[variable, *lacking],
                )


def _is_open(view: View, place: PlaceOfBrand, variable: str) -> bool:
    """Say whether the house has yet to complete what a place is asked for: it is told there."""
    return value(place, _KEYS[variable]) in view.handbook.to_complete


def _texts(view: View) -> Iterator[tuple[Part, Text | None, tuple[PlaceOfBrand, ...]]]:
    """Yield the words that leave, with the places for which they are written."""
    every = tuple(view.live(view.brand.own_places))
    for template in view.live(view.brand.templates.templates):
        reach = view.perimeter.ground.taken("places", template.match)
        for variant in template.variants:
            yield variant, variant.text, tuple(place for place in every if reach is None or place.id in reach)
    for crisis in view.live(view.brand.crises):
        for statement in crisis.statements:
            for wording in statement.wordings:
                yield wording, wording.text, every


# By variable, the key of a place that says it.
_KEYS = {
    "place.name": "title",
    "place.address": "address",
    "place.phone": "phone",
    "place.hours": "opening_hours",
    "place.link": "pages",
}

RULE = Check(id="text-of-a-place-can-be-filled", level="error", find=find)
