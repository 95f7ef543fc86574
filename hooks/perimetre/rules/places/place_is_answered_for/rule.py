"""A place is answered for: on every day to come somebody there, or their deputy, holds the role that answers."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.cover import Intervals
from perimetre.cover.fitness import gone
from perimetre.cover.intervals import subtract, union
from perimetre.model import PlaceOfBrand
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the places for which nobody answers on some day to come."""
    for place in view.live(view.brand.own_places):
        named = tuple(word for word in (place.manager, place.deputy) if word is not None)
        # A manager that is still to be completed is told as such.
        if place.manager is None:
            continue
        cover = view.cover
        empty = subtract(cover.whole, union(*(_answers(view, place, word) for word in named)))
        if not empty:
            continue
        first = cover.clock.wall(empty[0][0]).date()
        values = {"id": place.id, "who": listed(named, "or")}
        yield flaw(
            key(place, "manager"),
            message("Nobody answers for `{id}`: nobody holds {who} there.", **values)
            if first <= view.today
            else message("From {day} on, nobody answers for `{id}`: nobody holds {who} there.", day=first, **values),
            message("In `people.yml`, give the role to somebody there: `{line}`; or name a deputy.", line=_line(place)),
            about=named,
        )


def _line(place: PlaceOfBrand) -> str:
    return f"places: [{place.id}]"


def _answers(view: View, place: PlaceOfBrand, word: str) -> Intervals:
    """Return when somebody is there behind a role, or a person, that a place names."""
    cover = view.cover
    person = view.people.get(word)
    if person is not None:
        return subtract(cover.whole, union(gone(view.brand, person, cover.clock, cover.window)))
    held = (cover.held(given) for given in cover.holders(word) if given.holds_at(place.id))
    return union(*held)


RULE = Check(id="place-is-answered-for", level="error", find=find)
