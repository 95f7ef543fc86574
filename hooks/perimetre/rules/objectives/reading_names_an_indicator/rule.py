"""A reading names an indicator of an objective, and one only."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.suggest import closest
from perimetre.base.words import message
from perimetre.model.readings import KpiReading
from perimetre.perimeter.indicators import named
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the indicators of which there are readings and that are none, or several; each once."""
    objectives = view.brand.objectives.objectives
    known = list(dict.fromkeys(kpi.id for objective in objectives for kpi in objective.kpis))
    by_name: dict[tuple[str, str | None], list[KpiReading]] = {}
    for reading in view.brand.readings.readings:
        if reading.indicator is not None:
            by_name.setdefault((reading.indicator, reading.objective), []).append(reading)
    # Where no objective has an indicator, that is what is wrong.
    for (id_, _), readings in by_name.items() if known else ():
        first, *others = readings
        found = named(view.brand, first)
        if len(found) == 1:
            continue
        if found:
            what = message(
                "{objectives} each have an indicator `{id}`.",
                objectives=listed(objective.id for objective, _ in found),
                id=id_,
            )
            hint = message("Say which: `objective: {id}`.", id=found[0][0].id)
        else:
            near = closest(id_, known)
            what = message("There is no indicator `{id}` in the objectives.", id=id_)
            hint = (
                message("Did you mean `{near}`?", near=near)
                if near
                else message("Name a KPI of `objectives.yml`: {known}.", known=listed(known, "or"))
            )
        yield flaw(
            value(first, "indicator"),
            what,
            hint,
            *((value(other, "indicator"), message("It is read here too.")) for other in others),
        )


RULE = Check(id="reading-names-an-indicator", level="error", needs=(89,), find=find)
