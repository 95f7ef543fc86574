"""Nothing refers to a retired channel: what is closed is neither fed nor promised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.model import Channel
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.texts import texts_in
from perimetre.rules.kit.view import View

NAMING = frozenset({"channels", "channel", "media"})
# What holds until a day says it under one of these.
_LAST_DAYS = ("valid_until", "to")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
PAST = ("decisions/", "acknowledgements", "channels.yml")


def find(view: View) -> Iterator[Problem]:
    """Yield the channels that are closed and still named, each once."""
    channels = [channel for other in (*view.views, view) for channel in other.brand.channels.channels]
    open_ = {channel.id for channel in channels if channel.state != "retired"}
    closed = {channel.id: channel for channel in channels if channel.state == "retired" and channel.id not in open_}
    given = {
        (consent.place.file, *consent.place.path): consent.given_on
        for other in view.views
        for consent in other.brand.consents.consents
    }
    naming: dict[str, list[Place]] = {}
    for place, word in _naming(view) if closed else ():
        if word in closed and not _was_agreed(place, closed[word], given) and not _is_over(view, place, closed[word]):
            naming.setdefault(word, []).append(place)
    for word, places in naming.items():
        if len(places) == 1:
            yield flaw(
                places[0],
                message("`{id}` is retired.", id=word),
                message("Remove it; or name the channel that took over."),
                (closed[word].place, message("The channel is closed here.")),
                about=[word],
            )
            continue
        # One cause, one finding: what names it is shown with it.
        yield flaw(
            value(closed[word], "state"),
            message("`{id}` is retired, and {count} places still name it.", id=word, count=len(places)),
            message("There, remove it; or name the channel that took over."),
            *((place, message("It is named here.")) for place in places),
            about=[word],
        )


def _was_agreed(place: Place, channel: Channel, given: Mapping[tuple[str | int, ...], date | None]) -> bool:
    """Say whether a place is in a consent that was given while a channel was open: it says what was agreed then."""
    day = given.get((place.file, *place.path[:2]))
    return day is not None and (channel.closed_on is None or day <= channel.closed_on)


def _is_over(view: View, place: Place, channel: Channel) -> bool:
    """Say whether a place is in what ended with a channel, or before it, or has ended since."""
    days = [str(day) for day in (channel.closed_on, view.today - timedelta(days=1)) if day is not None]
    held: Any = view.documents[place.file].data
    for step in place.path:
        ends = [held.get(key) for key in _LAST_DAYS] if isinstance(held, dict) else []
        if any(isinstance(end, str) and _DAY.match(end) and end <= max(days) for end in ends):
            return True
        held = held[step]
    return False


def _naming(view: View) -> Iterator[tuple[Place, str]]:
    """Yield what names a channel; what was decided or signed stays as it was."""
    for file, document in view.documents.items():
        if not any(part in document.path for part in PAST):
            for path, word in view.memory.once(texts_in, document.data):
                if not NAMING.isdisjoint(path[-2:]):
                    yield Place(file, path), word


RULE = Check(
    id="no-reference-to-a-retired-channel",
    level="error",
    needs=(24,),
    find=find,
    whole=True,
)
