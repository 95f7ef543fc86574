"""A role fits what is asked of it: skills for this stage and this sector, enough people and not too many."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.language.labels import word
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the roles whose skills do not fit the brand, and those held by too few or too many."""
    brand = view.brand.brand
    for role in view.live(view.brand.people.roles):
        if role.community_manager and role.side == "brand" and not role.skills and not role.recruitment:
            yield flaw(
                key(role, "skills"),
                message("Nothing says what skills `{id}` takes.", id=role.id),
                message("Under `skills:`, write what the objectives and the sector require."),
            )
        asked = [criterion for criterion in role.recruitment if criterion.is_asked_at(brand.stage)]
        if role.recruitment and not asked:
            yield flaw(
                key(role, "recruitment"),
                message(
                    "`{id}` is chosen on nothing that `{brand}` asks for at this stage: {stage}.",
                    id=role.id,
                    brand=view.brand.id,
                    stage=word("stage", brand.stage or ""),
                ),
                message("Write what is asked for at this stage, or add it to `stages:`."),
            )
        elif asked and brand.sector and role.community_manager and not any(criterion.sector for criterion in asked):
            yield flaw(
                key(role, "recruitment"),
                message("`{id}` is chosen on nothing that the sector asks for.", id=role.id),
                message("Write what one must know of the sector, with its proof and `sector: true`."),
                (key(brand, "sector"), message("The sector of the brand is here.")),
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
