"""Public holidays are known: a house whose schedules speak of them says which country's."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.days import Calendar
from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.model import Schedule
from perimetre.model.handbook import Settings
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where holidays are spoken of and not known."""
    settings = view.handbook.settings_of(view.brand)
    shifts = [
        hours
        for schedule in view.brand.people.schedules
        if schedule.holidays is None
        for layer in schedule.layers
        for hours in layer.shifts
    ]
    hours = [
        *shifts,
        *view.brand.brand.service_hours,
        *(stretch for channel in view.channels for stretch in channel.service_hours),
    ]
    if settings.holidays is None and any("holiday" in stretch.days for stretch in hours):
        yield flaw(
            Place(settings.place.file, ("holidays",), "key"),
            message("Hours mention public holidays, and nothing says which country's."),
            message("Write `holidays: {example}` in `handbook.yml`.", example="{country: FR}"),
        )
    keeping: list[Settings | Schedule] = [settings, *view.brand.people.schedules]
    for whose in keeping:
        if whose.holidays is not None and not Calendar.of(whose).is_known(view.today.year):
            alone = Calendar(whose.holidays.country).is_known(view.today.year)
            yield flaw(
                value(whose.holidays, "subdivision" if alone else "country"),
                message(
                    "The public holidays of `{country}` are not known.",
                    country=whose.holidays.subdivision if alone else whose.holidays.country,
                ),
                message("Check the country and region codes; or write each holiday under `add:`."),
            )


RULE = Check(
    id="public-holiday-is-known",
    level="warning",
    needs=(58,),
    find=find,
)
