"""A pillar stands on a channel where one publishes today."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import counted
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the pillars of which no channel is in use; what is retired, and still named, is told elsewhere."""
    states = {channel.id: channel.state for channel in view.live(view.brand.channels.channels)}
    for pillar in view.live(view.brand.editorial.pillars):
        named = [id_ for id_ in view.perimeter.ground.expand(pillar.channels) if id_ in states]
        closed = sorted(id_ for id_ in named if states[id_] in ("paused", "planned"))
        if closed and not any(states[id_] == "active" for id_ in named):
            yield flaw(
                value(pillar, "channels"),
                counted(
                    "Nobody reads the pillar `{id}`: {channels} is not open.",
                    "Nobody reads the pillar `{id}`: {channels} are not open.",
                    len(closed),
                    id=pillar.id,
                    channels=listed(closed),
                ),
                counted(
                    "Name a channel in use; or write `status: draft` until it opens.",
                    "Name a channel in use; or write `status: draft` until one opens.",
                    len(closed),
                ),
                about=closed,
            )


RULE = Check(id="pillar-has-an-open-channel", level="warning", needs=(86,), find=find)
