"""The perimeter leaves initiative: in normal times, something public may be done without asking."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.questions import RANK
from perimetre.rules.kit.asking import where
from perimetre.rules.kit.cells import among, leaves, on, ranks
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the channels where nothing may be done without asking."""
    actions = view.brand.values.actions.items()
    public = {id_ for id_, action in actions if action.public and not action.protective}
    of = {dimension.name: dimension for dimension in view.space.dimensions}
    tests = {
        "role": among(view.community_managers),
        "action": among(public),
        "posture": among((0,)),
        "phase": among((None,)),
    }
    part = {name: ranks(of[name], test) for name, test in tests.items()}
    for channel in where(view):
        part["place"] = ranks(of["place"], on(channel))
        if not any(RANK[view.space.plain(mask)[0]] <= RANK["template"] for mask in leaves(view.space, {}, part)):
            yield flaw(
                view.lacking("scope", "rules"),
                message("On `{id}`, a community manager may do nothing in public without asking.", id=channel),
                message(
                    "Leave at least one action free, or allowed with a ready answer: saying thank you, "
                    "answering with what is already public."
                ),
                about=[channel],
            )


RULE = Check(
    id="perimeter-leaves-initiative",
    level="warning",
    needs=(13,),
    find=find,
)
