"""A scenario is exercised: a card that nobody has played is read for the first time on the worst day."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.days import after
from perimetre.base.diagnostics import Problem
from perimetre.base.durations import Duration
from perimetre.base.words import message
from perimetre.model.exercises import exercises_of
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the scenarios that were not played in time."""
    for crisis in view.live(view.brand.crises):
        if (view.severity_number(crisis.severity) or 0) < 3 and crisis.exercise_in is None:
            continue
        last = max((day for day in exercises_of(view.brand, crisis) if day <= view.today), default=None)
        due = None if last is None else after(last, crisis.exercise_in or Duration(1, "y"))
        if due is None or due < view.today:
            yield flaw(
                key(crisis, "exercised_on"),
                message("`{id}` has never been exercised.", id=crisis.id)
                if due is None
                else message("`{id}` was due to be exercised again by {day}.", id=crisis.id, day=due.isoformat()),
                message(
                    "Run through it for an hour with the people who would be called, then write the date "
                    "under `exercised_on`."
                ),
            )


RULE = Check(
    id="scenario-is-exercised",
    level="warning",
    needs=(61,),
    find=find,
)
