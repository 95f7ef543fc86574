"""Channel says how it is moderated: where messages of others may be hidden or deleted, a mode says when."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Channel
from perimetre.perimeter.capabilities import lack, lack_of_mode
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the channels of which nobody says when their messages are read, all at once."""
    if not view.live(view.brand.moderation.grounds):
        return
    unsaid = [channel.id for channel in view.channels if _is_moderated(channel) and not _says(view, channel)]
    if unsaid:
        yield flaw(
            view.lacking("moderation", "mode"),
            message(
                "Nothing says when messages are read on {channels}: before they appear, or after?",
                channels=listed(unsaid),
            ),
            message(
                "Write `mode: after` for all of them; or, for some, `modes: [{example}]`.",
                example="{channels: […], mode: before}",
            ),
            about=unsaid,
        )


def _is_moderated(channel: Channel) -> bool:
    """Say whether messages of others may be moderated there."""
    closed = channel.settings is not None and channel.settings.comments == "closed"
    ours = channel.ownership in ("owned", "managed")
    return ours and not closed and (lack(channel, "hide") is None or lack(channel, "delete") is None)


def _says(view: View, channel: Channel) -> bool:
    default = view.brand.moderation.mode
    if channel.moderation_mode or (default is not None and lack_of_mode(channel, default) is None):
        return True
    return any(
        not compiled.is_particular and compiled.counts_on(channel) for compiled in view.perimeter.moderated.records
    )


RULE = Check(
    id="channel-says-how-it-is-moderated",
    level="warning",
    needs=(58,),
    find=find,
)
