"""Engagement is measured: a main aim has its indicator."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where no indicator measures engagement."""
    objectives = view.live(view.brand.objectives.objectives)
    natures = [kpi.nature for objective in objectives for kpi in objective.kpis]
    if objectives and "engagement" not in natures and None not in natures:
        yield flaw(
            view.lacking("objectives", "objectives"),
            message("No indicator measures engagement."),
            message("Give an objective an indicator of `nature: engagement`: comments, shares, answers among members."),
        )


RULE = Check(
    id="engagement-is-measured",
    level="warning",
    needs=(
        6,
        69,
    ),
    find=find,
)
