"""An active channel has a perimeter: some rule answers for what community managers do there."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the active channels of which no rule speaks."""
    live = view.perimeter.live(view.today)
    for channel in view.channels:
        speaking = (
            clause
            for clause in live
            if not clause.is_red_line
            and (clause.matcher.channels is None or channel.id in clause.matcher.channels)
            and (clause.matcher.roles is None or clause.matcher.roles & view.community_managers)
        )
        if next(speaking, None) is None:
            yield Problem(
                place=key(channel, "id"),
                message=message("No rule says what may be done on `{id}`, although it is active.", id=channel.id),
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
