"""A medium says what it shows: whoever does not see a picture reads, or hears, what stands in its place."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.media import joined
from perimetre.rules.kit.texts import says_nothing
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the media of texts made ready that say nothing to whoever does not see or hear them."""
    for one in joined(view):
        if says_nothing(one.medium.alt):
            yield flaw(
                key(one.medium, "alt") if one.medium.alt is not None else one.medium.place,
                message("`{id}` leaves without a word for whoever does not see or hear it.", id=one.medium.id),
                message(
                    "Write `alt:`: what it shows and what is written in it, in one or two sentences; "
                    "of a film or a sound, what is said there."
                ),
                about=[one.by.id],
            )


RULE = Check(
    id="medium-says-what-it-shows",
    level="error",
    needs=(102,),
    find=find,
)
