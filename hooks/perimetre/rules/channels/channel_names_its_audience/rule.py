"""A channel names its audience: somebody in particular, not everybody."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.texts import says_nothing
from perimetre.rules.kit.view import View

EVERYBODY = frozenset(
    {"tous", "toutes et tous", "tout le monde", "le grand public", "grand public", "le public", "public", "everyone"}
    | {"everybody", "all", "general public", "the general public", "the public"}
)


def find(view: View) -> Iterator[Problem]:
    """Yield the active channels whose audience is nobody in particular."""
    for channel in view.channels:
        audience = channel.audience
        texts = [] if audience is None else [text for text in (audience.plain, audience.fr, audience.en) if text]
        if says_nothing(audience) or any(text.strip().rstrip(".").casefold() in EVERYBODY for text in texts):
            yield flaw(
                key(channel, "audience"),
                message("The audience of `{id}` is not described precisely.", id=channel.id),
                message("Say who reads and writes there: their age, their habits, what they come for."),
            )


RULE = Check(
    id="channel-names-its-audience",
    level="error",
    needs=(21,),
    find=find,
)
