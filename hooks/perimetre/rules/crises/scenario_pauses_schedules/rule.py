"""A scenario pauses what was scheduled: what was written before does not go out during."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the grave scenarios that let scheduled posts go out."""
    for crisis in view.live(view.brand.crises):
        grave = (view.severity_number(crisis.severity) or 0) >= 3
        paused = any(pause.scope in ("posts", "all") for pause in crisis.pauses)
        if grave and not paused and not any(step.act == "pause-schedule" for step in crisis.steps):
            yield flaw(
                key(crisis, "pauses"),
                message("During `{id}`, what was scheduled still goes out.", id=crisis.id),
                message("Write a pause of `scope: posts`, or a step whose `act` is `pause-schedule`."),
            )


RULE = Check(
    id="scenario-pauses-schedules",
    level="error",
    needs=(54,),
    find=find,
)
