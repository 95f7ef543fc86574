"""A period ends: at a date, at an event, or because it comes back every year on the same days."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.days import after
from perimetre.base.diagnostics import Problem
from perimetre.base.durations import Duration
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View

# How long one waits for the event that ends a period before asking whether it has come.
PATIENCE = Duration(6, "mo")


def find(view: View) -> Iterator[Problem]:
    """Yield the periods without an end, and those that have waited for theirs so long that it was forgotten."""
    for period in view.live(view.brand.periods.periods):
        if period.until is None and period.until_event is None and not period.windows:
            yield flaw(
                key(period, "until"),
                message("Nothing says when the period `{id}` ends.", id=period.id),
                message("Write `until:` with its last day, or `until_event:`."),
            )
        elif period.until is None and period.until_event is not None and period.from_ is not None:
            asked = max(period.from_, period.last_reviewed_on or period.from_)
            if after(asked, PATIENCE) < view.today:
                yield Problem(
                    place=value(period, "until_event"),
                    message=message(
                        "The period `{id}` has lasted since {day}, and still waits for its end.",
                        id=period.id,
                        day=period.from_.isoformat(),
                    ),
                    hint=message(
                        "If that has come, write `until:` with its last day; if not, write today's date under "
                        "`last_reviewed_on`."
                    ),
                    level="warning",
                )


RULE = Check(
    id="period-ends",
    level="error",
    needs=(77,),
    find=find,
)
