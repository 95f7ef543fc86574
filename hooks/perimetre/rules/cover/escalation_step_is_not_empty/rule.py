"""A step of escalation is not empty: behind each name that it calls there is somebody."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model.refs import PLACE_MANAGER
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def _anybody(view: View, target: str) -> bool:
    if target == PLACE_MANAGER:
        # That somebody answers for each is another rule's.
        return bool(view.brand.own_places)
    for schedule in view.brand.people.schedules:
        if schedule.id == target:
            return any(layer.people or layer.rotation or layer.follows for layer in schedule.layers)
    # Whose name is to be completed is told where it is.
    return target in view.people or bool(view.holders.get(target)) or view.is_to_be_named(target)


def find(view: View) -> Iterator[Problem]:
    """Yield the steps that call nobody."""
    for line in view.live(view.brand.escalation.lines):
        if not view.brand.is_among(line.brands):
            continue
        for rank, step in enumerate(line.steps):
            if step.call and not any(_anybody(view, target) for target in step.call):
                yield flaw(
                    value(line, "steps", rank, "call"),
                    message(
                        "This step of `{id}` calls nobody: nobody holds {roles}.",
                        id=line.id,
                        roles=listed(step.call, "or"),
                    ),
                    message("Assign somebody in `people.yml`, or call another role."),
                    about=step.call,
                )


RULE = Check(
    id="escalation-step-is-not-empty",
    level="warning",
    needs=(61,),
    find=find,
)
