"""A holder is chosen among those whom the role says: whoever is appointed holds, or held, one of these roles."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Assignment
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the assignments of a role to somebody who is none of those among whom it is chosen."""
    assignments = view.brand.people.assignments
    for given in assignments:
        role = view.roles.get(given.role or "")
        if role is None or not role.from_ or (given.bounds[1] is not None and given.bounds[1] < view.today):
            continue
        if not any(_before(other, given) and other.role in role.from_ for other in assignments):
            yield flaw(
                value(given, "person"),
                message(
                    "`{role}` is chosen among {roles}, and `{person}` is none of them.",
                    role=role.id,
                    roles=listed(role.from_, "or"),
                    person=given.person,
                ),
                message("Name somebody who is, or add the role that they held to `assignments:`."),
                (value(role, "from"), message("Who may be chosen is here.")),
                about=[role.id, *role.from_],
            )


def _before(other: Assignment, given: Assignment) -> bool:
    """Say whether somebody held another role no later than they were given this one."""
    begins, given_on = other.bounds[0], given.bounds[0]
    return other.person == given.person and (begins is None or given_on is None or begins <= given_on)


RULE = Check(
    id="holder-is-chosen-among",
    level="error",
    needs=(),
    find=find,
)
