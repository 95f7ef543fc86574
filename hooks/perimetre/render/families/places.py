"""Draft the places of a brand: one short page each, and the list of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.cover.places import OpenDay, answering, opening_days
from perimetre.model import PlaceOfBrand, Template, Text
from perimetre.model.places import taken_from_a_place
from perimetre.render import views
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of the places of a brand."""
    places = desk.seen(desk.the_brand.own_places)
    if not places:
        return
    yield desk.draft(
        "places",
        message("Shops and places"),
        "places/index.html",
        kind="places",
        group="every-day",
        places=[(place, *_there(desk, place, days=1)) for place in places],
    )
    for place in places:
        week, there = _there(desk, place, days=7)
        yield desk.draft(
            f"places/{place.id}",
            place.title or place.id,
            "places/place.html",
            kind="places",
            head=place,
            group="every-day",
            parent="places",
            keywords=(desk.say(place.address),) if place.address else (),
            description=place.address,
            place=place,
            week=week,
            coming=[
                (other, _opening(desk, place, other.from_, 1)[0])
                for other in place.exceptions
                if other.from_ is not None and other.from_ > desk.today + dt.timedelta(days=6)
            ],
            answering=there,
            postures=[
                posture
                for posture in desk.seen(desk.the_brand.brand.postures)
                if place.id in desk.members(posture.places) and posture.is_live(desk.today)
            ],
            changes=views.of_place(desk, place.id),
            answers=list(_answers(desk, place)),
        )


def _answers(desk: Desk, place: PlaceOfBrand) -> Iterator[tuple[Template, Text]]:
    """Yield the ready answers that are for a place and take something from it, with the first wording that does."""
    for template in desk.seen(desk.the_brand.templates.templates):
        reach = desk.taken("places", template.match)
        texts = (variant.text for variant in template.variants if variant.text is not None)
        words = next((text for text in texts if taken_from_a_place(text)), None)
        if words is not None and (reach is None or place.id in reach):
            yield template, words


def _there(desk: Desk, place: PlaceOfBrand, *, days: int) -> tuple[object, object]:
    """Return the hours of a place from today on, none where nobody has said them; and who answers there today."""
    known = place.opening_hours or any(other.opens is not None for other in place.exceptions)
    hours = _opening(desk, place, desk.today, days) if known else ()
    return hours, answering(desk.the_brand, place, desk.today)


def _opening(desk: Desk, place: PlaceOfBrand, first: dt.date, days: int) -> tuple[OpenDay, ...]:
    settings, periods = desk.handbook.settings_of(desk.the_brand), desk.the_brand.periods.periods
    return opening_days(place, settings, first, days, periods)
