"""Roles that must be held by different people are: whoever writes the rules of a contest does not approve them."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.presence import operations
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the groups of roles for which there are fewer people than roles."""
    for operation in operations(view):
        for rank, group in enumerate(operation.different_people):
            roles = [role for role in group if view.holders.get(role)]
            people = {person for role in roles for person in view.holders[role]}
            if len(people) < len(roles):
                yield flaw(
                    value(operation, "different_people", rank),
                    message("Different people are to be {roles}, and there are too few of them.", roles=listed(roles)),
                    message("Assign somebody else to one of these roles, or name another role here."),
                    about=roles,
                )


RULE = Check(
    id="distinct-roles-are-distinct-people",
    level="error",
    needs=(10,),
    find=find,
)
