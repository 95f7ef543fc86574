"""An indicator that is read is read at the rhythm that was promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.indicators import measured
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

# Days from a reading to the next, and those that it takes to write it down: a month is known in the week after it.
DAYS = {"week": 7 + 4, "month": 31 + 10, "quarter": 92 + 15, "year": 366 + 31}


def find(view: View) -> Iterator[Problem]:
    """Yield the indicators that were read once, and have not been since longer than their rhythm."""
    for indicator in measured(view.brand):
        kpi, objective = indicator.kpi, indicator.objective
        ends = objective.period.to if objective.period else None
        last = indicator.readings[-1] if indicator.readings else None
        if last is None or last.on is None or kpi.cadence is None or not objective.is_live(view.today):
            continue
        if (ends is None or view.today <= ends) and view.today > last.on + timedelta(days=DAYS[kpi.cadence]):
            yield flaw(
                value(last, "on"),
                message(
                    "`{id}` was last read on {day}, {count} days ago.",
                    id=kpi.id,
                    day=str(last.on),
                    count=(view.today - last.on).days,
                ),
                message("Add a reading; or change its `cadence:` to the rhythm that you keep."),
                (value(kpi, "cadence"), message("The rhythm is promised here.")),
                about=[objective.id],
            )


RULE = Check(id="reading-comes-at-its-rhythm", level="warning", needs=(89,), find=find)
