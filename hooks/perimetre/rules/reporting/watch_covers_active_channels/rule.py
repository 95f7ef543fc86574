"""The watch covers every active channel: all that the brand does is watched and commented."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the channels that nobody watches."""
    watch = view.live(view.brand.reporting.watch)
    if any(not entry.channels and entry.kind in ("brand-name", "product") for entry in watch):
        return
    watched = view.perimeter.ground.expand(channel for entry in watch for channel in entry.channels)
    missing = [channel.id for channel in view.channels if channel.id not in watched]
    if missing:
        yield flaw(
            view.lacking("reporting", "watch"),
            message("Nobody watches {channels}.", channels=listed(missing)),
            message("Write a watch of `kind: brand-name` on all channels, or one that names these."),
            about=missing,
        )


RULE = Check(
    id="watch-covers-active-channels",
    level="warning",
    needs=(15,),
    find=find,
)
