"""Know on which days a scenario was exercised: the one answer of rule, card and calendars (stage build)."""

from __future__ import annotations

from datetime import date

from perimetre.model.crisis import Crisis
from perimetre.model.whole import Brand


def exercises_of(brand: Brand, crisis: Crisis) -> tuple[date, ...]:
    """Return the days on which a brand exercised a scenario: those of its card, and those of which a lesson tells."""
    told = (each.happened_on for each in brand.reporting.lessons if each.exercise and each.crisis == crisis.id)
    return (*crisis.exercised_on, *filter(None, told))
