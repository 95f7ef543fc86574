"""A forecast is compared with what came of it, once the operation is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

# The figures of a network settle in a few days, and the report of the month has to be written.
SETTLED = timedelta(days=30)


def find(view: View) -> Iterator[Problem]:
    """Yield the forecasts of operations that are over, of which nobody has said what came."""
    for operation in view.live(view.brand.operations):
        if operation.to is None or operation.to + SETTLED >= view.today:
            continue
        for forecast in operation.forecast:
            if forecast.value is not None and forecast.result is None:
                yield flaw(
                    key(forecast, "what"),
                    message(
                        "`{id}` ended on {day}, and nobody has said what came of this forecast.",
                        id=operation.id,
                        day=str(operation.to),
                    ),
                    message("Write `result:` beside it, even if it disappoints; or delete the forecast."),
                )


RULE = Check(id="forecast-is-compared", level="warning", needs=(90,), find=find)
