"""An objective fits the stage of presence of what it is pursued on."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the objectives whose stage is that of no channel which serves them."""
    channels = {one.id: one for one in view.channels}
    for objective in view.live(view.brand.objectives.objectives):
        serving = [one for one in channels.values() if one.id in objective.channels or objective.id in one.objectives]
        stages = {one.stage or view.brand.brand.stage for one in serving} or {view.brand.brand.stage}
        if objective.stage is not None and None not in stages and objective.stage not in stages:
            yield flaw(
                value(objective, "stage"),
                message(
                    "The objective `{id}` is meant for a stage other than that of the channels that serve it.",
                    id=objective.id,
                ),
                message("Change the objective's `stage`, or pursue it on channels that are at that stage."),
            )


RULE = Check(
    id="objective-fits-the-stage",
    level="warning",
    needs=(38,),
    find=find,
)
