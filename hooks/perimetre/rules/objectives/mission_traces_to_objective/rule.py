"""A mission serves an objective."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import presence

RULE = presence(
    id="mission-traces-to-objective",
    level="error",
    needs=(45,),
    kind="missions",
    at="objectives",
    of=lambda view: view.live(view.brand.missions.missions),
    lacks=lambda _view, one: not one.objectives,
    said=message("The mission `{id}` serves no objective."),
    hint=message("Name the objectives that it serves: `objectives: [an-objective]`."),
)
