"""A role's holder has a status that the role admits: an employee where it must be one."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, message
from perimetre.language.labels import word
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the people who hold a role that their status does not admit."""
    for role_id, people in view.holders.items():
        role = view.roles.get(role_id)
        if role is None or not role.min_employment:
            continue
        for person in (view.people[id_] for id_ in people if id_ in view.people):
            if person.employment is not None and person.employment not in role.min_employment:
                yield flaw(
                    value(person, "employment"),
                    message(
                        "`{person}` holds `{role}`, which is for {statuses} only.",
                        person=person.id,
                        role=role_id,
                        statuses=Listing(tuple(word("employment", status) for status in role.min_employment), "or"),
                    ),
                    message("Give the role to somebody else, or add their status to its `min_employment`."),
                    (value(role, "min_employment"), message("This is what the role admits.")),
                    about=[role_id],
                )


RULE = Check(
    id="role-holder-has-the-status",
    level="error",
    needs=(64,),
    find=find,
)
