"""An objective is not volume only: the quality of exchange comes before quantity."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the objectives that are measured by quantity alone."""
    for objective in view.live(view.brand.objectives.objectives):
        if objective.kpis and all(kpi.nature == "quantity" for kpi in objective.kpis):
            yield flaw(
                key(objective, "kpis"),
                message("The objective `{id}` is only measured by volume.", id=objective.id),
                message("Add an indicator whose `nature` is `quality`, `engagement` or `service`."),
            )


RULE = Check(
    id="objective-is-not-volume-only",
    level="warning",
    needs=(20,),
    find=find,
)
