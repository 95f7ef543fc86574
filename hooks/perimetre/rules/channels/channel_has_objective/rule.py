"""A channel serves an objective."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.model import Channel
from perimetre.rules.kit.presence import each_has
from perimetre.rules.kit.view import View


def _unnamed(view: View) -> Iterator[Channel]:
    named = {channel for objective in view.brand.objectives.objectives for channel in objective.channels}
    return (channel for channel in view.channels if channel.id not in named)


RULE = each_has(
    "objectives",
    id="channel-has-objective",
    level="error",
    needs=(30,),
    of=_unnamed,
    lacks=lambda channel: not channel.objectives,
    what=message("The channel `{id}` serves no objective."),
    hint=message("Name one: `objectives: [an-objective]`; or close the channel."),
)
