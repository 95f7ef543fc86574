"""A date that comes back falls in no silence, unless the house has said what becomes of it there."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.recurrences import is_silent, occurrences
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

DAYS = 400


def find(view: View) -> Iterator[Problem]:
    """Yield the first day on which something falls in each silence of which it says nothing."""
    settings = view.handbook.settings_of(view.brand)
    for recurrence in view.live(view.brand.editorial.recurring):
        told: set[str] = set()
        for occurrence in occurrences(view.brand, recurrence, view.today, DAYS, settings):
            for period, said in occurrence.silences:
                if said is None and is_silent(period) and period.id not in told:
                    told.add(period.id)
                    yield flaw(
                        value(recurrence, "when"),
                        message(
                            "`{id}` falls on {day}, in the silence of `{period}`.",
                            id=recurrence.id,
                            day=str(occurrence.day),
                            period=period.id,
                        ),
                        message(
                            "Write what becomes of it: `during: [{line}]`; or, inside it, `do: keep` and `why:`.",
                            line=f"{{period: {period.id}, do: skip}}",
                        ),
                        (period.place, message("The period is here.")),
                        about=[period.id],
                    )


RULE = Check(id="recurring-date-avoids-silence", level="warning", needs=(77, 86), find=find)
