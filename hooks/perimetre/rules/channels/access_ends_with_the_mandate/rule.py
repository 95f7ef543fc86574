"""Access ends with the mandate: what an agency or a freelance holds is taken back on the day it ends."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the accesses and assignments that outlive a mandate."""
    outside = {person.id for person in view.people.values() if person.employment in ("agency", "freelance")}
    for assignment in view.brand.people.assignments:
        if assignment.person in outside and assignment.to is None and assignment.concerns(view.brand.id):
            yield flaw(
                key(assignment, "person"),
                message(
                    "The assignment of `{person}`, who is from outside the house, has no end date.",
                    person=assignment.person,
                ),
                message("Write `to:` with the day on which their mandate ends."),
                about=[assignment.person],
            )
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


RULE = Check(
    id="access-ends-with-the-mandate",
    level="warning",
    needs=(83,),
    find=find,
)
