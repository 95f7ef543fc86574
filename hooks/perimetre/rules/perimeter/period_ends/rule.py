"""A period ends: at a date, at an event, or because it comes back every year on the same days."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the periods without an end."""
    for period in view.live(view.brand.periods.periods):
        if period.until is None and period.until_event is None and not period.windows:
            yield flaw(
                key(period, "until"),
                message("Nothing says when the period `{id}` ends.", id=period.id),
                message("Write `until:` with its last day, or `until_event:`."),
            )


RULE = Check(
    id="period-ends",
    level="error",
    needs=(77,),
    find=find,
)
