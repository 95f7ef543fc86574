"""Whoever is on duty is in post: a schedule counts on people who hold its role then, are fit for it, and are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import Message, counted, message
from perimetre.cover import Vacant, vacant_posts
from perimetre.cover.intervals import union
from perimetre.language.instants import instant, month
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the people whom a schedule puts on duty and who cannot be, each at the line that first names them.

    The people of an agency whose mandate ends are told together: it is one cause.
    """
    alike: dict[tuple[str, ...], list[Vacant]] = {}
    for vacant in vacant_posts(view.cover):
        name = vacant.obstacle.name if vacant.obstacle is not None else ""
        person = vacant.person if vacant.why != "contract" else ""
        alike.setdefault((vacant.schedule.id, vacant.why, name, person), []).append(vacant)
    for several in alike.values():
        yield _problem(view, several)


def _problem(view: View, several: Sequence[Vacant]) -> Problem:
    first = several[0]
    place, *others = dict.fromkeys(place for vacant in several for place in vacant.named)
    return flaw(
        place,
        _what(view, several),
        _hint(view, first),
        *((other, message("This line too puts them on duty.")) for other in others),
        *_why(view, first),
        about=[first.schedule.id, *(vacant.person for vacant in several)],
    )


def _why(view: View, vacant: Vacant) -> Iterator[tuple[Place, Message]]:
    """Yield the lines by which they cannot be on duty."""
    if vacant.why == "role":
        for given in vacant.given:
            yield given.place, message("This is their assignment.")
        person = view.people.get(vacant.person)
        if person is not None and person.left_on is not None:
            yield value(person, "left_on"), message("They leave on that day.")
    for place in vacant.obstacle.places if vacant.obstacle is not None else ():
        if vacant.why == "contract":
            yield place, message("This is the agency's mandate.")
        elif vacant.why == "trainee":
            yield place, message("This makes them a trainee.")
        else:
            yield place, message("They followed it on that day.")


def _what(view: View, several: Sequence[Vacant]) -> Message:
    vacant = several[0]
    if not vacant.given:
        return message(
            "`{schedule}` puts `{person}` on duty, who has no assignment to `{role}`: nobody calls them.",
            schedule=vacant.schedule.id,
            person=vacant.person,
            role=vacant.schedule.role,
        )
    wall = view.cover.clock.wall
    when = union(*(other.when for other in several))
    values = {
        "schedule": vacant.schedule.id,
        "person": vacant.person,
        "start": instant(wall(when[0][0])),
        "end": instant(wall(when[0][1])),
    }
    if vacant.why == "away":
        return message(
            "`{schedule}` has `{person}` stand in from {start} to {end}, when they are absent: nobody calls them.",
            **values,
        )
    people = listed(dict.fromkeys(other.person for other in several))
    since = _since(vacant)
    others = len(when) - 1
    if not others:
        return message(
            "`{schedule}` puts {people} on duty from {start} to {end}, {since}: nobody calls them then.",
            people=people,
            since=since,
            **values,
        )
    return counted(
        "`{schedule}` puts {people} on duty from {start} to {end}, {since}: nobody calls them then; {count} other "
        "time until {until}.",
        "`{schedule}` puts {people} on duty from {start} to {end}, {since}: nobody calls them then; {count} other "
        "times until {until}.",
        others,
        people=people,
        since=since,
        until=month(wall(when[-1][0])),
        **values,
    )


def _since(vacant: Vacant) -> Message:
    name = vacant.obstacle.name if vacant.obstacle is not None else None
    if vacant.why == "contract":
        return message("when `{agency}` has no mandate", agency=name)
    if vacant.why == "trainee":
        return message("when they are a trainee (`{role}`)", role=name)
    if vacant.why == "training":
        return message("when their training `{training}` is not up to date", training=name)
    return message("when they do not hold `{role}`", role=vacant.schedule.role)


def _hint(view: View, vacant: Vacant) -> Message:
    if vacant.why == "away":
        return message("Name somebody else, or write an absence that leaves these hours out.")
    if vacant.why == "contract":
        return message("End the layer with the mandate and name others in one that follows, or renew the mandate.")
    if vacant.why == "trainee":
        return message("Name somebody experienced; the trainee may be there beside them.")
    if vacant.why == "training":
        return message("Plan the training before that day, and write its date then; or name somebody else.")
    if not vacant.given:
        return message(
            "Name somebody who holds the role, or add `{assignment}` to the assignments.",
            assignment=_assignment(view, vacant),
        )
    return message("Name somebody else from then on, in a layer that begins on that day, or change the assignment.")


def _assignment(view: View, vacant: Vacant) -> str:
    """Return the assignment that the shift asks for, of its brands and its days: written as it is, it gives no more."""
    written = [f"person: {vacant.person}", f"role: {vacant.schedule.role}"]
    # A turn of the house that names no brand is of all.
    house = view.handbook.house
    of_house = house is not None and vacant.schedule in house.people.schedules
    of_brand = () if of_house else (view.brand.id,)
    if brands := vacant.schedule.brands or of_brand:
        written.append(f"brands: [{', '.join(brands)}]")
    wall = view.cover.clock.wall
    changes = [change for change in vacant.schedule.overrides if change.place.path == vacant.named[0].path[:-1]]
    first = wall(vacant.when[0][0])
    written.append(f"from: {first.date()}")
    # A layer that goes on has no last day.
    if changes and changes[0].to is not None:
        begin = changes[0].from_ or first
        written[-1] = f"from: {begin.date()}"
        written.append(f"to: {(changes[0].to - timedelta(minutes=1)).date()}")
    return f"{{{', '.join(written)}}}"


RULE = Check(id="duty-holder-is-in-post", level="warning", needs=(58, 83), find=find)
