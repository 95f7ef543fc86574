"""A reading is of a day that is past, and in the period of its objective."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.indicators import named
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the readings of days to come, and those of before the objective began."""
    for reading in view.brand.readings.readings:
        if reading.on is None:
            continue
        if reading.on > view.today:
            yield flaw(
                value(reading, "on"),
                message("`{id}` is read on {day}, which is to come.", id=reading.indicator, day=str(reading.on)),
                message("Correct the day: a reading says what was, never what is hoped for."),
                about=[reading.indicator],
            )
            continue
        for objective, _ in named(view.brand, reading):
            begins = objective.period.from_ if objective.period else None
            if objective.period is not None and begins is not None and reading.on < begins:
                yield flaw(
                    value(reading, "on"),
                    message(
                        "`{id}` is read on {day}, and `{objective}` begins on {begins} only.",
                        id=reading.indicator,
                        day=str(reading.on),
                        objective=objective.id,
                        begins=str(begins),
                    ),
                    message("Write what it was before under `baseline:` of the indicator; or correct the day."),
                    (objective.period.place, message("The objective begins here.")),
                    about=[objective.id],
                )


RULE = Check(id="reading-is-of-its-time", level="error", needs=(89,), find=find)
