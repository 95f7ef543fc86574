"""Nothing refers to a retired channel: what is closed is neither fed nor promised."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View

NAMING = ("channels", "channel", "media")
PAST = ("decisions/", "acknowledgements", "channels.yml")


def _named(data: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each word under a key that names channels, with its path."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), data)]
    while waiting:
        path, held = waiting.pop()
        if isinstance(held, dict):
            waiting.extend(((*path, name), inner) for name, inner in held.items())
        elif isinstance(held, list):
            waiting.extend(((*path, rank), inner) for rank, inner in enumerate(held))
        elif isinstance(held, str) and any(step in NAMING for step in path[-2:]):
            yield path, held


def find(view: View) -> Iterator[Problem]:
    """Yield the places that name a channel which is closed."""
    channels = [channel for other in (*view.views, view) for channel in other.brand.channels.channels]
    open_ = {channel.id for channel in channels if channel.state != "retired"}
    closed = {channel.id: channel for channel in channels if channel.state == "retired" and channel.id not in open_}
    over = {
        operation.place.file
        for other in view.views
        for operation in other.brand.operations
        if operation.to is not None and operation.to < view.today
    }
    for file, document in view.documents.items():
        if not closed or file in over or any(part in document.path for part in PAST):
            continue
        for path, word in _named(document.data):
            if word in closed:
                yield flaw(
                    Place(file, path),
                    message("`{id}` is retired.", id=word),
                    message("Remove it; or name the channel that took over."),
                    (closed[word].place, message("The channel is closed here.")),
                    about=[word],
                )


RULE = Check(
    id="no-reference-to-a-retired-channel",
    level="error",
    needs=(24,),
    find=find,
    whole=True,
)
