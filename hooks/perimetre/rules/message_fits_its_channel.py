"""A message fits its channel: it is no longer than what is read there."""

from __future__ import annotations

from collections.abc import Iterator

from ..words import Listing, message
from .base import Check, Problem, View, flaw, value


def find(view: View) -> Iterator[Problem]:
    """Yield the ready answers that are too long for a channel."""
    kinds = {one.id: one.kind for one in view.brand.channels.channels}
    for template in view.live(view.brand.templates.templates):
        for variant in template.variants:
            text = (
                max((one for one in (variant.text.plain, variant.text.fr, variant.text.en) if one), key=len, default="")
                if variant.text
                else ""
            )
            places = set(variant.channels or template.channels)
            for mechanic in view.live(view.brand.voice.mechanics):
                concerned = {
                    one for one in places if one in mechanic.channels or kinds.get(one) in mechanic.channel_kinds
                }
                if concerned and mechanic.max_length is not None and len(text) > mechanic.max_length:
                    yield flaw(
                        value(variant, "text"),
                        message(
                            "`{id}` is {length} characters long: more than the {max} that are read on {channels}.",
                            id=template.id,
                            length=len(text),
                            max=mechanic.max_length,
                            channels=Listing(tuple(f"`{one}`" for one in sorted(concerned))),
                        ),
                        message("Shorten it, or write a shorter variant for these channels."),
                        (mechanic.place, message("The length is set here.")),
                    )


RULE = Check(
    id="message-fits-its-channel",
    level="warning",
    needs=(49,),
    ground=(
        "templates",
        "voice",
        "channels",
    ),
    find=find,
)
