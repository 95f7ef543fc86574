"""Requests have a door: who may instruct the community manager, and what to answer to those who go round it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where no door is written, or no answer to those who go round it."""
    doors = view.live(view.brand.requests.doors)
    if not doors:
        yield flaw(
            view.lacking("requests", "doors"),
            message("Nothing says how the rest of the house asks the community manager for something."),
            message("Under `doors:`, write what for, open to whom, sent to whom, and how soon it is answered."),
        )
    elif not view.brand.requests.pressures:
        yield flaw(
            view.lacking("requests", "pressures"),
            message("Nothing says what to answer to people who go around the door."),
            message("Under `pressures:`, write what people say (“the boss wants it gone”) and what to answer."),
        )


RULE = Check(
    id="requests-have-one-door",
    level="error",
    needs=(32,),
    find=find,
)
