"""A red line says what to do instead: a door, not only a wall."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.texts import says_nothing
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the red lines whose way out says nothing."""
    for line in view.live(view.brand.scope.red_lines):
        if (
            line.instead
            and not line.is_advice
            and all(says_nothing(way_out) or way_out == line.title for way_out in line.instead)
        ):
            yield flaw(
                key(line, "instead"),
                message("The red line `{id}` does not say what to do instead.", id=line.id),
                message(
                    "Write one thing that may be done instead: answer differently, alert, pass it on, say nothing."
                ),
            )


RULE = Check(
    id="red-line-says-what-to-do-instead",
    level="error",
    needs=(35,),
    find=find,
)
