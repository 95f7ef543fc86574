"""Tell what is joined to the texts made ready, and on which channels (stage judge)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perimetre.base.frozen import dataclass
from perimetre.model import Channel, Record
from perimetre.model.templates import Medium
from perimetre.rules.kit.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A medium that leaves with a text.

    Fields:
        by: the ready answer or the scenario that holds the text.
        said_on: the channels in use where the text leaves.
        shown_on: those of them where the medium is joined to it.
        elsewhere: the channels that the medium names, in use or not, where the text does not leave.
    """

    medium: Medium
    by: Record
    said_on: tuple[Channel, ...]
    shown_on: tuple[Channel, ...]
    elsewhere: tuple[str, ...]


def joined(view: View) -> Iterator[Joined]:
    """Yield the media of the texts made ready of a brand, those of the house included."""
    for template in view.live(view.brand.templates.templates):
        for variant in template.variants:
            on = _named(view, variant.channels or template.channels)
            of_kind = [
                channel for channel in on if not template.channel_kinds or channel.kind in template.channel_kinds
            ]
            for medium in variant.media:
                yield _joined(view, medium, template, of_kind)
    for crisis in view.live(view.brand.crises):
        for statement in crisis.statements:
            for medium in statement.media:
                yield _joined(view, medium, crisis, _named(view, statement.everywhere))


def _joined(view: View, medium: Medium, by: Record, said_on: Sequence[Channel]) -> Joined:
    shown_on = [channel for channel in _named(view, medium.channels) if channel in said_on]
    said = {channel.id for channel in said_on}
    in_use = {channel.id for channel in view.channels}
    named = view.perimeter.ground.expand(medium.channels) & in_use
    return Joined(
        medium=medium,
        by=by,
        said_on=tuple(said_on),
        shown_on=tuple(shown_on),
        elsewhere=tuple(sorted(named - said)),
    )


def _named(view: View, ids: Sequence[str]) -> list[Channel]:
    """Return the channels in use that are named, by themselves or by their group; all where none is."""
    named = view.perimeter.ground.expand(ids)
    return [channel for channel in view.channels if not ids or channel.id in named]
