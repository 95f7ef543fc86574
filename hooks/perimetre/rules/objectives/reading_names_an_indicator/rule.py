"""A reading names an indicator of an objective, and one only."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.suggest import closest
from perimetre.base.words import message
from perimetre.perimeter.indicators import named
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the readings of nothing, and those that may be of several indicators."""
    objectives = view.brand.objectives.objectives
    known = [kpi.id for objective in objectives for kpi in objective.kpis]
    for reading in view.brand.readings.readings:
        if reading.indicator is None:
            continue
        found = named(view.brand, reading)
        if not found:
            near = closest(reading.indicator, known)
            yield flaw(
                value(reading, "indicator"),
                message("There is no indicator `{id}` in the objectives.", id=reading.indicator),
                message("Did you mean `{near}`?", near=near)
                if near
                else message("Name a KPI of `objectives.yml`: {known}.", known=listed(dict.fromkeys(known), "or")),
                about=[reading.indicator],
            )
        elif len(found) > 1:
            yield flaw(
                value(reading, "indicator"),
                message(
                    "{objectives} each have an indicator `{id}`.",
                    objectives=listed(objective.id for objective, _ in found),
                    id=reading.indicator,
                ),
                message("Say which: `objective: {id}`.", id=found[0][0].id),
                about=[reading.indicator],
            )


RULE = Check(id="reading-names-an-indicator", level="error", needs=(89,), find=find)
