"""An objection has a door: whoever disagrees is heard before the decision, and by when is said."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the decisions that met an objection where no door takes any, and the doors that say no delay."""
    doors = [door for door in view.live(view.brand.requests.doors) if door.for_objections]
    for door in doors:
        if door.answer_within is None:
            yield flaw(
                key(door, "for_objections"),
                message("`{id}` takes objections, and nothing says by when they are answered.", id=door.id),
                message("Add `answer_within: 2wd`: the answer comes before the decision."),
            )
    met = [decision for decision in view.live(view.brand.decisions) if decision.objection is not None]
    if met and not doors:
        yield flaw(
            key(met[-1], "objection"),
            message("Somebody objected to `{id}`, and no door takes objections before a decision.", id=met[-1].id),
            message("Add a door to `requests.yml`, with `for_objections: true` and `answer_within`."),
        )


RULE = Check(id="objection-has-a-door", level="warning", needs=(13, 104), find=find)
