"""A role fits what is asked of it: skills that are written down, enough people and not too many."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the community managers' roles without skills, and those held by too few or too many."""
    for role in view.live(view.brand.people.roles):
        if role.community_manager and role.side == "brand" and not role.skills:
            yield flaw(
                key(role, "skills"),
                message("Nothing says what skills `{id}` takes.", id=role.id),
                message("Under `skills:`, write what the objectives and the sector require."),
            )
        wanted = role.team_size.min if role.team_size else None
        if wanted is not None and len(view.holders.get(role.id, ())) < wanted:
            yield flaw(
                value(role, "team_size"),
                message("`{id}` is held by fewer people than the house decided.", id=role.id),
                message("Assign somebody, or revise how many people are needed."),
            )
        most = role.team_size.max if role.team_size else None
        if most is not None and len(view.holders.get(role.id, ())) > most:
            yield flaw(
                value(role, "team_size"),
                message("`{id}` is held by more people than the house decided.", id=role.id),
                message("End an assignment, or revise how many people may hold it."),
            )


RULE = Check(
    id="role-fits-the-stage",
    level="warning",
    needs=(43,),
    find=find,
)
