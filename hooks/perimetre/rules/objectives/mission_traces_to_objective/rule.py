"""A mission serves an objective."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import each_has

RULE = each_has(
    "objectives",
    id="mission-traces-to-objective",
    level="error",
    needs=(45,),
    of=lambda view: view.live(view.brand.missions.missions),
    lacks=lambda mission: not mission.objectives,
    what=message("The mission `{id}` serves no objective."),
    hint=message("Name the objectives that it serves: `objectives: [an-objective]`."),
)
