"""The perimeter leaves initiative: in normal times, something public may be done without asking."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.questions import RANK
from perimetre.rules.kit.asking import where
from perimetre.rules.kit.cells import among, beginning, days_on, ranks, told_apart
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
    space, place = view.space, of["channel"].masks
    everywhere = [part.get(name, None if name == "channel" else range(len(of[name].masks))) for name in of]
    # What leaves initiative in one place mostly does in another: it is tried first there.
    left: list[int] = []

    def is_left(places: Sequence[int]) -> bool:
        for acts in itertools.chain(tuple(left), space.masks(everywhere)):
            if any(RANK[space.plain(acts & place[position])[0]] <= RANK["template"] for position in places):
                if acts not in left:
                    left.append(acts)
                return True
        return False

    for channel in where(view):
        # A day on which nobody is there to answer asks for no initiative.
        served = functools.partial(view.perimeter.ground.is_served, channel)
        for places, first in told_apart(space, days_on(space, channel, served), part).items():
            if is_left(places):
                continue
            what = message("On `{id}`, a community manager may do nothing in public without asking.", id=channel)
            yield flaw(
                view.lacking("scope", "rules"),
                beginning(what, first, view.today),
                message(
                    "Leave at least one action free, or allowed with a ready answer: saying thank you, "
                    "answering with what is already public."
                ),
                about=[channel],
            )
            break


RULE = Check(
    id="perimeter-leaves-initiative",
    level="warning",
    needs=(13,),
    find=find,
)
