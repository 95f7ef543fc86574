"""The page of a place suits its channel: one that the brand has, and of a kind that has a page for each place."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

# A brand has these once, whatever its places.
_OF_THE_BRAND = (
    "blog",
    "broadcast",
    "newsletter",
    "app-store",
    "ads-account",
    "chatbot",
    "executive-account",
    "third-party-page",
    "wiki",
    "consumer-portal",
)


def find(view: View) -> Iterator[Problem]:
    """Yield the pages of places that stand on no channel of the brand, or on one that has none of theirs."""
    channels = {channel.id: channel for channel in view.brand.channels.channels}
    for place in view.live(view.brand.own_places):
        for rank, page in enumerate(place.pages):
            if page.channel is None:
                continue
            at = value(place, "pages", rank, "channel")
            channel = channels.get(page.channel)
            if channel is None:
                yield flaw(
                    at,
                    message(
                        "`{brand}` has no channel `{channel}`, on which `{id}` has a page.",
                        brand=view.brand.id,
                        channel=page.channel,
                        id=place.id,
                    ),
                    message("Name a channel of the brand, or add it to `channels.yml`."),
                    about=[page.channel],
                )
            elif channel.kind in _OF_THE_BRAND:
                yield flaw(
                    at,
                    message(
                        "A place has no page of its own on `{channel}`, which is the whole brand’s.", channel=channel.id
                    ),
                    message("Name the channel of its listing, of its account or of its reviews."),
                    about=[channel.id],
                )


RULE = Check(id="place-page-suits-its-channel", level="error", find=find)
