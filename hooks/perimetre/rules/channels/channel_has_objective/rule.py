"""A channel serves an objective."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.model import Channel
from perimetre.rules.kit.presence import presence
from perimetre.rules.kit.view import View


def _aimless(view: View, channel: Channel) -> bool:
    named = (objective.channels for objective in view.brand.objectives.objectives)
    return not channel.objectives and not any(channel.id in channels for channels in named)


RULE = presence(
    id="channel-has-objective",
    level="error",
    needs=(30,),
    kind="channels",
    at="objectives",
    of=lambda view: view.channels,
    lacks=_aimless,
    said=message("The channel `{id}` serves no objective."),
    hint=message("Name one: `objectives: [an-objective]`; or close the channel."),
)
