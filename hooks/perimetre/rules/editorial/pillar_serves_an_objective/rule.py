"""A pillar of the editorial line serves an objective."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import each_has

RULE = each_has(
    "objectives",
    id="pillar-serves-an-objective",
    level="warning",
    needs=(45, 86),
    of=lambda view: view.live(view.brand.editorial.pillars),
    lacks=lambda pillar: not pillar.objectives,
    what=message("The pillar `{id}` serves no objective."),
    hint=message("Name the objectives that it serves: `objectives: [an-objective]`; or drop the pillar."),
)
