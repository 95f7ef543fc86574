"""The perimeter precedes presence: a place is defined before anything is done there."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.cells import beginning
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.naming import first_without_a_rule
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the planned channels that no rule names, on some day to come at least."""
    for channel in view.live(view.brand.channels.channels):
        first = first_without_a_rule(view, channel) if channel.state == "planned" else None
        if first is not None:
            what = message("`{id}` is about to open, and no rule covers it or its kind.", id=channel.id)
            yield flaw(
                key(channel, "state"),
                beginning(what, first, view.today),
                message(
                    "Decide first what may be done there: a rule with `channels: [{id}]`, or on its kind.",
                    id=channel.id,
                ),
            )


RULE = Check(
    id="perimeter-precedes-presence",
    level="warning",
    needs=(13,),
    find=find,
)
