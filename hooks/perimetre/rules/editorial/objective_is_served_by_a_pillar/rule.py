"""An objective that what one publishes can serve is served by a pillar."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

# A service is held by answers, and knowledge of the customers by listening: no pillar need serve them.
SPOKEN = frozenset({"reputation", "engagement", "acquisition", "employer", "recruitment", "sales", "community"})


def find(view: View) -> Iterator[Problem]:
    """Yield the objectives that nothing which is published serves, where the brand has an editorial line."""
    pillars = view.live(view.brand.editorial.pillars)
    served = {objective for pillar in pillars for objective in pillar.objectives}
    for objective in view.live(view.brand.objectives.objectives) if pillars else ():
        is_over = objective.period is not None and objective.period.to is not None and objective.period.to < view.today
        if objective.kind in SPOKEN and objective.id not in served and not is_over:
            yield flaw(
                value(objective, "id"),
                message("No pillar of the editorial line serves `{id}`.", id=objective.id),
                message("Name it under `objectives:` of a pillar; or drop it, if nothing published is to serve it."),
                (pillars[0].place, message("The editorial line begins here.")),
            )


RULE = Check(id="objective-is-served-by-a-pillar", level="warning", needs=(45, 86), find=find)
