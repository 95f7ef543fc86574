"""A community manager was immersed in the brand: its shops, its products, its people."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the community managers who were not immersed."""
    managers = dict.fromkeys(
        person for role in sorted(view.community_managers) for person in view.holders.get(role, ())
    )
    for person in (view.people[id_] for id_ in managers if id_ in view.people):
        immersed = person.immersed_on is not None and person.immersed_on <= view.today
        if not immersed and person.employment not in ("agency", None):
            yield flaw(
                key(person, "immersed_on"),
                message("Nothing says that `{person}` has spent time inside the brand.", person=person.id),
                message("Arrange a few days with the people who make and sell the products; then add `immersed_on:`."),
            )


RULE = Check(
    id="role-holder-was-immersed",
    level="warning",
    needs=(5,),
    find=find,
)
