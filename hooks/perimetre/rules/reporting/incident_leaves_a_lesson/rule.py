"""An incident leaves a lesson, and the lesson changes something."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.texts import says_nothing
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the lessons, but for those of exercises, that changed nothing."""
    for lesson in view.live(view.brand.reporting.lessons):
        # An exercise may show that all goes well.
        if not lesson.exercise and all(says_nothing(change) for change in lesson.changed):
            yield flaw(
                key(lesson, "changed"),
                message("The lesson `{id}` has changed nothing.", id=lesson.id),
                message(
                    "Under `changed:`, write what has been done differently since; if nothing has, the "
                    "lesson is not learned yet."
                ),
            )


RULE = Check(
    id="incident-leaves-a-lesson",
    level="warning",
    needs=(70,),
    find=find,
)
