"""Small signals have triggers: a trifle swells, and a number tells when it is no longer one."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where nothing that can be counted starts anything."""
    severities = view.live(view.brand.escalation.severities)
    counted_ = any(
        criterion.fact
        for severity in severities
        if severity.criteria
        for criterion in (*severity.criteria.any, *severity.criteria.all)
    )
    if not counted_ and not any(crisis.thresholds for crisis in view.live(view.brand.crises)):
        yield flaw(
            view.lacking("escalation", "severities"),
            message("No measurable threshold says when a small signal becomes a real problem."),
            message(
                "Give a severity a criterion on a fact (`{criterion}`), or a scenario its `thresholds`.",
                criterion="{fact: volume-per-hour, times_usual: 2, over: 1h}",
            ),
        )


RULE = Check(
    id="small-signals-have-triggers",
    level="warning",
    needs=(65,),
    find=find,
)
