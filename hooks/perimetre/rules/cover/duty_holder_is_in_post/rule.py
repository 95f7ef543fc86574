"""Whoever is on duty is in post: a schedule counts on people while they hold its role, and are there."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, counted, message
from perimetre.cover import Vacant, vacant_posts
from perimetre.language.instants import instant, month
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the people whom a schedule puts on duty and who cannot be, each at the line that first names them."""
    for vacant in vacant_posts(view.cover):
        first, *others = vacant.named
        person = view.people.get(vacant.person)
        left = person if person is not None and person.left_on is not None and not vacant.away else None
        yield flaw(
            first,
            _what(view, vacant),
            _hint(vacant),
            *((place, message("This line too puts them on duty.")) for place in others),
            *((given.place, message("This is their assignment.")) for given in vacant.given if not vacant.away),
            *([(value(left, "left_on"), message("They leave on that day."))] if left is not None else []),
            about=[vacant.schedule.id, vacant.person],
        )


def _what(view: View, vacant: Vacant) -> Message:
    if not vacant.given:
        return message(
            "`{schedule}` puts `{person}` on duty, who has no assignment to `{role}`: nobody calls them.",
            schedule=vacant.schedule.id,
            person=vacant.person,
            role=vacant.schedule.role,
        )
    wall = view.cover.clock.wall
    values = {
        "schedule": vacant.schedule.id,
        "person": vacant.person,
        "start": instant(wall(vacant.when[0][0])),
        "end": instant(wall(vacant.when[0][1])),
    }
    if vacant.away:
        return message(
            "`{schedule}` has `{person}` stand in from {start} to {end}, when they are absent: nobody calls them.",
            **values,
        )
    others = len(vacant.when) - 1
    if not others:
        return message(
            "`{schedule}` puts `{person}` on duty from {start} to {end}, when they do not hold `{role}`: nobody calls "
            "them then.",
            role=vacant.schedule.role,
            **values,
        )
    return counted(
        "`{schedule}` puts `{person}` on duty from {start} to {end}, when they do not hold `{role}`: nobody calls "
        "them then; {count} other time until {until}.",
        "`{schedule}` puts `{person}` on duty from {start} to {end}, when they do not hold `{role}`: nobody calls "
        "them then; {count} other times until {until}.",
        others,
        until=month(wall(vacant.when[-1][0])),
        role=vacant.schedule.role,
        **values,
    )


def _hint(vacant: Vacant) -> Message:
    if vacant.away:
        return message("Name somebody else, or write an absence that leaves these hours out.")
    if not vacant.given:
        return message(
            "Name somebody who holds the role, or add `{assignment}` to the assignments.",
            assignment=f"{{person: {vacant.person}, role: {vacant.schedule.role}}}",
        )
    return message("Name somebody else from then on, in a layer that begins on that day, or change the assignment.")


RULE = Check(id="duty-holder-is-in-post", level="warning", needs=(58, 83), find=find)
