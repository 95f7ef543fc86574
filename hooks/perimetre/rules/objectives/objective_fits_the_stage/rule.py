"""An objective fits the stage of presence of what it is pursued on."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the objectives whose stage is that of no channel which serves them."""
    channels = {channel.id: channel for channel in view.channels}
    for objective in view.live(view.brand.objectives.objectives):
        serving = [
            channel
            for channel in channels.values()
            if channel.id in objective.channels or objective.id in channel.objectives
        ]
        stages = {channel.stage or view.brand.brand.stage for channel in serving} or {view.brand.brand.stage}
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
