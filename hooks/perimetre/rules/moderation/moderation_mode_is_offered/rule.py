"""Moderation mode is offered: nothing is held back, hidden or filtered where the network does not allow it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.language.labels import word
from perimetre.model import Channel
from perimetre.perimeter.capabilities import Lack, lack_of_mode
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the modes that channels do not offer."""
    for channel in view.channels:
        mode = channel.moderation_mode
        if mode is not None:
            yield from _lacking(value(channel, "moderation_mode"), mode, [channel])
    for compiled in view.perimeter.moderated.records:
        record = compiled.record
        named = frozenset[str]().union(*(matcher.channels or () for matcher in compiled.matchers))
        if record.mode is not None and (record.until is None or record.until >= view.today):
            channels = [channel for channel in view.channels if channel.id in named]
            yield from _lacking(value(record, "mode"), record.mode, channels)


def _lacking(place: Place, mode: str, channels: list[Channel]) -> Iterator[Problem]:
    lacks: list[tuple[Channel, Lack]] = []
    for channel in channels:
        lack = lack_of_mode(channel, mode)
        if lack is not None:
            lacks.append((channel, lack))
    if lacks:
        advice = lacks[0][1].instead
        yield flaw(
            place,
            message(
                "Messages cannot be moderated so ({mode}) on {channels}.",
                mode=word("moderation_mode", mode),
                channels=listed(channel.id for channel, _ in lacks),
            ),
            message(
                "Instead: {advice} If the channel does hold messages back, write `capabilities: {example}` on it.",
                advice=advice,
                example="{limit-comments: true}",
            ),
            about=[channel.id for channel, _ in lacks],
        )


RULE = Check(
    id="moderation-mode-is-offered",
    level="error",
    needs=(58,),
    find=find,
)
