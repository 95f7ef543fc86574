"""A place is answered for: on every day to come somebody there, or their deputy, holds the role that answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, message
from perimetre.cover import Intervals
from perimetre.cover.fitness import gone
from perimetre.cover.intervals import subtract, union
from perimetre.model import PlaceOfBrand
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

# Who may stand in, and does not answer for a place alone.
_NOT_ALONE = frozenset({"intern", "freelance"})


def find(view: View) -> Iterator[Problem]:
    """Yield the places for which nobody answers on some day to come."""
    for place in view.live(view.brand.own_places):
        # A manager that is still to be completed is told as such.
        if place.manager is None:
            continue
        named = tuple(word for word in (place.manager, place.deputy) if word is not None)
        posts = [post for word in named for post in _posts(view, place, word)]
        of_the_house = [(person, when) for person, when in posts if not _only_stands_in(view, person)]
        there = [(person, subtract(when, view.cover.absent(person))) for person, when in of_the_house]
        nobody = _gone if all(word in view.people for word in named) else _nobody
        for answering, why in ((posts, nobody), (of_the_house, _stand_ins), (there, _away)):
            empty = subtract(view.cover.whole, union(*(when for _, when in answering)))
            if empty:
                first = view.cover.clock.wall(empty[0][0]).date()
                yield flaw(
                    key(place, "manager"), why(place, named, first, view.today), _remedy(place, named, why), about=named
                )
                break


def _posts(view: View, place: PlaceOfBrand, word: str) -> Iterator[tuple[str, Intervals]]:
    """Yield who is behind a role, or a person, that a place names, and when; one who has left is not."""
    cover = view.cover
    person = view.people.get(word)
    if person is not None:
        yield word, subtract(cover.whole, union(gone(view.brand, person, cover.clock, cover.window)))
        return
    for given in cover.holders(word):
        if given.holds_at(place.id) and given.person is not None:
            yield given.person, cover.held(given)


def _only_stands_in(view: View, id_: str) -> bool:
    person = view.people.get(id_)
    return person is not None and person.employment in _NOT_ALONE


def _nobody(place: PlaceOfBrand, named: tuple[str, ...], first: date, today: date) -> Message:
    values = {"id": place.id, "who": listed(named, "or")}
    if first <= today:
        return message("Nobody answers for `{id}`: nobody holds {who} there.", **values)
    return message("From {day} on, nobody answers for `{id}`: nobody holds {who} there.", day=first, **values)


def _gone(place: PlaceOfBrand, named: tuple[str, ...], first: date, today: date) -> Message:
    values = {"id": place.id, "who": listed(named, "and")}
    if first <= today:
        return message("Nobody has answered for `{id}` since {who} left.", **values)
    return message("From {day} on, with {who} gone, nobody answers for `{id}`.", day=first, **values)


def _stand_ins(place: PlaceOfBrand, named: tuple[str, ...], first: date, today: date) -> Message:
    values = {"id": place.id, "who": listed(named, "and")}
    if first <= today:
        return message("Only an intern or a freelance answers for `{id}`: {who}.", **values)
    return message("From {day} on, only an intern or a freelance answers for `{id}`: {who}.", day=first, **values)


def _away(place: PlaceOfBrand, named: tuple[str, ...], first: date, today: date) -> Message:  # noqa: ARG001
    return message(
        "On {day} nobody answers for `{id}`: {who} is away.", id=place.id, day=first, who=listed(named, "and")
    )


def _remedy(place: PlaceOfBrand, named: tuple[str, ...], why: object) -> Message:
    if why is _nobody:
        line = f"places: [{place.id}]"
        return message("In `people.yml`, give the role to somebody there: `{line}`; or name a deputy.", line=line)
    if why is _gone:
        return message("Name whoever takes over, a person or a role: `manager: …`, or `deputy: …`.")
    if len(named) > 1:
        return message("Name a deputy who is of the house and is there then.")
    return message("Name a deputy of the house: `deputy: …`, a person or a role.")


RULE = Check(id="place-is-answered-for", level="error", find=find)
