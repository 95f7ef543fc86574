"""A mission is not one person: a link in a chain, never alone."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the missions that rest on one person."""
    for mission in view.live(view.brand.missions.missions):
        if mission.raci is None or not mission.raci.responsible:
            continue
        roles = {*mission.raci.responsible}
        deputies = {view.roles[role].deputy or "" for role in roles if role in view.roles}
        people = {person for role in roles | deputies for person in view.holders.get(role, ())}
        # Whose name is to be completed is told where it is.
        if len(people) < 2 and not any(map(view.is_to_be_named, roles | deputies)):
            yield flaw(
                key(mission.raci, "responsible"),
                message("The mission `{id}` rests on one person, or on none.", id=mission.id),
                message("Name another role as `responsible`, or give the role a deputy role held by somebody else."),
            )


RULE = Check(
    id="mission-is-not-one-person",
    level="warning",
    needs=(63,),
    find=find,
)
