"""Other people's places have rules of their own: one acts there otherwise than at home."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the places of others on which no rule speaks in particular."""
    live = [clause for clause in view.perimeter.live(view.today) if not clause.is_red_line]
    for channel in view.channels:
        if channel.ownership == "third-party" and not any(
            clause.matcher.channels is not None and channel.id in clause.matcher.channels for clause in live
        ):
            yield flaw(
                key(channel, "ownership"),
                message("No rule covers `{id}`, which belongs to others.", id=channel.id),
                message("Write a rule with `ownership: [third-party]`: how to introduce yourself, what never to do."),
            )


RULE = Check(
    id="third-party-places-have-rules",
    level="warning",
    needs=(59,),
    find=find,
)
