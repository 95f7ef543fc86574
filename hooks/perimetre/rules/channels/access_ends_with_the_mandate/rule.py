"""Access ends with the mandate: what an agency or a freelance holds is taken back on the day it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from perimetre.base.diagnostics import Problem
from perimetre.base.words import counted, message
from perimetre.cover.intervals import Intervals, subtract, union
from perimetre.model import Assignment, Person
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View

# The end of what has none, as days are counted.
_EVER = date.max.toordinal()


def find(view: View) -> Iterator[Problem]:
    """Yield the accesses and assignments that outlive a mandate."""
    outside = {id_: person for id_, person in view.people.items() if person.employment in ("agency", "freelance")}
    beyond: dict[str, list[tuple[Assignment, Intervals]]] = {}
    for assignment in view.brand.people.assignments:
        person = outside.get(assignment.person or "")
        if person is None or not view.brand.is_among(assignment.brands):
            continue
        if assignment.to is None:
            yield flaw(
                key(assignment, "person"),
                message(
                    "The assignment of `{person}`, who is from outside the house, has no end date.",
                    person=assignment.person,
                ),
                message("Write `to:` with the day on which their mandate ends."),
                about=[assignment.person],
            )
        elif person.agency is not None and (days := _unbound(view, person, assignment)):
            beyond.setdefault(person.agency, []).append((assignment, days))
    for agency, several in beyond.items():
        yield _beyond(view, agency, several)
    agencies = {id_ for id_, role in view.roles.items() if role.side == "agency"}
    for channel in view.channels:
        access = channel.access
        if access and agencies & {*access.holders} and access.ends_with_mandate is not True:
            yield flaw(
                key(access, "ends_with_mandate"),
                message(
                    "An agency holds the keys of `{id}`, and nothing says that they are taken back with its mandate.",
                    id=channel.id,
                ),
                message("Set `ends_with_mandate: true`, and take the keys back on that day."),
            )


def _unbound(view: View, person: Person, assignment: Assignment) -> Intervals:
    """Return the days to come on which an assignment holds and no mandate of the agency does.

    Where today is one of them, `mandate-is-live` tells it.
    """
    today = view.today.toordinal()
    first = max(today, assignment.from_.toordinal() if assignment.from_ else 0)
    last = assignment.to.toordinal() + 1 if assignment.to else _EVER
    bound = union(
        (mandate.from_.toordinal() if mandate.from_ else 0, mandate.to.toordinal() + 1 if mandate.to else _EVER)
        for mandate in view.brand.brand.mandates
        if mandate.agency == person.agency and mandate.status == "approved"
    )
    days = subtract(union([(first, last)]), bound)
    return () if days and days[0][0] == today else days


def _beyond(view: View, agency: str, several: list[tuple[Assignment, Intervals]]) -> Problem:
    """Return the problem of the assignments that an agency's mandates do not hold: one cause, told once."""
    first, days = several[0]
    others = several[1:]
    mandates = [mandate for mandate in view.brand.brand.mandates if mandate.agency == agency]
    return flaw(
        value(first, "to"),
        counted(
            "From {day}, `{person}` holds a role and `{agency}` has no mandate.",
            "From {day}, `{person}` and others hold roles ({count} assignments), and `{agency}` has no mandate.",
            len(several),
            day=date.fromordinal(days[0][0]),
            person=first.person,
            agency=agency,
        ),
        message("End these assignments with the mandate, begin them with it, or write the mandate that follows."),
        *((value(other, "to"), message("`{person}` too.", person=other.person)) for other, _ in others),
        *((mandate.place, message("This is the agency's mandate.")) for mandate in mandates),
        about=[agency],
    )


RULE = Check(
    id="access-ends-with-the-mandate",
    level="warning",
    needs=(83,),
    find=find,
)
