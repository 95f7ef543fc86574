"""The watch covers every active channel: all that the brand does is watched and commented."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the channels that nobody watches."""
    watch = view.live(view.brand.reporting.watch)
    if any(not one.channels and one.kind in ("brand-name", "product") for one in watch):
        return
    watched = view.perimeter.ground.expand(channel for one in watch for channel in one.channels)
    missing = [one.id for one in view.channels if one.id not in watched]
    if missing:
        yield flaw(
            view.lacking("reporting", "watch"),
            message("Nobody watches {channels}.", channels=Listing(tuple(f"`{one}`" for one in missing))),
            message("Write a watch of `kind: brand-name` on all channels, or one that names these."),
        )


RULE = Check(
    id="watch-covers-active-channels",
    level="warning",
    needs=(15,),
    find=find,
)
