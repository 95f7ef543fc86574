"""The perimeter precedes presence: a place is defined before anything is done there."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the planned channels that no rule names."""
    live = [clause for clause in view.perimeter.live(view.today) if not clause.is_red_line]
    for channel in view.live(view.brand.channels.channels):
        if channel.state != "planned":
            continue
        if not any(clause.matcher.channels is not None and channel.id in clause.matcher.channels for clause in live):
            yield flaw(
                key(channel, "state"),
                message("`{id}` is about to open, and no rule covers it or its kind.", id=channel.id),
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
