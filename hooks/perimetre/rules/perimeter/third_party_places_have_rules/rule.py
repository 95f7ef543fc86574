"""Other people's places have rules of their own: one acts there otherwise than at home."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.cells import beginning
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.naming import first_without_a_rule
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the places of others on which no rule speaks in particular, on some day to come at least."""
    for channel in view.channels:
        # A red line says what one never does there, and may leave nothing else to say.
        first = first_without_a_rule(view, channel, or_red_line=True) if channel.ownership == "third-party" else None
        if first is not None:
            what = message("No rule covers `{id}`, which belongs to others.", id=channel.id)
            yield flaw(
                key(channel, "ownership"),
                beginning(what, first, view.today),
                message("Write a rule with `ownership: [third-party]`: how to introduce yourself, what never to do."),
            )


RULE = Check(
    id="third-party-places-have-rules",
    level="warning",
    needs=(59,),
    find=find,
)
