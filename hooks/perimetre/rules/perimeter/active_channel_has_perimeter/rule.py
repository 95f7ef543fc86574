"""An active channel has a perimeter: some rule answers for what community managers do there."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.cells import beginning
from perimetre.rules.kit.check import Check, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the active channels of which no rule speaks, on some day to come at least."""
    speaking = view.coming.bits(
        lambda clause: (
            not clause.is_red_line
            and (clause.matcher.roles is None or bool(clause.matcher.roles & view.community_managers))
        )
    )
    for channel in view.channels:
        served = functools.partial(view.perimeter.ground.is_served, channel.id)
        first = view.coming.first_day_without(speaking, [channel.id], served)
        if first is not None:
            what = message("No rule says what may be done on `{id}`, although it is active.", id=channel.id)
            yield Problem(
                place=key(channel, "id"),
                message=beginning(what, first, view.today),
                hint=message(
                    "In `scope.yml`, write a rule that names it or its kind, or that applies to all channels."
                ),
            )


RULE = Check(
    id="active-channel-has-perimeter",
    level="error",
    needs=(1,),
    find=find,
)
