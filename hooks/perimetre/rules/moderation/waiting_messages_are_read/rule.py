"""What waits is read when the house says so: somebody is there at the hours of reading."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.cover.intervals import intersect, subtract, union
from perimetre.language.instants import instant
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the hours of reading at which no community manager is there."""
    modes = [mode for mode in view.brand.moderation.modes if mode.read_during]
    if not modes:
        return
    open_ones, cover = {channel.id for channel in view.channels}, view.cover
    readers = sorted(role for role in view.community_managers if view.holders.get(role))
    there = union(*(cover.reached(role) for role in readers))
    for mode in modes:
        channels = [id_ for id_ in view.perimeter.ground.expand(mode.channels) if id_ in open_ones]
        alone = subtract(intersect(cover.weekly(mode.read_during), ((cover.start, cover.end),)), there)
        if channels and alone:
            start, end = (instant(cover.clock.wall(minute)) for minute in alone[0])
            yield flaw(
                value(mode, "read_during"),
                message(
                    "Nobody is there from {start} to {end} to read what waits on {channels}.",
                    start=start,
                    end=end,
                    channels=listed(sorted(channels)),
                ),
                message("Put a community manager on duty at those hours, or take them out of `read_during`."),
                about=readers,
            )


RULE = Check(
    id="waiting-messages-are-read",
    level="warning",
    needs=(58,),
    find=find,
)
